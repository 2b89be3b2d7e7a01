"""The sessions of many athletes in few questions, whatever their number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from paceline.endurance.activities import Activity
from paceline.endurance.calendar.notes.queries import SeenNote, notes_between
from paceline.infra.tx import Tx

# Nothing a row does not show is read: the steps alone would be ten times the rest.
_PLANNED = text(
    """
    SELECT w.id, w.athlete_id, w.day, coalesce(w.adapted ->> 'title', w.title) AS title, w.workout_type,
        CASE WHEN nullif(w.adapted, 'null') IS NULL THEN w.duration_s ELSE (w.adapted ->> 'duration_s')::float8 END AS duration,
        CASE WHEN nullif(w.adapted, 'null') IS NULL THEN w.load ELSE (w.adapted ->> 'load')::float8 END AS load,
        w.is_race, w.race_priority, w.locked, w.draft, w.version, w.created_by, c.activity_id, c.compliance,
        EXISTS (SELECT 1 FROM calendar_skip s WHERE s.workout_id = w.id) AS skipped
    FROM calendar_workout w
    LEFT JOIN calendar_completion c
        ON c.workout_id = w.id AND c.athlete_id = w.athlete_id AND NOT c.dormant AND c.activity_id IS NOT NULL
    WHERE w.athlete_id = ANY(:athletes) AND w.day BETWEEN :first AND :last AND w.deleted_at IS NULL
    ORDER BY w.athlete_id, w.day, w.position, w.id
    """
)


class Planned(NamedTuple):
    """One planned session with what became of it."""

    id: UUID
    athlete_id: UUID
    day: date
    title: str
    workout_type: str
    duration: float | None
    load: float | None
    is_race: bool
    race_priority: str | None
    locked: bool
    draft: bool
    version: int
    created_by: UUID | None
    activity_id: UUID | None
    compliance: float | None
    skipped: bool


class Did(NamedTuple):
    """One activity, as short as a cell shows it."""

    id: UUID
    athlete_id: UUID
    day: date
    name: str
    sport: str
    family: str
    duration: float | None
    load: float | None


@dataclass(frozen=True, slots=True)
class SquadMaterial:
    """Everything of all of them, by athlete and day."""

    planned: Mapping[tuple[UUID, date], Sequence[Planned]]
    did: Mapping[tuple[UUID, date], Sequence[Did]]
    notes: Mapping[UUID, Sequence[SeenNote]]


async def squad_material(tx: Tx, athlete_ids: Sequence[UUID], first: date, last: date) -> SquadMaterial:
    """Three questions: what was planned, what was done, what is noted."""
    asked: dict[str, Any] = {"athletes": list(athlete_ids), "first": first, "last": last}
    planned: dict[tuple[UUID, date], list[Planned]] = defaultdict(list)
    for row in await tx.session.execute(_PLANNED, asked):
        one = Planned(*row)
        planned[one.athlete_id, one.day].append(one)
    did: dict[tuple[UUID, date], list[Did]] = defaultdict(list)
    for one in await _done(tx, athlete_ids, first, last):
        did[one.athlete_id, one.day].append(one)
    notes: dict[UUID, list[SeenNote]] = defaultdict(list)
    for note in await notes_between(tx, athlete_ids, first, last):
        notes[note.athlete_id].append(note)
    return SquadMaterial(planned, did, notes)


async def _done(tx: Tx, athlete_ids: Sequence[UUID], first: date, last: date) -> list[Did]:
    columns = (Activity.id, Activity.athlete_id, Activity.day, Activity.name, Activity.sport, Activity.family)
    query = (
        select(*columns, Activity.timer, Activity.moving, Activity.elapsed, Activity.load)
        .where(Activity.athlete_id.in_(athlete_ids), Activity.day.between(first, last), Activity.deleted_at.is_(None))
        .order_by(Activity.started_at, Activity.id)
    )
    rows = (await tx.session.execute(query)).all()
    return [Did(*row[:6], next((one for one in row[6:9] if one is not None), None), row[9]) for row in rows]
