"""Commands and read shapes of relationships, shared by pages and API."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.core.relationships.types import Scope, Status
from paceline.kit.shapes import Command, Shape


class Invite(Command):
    """Whom to invite; without an address the answer holds a link to pass on."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [{"email": "ida@example.org", "name": "Ida", "message": "", "scopes": ["training", "wellness"]}]
        },
    )

    email: str | None = Field(None, max_length=254)
    name: str = Field("", max_length=100)
    message: str = Field("", max_length=500)
    scopes: list[Scope] = Field(default_factory=lambda: list[Scope](["training"]), max_length=7)


class Accept(Command):
    """What the athlete shares; without it, what was asked for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"scopes": ["training", "wellness"]}]})

    scopes: list[Scope] | None = Field(None, max_length=7)


class ChangeConsent(Command):
    """Everything the athlete shares from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"scopes": ["training", "messages"]}]})

    scopes: list[Scope] = Field(max_length=7)


class Move(Command):
    """The status to change to, and why."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"to": "paused", "reason": "Six weeks abroad."}]},
    )

    to: Literal["active", "paused", "ended", "declined", "revoked"]
    reason: str = Field("", max_length=300)


class AskCoach(Command):
    """A coach's address, and what the athlete would share."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"coach_email": "coach@example.org", "scopes": ["training"]}]},
    )

    coach_email: str = Field(max_length=254)
    scopes: list[Scope] = Field(max_length=7)


class InvitationOut(Shape):
    """An invitation as its coach sees it."""

    id: UUID
    email: str | None
    name: str
    message: str
    scopes: list[str]
    status: str
    created_at: datetime
    sent_at: datetime
    expires_at: datetime
    resent: int


class InvitationMade(InvitationOut):
    """With the link, shown this once; none when it goes by mail."""

    link: str | None = None


class Preview(Shape):
    """An invitation as whoever holds the link sees it."""

    coach_name: str
    name: str
    message: str
    scopes: list[str]
    status: str
    expires_at: datetime
    for_one_address: bool


class RelationshipOut(Shape):
    """A relationship as either side sees it; the other's name is gone after the end."""

    id: UUID
    coach_id: UUID
    athlete_id: UUID
    coach_name: str | None = None
    athlete_name: str | None = None
    status: Status
    scopes: list[str]
    created_at: datetime
    changed_at: datetime


class InvitationList(Shape):
    """A page of invitations."""

    items: list[InvitationOut]
    next_cursor: str | None = None


class RelationshipList(Shape):
    """A page of relationships."""

    items: list[RelationshipOut]
    next_cursor: str | None = None
