"""Loads the sessions a change is for, held until the transaction ends, and authorises each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar.access import changed_meanwhile, is_author
from paceline.endurance.calendar.model import Completion, Workout
from paceline.endurance.calendar.rearranging.schemas import MOST, Rearrange
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid, NotFound

GONE = "Some of these sessions are not here any more. Open the calendar again."


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sessions in order, whose they are, and how many of the days' sessions stay out of it."""

    workouts: Sequence[Workout]
    athletes: Mapping[UUID, Athlete]
    stayed: int = 0


async def choose(tx: Tx, command: Rearrange) -> Chosen:
    """By name all or nothing; by days whatever may be changed."""
    return await _named(tx, command) if command.workouts else await _between(tx, command)


async def _named(tx: Tx, command: Rearrange) -> Chosen:
    wanted = {one.workout_id: one.version for one in command.workouts}
    query = select(Workout).where(Workout.id.in_(wanted), Workout.deleted_at.is_(None)).order_by(Workout.id)
    found = await held(tx, query)
    hidden = [one for one in found if one.draft and one.athlete_id == tx.actor.account_id]
    if len(found) < len(wanted) or hidden:
        raise NotFound(GONE)
    athletes = {key: await athlete_for(tx, key) for key in {one.athlete_id for one in found}}
    for one in found if command.kind != "copy" else ():
        version = wanted[one.id]
        if version is not None and version != one.version:
            raise await changed_meanwhile(tx, one)
    return Chosen(_ordered(found), athletes)


async def _between(tx: Tx, command: Rearrange) -> Chosen:
    athlete = await athlete_for(tx, command.athlete_id or tx.person)
    query = select(Workout).where(
        Workout.athlete_id == athlete.id, Workout.day >= command.first, Workout.deleted_at.is_(None)
    )
    if command.last is not None:
        query = query.where(Workout.day <= command.last)
    if athlete.id == tx.actor.account_id:
        query = query.where(Workout.draft.is_(False))
    found = await held(tx, query.order_by(Workout.id).limit(MOST + 1))
    if len(found) > MOST:
        raise Invalid(
            f"These are more than {MOST} sessions. Choose fewer days.", fields={"last": "Choose an earlier day."}
        )
    if command.kind == "copy":
        return Chosen(_ordered(found), {athlete.id: athlete})
    done = await done_among(tx, found)
    free = [one for one in found if one.id not in done and _may(tx, one, command.kind)]
    return Chosen(_ordered(free), {athlete.id: athlete}, len(found) - len(free))


def _may(tx: Tx, one: Workout, kind: str) -> bool:
    return is_author(tx, one) or (kind == "move" and not one.locked)


def _ordered(found: Sequence[Workout]) -> list[Workout]:
    return sorted(found, key=lambda one: (one.day, one.position, one.id))


async def held(tx: Tx, query: Select[Workout]) -> Sequence[Workout]:
    """Locked in order of their ids, so that two who change the same sessions wait for each other."""
    return (await tx.session.scalars(query.with_for_update().execution_options(populate_existing=True))).all()


async def done_among(tx: Tx, workouts: Sequence[Workout]) -> set[UUID]:
    """Those an activity belongs to."""
    query = select(Completion.workout_id).where(
        Completion.workout_id.in_([one.id for one in workouts]),
        Completion.activity_id.is_not(None),
        Completion.dormant.is_(False),
    )
    return {one for one in await tx.session.scalars(query) if one is not None}
