"""Words of identity: roles, workspaces, who is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx

ROLES = ("athlete", "coach", "admin")
IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
ACCESS_LIFE = timedelta(minutes=10)
REFRESH_LIFE = timedelta(days=60)
REFRESH_GRACE = timedelta(seconds=30)
VERIFY_LIFE = timedelta(hours=48)
RESET_LIFE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a valid token belongs to, and through which session; `looks` is what every page needs, where it is known already."""

    account_id: UUID
    session_id: UUID
    roles: frozenset[str]
    looks: Sequence[Any] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Device:
    """What is known of the browser or app that signs in."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ApiTokens:
    """What an API client is handed: a short-lived access token and the refresh token that follows it."""

    access_token: str
    refresh_token: str
    expires_at: datetime


@runtime_checkable
class BadgeSource(Protocol):
    """Plug in to show a count beside a place in the navigation; asked only for those it concerns."""

    def concerns(self, roles: frozenset[str]) -> bool: ...

    async def badges(self, tx: Tx) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody a demonstration offers to look through the eyes of."""

    account_id: UUID
    name: str
    about: str


@runtime_checkable
class DemoPeople(Protocol):
    """Plug in to offer one-click sign-in; asked only in a demonstration."""

    async def demo_people(self, machinery: Machinery) -> list[DemoPerson]: ...
