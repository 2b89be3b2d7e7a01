"""A thousand synthetic athletes: nobody gets a plan that breaks a hard rule."""

import pytest

from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import build, validate
from paceline.endurance.plans.types import Health
from tests.endurance.plans.personas import persona

PEOPLE, CHUNK = 1000, 50


@pytest.mark.parametrize("first", range(0, PEOPLE, CHUNK))
def test_no_persona_gets_a_plan_that_breaks_a_hard_rule(first: int) -> None:
    for seed in range(first, first + CHUNK):
        request = persona(seed)
        draft = build(request, SESSIONS)
        assert draft.workouts, (seed, draft.findings)
        found = validate(draft)
        assert [finding for finding in found if finding.severity == "hard"] == [], (seed, request)
        assert {finding.id for finding in found} <= {"tune-up", "long-share"}, (seed, request, found)


def test_the_personas_differ() -> None:
    people = [persona(seed) for seed in range(PEOPLE)]
    assert {one.goal for one in people} == {
        *("5K", "10K", "half", "marathon", "50K", "50M", "100K", "100M", "fitness", "century", "gravel", "stages")
    }
    assert min(one.age for one in people if one.age) == 14
    assert max(one.age for one in people if one.age) == 71
    for has in (
        lambda one: one.tune_ups,
        lambda one: one.day_seconds,
        lambda one: one.day_sports,
        lambda one: one.doubles,
        lambda one: one.strength,
        lambda one: one.cross,
        lambda one: one.blackout,
        lambda one: one.health != Health(),
        lambda one: one.health.returning == "injury",
        lambda one: one.current_load is not None,
        lambda one: one.current_metres is not None,
        lambda one: one.race_date is None and one.goal != "fitness",
    ):
        assert sum(bool(has(one)) for one in people) >= 40
