"""Lays out weeks of the calendar: chips by day, and what each week adds up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from paceline.endurance.activities import Activity
from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.actions.matching import done_amount
from paceline.endurance.calendar.drawing import profile_of, structure_from
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
}
WORDS: Mapping[Status, str] = {
    "planned": "Planned",
    "done": "On plan",
    "part": "Short",
    "over": "Over",
    "missed": "Missed",
    "skipped": "Skipped",
    "rest": "Rest",
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
    """One session on one day; `item` is its id when it may be moved."""

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

    @property
    def icon(self) -> str:
        return ICONS.get(self.status, "")

    @property
    def words(self) -> str:
        return WORDS[self.status]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid; `out` is another month's."""

    day: date
    is_today: bool
    out: bool
    chips: Sequence[Chip]


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
    entries = [e for e in material.entries if start <= e.workout.day <= end]
    activities = [a for a in material.activities if start <= a.day <= end]
    due = [
        e for e in entries if e.workout.day < material.today or (e.completion is not None and e.completion.activity_id)
    ]
    planned, done, so_far = (
        _sum([e.workout.amount for e in entries]),
        _sum([done_amount(a) for a in activities]),
        _sum([e.workout.amount for e in due]),
    )
    percent = _percent(so_far.load, done.load) or _percent(so_far.duration, done.duration)
    days = [_day(material, day, month) for day in days_between(start, end)]
    return Week(start, days, planned, done, percent, start <= material.today, end < material.today)


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
    chips = [*(_chip(material, entry) for entry in entries), *(_loose(activity) for activity in loose)]
    return Day(day, day == material.today, month is not None and day.month != month, chips)


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
    )


def _loose(activity: Activity) -> Chip:
    kind = "strength" if "strength" in activity.sport else TYPE_OF_FAMILY.get(activity.family, "cross")
    return Chip(f"/activities/{activity.id}", activity.name, kind, "done", done_amount(activity), unplanned=True)
