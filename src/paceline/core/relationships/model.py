"""The tables of relationships: the link itself, each change of its status, invitations and consent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Relationship(Table):
    """A coach and an athlete; `scopes` is what the athlete said yes to, in force only while active."""

    __tablename__ = "relationships_relationship"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    athlete_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(Text)
    started_by: Mapped[UUID]
    paused_by: Mapped[UUID | None]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Transition(Table):
    """One change of status: who, when and why."""

    __tablename__ = "relationships_transition"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    relationship_id: Mapped[UUID] = mapped_column(ForeignKey("relationships_relationship.id", ondelete="CASCADE"))
    coach_id: Mapped[UUID]
    athlete_id: Mapped[UUID]
    from_status: Mapped[str | None] = mapped_column(Text)
    to_status: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)


class Invitation(Table):
    """A coach's invitation, to an address or by link; only a keyed hash of its token is kept."""

    __tablename__ = "relationships_invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"))
    email: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    status: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    resent: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    relationship_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("relationships_relationship.id", ondelete="SET NULL")
    )


class Grant(Table):
    """One kind of data an athlete lets one coach see; row-level security everywhere reads this table."""

    __tablename__ = "relationships_grant"

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"), primary_key=True)
    scope: Mapped[str] = mapped_column(Text, primary_key=True)
    athlete_id: Mapped[UUID] = mapped_column(ForeignKey("identity_account.id", ondelete="CASCADE"), primary_key=True)
    relationship_id: Mapped[UUID] = mapped_column(ForeignKey("relationships_relationship.id", ondelete="CASCADE"))
    granted_at: Mapped[datetime]
