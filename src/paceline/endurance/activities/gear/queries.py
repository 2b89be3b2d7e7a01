"""Reads of gear: one thing or all of somebody's, each with its wear, and what a new session takes by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from paceline.endurance.activities.gear.model import Gear, GearDefault, Mount, Service
from paceline.endurance.activities.gear.rules import Limits, Reminder, Wear, reminders
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

MOST = 500  # pieces of gear one person may keep

# A component has been where its bikes were, on the days it was mounted; everything else where its sessions were.
_WEAR = """
WITH serviced AS (
    SELECT gear_id, max(day) AS day FROM activities_gear_service WHERE athlete_id = %(athlete)s GROUP BY gear_id
), used AS (
    SELECT gear_id, day, distance, coalesce(moving, timer, elapsed) AS seconds FROM activities_activity
    WHERE athlete_id = %(athlete)s AND gear_id IS NOT NULL AND deleted_at IS NULL
), worn AS (
    SELECT gear_id, day, distance, seconds FROM used
    UNION ALL
    SELECT m.component_id, used.day, used.distance, used.seconds FROM activities_gear_mount m
    JOIN used ON used.gear_id = m.bike_id AND used.day >= m.mounted_on
        AND (m.removed_on IS NULL OR used.day < m.removed_on)
    WHERE m.athlete_id = %(athlete)s
)
SELECT worn.gear_id, coalesce(sum(distance), 0), coalesce(sum(seconds), 0), count(*),
    coalesce(sum(distance) FILTER (WHERE serviced.day IS NULL OR worn.day > serviced.day), 0),
    coalesce(sum(seconds) FILTER (WHERE serviced.day IS NULL OR worn.day > serviced.day), 0),
    max(worn.day), bool_or(serviced.day IS NOT NULL)
FROM worn LEFT JOIN serviced ON serviced.gear_id = worn.gear_id GROUP BY worn.gear_id
"""

# Asked for every new session.
_TAKEN = """
SELECT family, gear.id, gear.since, gear.retired_on FROM activities_gear_default AS taken
JOIN activities_gear AS gear ON gear.id = taken.gear_id AND gear.athlete_id = %(athlete)s AND gear.deleted_at IS NULL
WHERE taken.athlete_id = %(athlete)s
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece of gear with its wear, what is due and the sports it is taken for."""

    gear: Gear
    wear: Wear
    reminders: Sequence[Reminder]
    default_for: Sequence[str]


Taken = Mapping[str, tuple[UUID, date | None, date | None]]


async def defaults_of(tx: Tx, athlete_id: UUID) -> Taken:
    """By family of sports the gear its sessions take by themselves, with the days it is in use from and up to."""
    rows = await ask(tx.session, _TAKEN, {"athlete": athlete_id})
    return {family: (gear_id, since, retired_on) for family, gear_id, since, retired_on in rows}


def gear_taken(taken: Taken, family: str, day: date) -> UUID | None:
    """The gear for a session on a day; None when nothing is set, or it was not in use yet or no longer."""
    gear_id, since, retired_on = taken.get(family, (None, None, None))
    in_use = (since is None or since <= day) and (retired_on is None or day < retired_on)
    return gear_id if in_use else None


async def default_gear_for(tx: Tx, athlete_id: UUID, family: str, day: date) -> UUID | None:
    """What one session takes by itself."""
    return gear_taken(await defaults_of(tx, athlete_id), family, day)


async def own_gear(tx: Tx, gear_id: UUID, *, deleted: bool = False) -> Gear:
    """A piece of gear of the actor's own, to change or to use it."""
    gone = Gear.deleted_at.is_not(None) if deleted else Gear.deleted_at.is_(None)
    found = await tx.session.scalar(select(Gear).where(Gear.id == gear_id, Gear.athlete_id == tx.person, gone))
    if found is None:
        raise NotFound("This gear is not here, or it is not yours.")
    return found


async def gear_of(tx: Tx, athlete_id: UUID) -> Sequence[Kept]:
    """All of an athlete's gear, what is in use first, by kind and name."""
    mine = select(Gear).where(Gear.athlete_id == athlete_id, Gear.deleted_at.is_(None))
    found = (await tx.session.scalars(mine.order_by(Gear.retired_on.is_not(None), Gear.kind, Gear.name))).all()
    return await _kept(tx, athlete_id, found)


async def gear_used(tx: Tx, athlete_id: UUID, gear_id: UUID | None) -> Gear | None:
    """What a session was done with, for its name; None without any, or when it is no longer kept."""
    if gear_id is None:
        return None
    kept = select(Gear).where(Gear.id == gear_id, Gear.athlete_id == athlete_id, Gear.deleted_at.is_(None))
    return await tx.session.scalar(kept)


async def gear_by_id(tx: Tx, gear_id: UUID) -> Kept:
    """One piece of gear, one's own or of somebody who shares their training; NotFound for everything else."""
    found = await tx.session.scalar(select(Gear).where(Gear.id == gear_id, Gear.deleted_at.is_(None)))
    if found is None:
        raise NotFound("This gear is not here, or it is not shared with you.")
    return (await _kept(tx, found.athlete_id, [found]))[0]


async def _kept(tx: Tx, athlete_id: UUID, found: Sequence[Gear]) -> Sequence[Kept]:
    if not found:
        return []
    rows = await ask(tx.session, _WEAR, {"athlete": athlete_id})
    worn = {row[0]: row[1:] for row in rows}
    defaults = await tx.session.execute(
        select(GearDefault.gear_id, GearDefault.family)
        .where(GearDefault.athlete_id == athlete_id)
        .order_by(GearDefault.family)
    )
    families: dict[UUID, list[str]] = {}
    for gear_id, family in defaults:
        families.setdefault(gear_id, []).append(family)
    return [_one(gear, worn.get(gear.id), families.get(gear.id, ())) for gear in found]


def _one(gear: Gear, worn: tuple[float, float, int, float, float, date, bool] | None, families: Sequence[str]) -> Kept:
    distance, seconds, sessions, since, since_seconds, last, serviced = worn or (0.0, 0.0, 0, 0.0, 0.0, None, False)
    # What it had at the start counts towards the first service as well.
    at_start = (0.0, 0.0) if serviced else (gear.initial_distance, gear.initial_seconds)
    wear = Wear(
        distance + gear.initial_distance,
        seconds + gear.initial_seconds,
        sessions,
        since + at_start[0],
        since_seconds + at_start[1],
        last,
    )
    limits = Limits(gear.replace_distance, gear.service_distance, gear.service_seconds)
    return Kept(gear, wear, reminders(limits, wear) if gear.retired_on is None else [], families)


async def mounts_of(tx: Tx, gear: Gear) -> Sequence[Mount]:
    """Where a component was, or what was on a bike, the latest first."""
    query = select(Mount).where(
        Mount.athlete_id == gear.athlete_id, or_(Mount.component_id == gear.id, Mount.bike_id == gear.id)
    )
    return (await tx.session.scalars(query.order_by(Mount.mounted_on.desc(), Mount.id.desc()).limit(200))).all()


async def services_of(tx: Tx, gear: Gear) -> Sequence[Service]:
    """The services done, the latest first."""
    query = select(Service).where(Service.athlete_id == gear.athlete_id, Service.gear_id == gear.id)
    return (await tx.session.scalars(query.order_by(Service.day.desc(), Service.id.desc()).limit(200))).all()
