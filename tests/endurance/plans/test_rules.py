"""The plan builder: every draft passes the validators, and the known faults of older planners stay away."""

import itertools
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import Goal, PlanDraft, PlanRequest, build, goal_for, validate
from paceline.science.endurance.structure import Repeats

START = date(2026, 1, 5)
RUN_GOALS: tuple[Goal, ...] = ("5K", "10K", "half", "marathon", "50K", "50M", "100K", "100M")
YOUNG_GOALS = ("5K", "10K", "half", "fitness")
BIKE_GOALS: tuple[Goal, ...] = ("century", "gravel")


def sunday(weeks: int) -> date:
    return START + timedelta(weeks=weeks, days=-1)


def made(goal: Goal = "marathon", weeks: int = 18, **values: object) -> PlanDraft:
    sport = "cycling" if goal in BIKE_GOALS else "running"
    request = PlanRequest(goal, START, sunday(weeks), sport=sport, current_seconds=5 * 3600)
    return build(replace(request, **values), SESSIONS)  # type: ignore[arg-type]


def ids(draft: PlanDraft) -> set[str]:
    return {finding.id for finding in draft.findings}


@st.composite
def requests(draw: st.DrawFn) -> PlanRequest:
    goal = draw(st.sampled_from((*RUN_GOALS, *BIKE_GOALS, "fitness")))
    start = START + timedelta(days=draw(st.integers(0, 6)))
    weeks = draw(st.integers(1, 52))
    race = None if goal == "fitness" else start + timedelta(weeks=weeks, days=draw(st.integers(0, 6)))
    hours = draw(st.sampled_from([None, 0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 14.0]))
    return PlanRequest(
        goal=goal,
        start=start,
        race_date=race,
        sport="cycling" if goal in BIKE_GOALS else "running",
        priority=draw(st.sampled_from(("A", "A", "B", "C"))),
        level=draw(st.sampled_from(("beginner", "intermediate", "advanced"))),
        days_per_week=draw(st.integers(3, 7)),
        current_seconds=None if hours is None else hours * 3600,
        long_weekday=draw(st.integers(0, 6)),
        weekdays=draw(st.just(frozenset(range(7))) | st.frozensets(st.integers(0, 6), min_size=1)),
        blackout=draw(st.frozensets(st.integers(0, 150).map(lambda n: start + timedelta(days=n)), max_size=12)),
        age=draw(st.sampled_from((None, 28, 58, *([15] if goal in YOUNG_GOALS else [])))),
        longest_recent_seconds=draw(st.sampled_from((None, None, 1800.0, 5400.0))),
        weeks=weeks if goal == "fitness" else None,
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(requests())
def test_every_draft_passes_every_validator(request: PlanRequest) -> None:
    draft = build(request, SESSIONS)
    assert validate(draft) == ()
    assert draft.weeks
    hard = sorted(w.on for w in draft.workouts if w.is_hard)
    assert all((after - before).days >= 2 for before, after in itertools.pairwise(hard))
    assert all(request.start <= w.on <= draft.end for w in draft.workouts)
    assert [w.on for w in draft.workouts if w.is_race] == ([request.race_date] if request.race_date else [])
    for week in draft.weeks:
        planned = sum(w.estimate.duration for w in draft.training(week))
        assert abs(planned - week.target_seconds) <= max(0.06 * week.target_seconds, 300)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.sampled_from(RUN_GOALS), st.integers(0, 55), st.integers(3, 7))
def test_short_plans_pass_too(goal: Goal, days: int, per_week: int) -> None:
    draft = made(goal, race_date=START + timedelta(days=days), days_per_week=per_week)
    assert validate(draft) == ()
    assert draft.workouts[-1].is_race


@pytest.mark.parametrize("goal", [*RUN_GOALS, *BIKE_GOALS])
@pytest.mark.parametrize("weeks", [12, 18])
def test_a_race_plan_ends_in_a_taper_not_a_recovery(goal: Goal, weeks: int) -> None:
    draft = made(goal, weeks)
    assert draft.weeks[-1].phase == "taper"
    assert draft.weeks[-2].phase == "taper"
    assert draft.weeks[-1].race_week
    peak = max(week.target_seconds for week in draft.weeks)
    assert draft.weeks[-1].target_seconds <= 0.6 * peak
    assert {week.phase for week in draft.weeks} == {"base", "build", "peak", "taper"}


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("goal", RUN_GOALS)
def test_the_last_touch_of_pace_is_three_days_before_the_race(goal: Goal, weekday: int) -> None:
    race = sunday(18) + timedelta(days=weekday)
    draft = made(goal, race_date=race, days_per_week=7)
    hard = [w for w in draft.workouts if w.is_hard and not w.is_race]
    assert (race - hard[-1].on).days == 3
    assert hard[-1].template == "opener"


def test_a_short_plan_without_a_known_volume_tapers_too() -> None:
    for days in range(10, 30):
        race = START + timedelta(days=days)
        draft = made("10K", race_date=race, current_seconds=None, level="advanced")
        assert validate(draft) == ()


@pytest.mark.parametrize(
    ("goal", "days"), [("5K", 7), ("10K", 7), ("half", 10), ("marathon", 14), ("50K", 14), ("100M", 14)]
)
@pytest.mark.parametrize("weekday", range(7))
def test_the_taper_is_as_long_as_the_distance_asks(goal: Goal, days: int, weekday: int) -> None:
    for weeks in (7, 9, 18):
        race = sunday(weeks) + timedelta(days=weekday)
        draft = made(goal, race_date=race)
        first = next(week for week in draft.weeks if week.phase == "taper")
        assert days <= (race - first.starts_on).days <= 28


def test_a_taper_keeps_a_touch_of_pace() -> None:
    draft = made("10K", 12)
    last = draft.training(draft.weeks[-1])
    assert any(w.template == "opener" for w in last)


@pytest.mark.parametrize("goal", RUN_GOALS)
def test_cutbacks_are_real_and_regular(goal: Goal) -> None:
    draft = made(goal, 18)
    loading = [week for week in draft.weeks if week.phase != "taper"]
    assert [week.index % 4 == 3 for week in loading[:-1]] == [week.cutback for week in loading[:-1]]
    for before, week in itertools.pairwise(loading):
        if week.cutback:
            assert week.target_seconds <= 0.8 * before.target_seconds
            assert week.target_load < before.target_load


def test_the_week_after_a_cutback_does_not_double() -> None:
    weeks = made("marathon", 12, days_per_week=4).weeks
    full = [week.target_seconds for week in weeks if not week.cutback and week.phase != "taper"]
    assert all(after <= 1.12 * before for before, after in itertools.pairwise(full))


def test_a_twelve_week_marathon_does_not_start_with_an_absurd_long_run() -> None:
    first = made("marathon", 12, days_per_week=4).weeks[0]
    assert first.long_seconds is not None
    assert first.long_seconds >= 80 * 60


@pytest.mark.parametrize("goal", RUN_GOALS)
def test_three_days_a_week_hold_a_long_run_and_an_easy_day(goal: Goal) -> None:
    draft = made(goal, 16, days_per_week=3, current_seconds=3 * 3600)
    for week in draft.weeks:
        if week.phase != "taper":
            done = draft.training(week)
            assert any(w.workout_type == "long" for w in done)
            assert sum(w.is_hard for w in done) <= 2


@pytest.mark.parametrize("weekday", range(7))
def test_the_long_run_falls_on_the_chosen_day(weekday: int) -> None:
    draft = made("half", 14, long_weekday=weekday)
    long = [w for w in draft.workouts if w.workout_type == "long"]
    assert len(long) >= 10
    assert {w.on.weekday() for w in long} == {weekday}


@pytest.mark.parametrize("hours", [1.0, 3.0, 6.0])
def test_the_first_week_starts_from_today(hours: float) -> None:
    first = made("marathon", 18, current_seconds=hours * 3600).weeks[0]
    assert 0.9 * hours <= first.target_seconds / 3600 <= 1.1 * hours


def test_kilometres_are_an_answer_too() -> None:
    draft = made("half", 14, current_seconds=None, current_metres=40_000, speeds={"E": 3.0, "T": 3.75})
    assert draft.weeks[0].target_metres == pytest.approx(40_000, rel=0.1)
    assert "current-unknown" not in ids(draft)


def test_the_race_is_as_long_as_asked() -> None:
    draft = made("marathon", 18, distance=41_000.0)
    assert draft.workouts[-1].estimate.distance == 41_000
    assert validate(draft) == ()


def test_from_fifty_on_hard_days_have_two_easy_ones_between() -> None:
    hard = [w.on for w in made("half", 14, age=58).workouts if w.is_hard and not w.is_race]
    assert min((after - before).days for before, after in itertools.pairwise(hard)) >= 3
    assert made("half", 14, age=58).weeks[2].cutback


def test_days_off_stay_free() -> None:
    away = frozenset(START + timedelta(days=n) for n in range(30, 40))
    draft = made("half", 14, blackout=away)
    assert not away & {w.on for w in draft.workouts}
    assert validate(draft) == ()


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"race_date": START + timedelta(days=10)}, "taper-only"),
        ({"race_date": sunday(8)}, "too-short"),
        ({"race_date": sunday(14)}, "compressed"),
        ({"current_seconds": None}, "current-unknown"),
        ({"current_seconds": 1800.0}, "volume-short-of-goal"),
        ({"current_seconds": 3 * 3600.0, "level": "advanced"}, "peak-limited"),
        ({"weekdays": frozenset({1, 3, 6})}, "fewer-days"),
        ({"weekdays": frozenset({1, 3, 5})}, "long-day-moved"),
        ({"target_seconds": 10_800.0, "predicted_seconds": 12_600.0}, "target-time"),
    ],
)
def test_a_note_says_what_the_plan_cannot_do(values: dict[str, object], finding: str) -> None:
    assert finding in ids(made("marathon", 18, **values))
    assert finding not in ids(made("marathon", 18, current_seconds=6 * 3600.0))


def test_within_two_weeks_there_is_only_a_taper() -> None:
    draft = made("marathon", race_date=START + timedelta(days=13))
    assert {week.phase for week in draft.weeks} == {"taper"}


@pytest.mark.parametrize(
    "values",
    [
        {"race_date": START - timedelta(days=1)},
        {"race_date": None},
        {"race_date": START + timedelta(days=500)},
        {"days_per_week": 2},
        {"weekdays": frozenset[int]()},
        {"sport": "cycling"},
    ],
)
def test_an_impossible_request_is_refused_in_a_sentence(values: dict[str, object]) -> None:
    draft = made("marathon", 18, **values)
    assert draft.workouts == ()
    assert draft.findings[0].severity == "hard"
    assert draft.findings[0].sentence.endswith(".")


def test_a_ride_plan_rides() -> None:
    draft = made("gravel", 20, level="advanced", current_seconds=8 * 3600.0)
    assert {w.structure.sport for w in draft.workouts} == {"cycling"}
    assert draft.weeks[5].target_metres is None


def test_an_ultra_has_back_to_back_days() -> None:
    draft = made("100M", 24, level="advanced", long_weekday=5, days_per_week=6, current_seconds=8 * 3600.0)
    assert any(w.template == "ultra-second-day" for w in draft.workouts)


@pytest.mark.parametrize(
    ("metres", "sport", "goal"),
    [
        (5_000, "running", "5K"),
        (10_000, "running", "10K"),
        (21_097.5, "running", "half"),
        (42_195, "running", "marathon"),
        (50_000, "running", "50K"),
        (80_467, "running", "50M"),
        (100_000, "running", "100K"),
        (161_000, "running", "100M"),
        (160_934, "cycling", "century"),
        (321_869, "cycling", "gravel"),
    ],
)
def test_a_distance_has_its_goal(metres: float, sport: str, goal: str) -> None:
    assert goal_for(metres, sport) == goal


def repeats(draft: PlanDraft, template: str) -> list[int]:
    """The repetitions of a session each time it comes round in a loading week."""
    return [
        max(s.repeats for s in w.structure.segments if isinstance(s, Repeats) and s.kind == "interval")
        for week in draft.weeks
        if not week.cutback and week.phase != "taper"
        for w in draft.training(week)
        if w.template == template
    ]


@pytest.mark.parametrize(("goal", "template"), [("marathon", "mp-3x15"), ("100K", "hill-8x60"), ("half", "hill-8x60")])
def test_a_session_that_comes_round_again_has_grown(goal: Goal, template: str) -> None:
    seen = repeats(made(goal, 18, level="advanced", current_seconds=7 * 3600.0, days_per_week=6), template)
    assert len(seen) >= 2
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


@pytest.mark.parametrize("goal", [*RUN_GOALS, *BIKE_GOALS])
def test_no_hard_session_comes_twice_in_a_week_and_none_takes_over_the_plan(goal: Goal) -> None:
    draft = made(goal, 20, days_per_week=6, current_seconds=6 * 3600.0)
    for week in draft.weeks:
        hard = [w.template for w in draft.training(week) if w.is_hard]
        assert len(hard) == len(set(hard))
    named = [w.template for w in draft.workouts if w.is_hard and w.workout_type != "long"]
    assert max(named.count(name) for name in set(named)) <= 7
    assert len(set(named)) >= 7


@pytest.mark.parametrize(
    ("goal", "specific"),
    [
        ("5K", ("race-5k-5x1k", "rep-12x400-5k", "race-5k-10x1")),
        ("10K", ("race-10k-6x1600", "race-10k-8x800")),
        ("half", ("race-half-3x3k", "tempo-long-40", "race-half-6x1k", "long-fast-finish")),
        ("marathon", ("mp-steady-10", "mp-long-13", "mp-dress-rehearsal")),
        ("100K", ("ultra-climb-tempo", "hill-downhill", "ultra-long-trail", "ultra-steady-finish")),
        ("gravel", ("bike-long-tempo", "bike-tempo-2x30")),
    ],
)
def test_the_last_weeks_look_like_the_race(goal: Goal, specific: tuple[str, ...]) -> None:
    draft = made(goal, 18, days_per_week=5)
    peak = [w.template for week in draft.weeks if week.phase == "peak" for w in draft.training(week)]
    base = [w.template for week in draft.weeks if week.phase == "base" for w in draft.training(week)]
    assert sum(template in specific for template in peak) >= 2
    assert not any(template in specific for template in base)


@pytest.mark.parametrize("goal", [*RUN_GOALS, *BIKE_GOALS])
def test_a_title_tells_the_repetitions_that_are_in_it(goal: Goal) -> None:
    for level in ("beginner", "advanced"):
        for workout in made(goal, 16, level=level, days_per_week=4).workouts:
            counted = re.search(r"(?<![\d(] )(\d+) × (?!\()", workout.title)
            if counted:
                blocks = [s for s in workout.structure.segments if isinstance(s, Repeats)]
                assert int(counted.group(1)) in {block.repeats for block in blocks}, workout.title


def test_longer_sessions_last_a_multiple_of_five_minutes() -> None:
    draft = made("marathon", 18, days_per_week=5)
    longer = [w for w in draft.workouts if w.estimate.duration >= 2700 and not w.is_race]
    assert len(longer) >= 60
    assert all(abs(w.estimate.duration - 300 * round(w.estimate.duration / 300)) < 60 for w in longer)


def test_below_eighteen_there_is_a_limit_to_the_week_and_no_marathon() -> None:
    draft = made("10K", 20, age=15, level="advanced", current_seconds=6 * 3600.0)
    assert max(week.target_seconds for week in draft.weeks) <= 7.5 * 3600 + 60
    assert validate(draft) == ()
    refused = made("marathon", 20, age=17)
    assert refused.workouts == ()
    assert "half marathon" in refused.findings[0].sentence


def test_the_reason_of_a_week_tells_how_it_compares() -> None:
    weeks = made("half", 14).weeks
    assert "more than the last full week" in weeks[1].reason
    assert all(week.reason.endswith(".") for week in weeks)
    ride = made("gravel", 20).weeks[0].reason
    assert "hills" not in ride
