"""How Paceline sends mail."""

from typing import Literal

from pydantic import Field, SecretStr

from paceline.infra.settings import SettingsGroup, group


class MailSettings(SettingsGroup):
    """The mail server, or the folder that stands in for one."""

    model_config = group("MAIL")

    transport: Literal["smtp", "outbox"] = Field(
        "outbox", description="smtp sends mail through a server; outbox keeps every mail as a file to look at."
    )
    host: str = Field("localhost", description="Name of the mail server.")
    port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    user: str = Field("", description="Name to sign in with at the mail server; empty to send without signing in.")
    password: SecretStr = Field(SecretStr(""), description="Password to sign in with at the mail server.")
    tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is encrypted: starttls (port 587), tls (port 465) or none."
    )
    sender: str = Field(
        "Paceline <paceline@localhost>", description="The address mails come from, with or without a name."
    )
    timeout_seconds: float = Field(20.0, gt=0, description="Seconds to wait for the mail server.")
