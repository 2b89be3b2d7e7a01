"""Loads athletes and authorises in one step: oneself, and those who share their training with the actor."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, text, tuple_

from paceline.core.identity import Person
from paceline.endurance.athletes.model import Profile
from paceline.endurance.athletes.types import MEASURES, Athlete
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

# The same function row-level security asks, so that the two can never disagree.
_SHARED = text("identity_person.account_id = ANY(ARRAY(SELECT app_athletes('training')))")
_COACHED = text("identity_person.account_id <> app_actor()")


async def me(tx: Tx) -> Athlete:
    """The acting person as an athlete."""
    return await athlete_for(tx, tx.person)


async def athlete_for(tx: Tx, athlete_id: UUID) -> Athlete:
    """Oneself or somebody who shares their training with the actor; NotFound for everybody else."""
    query = _athletes().where(Person.account_id == athlete_id)
    if not tx.actor.is_system:
        query = query.where(_SHARED)
    row = (await tx.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound()
    return _athlete(row)


async def roster(tx: Tx) -> Sequence[Athlete]:
    """Everybody who shares their training with the acting coach, by name."""
    rows = await tx.session.execute(
        _athletes().where(_SHARED, _COACHED).order_by(func.lower(Person.name), Person.account_id)
    )
    return [_athlete(row) for row in rows]


async def roster_page(tx: Tx, size: int, cursor: str | None) -> Page[Athlete]:
    """The roster, a page at a time."""
    key = func.lower(Person.name)
    query = _athletes().where(_SHARED, _COACHED).order_by(key, Person.account_id).limit(size + 1)
    if cursor:
        query = query.where(tuple_(key, Person.account_id) > tuple_(*decode_cursor(cursor, str, UUID)))
    found = [_athlete(row) for row in await tx.session.execute(query)]
    return page_of(found, size, lambda athlete: encode_cursor(athlete.name.lower(), athlete.id))


def _athletes() -> Select[Person, Profile]:
    return select(Person, Profile).outerjoin(Profile, Profile.athlete_id == Person.account_id)


def _athlete(row: Row[Person, Profile]) -> Athlete:
    person, profile = row
    known: dict[str, Any] = {name: getattr(profile, name, None) for name in MEASURES}
    return Athlete(person.account_id, person.name, person.time_zone, person.units, **known)
