"""Lays out the rows of many athletes: small cards by day, and what each week adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.board import ICONS, TYPE_OF_FAMILY, WORDS, NoteChip, note_chip
from paceline.endurance.calendar.rules import ON_PLAN, status_of, total
from paceline.endurance.calendar.squad.queries import Did, Planned, SquadMaterial
from paceline.endurance.calendar.types import Status


@dataclass(frozen=True, slots=True)
class Card:
    """A session as small as it gets; `item` is its id when the coach may move it."""

    href: str
    title: str
    workout_type: str
    status: Status
    duration: float | None
    percent: float | None = None
    workout: UUID | None = None
    version: int = 0
    movable: bool = False
    is_race: bool = False
    priority: str = ""
    draft: bool = False

    @property
    def icon(self) -> str:
        return ICONS.get(self.status, "") if self.workout is not None else ""

    @property
    def words(self) -> str:
        return WORDS[self.status] if self.workout is not None else "Not planned"


@dataclass(frozen=True, slots=True)
class Cell:
    """One athlete's day."""

    day: date
    is_today: bool
    cards: Sequence[Card]
    notes: Sequence[NoteChip]
    excused: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One athlete: their days, and load planned and done of all of them."""

    athlete: Athlete
    cells: Sequence[Cell]
    planned: float | None
    done: float | None
    percent: float | None
    missed: int

    @property
    def tone(self) -> str:
        if self.percent is None:
            return "neutral"
        return "positive" if ON_PLAN[0] <= self.percent <= ON_PLAN[1] else "caution"


def row_of(athlete: Athlete, material: SquadMaterial, days: Sequence[date], today: date) -> Row:
    """One athlete's row; percent compares what was due so far, excused days left out."""
    notes = material.notes.get(athlete.id, ())
    free = {day for note in notes if note.excused for day in days if note.first <= day <= note.last}
    cells: list[Cell] = []
    loads: tuple[list[float | None], list[float | None]] = ([], [])
    due, did = 0.0, 0.0
    missed = 0
    for day in days:
        planned = material.planned.get((athlete.id, day), ())
        done = material.did.get((athlete.id, day), ())
        cards = [_card(one, today, is_excused=day in free) for one in planned]
        matched = {one.activity_id for one in planned}
        cards += [_loose(one) for one in done if one.id not in matched]
        marks = [note_chip(note) for note in notes if note.first <= day <= note.last] if notes else ()
        cells.append(Cell(day, day == today, cards, marks, day in free))
        loads[0].extend(one.load for one in planned)
        loads[1].extend(one.load for one in done)
        missed += sum(1 for one in cards if one.status == "missed")
        if day not in free:
            due += sum(one.load or 0.0 for one in planned if day < today or one.activity_id is not None)
            did += sum(one.load or 0.0 for one in done)
    return Row(athlete, cells, total(loads[0]), total(loads[1]), did / due * 100 if due else None, missed)


def _card(one: Planned, today: date, *, is_excused: bool) -> Card:
    status = status_of(
        day=one.day,
        today=today,
        workout_type=one.workout_type,
        is_done=one.activity_id is not None,
        percent=one.compliance,
        is_skipped=one.skipped,
        is_excused=is_excused,
    )
    return Card(
        href=f"/workouts/{one.id}",
        title=one.title,
        workout_type=one.workout_type,
        status=status,
        duration=one.duration,
        percent=one.compliance,
        workout=one.id,
        version=one.version,
        movable=one.activity_id is None,
        is_race=one.is_race,
        priority=one.race_priority or "",
        draft=one.draft,
    )


def _loose(one: Did) -> Card:
    kind = "strength" if "strength" in one.sport else TYPE_OF_FAMILY.get(one.family, "cross")
    return Card(f"/activities/{one.id}", one.name, kind, "done", one.duration)
