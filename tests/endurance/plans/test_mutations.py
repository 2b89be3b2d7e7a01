"""Two hundred plans with a planted fault: the validators find it in at least 99 of a hundred."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import PlanDraft, PlannedWorkout, PlanRequest, build, validate
from paceline.endurance.plans.rules_volume import speeds_of
from paceline.endurance.plans.types import Goal, Health, TuneUp
from paceline.science.endurance.structure import End, Pace, Range, Single, Step, Structure, Target, estimate
from tests.endurance.plans.personas import START

WANTED_SHARE = 0.99
Mutation = Callable[[PlanDraft, Random], PlanDraft]


def base(goal: Goal, weeks: int, hours: float, **more: object) -> PlanDraft:
    sport = "cycling" if goal == "gravel" else "running"
    race = START + timedelta(weeks=weeks, days=-1)
    request = PlanRequest(goal, START, race, sport=sport, current_seconds=hours * 3600, days_per_week=5)
    return build(replace(request, **more), SESSIONS)  # type: ignore[arg-type]


BASES = (
    base("5K", 12, 4),
    base("10K", 16, 5, level="advanced", days_per_week=6),
    base("half", 14, 5, strength=2),
    base("marathon", 18, 6, tune_ups=(TuneUp(START + timedelta(weeks=11, days=-1), "half"),)),
    base("100K", 22, 7, level="advanced", long_weekday=5),
    base("gravel", 20, 8),
    base("half", 20, 5, age=57),
    base("10K", 24, 5, health=Health(returning="injury", days_off=28)),
)


def one(draft: PlanDraft, chance: Random, kind: str = "", **not_in: frozenset[str]) -> PlannedWorkout:
    """Some workout of a whole week in the middle, of a type when one is asked for."""
    middle = [week for week in draft.weeks if week.phase in ("build", "peak") and week.full and not week.cutback]
    found = [w for week in middle for w in draft.training(week) if not kind or w.workout_type == kind]
    return chance.choice(found)


def swapped(draft: PlanDraft, old: PlannedWorkout, *new: PlannedWorkout) -> PlanDraft:
    """The plan with one workout exchanged and every total worked out again, as an editor would do."""
    kept = [w for w in draft.workouts if w is not old]
    return tallied(replace(draft, workouts=tuple(sorted((*kept, *new), key=lambda w: w.on))))


def tallied(draft: PlanDraft) -> PlanDraft:
    weeks = tuple(
        replace(
            week,
            target_seconds=sum(w.estimate.duration for w in draft.training(week)),
            target_load=sum(w.estimate.load for w in draft.training(week)),
        )
        for week in draft.weeks
    )
    return replace(draft, weeks=weeks)


def lasting(draft: PlanDraft, workout: PlannedWorkout, minutes: float, pace: Pace = "E") -> PlannedWorkout:
    zone = {"E": 2, "M": 3, "T": 4, "I": 5, "R": 6}[pace]
    target = Target(heart_rate_zone=zone) if draft.request.sport == "cycling" else Target(pace=pace)
    structure = Structure(draft.request.sport, (Single("steady", Step(End("duration", round(minutes * 60)), target)),))
    return replace(workout, structure=structure, estimate=estimate(structure, speeds_of(draft.request)))


def week_times(draft: PlanDraft, index: int, factor: float) -> PlanDraft:
    for workout in draft.training(draft.weeks[index]):
        draft = swapped(draft, workout, lasting(draft, workout, workout.estimate.duration / 60 * factor))
    return draft


def loading(draft: PlanDraft, chance: Random) -> int:
    weeks = [w.index for w in draft.weeks[4:] if w.phase in ("build", "peak") and w.full and not w.cutback]
    return chance.choice(weeks)


def race_a_day_early(draft: PlanDraft, chance: Random) -> PlanDraft:
    race = draft.workouts[-1]
    return swapped(draft, race, replace(race, on=race.on - timedelta(days=chance.choice((1, 2, 7)))))


def race_forgotten(draft: PlanDraft, chance: Random) -> PlanDraft:
    return swapped(draft, draft.workouts[-1])


def race_too_short(draft: PlanDraft, chance: Random) -> PlanDraft:
    race = draft.workouts[-1]
    structure = Structure(draft.request.sport, (Single("steady", Step(End("distance", 3000))),))
    total = estimate(structure, speeds_of(draft.request))
    return swapped(draft, race, replace(race, structure=structure, estimate=total))


def training_after_the_race(draft: PlanDraft, chance: Random) -> PlanDraft:
    workout = one(draft, chance)
    return swapped(draft, workout, replace(workout, on=draft.end + timedelta(days=chance.randrange(1, 5))))


def before_the_start(draft: PlanDraft, chance: Random) -> PlanDraft:
    workout = one(draft, chance)
    return swapped(draft, workout, replace(workout, on=START - timedelta(days=chance.randrange(1, 9))))


def long_on_the_eve(draft: PlanDraft, chance: Random) -> PlanDraft:
    last = draft.training(draft.weeks[-1])[-1]
    return swapped(draft, last, lasting(draft, replace(last, on=draft.end - timedelta(days=1)), 75))


def hard_days_together(draft: PlanDraft, chance: Random) -> PlanDraft:
    hard = one(draft, chance, "long")
    other = replace(one(draft, chance), on=hard.on + timedelta(days=chance.choice((-1, 1))), workout_type="threshold")
    return swapped(draft, next((w for w in draft.workouts if w.on == other.on), other), other)


def hidden_intervals(draft: PlanDraft, chance: Random) -> PlanDraft:
    """Called an easy run, and half an hour at threshold the day before the long session."""
    long = one(draft, chance, "long")
    sneaky = replace(one(draft, chance, "endurance"), on=long.on - timedelta(days=1))
    there = next((w for w in draft.workouts if w.on == sneaky.on), sneaky)
    return swapped(draft, there, lasting(draft, sneaky, 30, "T"))


def long_doubled(draft: PlanDraft, chance: Random) -> PlanDraft:
    long = one(draft, chance, "long")
    return swapped(draft, long, lasting(draft, long, long.estimate.duration / 60 * chance.uniform(1.6, 2.2)))


def easy_run_of_four_hours(draft: PlanDraft, chance: Random) -> PlanDraft:
    easy = one(draft, chance, "endurance")
    return swapped(draft, easy, lasting(draft, easy, 500))


def week_jumps(draft: PlanDraft, chance: Random) -> PlanDraft:
    return week_times(draft, loading(draft, chance), chance.uniform(1.4, 1.8))


def week_shrinks(draft: PlanDraft, chance: Random) -> PlanDraft:
    return week_times(draft, loading(draft, chance), chance.uniform(0.4, 0.7))


def no_lighter_weeks(draft: PlanDraft, chance: Random) -> PlanDraft:
    return replace(draft, weeks=tuple(replace(week, cutback=False) for week in draft.weeks))


def lighter_week_that_is_not(draft: PlanDraft, chance: Random) -> PlanDraft:
    week = chance.choice([w for w in draft.weeks if w.cutback and w.full])
    return week_times(draft, week.index, chance.uniform(1.3, 1.4))


def all_called_taper(draft: PlanDraft, chance: Random) -> PlanDraft:
    return replace(draft, weeks=tuple(replace(week, phase="taper") for week in draft.weeks))


def no_taper(draft: PlanDraft, chance: Random) -> PlanDraft:
    weeks = tuple(replace(week, phase="peak") if week.phase == "taper" else week for week in draft.weeks)
    return replace(draft, weeks=weeks)


def full_last_week(draft: PlanDraft, chance: Random) -> PlanDraft:
    return week_times(draft, -1, 3.0)


def tempo_every_day(draft: PlanDraft, chance: Random) -> PlanDraft:
    week = draft.weeks[loading(draft, chance)]
    for workout in draft.training(week):
        draft = swapped(draft, workout, lasting(draft, workout, workout.estimate.duration / 60, "M"))
    return draft


def an_hour_of_intervals(draft: PlanDraft, chance: Random) -> PlanDraft:
    workout = one(draft, chance)
    return swapped(draft, workout, lasting(draft, workout, 60, chance.choice(("I", "R"))))


def pace_beyond_ability(draft: PlanDraft, chance: Random) -> PlanDraft:
    workout = one(draft, chance)
    if draft.request.sport == "cycling":
        return an_hour_of_intervals(draft, chance)
    step = Step(End("duration", 300), Target(speed=Range(5.4, 5.8)))
    structure = Structure("running", (Single("steady", step), *workout.structure.segments))
    total = estimate(structure, speeds_of(draft.request))
    return swapped(draft, workout, replace(workout, structure=structure, estimate=total))


def three_on_a_day(draft: PlanDraft, chance: Random) -> PlanDraft:
    workout = one(draft, chance)
    return swapped(draft, workout, workout, replace(workout, title="Again"), replace(workout, title="And again"))


def on_a_day_off(draft: PlanDraft, chance: Random) -> PlanDraft:
    return replace(draft, request=replace(draft.request, blackout=frozenset({one(draft, chance).on})))


def more_than_the_day_holds(draft: PlanDraft, chance: Random) -> PlanDraft:
    workout = one(draft, chance)
    room = {workout.on.weekday(): workout.estimate.duration * 0.5}
    return replace(draft, request=replace(draft.request, day_seconds=room))


def wrong_sport_for_the_day(draft: PlanDraft, chance: Random) -> PlanDraft:
    only = {one(draft, chance).on.weekday(): frozenset({"swimming"})}
    return replace(draft, request=replace(draft.request, day_sports=only))  # type: ignore[arg-type]


def totals_made_up(draft: PlanDraft, chance: Random) -> PlanDraft:
    workout = one(draft, chance)
    total = replace(workout.estimate, load=workout.estimate.load * 2 + 5)
    return replace(draft, workouts=tuple(replace(w, estimate=total) if w is workout else w for w in draft.workouts))


def ill_and_training(draft: PlanDraft, chance: Random) -> PlanDraft:
    return replace(draft, request=replace(draft.request, health=Health(illness="fever")))


def pain_and_running(draft: PlanDraft, chance: Random) -> PlanDraft:
    if draft.request.sport == "cycling":
        return ill_and_training(draft, chance)
    return replace(draft, request=replace(draft.request, health=Health(pain=chance.randrange(4, 11))))


def ruled_out(draft: PlanDraft, chance: Random) -> PlanDraft:
    avoid = frozenset({one(draft, chance).workout_type})
    return replace(draft, request=replace(draft.request, health=replace(draft.request.health, avoid=avoid)))


def a_sign_for_a_doctor(draft: PlanDraft, chance: Random) -> PlanDraft:
    return replace(draft, request=replace(draft.request, health=Health(red_flags=frozenset({"chest pain"}))))


def too_young(draft: PlanDraft, chance: Random) -> PlanDraft:
    return replace(draft, request=replace(draft.request, age=chance.choice((9, 10))))


def long_left_out(draft: PlanDraft, chance: Random) -> PlanDraft:
    return swapped(draft, one(draft, chance, "long"))


def week_emptied(draft: PlanDraft, chance: Random) -> PlanDraft:
    week = draft.weeks[loading(draft, chance)]
    gone = draft.training(week)
    return tallied(replace(draft, workouts=tuple(w for w in draft.workouts if w not in gone)))


MUTATIONS: tuple[Mutation, ...] = (
    race_a_day_early, race_forgotten, race_too_short, training_after_the_race, before_the_start, long_on_the_eve,
    hard_days_together, hidden_intervals, long_doubled, easy_run_of_four_hours, week_jumps, week_shrinks,
    no_lighter_weeks, lighter_week_that_is_not, all_called_taper, no_taper, full_last_week, tempo_every_day,
    an_hour_of_intervals, pace_beyond_ability, three_on_a_day, on_a_day_off, more_than_the_day_holds,
    wrong_sport_for_the_day, totals_made_up, ill_and_training, pain_and_running, ruled_out, a_sign_for_a_doctor,
    too_young, long_left_out, week_emptied,
)  # fmt: skip


def test_the_plans_before_the_fault_are_good() -> None:
    assert [finding for draft in BASES for finding in validate(draft) if finding.severity == "hard"] == []


def test_planted_faults_are_caught() -> None:
    planted = [(mutation, draft) for mutation in MUTATIONS for draft in BASES]
    assert len(planted) >= 200
    missed = [
        (mutation.__name__, draft.request.goal)
        for number, (mutation, draft) in enumerate(planted)
        if not any(finding.severity == "hard" for finding in validate(mutation(draft, Random(number))))
    ]
    assert len(missed) <= len(planted) * (1 - WANTED_SHARE), missed
