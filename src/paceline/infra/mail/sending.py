"""What every way of sending mail offers, and which one the settings choose."""

from pathlib import Path
from typing import Protocol

from paceline.infra.clock import Clock
from paceline.infra.mail.message import Mail
from paceline.infra.mail.outbox import OutboxMailer
from paceline.infra.mail.settings import MailSettings
from paceline.infra.mail.smtp import SmtpMailer


class Mailer(Protocol):
    """Sends one mail, or raises MailRefused."""

    async def send(self, mail: Mail) -> None: ...

    async def check(self) -> None: ...


def open_mailer(settings: MailSettings, data: Path, clock: Clock) -> Mailer:
    """The mailer the settings ask for; `data` is the folder that holds `outbox/`."""
    if settings.transport == "smtp":
        return SmtpMailer(settings, clock)
    return OutboxMailer(data / "outbox", settings.sender, clock)
