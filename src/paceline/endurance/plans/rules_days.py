"""Chooses the training days of a week: long session, hard days kept apart, easy days between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paceline.endurance.plans.rules_body import gap, is_barred, is_kept_free, near_tune_up, quiet_until, return_shares
from paceline.endurance.plans.shapes import shape_of
from paceline.endurance.plans.types import PlanRequest

# Days after the long session, in the order in which they are taken for training and for hard sessions.
_ORDER = (0, 2, 5, 3, 4, 6, 1)
_ORDER_MASTERS = (0, 3, 5, 2, 4, 6, 1)
# Ultra runners add a day right after the long one for back-to-back runs, and start hard sessions a day later.
_ORDER_ULTRA = (0, 3, 5, 1, 4, 2, 6)
_HARD_ORDER = (2, 5, 4, 3)
_HARD_ORDER_ULTRA = (3, 5, 4, 2)
_HARD_ORDER_MASTERS = (3, 4)
NO_LONG_DAYS = 7
NO_QUALITY_DAYS = 2
OPENER_DAYS = 6
# The last touch of pace comes three days before the race where the days allow it.
BEST_OPENER = 3


@dataclass(frozen=True, slots=True)
class WeekDays:
    """`eve` is a shake-out the day before the race; `openers` are the hard days of the last week."""

    long: date | None
    quality: tuple[date, ...]
    openers: tuple[date, ...]
    easy: tuple[date, ...]
    eve: date | None

    @property
    def all(self) -> tuple[date, ...]:
        mine = (*self.quality, *self.openers, *self.easy)
        return tuple(sorted((*mine, self.long) if self.long else mine))


def long_day(request: PlanRequest) -> int | None:
    """The weekday of the long session: the wish, else the nearest thing to a weekend."""
    if request.long_weekday in request.open_weekdays:
        return request.long_weekday
    return next((day for day in (6, 5, 4, 3, 2, 1, 0) if day in request.open_weekdays), None)


def pattern(request: PlanRequest) -> tuple[int, ...]:
    """The weekdays that are trained on, the long one first."""
    first = long_day(request)
    if first is None:
        return ()
    order = _ORDER_MASTERS if gap(request) > 2 else _ORDER_ULTRA if shape_of(request).ultra else _ORDER
    days = [(first + offset) % 7 for offset in order]
    return tuple(day for day in days if day in request.open_weekdays)[: request.days_per_week]


def week_days(
    request: PlanRequest,
    starts_on: date,
    sessions: int,
    hard: int,
    last_hard: date | None,
    end: date,
) -> WeekDays:
    """The days of one week; `sessions` is the most that fits the volume, `hard` the most hard days besides the long."""
    weekdays = pattern(request)
    open_days = open_in(request, starts_on, end)
    eve = end - timedelta(days=1) if request.race_date is not None else None
    usable = [day for day in open_days if day != eve]
    if returns_in(request, starts_on):
        return WeekDays(None, (), (), return_days(request, usable)[:sessions], None)
    apart = gap(request)
    fresh = [day for day in usable if may_be_hard(request, day)]
    long = None if "long" in request.health.avoid else _long(request, fresh, last_hard, apart, end)
    quality = _quality(request, fresh, long, last_hard, min(hard, sessions - (2 if long else 1)), weekdays[0], end)
    fixed = {*quality, *([long] if long else [])}
    easy_order = [starts_on + timedelta(days=weekday) for weekday in weekdays]
    easy = [day for day in easy_order if day in usable and day not in fixed][: max(0, sessions - len(fixed))]
    sharpening = tuple(day for day in quality if _left(request, day, end) <= OPENER_DAYS)
    return WeekDays(
        long=long,
        quality=tuple(day for day in quality if day not in sharpening),
        openers=sharpening,
        easy=tuple(sorted(easy)),
        eve=eve if eve in open_days and request.days_per_week >= 5 else None,
    )


def open_in(request: PlanRequest, starts_on: date, end: date) -> tuple[date, ...]:
    """The week's training days from the start of the plan to the day before the race, without days off."""
    last = end - timedelta(days=1) if request.race_date is not None else end
    days = sorted(starts_on + timedelta(days=weekday) for weekday in pattern(request))
    return tuple(day for day in days if request.start <= day <= last and _is_open(request, day))


def _is_open(request: PlanRequest, day: date) -> bool:
    return day not in request.blackout and not is_barred(request, day) and not is_kept_free(request, day)


def may_be_hard(request: PlanRequest, day: date) -> bool:
    """Whether health and races on the way leave room for a hard session on a day."""
    first = request.start - timedelta(days=request.start.weekday())
    return day >= quiet_until(request, first) and not near_tune_up(request, day)


def is_whole(request: PlanRequest, starts_on: date, end: date) -> bool:
    """Whether a week has all its training days, none of them held back by health or a race on the way."""
    days = open_in(request, starts_on, end)
    return len(days) == len(pattern(request)) and all(may_be_hard(request, day) for day in days)


def return_days(request: PlanRequest, days: Sequence[date]) -> tuple[date, ...]:
    """Days of a week of coming back: after an injury never two in a row."""
    chosen: list[date] = []
    for day in sorted(days):
        if request.health.returning != "injury" or not chosen or (day - chosen[-1]).days >= 2:
            chosen.append(day)
    return tuple(chosen)


def returns_in(request: PlanRequest, starts_on: date) -> bool:
    """Whether a week belongs to the coming back after a gap."""
    first = request.start - timedelta(days=request.start.weekday())
    return (starts_on - first).days // 7 < len(return_shares(request.health))


def _left(request: PlanRequest, day: date, end: date) -> int:
    return (end - day).days if request.race_date is not None else 999


def _long(
    request: PlanRequest,
    usable: Sequence[date],
    last_hard: date | None,
    apart: int,
    end: date,
) -> date | None:
    wish = long_day(request)
    candidates = sorted(usable, key=lambda day: (day.weekday() != wish, -day.toordinal()))
    near = [day for day in usable if day.weekday() == wish and _left(request, day, end) < NO_LONG_DAYS]
    for day in [] if near else candidates:
        far = last_hard is None or (day - last_hard).days >= apart
        if far and _left(request, day, end) >= NO_LONG_DAYS:
            return day
    return None


def _quality(
    request: PlanRequest,
    usable: Sequence[date],
    long: date | None,
    last_hard: date | None,
    hard: int,
    long_weekday: int,
    end: date,
) -> tuple[date, ...]:
    """Hard days in order of preference, each far enough from every other one, also across weeks."""
    apart = gap(request)
    usual = _HARD_ORDER_ULTRA if shape_of(request).ultra else _HARD_ORDER
    order = _HARD_ORDER_MASTERS if apart > 2 else usual
    ranked = [day for offset in order for day in usable if (day.weekday() - long_weekday) % 7 == offset]
    last = [day for day in usable if _left(request, day, end) <= OPENER_DAYS]
    openers = [] if usable and _opens_later(request, usable[0], end) else last
    openers = sorted(openers, key=lambda day: abs(_left(request, day, end) - BEST_OPENER))
    ranked = [*openers, *(day for day in ranked if day not in last)]
    taken = [day for day in (long, last_hard) if day is not None]
    chosen: list[date] = []
    for day in ranked:
        next_long = day + timedelta(days=(long_weekday - day.weekday()) % 7 or 7)
        others = (*taken, *chosen) if day in last else (*taken, *chosen, next_long)
        clear = all(abs((day - other).days) >= apart for other in others)
        second_opener = day in last and any(other in last for other in chosen)
        if len(chosen) < hard and clear and not second_opener and _left(request, day, end) > NO_QUALITY_DAYS:
            chosen.append(day)
    return tuple(sorted(chosen))


def _opens_later(request: PlanRequest, day: date, end: date) -> bool:
    """Whether the race week itself has a day for the last touch of pace, so that the week before needs none."""
    race_week = end - timedelta(days=end.weekday())
    days = open_in(request, race_week, end) if day < race_week else ()
    return any(_left(request, later, end) > NO_QUALITY_DAYS for later in days)
