"""Telling people that activities of theirs will be deleted because their terms say so, a week before it happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update

from paceline.core.identity import Account, Person
from paceline.endurance.activities.model import Activity
from paceline.infra.tx import Tx

NOTICE = timedelta(days=7)
AT_A_TIME = 100
SUBJECT = "Some of your activities will be deleted soon"


@dataclass(frozen=True, slots=True)
class Expiring:
    """How many activities of somebody go soon, the first of them on which day."""

    athlete_id: UUID
    email: str
    name: str
    many: int
    first: date


@dataclass(frozen=True, slots=True)
class ExpiryLetter:
    """What the mail knows; nothing of the activities themselves."""

    name: str
    many: int
    first: date
    link: str
    subject: str
    instance: str


async def people_to_tell(tx: Tx) -> Sequence[UUID]:
    """Whoever has activities that go within a week and was not told; a system transaction."""
    query = select(Activity.athlete_id).where(*_soon(tx)).distinct().order_by(Activity.athlete_id).limit(AT_A_TIME)
    return (await tx.session.scalars(query)).all()


async def tell_next(tx: Tx, athlete_id: UUID) -> Expiring | None:
    """What to tell somebody, marked as told; a system transaction that is committed once the mail has left."""
    mine = (Activity.athlete_id == athlete_id, *_soon(tx))
    many, first = (await tx.session.execute(select(func.count(), func.min(Activity.retain_until)).where(*mine))).one()
    account, person = await tx.session.get(Account, athlete_id), await tx.session.get(Person, athlete_id)
    if first is None or account is None or person is None:
        return None
    await tx.session.execute(update(Activity).where(*mine).values(expiry_told_at=tx.now))
    return Expiring(athlete_id, account.email, person.name, many, first.date())


def _soon(tx: Tx) -> tuple[ColumnElement[bool], ...]:
    return (
        Activity.retain_until < tx.now + NOTICE,
        Activity.deleted_at.is_(None),
        Activity.expiry_told_at.is_(None),
    )
