"""Decides the weeks of a plan: phases, cutbacks, taper and how much training each week holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from paceline.endurance.plans.rules_body import return_shares
from paceline.endurance.plans.shapes import (
    CUTBACK,
    FIRST_WEEK_SHARE,
    GROWTH,
    LEVEL_SPEED,
    LOAD_PER_HOUR,
    LONG_SHARE,
    MINOR_SECONDS_PER_YEAR,
    PHASE_SHARES,
    PLAN_TAPERS,
    SESSION_CAP,
    SESSION_CAP_BIKE,
    SMALLEST_WEEK,
    TAPER_DAYS,
    Shape,
    minor,
    shape_of,
)
from paceline.endurance.plans.types import MASTERS_AGE, Phase, PlanRequest

LAST_TAPER_DAYS = 14
FEWEST_FOR_BIG = 4
EASY_SHARE_OF_THRESHOLD = 0.80


@dataclass(frozen=True, slots=True)
class WeekOutline:
    """A week before its days are chosen; `seconds` is for a week with all its training days."""

    index: int
    starts_on: date
    phase: Phase
    cutback: bool
    race_week: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Outline:
    end: date
    weeks: tuple[WeekOutline, ...]
    first: float
    peak: float
    wanted_peak: float


def outline(request: PlanRequest, sessions: int) -> Outline:
    """The weeks from the one with the start to the one with the race, each with its phase and volume."""
    shape = shape_of(request)
    end = plan_end(request, shape)
    first_monday = monday(request.start)
    count = (monday(end) - first_monday).days // 7 + 1
    taper = _taper(request, shape, end, count)
    loading = count - len(taper)
    wanted = wanted_peak(request, shape)
    first, peak = _range(request, shape, sessions, wanted)
    back = return_shares(request.health)[:loading]
    held = min(usual_week(request), most_seconds(request), capacity(request, shape, sessions))
    cutbacks = frozenset(len(back) + index for index in _cutbacks(request, loading - len(back), bool(taper)))
    volumes = [held * share for share in back]
    volumes += _loading(first, peak, loading - len(back), frozenset(index - len(back) for index in cutbacks))
    top = max(volumes, default=first)
    volumes += [top * share for share in taper]
    tapering: list[Phase] = ["taper"] * len(taper)
    returning: list[Phase] = ["return"] * len(back)
    phases = returning + _phases(loading - len(back)) + tapering
    weeks = tuple(
        WeekOutline(
            index=index,
            starts_on=first_monday + timedelta(weeks=index),
            phase=phases[index],
            cutback=index in cutbacks,
            race_week=request.race_date is not None and index == count - 1,
            seconds=volumes[index],
        )
        for index in range(count)
    )
    return Outline(end, weeks, first, top, wanted)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def plan_end(request: PlanRequest, shape: Shape) -> date:
    if request.race_date is not None:
        return request.race_date
    return monday(request.start) + timedelta(weeks=request.weeks or shape.weeks, days=-1)


def speeds_of(request: PlanRequest) -> dict[str, float] | None:
    """The caller's paces, or the level's; riders have power instead."""
    if request.sport == "cycling":
        return None
    return dict(request.speeds) if request.speeds else {"T": LEVEL_SPEED[request.level]}


def as_seconds(request: PlanRequest, metres: float | None) -> float | None:
    speeds = speeds_of(request)
    if metres is None or speeds is None:
        return None
    easy = speeds.get("E") or speeds.get("T", LEVEL_SPEED[request.level]) * EASY_SHARE_OF_THRESHOLD
    return metres / easy


def load_seconds(request: PlanRequest, load: float | None) -> float | None:
    return None if load is None else load / LOAD_PER_HOUR[request.sport] * 3600


def current_seconds(request: PlanRequest) -> float | None:
    """The usual week as it was given: by time, by distance or by load."""
    given = request.current_seconds
    by_distance = as_seconds(request, request.current_metres)
    known = (given, by_distance, load_seconds(request, request.current_load))
    return next((value for value in known if value is not None), None)


def asked_peak(request: PlanRequest) -> float | None:
    """The fullest week somebody asked for."""
    return (
        request.peak_seconds
        or as_seconds(request, request.peak_metres)
        or load_seconds(request, request.peak_load)
        or None
    )


def wanted_peak(request: PlanRequest, shape: Shape) -> float:
    """The asked-for peak week, else the level's (the smaller of its kilometres and its hours)."""
    asked = asked_peak(request)
    if asked:
        return asked
    hours = shape.peak_hours[request.level] * 3600
    distance = as_seconds(request, shape.peak_km[request.level] * 1000) if shape.peak_km else None
    return min(hours, distance) if distance else hours


def most_seconds(request: PlanRequest) -> float:
    """The largest week for someone who is still growing; no limit for an adult."""
    if request.age is None or not minor(request):
        return float("inf")
    return request.age * MINOR_SECONDS_PER_YEAR


def pattern_length(request: PlanRequest) -> int:
    """Training days a week that are both wanted and free."""
    return min(request.days_per_week, len(request.open_weekdays))


def usual_week(request: PlanRequest) -> float:
    """The week an athlete is taken to be used to: what they say, else a careful share of the level's peak."""
    now = current_seconds(request)
    if now is None:
        return FIRST_WEEK_SHARE * min(wanted_peak(request, shape_of(request)), most_seconds(request))
    return max(now, SMALLEST_WEEK)


def usual_long(request: PlanRequest, sessions: int) -> float:
    """The longest session of late: as given, else the usual week's share for the long one."""
    return request.longest_recent_seconds or usual_week(request) * long_share(shape_of(request), sessions)


def capacity(request: PlanRequest, shape: Shape, sessions: int) -> float:
    """The largest week that fits into the training days without overlong sessions."""
    caps = SESSION_CAP_BIKE if request.sport == "cycling" else SESSION_CAP
    most = sorted(request.most_on(day) for day in request.open_weekdays)[:sessions]
    each = [min(caps[request.level], room) * 0.95 for room in most]
    others = sum(each[: sessions - 1]) if request.day_seconds else (sessions - 1) * caps[request.level] * 0.95
    share = long_share(shape, sessions)
    if sessions <= 1:
        return longest_allowed(request, shape)
    return min(longest_allowed(request, shape) + others, others / (1 - share))


def longest_allowed(request: PlanRequest, shape: Shape) -> float:
    """The longest session a plan may hold: the shape's, or the longest day the person can give."""
    return min(shape.long_cap, request.longest_seconds or shape.long_cap)


def long_share(shape: Shape, sessions: int, *, big: bool = False) -> float:
    if big and sessions >= FEWEST_FOR_BIG:
        return shape.big_share
    return min(
        1.0,
        LONG_SHARE[max(1, min(7, sessions))] + (shape.long_extra if sessions > 2 else 0.0),
    )


def is_big(shape: Shape, week: WeekOutline) -> bool:
    """Every second week of the build-up of ultras and long rides has a big weekend."""
    return shape.big_share > 0 and not week.cutback and week.phase in ("build", "peak") and week.index % 2 == 0


def _range(request: PlanRequest, shape: Shape, sessions: int, wanted: float) -> tuple[float, float]:
    """First and peak week: from what the athlete does now, never above what the days can hold."""
    most = min(capacity(request, shape, sessions), most_seconds(request))
    now = current_seconds(request)
    first = FIRST_WEEK_SHARE * min(wanted, most) if now is None else max(now, SMALLEST_WEEK)
    peak = wanted if asked_peak(request) else max(wanted, first)
    peak = max(min(peak, most), min(SMALLEST_WEEK, most))
    return min(first, peak), peak


def _taper(request: PlanRequest, shape: Shape, end: date, count: int) -> tuple[float, ...]:
    """Shares of the peak week; early-week races get a week more, since their race week holds hardly any training."""
    if request.race_date is None:
        return ()
    early = 1 if end.weekday() < 3 else 0
    shares = shape.taper or (0.5,)
    shares = (*shares, *([shares[-1]] * early))
    days = (end - request.start).days
    least = TAPER_DAYS.get(request.goal, 7)
    if days <= LAST_TAPER_DAYS:
        wanted = count
    elif request.priority == "A":
        wanted = min(len(shares), max(2, count // 3) + early)
        if days >= PLAN_TAPERS * least:
            wanted = max(wanted, 1 + -(-(least - end.weekday()) // 7))
    else:
        wanted = 1 + early
    wanted = min(wanted, count)
    return (*([shares[0]] * (wanted - len(shares))), *shares[-wanted:])


def _cutbacks(request: PlanRequest, loading: int, taper_follows: bool) -> frozenset[int]:
    """Every fourth week, every third from the age of 50; not right before the taper, which unloads anyway."""
    period = 3 if request.age is not None and request.age >= MASTERS_AGE else 4
    last = loading - 1 if taper_follows else loading
    return frozenset(index for index in range(last) if (index + 1) % period == 0)


def _loading(first: float, peak: float, weeks: int, cutbacks: frozenset[int]) -> list[float]:
    """Steps of equal ratio that reach the peak after four fifths of the loading weeks, at most 9 % each."""
    steps = weeks - len(cutbacks)
    rises = max(1, round(0.8 * (steps - 1)))
    ratio = min(1 + GROWTH, (peak / first) ** (1 / rises)) if peak > first else 1.0
    out: list[float] = []
    level, step = first, 0
    for index in range(weeks):
        if index in cutbacks:
            out.append(level * CUTBACK)
            continue
        level = min(peak, first * ratio**step)
        out.append(level)
        step += 1
    return out


def _phases(loading: int) -> list[Phase]:
    base = round(loading * PHASE_SHARES[0])
    build = round(loading * (PHASE_SHARES[0] + PHASE_SHARES[1]))
    return ["base" if index < base else "build" if index < build else "peak" for index in range(loading)]
