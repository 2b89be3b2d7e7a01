"""Changes to a plan as values: move, swap, shorten, replace, drop; each is applied, added up again and judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from paceline.endurance.library import SessionTemplate
from paceline.endurance.plans.findings import broken, place_of
from paceline.endurance.plans.readings import totals
from paceline.endurance.plans.rules import build
from paceline.endurance.plans.rules_sessions import fill_easy
from paceline.endurance.plans.rules_validate import validate
from paceline.endurance.plans.rules_volume import speeds_of
from paceline.endurance.plans.types import Finding, PlanDraft, PlannedWorkout, PlanRequest, PlanWeek
from paceline.kit.errors import Invalid
from paceline.science.endurance.structure import Structure, pad, problems, scale

SMALLEST = 0.2


@dataclass(frozen=True, slots=True)
class Which:
    """A session of a plan: its day, and its place among the sessions of that day."""

    on: date
    number: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    which: Which
    to: date


@dataclass(frozen=True, slots=True)
class Swap:
    """Two sessions change days."""

    first: Which
    second: Which


@dataclass(frozen=True, slots=True)
class Shorten:
    which: Which
    seconds: float


@dataclass(frozen=True, slots=True)
class Exchange:
    """Another session of the library in its place, lasting as long."""

    which: Which
    template: str


@dataclass(frozen=True, slots=True)
class Drop:
    which: Which


Edit = Move | Swap | Shorten | Exchange | Drop


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two versions of a plan on one day."""

    kind: str
    on: date
    before: str | None
    after: str | None


def apply(draft: PlanDraft, edit: Edit, library: Mapping[str, SessionTemplate]) -> PlanDraft:
    """The plan after the change, its weeks added up again."""
    out = list(draft.workouts)
    if isinstance(edit, Swap):
        first, second = found(draft, edit.first), found(draft, edit.second)
        out[out.index(first)] = replace(first, on=second.on)
        out[out.index(second)] = replace(second, on=first.on)
        return added_up(draft, out)
    workout = found(draft, edit.which)
    at = out.index(workout)
    if isinstance(edit, Drop):
        del out[at]
    elif isinstance(edit, Move):
        out[at] = replace(workout, on=edit.to)
    elif isinstance(edit, Shorten):
        out[at] = shortened(draft, workout, edit.seconds)
    else:
        out[at] = exchanged(draft, workout, library, edit.template)
    return added_up(draft, out)


def found(draft: PlanDraft, which: Which) -> PlannedWorkout:
    there = [workout for workout in draft.workouts if workout.on == which.on]
    if which.number >= len(there):
        raise Invalid(f"There is no such session on {which.on}.", code="no_session")
    if there[which.number].is_race:
        raise Invalid("The race stays where it is. Change the plan's date instead.", code="race")
    return there[which.number]


def shortened(draft: PlanDraft, workout: PlannedWorkout, seconds: float) -> PlannedWorkout:
    """Fewer repetitions or less of the same; never longer, and the pace stays."""
    now = workout.estimate.duration
    if not SMALLEST * now <= seconds < now:
        raise Invalid("Give a time that is shorter, but not next to nothing.", code="length")
    speeds = None if draft.beside(workout) else speeds_of(draft.request)
    smaller = scale(workout.structure, seconds / now)
    fitted = pad(smaller, seconds, speeds) if workout.estimate.hard_minutes else None
    structure = fitted or fill_easy(smaller, seconds, speeds)
    return _with(workout, structure, draft)


def exchanged(
    draft: PlanDraft, workout: PlannedWorkout, library: Mapping[str, SessionTemplate], id: str
) -> PlannedWorkout:
    template = library.get(id)
    if template is None:
        raise Invalid("There is no such session in the library.", code="no_template")
    same_sport = template.structure.sport == draft.request.sport
    wanted = workout.estimate.duration
    fitted = (
        pad(template.structure, wanted, speeds_of(draft.request))
        if same_sport and len(template.structure.segments) > 1
        else None
    )
    structure = fitted or (
        fill_easy(template.structure, wanted, speeds_of(draft.request))
        if same_sport and len(template.structure.segments) == 1
        else template.structure
    )
    other = replace(workout, title=template.name, workout_type=template.workout_type, template=id)
    return _with(other, structure, draft)


def _with(workout: PlannedWorkout, structure: Structure, draft: PlanDraft) -> PlannedWorkout:
    wrong = problems(structure)
    if wrong:
        raise Invalid(wrong[0].sentence, code="structure")
    speeds = speeds_of(draft.request) if structure.sport == draft.request.sport else None
    return replace(workout, structure=structure, estimate=totals(structure, speeds))


def added_up(draft: PlanDraft, workouts: Iterable[PlannedWorkout]) -> PlanDraft:
    """The draft with these workouts in order, and weeks whose totals are theirs."""
    other = replace(draft, workouts=tuple(sorted(workouts, key=lambda workout: workout.on)))
    weeks: list[PlanWeek] = []
    for week in other.weeks:
        done = other.training(week)
        metres = [w.estimate.distance for w in done]
        long = max((w.estimate.duration for w in done if w.workout_type == "long"), default=None)
        weeks.append(
            replace(
                week,
                target_seconds=sum(w.estimate.duration for w in done),
                target_metres=None if any(m is None for m in metres) else sum(m for m in metres if m is not None),
                target_load=sum(w.estimate.load for w in done),
                long_seconds=long,
            )
        )
    return replace(other, weeks=tuple(weeks))


def judged(before: PlanDraft, after: PlanDraft) -> tuple[Finding, ...]:
    """What a change breaks or makes doubtful; what was there before is not its fault."""
    known = {place_of(one) for one in validate(before)}
    return tuple(one for one in validate(after) if place_of(one) not in known)


def fixed_days(before: PlanDraft, after: PlanDraft, fixed: frozenset[date]) -> tuple[Finding, ...]:
    """Done and pinned days are nobody's to change."""
    touched = {one.on for one in diff(before, after)} & fixed
    return tuple(broken("fixed", f"{day} is done or pinned.", day=day) for day in sorted(touched))


def only_easier(before: PlanDraft, after: PlanDraft, day: date) -> tuple[Finding, ...]:
    """On a day of low readiness a change may take away, never add."""
    old = [w for w in before.workouts if w.on == day]
    new = [w for w in after.workouts if w.on == day]
    load = sum(w.estimate.load for w in new) - sum(w.estimate.load for w in old)
    hard = sum(w.estimate.hard_minutes for w in new) - sum(w.estimate.hard_minutes for w in old)
    if load <= 0.5 and hard <= 0.1:
        return ()
    return (
        broken("readiness", "Today asks for less, so nothing may be added.", day=day, load=load, hard_minutes=hard),
    )


def diff(before: PlanDraft, after: PlanDraft) -> tuple[Change, ...]:
    """Day by day what was added, taken out or changed; a session that only moved is said once."""
    changes: list[Change] = []
    days = sorted({w.on for w in (*before.workouts, *after.workouts)})
    for day in days:
        old = [w for w in before.workouts if w.on == day]
        new = [w for w in after.workouts if w.on == day]
        gone = [w for w in old if w not in new]
        come = [w for w in new if w not in old]
        for one, two in zip(gone, come, strict=False):
            changes.append(Change("changed", day, one.title, two.title))
        changes += [Change("removed", day, one.title, None) for one in gone[len(come) :]]
        changes += [Change("added", day, None, one.title) for one in come[len(gone) :]]
    return tuple(changes)


def shifted(request: PlanRequest, days: int) -> PlanRequest:
    """The same wish some days later or earlier; days off and races on the way keep their dates."""
    race = None if request.race_date is None else request.race_date + timedelta(days=days)
    return replace(request, start=request.start + timedelta(days=days), race_date=race)


def regenerated(
    draft: PlanDraft,
    request: PlanRequest,
    library: Iterable[SessionTemplate],
    today: date,
    fixed: frozenset[date] = frozenset(),
) -> PlanDraft:
    """A new plan for what is ahead; everything before today, and what is done or pinned, stays as it is."""
    fresh = build(request, tuple(library))
    if not fresh.workouts:
        return fresh
    kept = [w for w in draft.workouts if w.on < today or w.on in fixed]
    new = [w for w in fresh.workouts if w.on >= today and w.on not in fixed]
    return added_up(fresh, [*kept, *new])
