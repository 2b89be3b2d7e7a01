"""Each validator finds the fault planted for it, and nothing in a good plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from paceline.endurance.library import SESSIONS, session_named
from paceline.endurance.plans import PlanDraft, PlannedWorkout, PlanRequest, build, validate
from paceline.endurance.plans.rules_volume import speeds_of
from paceline.science.endurance.structure import End, Pace, Single, Step, Structure, Target, estimate

START = date(2026, 1, 5)
RACE = START + timedelta(weeks=14, days=-1)
GOOD = build(PlanRequest("half", START, RACE, current_seconds=5 * 3600, days_per_week=6), SESSIONS)
Fault = Callable[[PlanDraft], PlanDraft]


def swap(draft: PlanDraft, old: PlannedWorkout, new: PlannedWorkout) -> PlanDraft:
    return replace(draft, workouts=tuple(new if w == old else w for w in draft.workouts))


def lasting(draft: PlanDraft, workout: PlannedWorkout, minutes: float, pace: Pace = "E") -> PlannedWorkout:
    structure = Structure("running", (Single("steady", Step(End("duration", minutes * 60), Target(pace=pace))),))
    return replace(workout, structure=structure, estimate=estimate(structure, speeds_of(draft.request)))


def first(draft: PlanDraft, week: int, kind: str) -> PlannedWorkout:
    return next(w for w in draft.training(draft.weeks[week]) if w.workout_type == kind)


def week_times(draft: PlanDraft, week: int, factor: float) -> PlanDraft:
    for workout in draft.training(draft.weeks[week]):
        draft = swap(draft, workout, lasting(draft, workout, workout.estimate.duration / 60 * factor))
    planned = sum(w.estimate.duration for w in draft.training(draft.weeks[week]))
    weeks = list(draft.weeks)
    weeks[week] = replace(weeks[week], target_seconds=planned)
    return replace(draft, weeks=tuple(weeks))


def outside(draft: PlanDraft) -> PlanDraft:
    return replace(draft, workouts=(replace(draft.workouts[0], on=START - timedelta(days=1)), *draft.workouts[1:]))


def race_moved(draft: PlanDraft) -> PlanDraft:
    return swap(draft, draft.workouts[-1], replace(draft.workouts[-1], on=RACE - timedelta(days=1)))


def race_lost(draft: PlanDraft) -> PlanDraft:
    return replace(draft, workouts=draft.workouts[:-1])


def hard_eve(draft: PlanDraft) -> PlanDraft:
    eve = next(w for w in draft.workouts if w.on == RACE - timedelta(days=1))
    return swap(draft, eve, lasting(draft, eve, 60))


def big_first_week(draft: PlanDraft) -> PlanDraft:
    return week_times(draft, 0, 1.3)


def jump(draft: PlanDraft) -> PlanDraft:
    return week_times(draft, 5, 1.5)


def lost_week(draft: PlanDraft) -> PlanDraft:
    return week_times(draft, 6, 0.7)


def no_cutback(draft: PlanDraft) -> PlanDraft:
    return replace(draft, weeks=tuple(replace(week, cutback=False) for week in draft.weeks))


def false_cutback(draft: PlanDraft) -> PlanDraft:
    return week_times(draft, 3, 1.3)


def touching(draft: PlanDraft) -> PlanDraft:
    quality, long = first(draft, 5, "threshold"), first(draft, 5, "long")
    return swap(draft, quality, replace(quality, on=long.on - timedelta(days=1)))


def overlong(draft: PlanDraft) -> PlanDraft:
    long = first(draft, 5, "long")
    weeks = list(draft.weeks)
    weeks[5] = replace(weeks[5], long_seconds=4 * 3600)
    return replace(swap(draft, long, lasting(draft, long, 240)), weeks=tuple(weeks))


def all_tempo(draft: PlanDraft) -> PlanDraft:
    for workout in draft.training(draft.weeks[5]):
        if workout.workout_type == "endurance":
            draft = swap(draft, workout, lasting(draft, workout, workout.estimate.duration / 60, "M"))
    return draft


def too_fast(draft: PlanDraft) -> PlanDraft:
    quality = first(draft, 5, "threshold")
    return swap(draft, quality, lasting(draft, quality, 50, "I"))


def no_taper(draft: PlanDraft) -> PlanDraft:
    return replace(draft, weeks=(*draft.weeks[:-1], replace(draft.weeks[-1], phase="recovery")))


def long_in_race_week(draft: PlanDraft) -> PlanDraft:
    workout = draft.training(draft.weeks[-1])[0]
    return swap(draft, workout, lasting(draft, workout, 150))


def before_the_start_line(draft: PlanDraft) -> PlanDraft:
    eve = next(w for w in draft.workouts if w.on == RACE - timedelta(days=1))
    return swap(draft, eve, replace(eve, on=RACE))


def after_the_race(draft: PlanDraft) -> PlanDraft:
    eve = next(w for w in draft.workouts if w.on == RACE - timedelta(days=1))
    return swap(draft, eve, replace(eve, on=RACE + timedelta(days=1)))


def touching_across_weeks(draft: PlanDraft) -> PlanDraft:
    """The long run is on Sunday; the next hard session moves to the Monday after it."""
    hard = next(w for w in draft.training(draft.weeks[6]) if w.is_hard)
    return swap(draft, hard, replace(hard, on=draft.weeks[6].starts_on))


def late_long(draft: PlanDraft) -> PlanDraft:
    workout = draft.training(draft.weeks[-1])[0]
    return swap(draft, workout, replace(workout, workout_type="long"))


def full_last_days(draft: PlanDraft) -> PlanDraft:
    return week_times(draft, -1, 2.2)


def one_taper_week(draft: PlanDraft) -> PlanDraft:
    weeks = list(draft.weeks)
    weeks[-2] = replace(weeks[-2], phase="peak")
    return replace(draft, weeks=tuple(weeks))


def grown_up_hours(draft: PlanDraft) -> PlanDraft:
    return replace(draft, request=replace(draft.request, age=12))


def slight_cutback(draft: PlanDraft) -> PlanDraft:
    return week_times(draft, 3, 1.2)


def twice(draft: PlanDraft) -> PlanDraft:
    return swap(draft, draft.workouts[1], replace(draft.workouts[1], on=draft.workouts[0].on))


def on_a_day_off(draft: PlanDraft) -> PlanDraft:
    return replace(draft, request=replace(draft.request, blackout=frozenset({draft.workouts[3].on})))


def without_long(draft: PlanDraft) -> PlanDraft:
    long = first(draft, 5, "long")
    return swap(draft, long, replace(long, workout_type="endurance"))


def all_hard(draft: PlanDraft) -> PlanDraft:
    week = draft.training(draft.weeks[5])
    return replace(draft, workouts=tuple(replace(w, workout_type="long") if w in week else w for w in draft.workouts))


def wrong_totals(draft: PlanDraft) -> PlanDraft:
    workout = draft.workouts[4]
    return swap(draft, workout, replace(workout, estimate=replace(workout.estimate, load=1)))


def wrong_week(draft: PlanDraft) -> PlanDraft:
    return replace(draft, weeks=(replace(draft.weeks[0], target_seconds=99_999.0), *draft.weeks[1:]))


def broken_structure(draft: PlanDraft) -> PlanDraft:
    bad = Structure("running", ())
    return swap(draft, draft.workouts[4], replace(draft.workouts[4], structure=bad))


def crammed(draft: PlanDraft) -> PlanDraft:
    return replace(draft, request=replace(draft.request, days_per_week=3))


def test_a_good_plan_has_no_findings() -> None:
    assert validate(GOOD) == ()


@pytest.mark.parametrize(
    ("fault", "id"),
    [
        (outside, "dates"),
        (race_moved, "race"),
        (race_lost, "race"),
        (hard_eve, "race-day"),
        (before_the_start_line, "race-day"),
        (after_the_race, "race-day"),
        (big_first_week, "first-week"),
        (jump, "rise"),
        (lost_week, "fall"),
        (no_cutback, "cutback"),
        (false_cutback, "cutback"),
        (touching, "spacing"),
        (touching_across_weeks, "spacing"),
        (overlong, "long-share"),
        (overlong, "long-step"),
        (all_tempo, "easy-share"),
        (too_fast, "zone-cap"),
        (no_taper, "taper"),
        (long_in_race_week, "taper"),
        (late_long, "taper"),
        (full_last_days, "taper"),
        (one_taper_week, "taper-length"),
        (grown_up_hours, "minor"),
        (slight_cutback, "cutback"),
        (twice, "days"),
        (on_a_day_off, "days"),
        (crammed, "days"),
        (without_long, "no-long"),
        (all_hard, "all-hard"),
        (wrong_totals, "sums"),
        (wrong_week, "sums"),
        (broken_structure, "structure"),
    ],
)
def test_a_planted_fault_is_found(fault: Fault, id: str) -> None:
    assert id in {finding.id for finding in validate(fault(GOOD))}


def test_a_vo2_session_four_days_before_the_race_is_found() -> None:
    template = session_named("vo2-5x3")
    assert template is not None
    opener = next(w for w in GOOD.workouts if w.template == "opener")
    total = estimate(template.structure, speeds_of(GOOD.request))
    fast = replace(
        opener, structure=template.structure, estimate=total, workout_type="vo2", on=RACE - timedelta(days=4)
    )
    assert "taper" in {finding.id for finding in validate(swap(GOOD, opener, fast))}


def test_masters_spacing_is_judged_by_age() -> None:
    older = replace(GOOD, request=replace(GOOD.request, age=60))
    assert "spacing-masters" in {finding.id for finding in validate(older)}
    assert "spacing-masters" not in {finding.id for finding in validate(GOOD)}


def test_a_second_race_has_its_own_small_taper() -> None:
    draft = build(replace(GOOD.request, priority="B"), SESSIONS)
    assert validate(draft) == ()
    assert "taper" in {finding.id for finding in validate(week_times(draft, -1, 2.5))}
    assert "taper" not in {
        finding.id for finding in validate(replace(draft, request=replace(draft.request, priority="C")))
    }


def test_a_marathon_is_for_adults() -> None:
    draft = build(PlanRequest("marathon", START, RACE + timedelta(weeks=4), current_seconds=5 * 3600), SESSIONS)
    young = replace(draft, request=replace(draft.request, age=17))
    assert "minor" in {finding.id for finding in validate(young)}
    assert "minor" not in {finding.id for finding in validate(draft)}
