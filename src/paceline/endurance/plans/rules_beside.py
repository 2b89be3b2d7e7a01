"""Places strength and cross-training beside a week's own sessions, and splits long easy days into two short runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paceline.endurance.library import SessionTemplate
from paceline.endurance.plans.readings import totals
from paceline.endurance.plans.rules_body import PAIN_LIMIT, is_barred, is_kept_free, is_sick, near_tune_up
from paceline.endurance.plans.rules_volume import WeekOutline
from paceline.endurance.plans.types import CrossSport, PlannedWorkout, PlanRequest

# Heavy work in base and build, upkeep later; the last ten days before a race are for freshness.
STRENGTH = {
    "beginner": ("strength-runner", "strength-core"),
    "intermediate": ("strength-heavy", "strength-core", "strength-runner"),
    "advanced": ("strength-heavy", "strength-plyometric", "strength-core"),
}
UPKEEP = "strength-core"
NO_STRENGTH_DAYS = 10
MOST_BESIDE = 3
# Riders swim, runners ride: no impact either way.
CROSS: dict[str, tuple[str, ...]] = {"running": ("bike-endurance", "swim-endurance"), "cycling": ("swim-endurance",)}


@dataclass(frozen=True, slots=True)
class Beside:
    """What is asked for, the library by id, and the last day of the plan."""

    request: PlanRequest
    by_id: Mapping[str, SessionTemplate]
    end: date


@dataclass(frozen=True, slots=True)
class Placed:
    """The sessions beside the plan's own; `short` when some found no room."""

    workouts: tuple[PlannedWorkout, ...]
    short: bool


def beside(plan: Beside, week: WeekOutline, made: Sequence[PlannedWorkout]) -> Placed:
    """Strength on hard days or free ones, cross-training on free days; at most two sessions a day."""
    taken: list[PlannedWorkout] = []
    strength = _strength_count(plan.request, week)
    ids = STRENGTH[plan.request.level]
    for number in range(strength):
        id = UPKEEP if week.phase in ("taper", "return") or week.cutback else ids[number % len(ids)]
        taken += _put(plan, week, [*made, *taken], (id,), hard_days_first=True)
    cross = min(plan.request.cross, MOST_BESIDE)
    wanted = strength + cross
    for _ in range(cross):
        taken += _put(plan, week, [*made, *taken], CROSS[plan.request.sport], hard_days_first=False)
    if any(is_barred(plan.request, week.starts_on + timedelta(days=n)) for n in range(7)):
        taken += _instead(plan, week, taken)
    usual = _days_in(plan, week) and not week.race_week
    return Placed(tuple(taken), bool(usual) and len(taken) < wanted)


def _strength_count(request: PlanRequest, week: WeekOutline) -> int:
    asked = min(request.strength, MOST_BESIDE)
    return min(asked, 1) if week.phase in ("peak", "taper", "return") or week.cutback else asked


def _days_in(plan: Beside, week: WeekOutline) -> list[date]:
    request = plan.request
    days = [week.starts_on + timedelta(days=n) for n in range(7)]
    last = plan.end if request.race_date is None else plan.end - timedelta(days=NO_STRENGTH_DAYS)
    return [
        day
        for day in days
        if request.start <= day <= last
        and day.weekday() in request.weekdays
        and day not in request.blackout
        and not is_sick(request, day)
        and not is_kept_free(request, day)
        and not near_tune_up(request, day)
    ]


def _put(
    plan: Beside,
    week: WeekOutline,
    made: Sequence[PlannedWorkout],
    ids: Sequence[str],
    *,
    hard_days_first: bool,
) -> list[PlannedWorkout]:
    """One session on the best day: a free one that is not the eve of a long day, else with other work."""
    long = {w.on for w in made if w.workout_type == "long"}
    busy = {w.on: [x for x in made if x.on == w.on] for w in made}
    best: list[tuple[int, int, PlannedWorkout]] = []
    for day in _days_in(plan, week):
        there = busy.get(day, [])
        if day in long or len(there) > 1 or any(x.structure.sport != plan.request.sport for x in there):
            continue
        if there and not hard_days_first:
            continue
        session = _session(plan, day, ids, sum(x.estimate.duration for x in there))
        if session is not None:
            eve = day + timedelta(days=1) in long
            spread = min(
                (abs((day - x.on).days) for x in made if x.structure.sport == session.structure.sport), default=7
            )
            best.append((2 * eve + bool(there), -spread, session))
    return [min(best, key=lambda one: one[:2])[2]] if best else []


def _instead(plan: Beside, week: WeekOutline, taken: Sequence[PlannedWorkout]) -> list[PlannedWorkout]:
    """Where pain takes the runs out of a week, the bike or the pool keeps every other day."""
    if plan.request.health.pain < PAIN_LIMIT or plan.request.sport != "running":
        return []
    out: list[PlannedWorkout] = []
    used = {w.on for w in taken}
    for day in _days_in(plan, week):
        alone = all(abs((day - other).days) >= 2 for other in used)
        session = _session(plan, day, CROSS["running"], 0.0) if is_barred(plan.request, day) and alone else None
        if session is not None:
            out.append(session)
            used.add(day)
    return out


def _session(plan: Beside, day: date, ids: Sequence[str], already: float) -> PlannedWorkout | None:
    request = plan.request
    open_sports: frozenset[CrossSport] | None = request.day_sports.get(day.weekday())
    for id in ids:
        template = plan.by_id.get(id)
        if template is None or template.workout_type in request.health.avoid:
            continue
        total = totals(template.structure, None)
        fits = already + total.duration <= request.most_on(day.weekday())
        if fits and (open_sports is None or template.structure.sport in open_sports):
            return PlannedWorkout(
                day, template.name, template.workout_type, template.id, template.structure, total, is_key=False
            )
    return None
