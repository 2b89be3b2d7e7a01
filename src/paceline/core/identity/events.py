"""What happens to accounts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class AccountRegistered(Event):
    name: ClassVar[str] = "identity.registered"
    account_id: UUID


@dataclass(frozen=True, slots=True)
class EmailVerified(Event):
    name: ClassVar[str] = "identity.email_verified"
    account_id: UUID


@dataclass(frozen=True, slots=True)
class SignedInEvent(Event):
    name: ClassVar[str] = "identity.signed_in"
    account_id: UUID
    session_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class SignInFailed(Event):
    name: ClassVar[str] = "identity.sign_in_failed"
    account_id: UUID


@dataclass(frozen=True, slots=True)
class SignedOut(Event):
    name: ClassVar[str] = "identity.signed_out"
    account_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    name: ClassVar[str] = "identity.password_changed"
    account_id: UUID


@dataclass(frozen=True, slots=True)
class RefreshReused(Event):
    name: ClassVar[str] = "identity.refresh_reused"
    account_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    name: ClassVar[str] = "identity.profile_changed"
    account_id: UUID
    time_zone: str


@dataclass(frozen=True, slots=True)
class TokenMade(Event):
    """Somebody gave a program of theirs a key."""

    name: ClassVar[str] = "identity.token_made"
    account_id: UUID
    token_id: UUID


@dataclass(frozen=True, slots=True)
class TokenRevoked(Event):
    """And took it back."""

    name: ClassVar[str] = "identity.token_revoked"
    account_id: UUID
    token_id: UUID
