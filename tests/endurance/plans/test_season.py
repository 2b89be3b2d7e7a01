"""Seasons: build-ups, races on the way, recovery and bridges, without a day between them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import PlanRequest, build, validate
from paceline.endurance.plans.rules_body import EASY_DAYS_AFTER
from paceline.endurance.plans.rules_season import SeasonRace, countdown, season

START = date(2026, 1, 5)
USUAL = PlanRequest("fitness", START, current_seconds=7 * 3600, days_per_week=5, level="advanced", long_weekday=5)


def on(weeks: int) -> date:
    return START + timedelta(weeks=weeks, days=-2)


ULTRAS = (SeasonRace(on(16), "50K"), SeasonRace(on(26), "50M"), SeasonRace(on(50), "100K"))


def test_fifty_fifty_and_a_hundred_become_one_season() -> None:
    made = season(USUAL, ULTRAS)
    assert [leg.part for leg in made.legs] == [
        "build-up", "recovery", "bridge", "recovery", "build-up", "recovery", "off-season"
    ]  # fmt: skip
    assert made.legs[0].starts_on == START
    assert all(after.starts_on == before.ends_on + timedelta(days=1) for before, after in pairwise(made.legs))
    assert made.findings == ()


def test_every_leg_with_a_plan_can_be_built_and_breaks_no_hard_rule() -> None:
    for leg in season(USUAL, ULTRAS).legs:
        if leg.request is None:
            continue
        draft = build(leg.request, SESSIONS)
        assert draft.workouts
        assert [f for f in validate(draft) if f.severity == "hard"] == []
        assert leg.starts_on <= draft.workouts[0].on
        assert draft.end == leg.ends_on


@pytest.mark.parametrize("goal", ["5K", "half", "marathon", "100K", "100M"])
def test_after_a_race_there_is_rest_enough(goal: str) -> None:
    race = SeasonRace(on(30), goal)  # type: ignore[arg-type]
    rest = next(leg for leg in season(USUAL, (race,)).legs if leg.part == "recovery")
    assert rest.starts_on == race.on + timedelta(days=1)
    assert (rest.ends_on - race.on).days >= EASY_DAYS_AFTER[race.goal]
    assert rest.request is None


def test_b_and_c_races_are_raced_on_the_way() -> None:
    races = (SeasonRace(on(10), "half", "B"), SeasonRace(on(18), "marathon"))
    leg = next(leg for leg in season(USUAL, races).legs if leg.part == "build-up")
    assert leg.request is not None
    assert [one.on for one in leg.request.tune_ups] == [on(10)]
    draft = build(leg.request, SESSIONS)
    assert [w.on for w in draft.workouts if w.is_race] == [on(10), on(18)]


def test_a_b_race_alone_leads() -> None:
    made = season(USUAL, (SeasonRace(on(12), "10K", "B"),))
    assert any(leg.request is not None and leg.request.race_date == on(12) for leg in made.legs)


def test_time_to_spare_is_a_base() -> None:
    assert season(USUAL, (SeasonRace(on(40), "10K"),)).legs[0].part == "base"


def test_two_a_races_too_close_are_said() -> None:
    made = season(USUAL, (SeasonRace(on(18), "marathon"), SeasonRace(on(19), "marathon")))
    assert [(finding.id, finding.severity) for finding in made.findings] == [("season", "soft")]


def test_without_a_race_one_keeps_what_one_has() -> None:
    made = season(USUAL, ())
    assert [leg.part for leg in made.legs] == ["maintenance"]


def test_the_countdown_is_nearest_first() -> None:
    assert [days for _, days in countdown(ULTRAS[::-1], on(20))] == [42, 210]
