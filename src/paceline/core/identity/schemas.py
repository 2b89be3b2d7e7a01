"""Commands and read shapes of identity, shared by pages and API."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.kit.shapes import Command, Shape

Units = Literal["metric", "imperial"]
Theme = Literal["auto", "light", "dark"]


class Register(Command):
    """A new account."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "email": "ida@example.org",
                    "password": "seven calm herons walk",
                    "name": "Ida Solberg",
                    "role": "athlete",
                    "time_zone": "Europe/Oslo",
                }
            ]
        },
    )

    email: str = Field(max_length=254)
    password: str = Field(max_length=1024)
    name: str = Field(min_length=1, max_length=100)
    role: Literal["athlete", "coach"] = "athlete"
    time_zone: str = "UTC"
    units: Units = "metric"
    language: str = Field("en", pattern="^[a-z]{2}(-[A-Z]{2})?$")
    invite_code: str = ""
    next: str = Field("", exclude=True)


class SignIn(Command):
    """Address and password."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"email": "ida@example.org", "password": "seven calm herons walk"}]},
    )

    email: str = Field(max_length=254)
    password: str = Field(max_length=1024)
    next: str = Field("", exclude=True)


class RefreshTokens(Command):
    """A refresh token to trade for the next pair."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"refresh_token": "kX0h2u…"}]})

    refresh_token: str = Field(max_length=200)


class AskReset(Command):
    """Whose password was forgotten."""

    email: str = Field(max_length=254)


class ResetPassword(Command):
    """A new password, by link."""

    password: str = Field(max_length=1024)


class ChangePassword(Command):
    """A new password, knowing the old."""

    current: str = Field(max_length=1024)
    password: str = Field(max_length=1024)


class ChangeProfile(Command):
    """What to change about oneself; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"time_zone": "Europe/Oslo", "units": "imperial"}]},
    )

    name: str | None = Field(None, max_length=100)
    time_zone: str | None = None
    units: Units | None = None
    language: str | None = Field(None, pattern="^[a-z]{2}(-[A-Z]{2})?$")
    theme: Theme | None = None


class SwitchWorkspace(Command):
    """Which of one's roles to look through."""

    workspace: Literal["athlete", "coach", "admin"]


class Me(Shape):
    """The signed-in person."""

    id: UUID
    email: str
    email_verified: bool
    name: str
    roles: list[str]
    time_zone: str
    units: Units
    language: str
    theme: Theme


class TokensOut(Shape):
    """An access token for the Authorization header and the refresh token that follows it."""

    access_token: str
    refresh_token: str
    expires_at: datetime
    token_type: Literal["bearer"] = "bearer"


class SessionOut(Shape):
    """One signed-in browser or app."""

    id: UUID
    kind: str
    device: str
    address: str
    created_at: datetime
    seen_at: datetime


class MakeToken(Command):
    """A token for a program of one's own that uploads activities."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, json_schema_extra={"examples": [{"name": "Sync on my laptop"}]}
    )

    name: str = Field(min_length=1, max_length=100)


class TokenOut(Shape):
    """A token, without its words."""

    id: UUID
    name: str
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None


class TokenMadeOut(TokenOut):
    """A new token with its words, which are shown this once."""

    token: str


class TokensList(Shape):
    """One page of one's tokens."""

    items: list[TokenOut]
    next_cursor: str | None
