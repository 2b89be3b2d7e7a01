"""Settings: each part declares its own group, read from the environment, a `.env` file, or a file per secret."""

import os
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

G = TypeVar("G", bound="SettingsGroup")


class SettingsError(Exception):
    """A setting is missing or wrong; the message names the variable and says what it takes."""


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads NAME from the file that NAME_FILE points at, the way container platforms hand over secrets."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        variable = variable_of(self.settings_cls, field_name)
        path = os.environ.get(f"{variable}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text().strip(), field_name, False
        except OSError as error:
            raise SettingsError(f"{variable}_FILE names {path}, which cannot be read: {error.strerror}.") from error

    def __call__(self) -> dict[str, Any]:
        values = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {_key(self.settings_cls, name): value for name, value in values.items() if value is not None}


class SettingsGroup(BaseSettings):
    """What one part of the product lets an operator choose."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _SecretFiles(settings_cls), dotenv_settings


def group(part: str = "") -> SettingsConfigDict:
    """The model_config of a group: variables are PACELINE_<PART>_<FIELD>."""
    prefix = f"PACELINE_{part}_" if part else "PACELINE_"
    return SettingsConfigDict(
        env_prefix=prefix,
        env_file=".env",
        env_file_encoding="utf-8",
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
    )


def variable_of(settings: type[BaseSettings], field: str) -> str:
    """The environment variable that sets a field."""
    alias = settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"{settings.model_config.get('env_prefix', '')}{field}".upper()


def _key(settings: type[BaseSettings], field: str) -> str:
    alias = settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else field


def load(settings: type[G], **given: Any) -> G:
    """The group as configured; raises SettingsError with a sentence per wrong variable."""
    try:
        return settings(**given)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(settings, error))) from error


def _sentences(settings: type[BaseSettings], error: ValidationError) -> list[str]:
    sentences: list[str] = []
    for detail in error.errors():
        place = str(detail["loc"][0]) if detail["loc"] else ""
        by_alias = {_key(settings, name): name for name in settings.model_fields}
        field = by_alias.get(place, place)
        variable = variable_of(settings, field) if field in settings.model_fields else place
        about = settings.model_fields[field].description if field in settings.model_fields else ""
        given = "" if detail["type"] == "missing" else f" It is {str(detail['input'])[:80]!r}."
        sentences.append(f"{variable}: {detail['msg']}.{given} {about or ''}".strip())
    return sentences


class InstanceSettings(SettingsGroup):
    """Where this instance lives and listens."""

    model_config = group()

    environment: str = Field(
        "development",
        pattern="^(development|production)$",
        description="development or production: production logs JSON and hides development pages.",
    )
    data: Path = Field(Path("data"), description="The data folder: embedded database, stored files, outbox, keys.")
    host: str = Field("127.0.0.1", description="The address the web server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="The port the web server listens on; 0 picks a free one.")
    url: str = Field(
        "", description="The address people use, such as https://coach.example; links in mails start with it."
    )
    trusted_proxies: str = Field(
        "127.0.0.1", description="Comma-separated addresses of reverse proxies whose forwarded headers count."
    )
    demo: bool = Field(
        False, description="Marks this instance as a demonstration: one-click sign-in, synthetic people, nothing real."
    )
    registration: str = Field(
        "open",
        pattern="^(open|invite|closed)$",
        description="Who may make an account: open, invite (with the code) or closed.",
    )
    invite_code: str = Field("", description="The code new people must give when registration is by invite.")

    redis_url: str = Field(
        "",
        validation_alias="REDIS_URL",
        description="Redis for counting rate limits over several web processes; empty counts in each process.",
    )
    log_format: Literal["auto", "json", "text"] = Field(
        "auto", description="auto writes JSON in production and readable lines elsewhere."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least serious messages to log."
    )

    @property
    def public_url(self) -> str:
        """The address people use, without a trailing slash."""
        return (self.url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def is_production(self) -> bool:
        return self.environment == "production"


class DatabaseSettings(SettingsGroup):
    """Which PostgreSQL to use."""

    model_config = group("DATABASE")

    url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="A PostgreSQL server of your own, postgresql://owner:password@host/database; empty runs the embedded one.",
    )
    pool_size: int = Field(8, ge=1, le=100, description="Connections each process keeps at most.")
    name: str = Field(
        "paceline", pattern="^[a-z_][a-z0-9_]{0,40}$", description="The database's name on the embedded server."
    )
