"""The tables of accounts, people, sessions, refresh tokens and tickets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Account(Table):
    """Who can sign in, and as what."""

    __tablename__ = "identity_account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(Text, unique=True)
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Person(Table):
    """How a person is called and how they read numbers and days; seen by those they work with."""

    __tablename__ = "identity_person"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(Text)
    units: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(Text)
    workspace: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]


class Session(Table):
    """One signed-in browser or app; only a keyed hash of its token is kept."""

    __tablename__ = "identity_session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)


class Refresh(Table):
    """One refresh token of an API session: good once, and for half a minute after a lost answer."""

    __tablename__ = "identity_refresh"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey("identity_session.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    successor: Mapped[bytes | None] = mapped_column(LargeBinary)


class Ticket(Table):
    """A link sent by mail: good once, for one purpose, for a short time."""

    __tablename__ = "identity_ticket"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    email: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Token(Table):
    """What a program of a person's own shows in their place, for one thing only; kept as a keyed hash."""

    __tablename__ = "identity_token"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
