"""Applies one asked-for change to a plan as it stands, and refuses what would touch a closed day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from paceline.endurance.library import SessionTemplate
from paceline.endurance.plans.rules_change import (
    lines_between,
    planned_anew,
    shifted_rest,
    sparing,
    swapped_weeks,
    week_at,
    with_session,
    without_days,
)
from paceline.endurance.plans.rules_edit import Drop, Edit, Exchange, Move, Shorten, Swap, Which, apply, found
from paceline.endurance.plans.schemas_change import (
    AddSession,
    DaysOff,
    DropSession,
    ExchangeSession,
    MoveSession,
    OneChange,
    Regenerate,
    ShiftRest,
    ShortenSession,
    SwapSessions,
    SwapWeeks,
)
from paceline.endurance.plans.types import PlanDraft, PlanRequest
from paceline.kit.days import days_between
from paceline.kit.errors import Conflict, Invalid

MOST_DAYS_OFF = 60


class Stands(Protocol):
    """A plan as it is now, and the days no change may touch."""

    @property
    def draft(self) -> PlanDraft: ...

    @property
    def today(self) -> date: ...

    @property
    def in_calendar(self) -> bool: ...

    def closed(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """The plan after a change, and the change in words."""

    draft: PlanDraft
    words: str


def applied(now: Stands, change: OneChange, library: Sequence[SessionTemplate], wish: PlanRequest) -> Outcome:
    """The plan after the change. Single sessions on closed days are refused; wide changes leave closed days alone."""
    outcome = _wide(now, change, library, wish)
    if outcome is not None:
        return Outcome(sparing(now.draft, outcome.draft, now.closed), outcome.words)
    outcome = _single(now.draft, change, library)
    touched = {line.on for line in lines_between(now.draft, outcome.draft)}
    touched |= {line.moved_from for line in lines_between(now.draft, outcome.draft) if line.moved_from}
    _refuse_closed(touched, now.closed)
    _refuse_outside(outcome.draft)
    return outcome


def _refuse_closed(days: set[date], closed: Callable[[date], bool]) -> None:
    shut = sorted(day for day in days if closed(day))
    if shut:
        raise Conflict(f"{_day(shut[0])} is over, done, pinned or locked, so it stays as it is.", code="closed")


def _refuse_outside(draft: PlanDraft) -> None:
    outside = next((w for w in draft.workouts if not draft.request.start <= w.on <= draft.end), None)
    if outside is not None:
        raise Invalid(f"{_day(outside.on)} is outside the plan.", fields={"to": "Choose a day of the plan."})


def _wide(now: Stands, change: OneChange, library: Sequence[SessionTemplate], wish: PlanRequest) -> Outcome | None:
    draft = now.draft
    if isinstance(change, SwapWeeks):
        first, second = week_at(draft, change.week), week_at(draft, change.other)
        days = {day for week in (first, second) for day in _days_of(week.starts_on)}
        _refuse_closed(days, now.closed)
        return Outcome(
            swapped_weeks(draft, change.week, change.other),
            f"Weeks {change.week + 1} and {change.other + 1} change places",
        )
    if isinstance(change, ShiftRest):
        start = max(change.start, now.today) if now.in_calendar else change.start
        later = "later" if change.days > 0 else "earlier"
        words = f"From {_day(start)} on everything {abs(change.days)} day{_s(change.days)} {later}"
        return Outcome(shifted_rest(draft, start, change.days), words)
    if isinstance(change, Regenerate):
        start = week_at(draft, change.week).starts_on
        anew = planned_anew(draft, wish, library, start, fresh_start=change.from_done)
        return Outcome(anew, f"Planned anew from week {change.week + 1} on")
    if isinstance(change, DaysOff):
        days = days_between(change.first, change.last)
        if not 1 <= len(days) <= MOST_DAYS_OFF:
            raise Invalid("Give the first and the last day off.", fields={"last": f"{MOST_DAYS_OFF} days at most."})
        return Outcome(without_days(draft, frozenset(days)), f"Off from {_day(days[0])} to {_day(days[-1])}")
    return None


def _single(draft: PlanDraft, change: OneChange, library: Sequence[SessionTemplate]) -> Outcome:
    by_id = {template.id: template for template in library}
    if isinstance(change, AddSession):
        template = by_id.get(change.template)
        if template is None:
            raise Invalid("There is no such session in the library.", fields={"template": "Choose one from the list."})
        seconds = None if change.minutes is None else change.minutes * 60
        return Outcome(with_session(draft, change.on, template, seconds), f"{template.name} on {_day(change.on)}")
    edit, words = _edit(draft, change)
    return Outcome(apply(draft, edit, by_id), words)


def _edit(draft: PlanDraft, change: OneChange) -> tuple[Edit, str]:
    if isinstance(change, SwapSessions):
        first, second = Which(change.on, change.number), Which(change.with_on, change.with_number)
        names = f"{found(draft, first).title} and {found(draft, second).title}"
        return Swap(first, second), f"{names} change days"
    if not isinstance(change, MoveSession | ShortenSession | ExchangeSession | DropSession):
        raise Invalid("There is no such change.", code="unknown_change")
    which = Which(change.on, change.number)
    title = found(draft, which).title
    if isinstance(change, MoveSession):
        return Move(which, change.to), f"{title} from {_day(change.on)} to {_day(change.to)}"
    if isinstance(change, ShortenSession):
        return Shorten(which, change.minutes * 60), f"{title} on {_day(change.on)} shorter"
    if isinstance(change, ExchangeSession):
        return Exchange(which, change.template), f"Another session for {title} on {_day(change.on)}"
    return Drop(which), f"{title} on {_day(change.on)} left out"


def _days_of(start: date) -> list[date]:
    return days_between(start, start + timedelta(days=6))


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _s(number: int) -> str:
    return "" if abs(number) == 1 else "s"
