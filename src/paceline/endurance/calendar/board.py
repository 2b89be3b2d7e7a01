"""Lays out weeks of the calendar: chips by day, and what each week adds up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from paceline.endurance.activities import Activity
from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.actions.matching import done_amount
from paceline.endurance.calendar.drawing import profile_of, structure_from
from paceline.endurance.calendar.notes.queries import SeenNote
from paceline.endurance.calendar.plugged import Mark
from paceline.endurance.calendar.queries import Entry
from paceline.endurance.calendar.rules import ON_PLAN, total
from paceline.endurance.calendar.types import Amount, Status
from paceline.kit.days import days_between, monday
from paceline.ui import svg
from paceline.ui.format import hours_minutes

WEEK = timedelta(days=7)
ICONS: Mapping[Status, str] = {
    "done": "check",
    "part": "circle-slash",
    "over": "chevrons-up",
    "missed": "x",
    "skipped": "minus",
    "excused": "minus",
}
WORDS: Mapping[Status, str] = {
    "planned": "Planned",
    "done": "On plan",
    "part": "Short",
    "over": "Over",
    "missed": "Missed",
    "skipped": "Skipped",
    "rest": "Rest",
    "excused": "Excused",
}
NOTE_WORDS = {
    "note": "Note",
    "travel": "Travel",
    "ill": "Ill",
    "blackout": "No training",
    "holiday": "Holiday",
    "away": "Away",
}
TYPE_OF_FAMILY = {
    "running": "endurance",
    "walking": "endurance",
    "cycling": "cross",
    "swimming": "cross",
    "other": "cross",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One session on one day; `workout` is its id when it was planned, `item` the same when it may be moved."""

    href: str
    title: str
    workout_type: str
    status: Status
    amount: Amount
    percent: float | None = None
    profile: Sequence[svg.Step] = ()
    item: UUID | None = None
    version: int = 0
    is_race: bool = False
    adapted: bool = False
    unplanned: bool = False
    draft: bool = False
    workout: UUID | None = None
    priority: str = ""
    locked: bool = False
    tip: str = ""
    unread: int = 0

    @property
    def icon(self) -> str:
        return ICONS.get(self.status, "")

    @property
    def words(self) -> str:
        return WORDS[self.status]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid; `out` is another month's. The mark is what a higher slice says of it."""

    day: date
    is_today: bool
    out: bool
    chips: Sequence[Chip]
    notes: Sequence["NoteChip"] = ()
    mark: Mark | None = None

    @property
    def excused(self) -> bool:
        return any(note.excused for note in self.notes)


@dataclass(frozen=True, slots=True)
class NoteChip:
    """A note as one of its days shows it."""

    id: UUID
    kind: str
    text: str
    excused: bool


@dataclass(frozen=True, slots=True)
class Week:
    """One week with its sums; `percent` compares loads up to and with today, or times where loads are not known."""

    first: date
    days: Sequence[Day]
    planned: Amount
    done: Amount
    percent: float | None
    begun: bool
    over: bool
    ascent: float | None = None
    form: float | None = None
    kept: int = 0
    missed: int = 0
    ahead: int = 0

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def number(self) -> int:
        return self.first.isocalendar().week

    @property
    def planned_time(self) -> str:
        """As hours and minutes, so that a narrow column needs no units."""
        return _clock(self.planned.duration)

    @property
    def done_time(self) -> str:
        return _clock(self.done.duration)

    @property
    def tone(self) -> str:
        if self.percent is None:
            return "neutral"
        return "positive" if ON_PLAN[0] <= self.percent <= ON_PLAN[1] else "caution"


@dataclass(frozen=True, slots=True)
class Material:
    """What a board is laid out from."""

    athlete: Athlete
    today: date
    entries: Sequence[Entry]
    activities: Sequence[Activity]
    movable: frozenset[UUID]
    by_id: Mapping[UUID, Activity] = field(default_factory=dict[UUID, Activity])
    notes: Sequence[SeenNote] = ()
    marks: Mapping[date, Mark] = field(default_factory=dict[date, Mark])
    form: Mapping[date, float] = field(default_factory=dict[date, float])
    unread: Mapping[UUID, int] = field(default_factory=dict[UUID, int])

    def notes_on(self, day: date) -> list[SeenNote]:
        """What is noted for a day."""
        return [note for note in self.notes if note.first <= day <= note.last]


def _clock(seconds: float | None) -> str:
    hours, minutes = hours_minutes(seconds or 0)
    return f"{hours}:{minutes:02}"


def month_span(first_of_month: date) -> tuple[date, date]:
    """From the Monday of the month's first week to the Sunday of its last."""
    last = (first_of_month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return monday(first_of_month), monday(last) + timedelta(days=6)


def weeks_of(material: Material, first: date, last: date, month: int | None) -> list[Week]:
    """The weeks from a Monday to a Sunday."""
    starts = [first + n * WEEK for n in range((last - first).days // 7 + 1)]
    return [_week(material, start, month) for start in starts]


def _week(material: Material, start: date, month: int | None) -> Week:
    end = start + timedelta(days=6)
    days = [_day(material, day, month) for day in days_between(start, end)]
    free = {one.day for one in days if one.excused}
    entries = [e for e in material.entries if start <= e.workout.day <= end]
    activities = [a for a in material.activities if start <= a.day <= end]
    # Excused days are out of the comparison altogether: neither what was asked of them nor what was done counts.
    due = [e.workout.amount for e in entries if e.workout.day not in free and _is_due(e, material.today)]
    did = [done_amount(a) for a in activities if a.day not in free]
    statuses = [e.status for e in entries]
    return Week(
        start,
        days,
        planned=_sum([e.workout.amount for e in entries]),
        done=_sum([done_amount(a) for a in activities]),
        percent=_share(_sum(due), _sum(did)),
        begun=start <= material.today,
        over=end < material.today,
        ascent=total([a.ascent for a in activities]),
        form=material.form.get(end),
        kept=sum(1 for one in statuses if one in ("done", "part", "over")),
        missed=statuses.count("missed"),
        ahead=statuses.count("planned"),
    )


def _is_due(entry: Entry, today: date) -> bool:
    done = entry.completion is not None and entry.completion.activity_id is not None
    return entry.workout.day < today or done


def _share(planned: Amount, done: Amount) -> float | None:
    return _percent(planned.load, done.load) or _percent(planned.duration, done.duration)


def _sum(amounts: Sequence[Amount]) -> Amount:
    return Amount(
        total([a.duration for a in amounts]), total([a.distance for a in amounts]), total([a.load for a in amounts])
    )


def _percent(planned: float | None, done: float | None) -> float | None:
    return done / planned * 100 if planned and done is not None else None


def _day(material: Material, day: date, month: int | None) -> Day:
    entries = [e for e in material.entries if e.workout.day == day]
    matched = {e.completion.activity_id for e in material.entries if e.completion is not None}
    loose = [a for a in material.activities if a.day == day and a.id not in matched]
    chips = [*(_chip(material, entry) for entry in entries), *(_loose(material, activity) for activity in loose)]
    notes = [note_chip(note) for note in material.notes_on(day)]
    out = month is not None and day.month != month
    return Day(day, day == material.today, out, chips, notes, material.marks.get(day))


def note_chip(note: SeenNote) -> NoteChip:
    """A note's words, or its kind where it has none."""
    return NoteChip(note.id, note.kind, note.words or NOTE_WORDS[note.kind], note.excused)


def _chip(material: Material, entry: Entry) -> Chip:
    workout, completion = entry.workout, entry.completion
    activity = material.by_id.get(completion.activity_id) if completion is not None and completion.activity_id else None
    ahead = entry.status == "planned"
    return Chip(
        href=f"/workouts/{workout.id}",
        title=workout.current_title,
        workout_type=workout.workout_type,
        status=entry.status,
        amount=workout.amount if activity is None else done_amount(activity),
        percent=completion.compliance if completion is not None and completion.activity_id else None,
        profile=profile_of(structure_from(workout.current_structure), material.athlete) if ahead else (),
        item=workout.id if workout.id in material.movable and activity is None else None,
        version=workout.version,
        is_race=workout.is_race,
        adapted=workout.adapted is not None,
        draft=workout.draft,
        workout=workout.id,
        priority=workout.race_priority or "",
        locked=workout.locked,
        tip=tip_of(completion.grade) if completion is not None and completion.grade else "",
        unread=material.unread.get(activity.id, 0) if activity is not None else 0,
    )


def tip_of(grade: Mapping[str, Any]) -> str:
    """Grade and reason on one line."""
    return f"{grade['letter']}: {grade['reason']}" if grade.get("letter") else str(grade["reason"])


def _loose(material: Material, activity: Activity) -> Chip:
    kind = "strength" if "strength" in activity.sport else TYPE_OF_FAMILY.get(activity.family, "cross")
    unread = material.unread.get(activity.id, 0)
    href = f"/activities/{activity.id}"
    return Chip(href, activity.name, kind, "done", done_amount(activity), unplanned=True, unread=unread)
