"""Phases end by their date when what they ask for was reached, wait when it was not, and leave no day without one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import PlanRequest, build
from paceline.endurance.plans.rules_phases import Criteria, Reached, Stretch, left, stretches, turn
from paceline.endurance.plans.types import Health

START = date(2026, 1, 5)
RACE = START + timedelta(weeks=16, days=-1)
PLAN = build(PlanRequest("half", START, RACE, current_seconds=5 * 3600), SESSIONS)
ROWS = stretches(PLAN)
DONE = Reached(load_share=0.9, weeks_done=6, test_passed=True, pain_free_days=30)


def test_the_phases_of_a_plan_follow_each_other_without_a_gap() -> None:
    assert [row.phase for row in ROWS] == ["base", "build", "peak", "taper"]
    assert (ROWS[0].starts_on, ROWS[-1].ends_on) == (START, RACE)
    for before, after in pairwise(ROWS):
        assert after.starts_on == before.ends_on + timedelta(days=1)


def test_coming_back_is_a_phase_with_its_own_conditions() -> None:
    request = PlanRequest("10K", START, RACE, current_seconds=5 * 3600, health=Health(returning="injury", days_off=21))
    first = stretches(build(request, SESSIONS))[0]
    assert (first.phase, first.criteria.pain_free_days) == ("return", 7)


def test_before_its_last_day_a_phase_stays() -> None:
    assert turn(ROWS[0], ROWS[1], ROWS[0].ends_on, DONE).verdict == "stay"
    assert "1 day of base left" in turn(ROWS[0], ROWS[1], ROWS[0].ends_on, DONE).sentence


def test_after_its_last_day_it_gives_way_when_enough_was_done() -> None:
    assert turn(ROWS[0], ROWS[1], ROWS[1].starts_on, DONE).verdict == "advance"


@pytest.mark.parametrize(
    ("criteria", "reached", "says"),
    [
        (Criteria(load_share=0.7), Reached(load_share=0.4), "40%"),
        (Criteria(load_share=0.7), Reached(), "Nothing"),
        (Criteria(weeks_done=3), Reached(weeks_done=1), "1 of 3"),
        (Criteria(needs_test=True), Reached(test_passed=False), "test"),
        (Criteria(needs_test=True), Reached(), "test"),
        (Criteria(pain_free_days=7), Reached(pain_free_days=3), "3 days without pain"),
        (Criteria(pain_free_days=7), Reached(), "Unknown"),
    ],
)
def test_what_is_missing_is_said_and_waited_for(criteria: Criteria, reached: Reached, says: str) -> None:
    row = Stretch("base", START, START + timedelta(days=20), criteria)
    said = turn(row, ROWS[1], row.ends_on + timedelta(days=1), reached)
    assert said.verdict == "wait"
    assert says in said.sentence
    late = turn(row, ROWS[1], row.ends_on + timedelta(days=20), reached)
    assert "decide what comes next" in late.sentence


def test_a_taper_waits_for_nothing() -> None:
    row = Stretch("peak", START, START + timedelta(days=20), Criteria(load_share=0.9))
    assert turn(row, ROWS[-1], row.ends_on + timedelta(days=1), Reached()).verdict == "advance"


def test_the_last_phase_has_no_successor() -> None:
    assert turn(ROWS[-1], None, RACE + timedelta(days=9), DONE).verdict == "stay"
    with pytest.raises(ValueError, match="none after it"):
        left(ROWS, 3, RACE, "person", "")


@given(st.lists(st.integers(0, 120), max_size=6))
def test_whatever_people_decide_every_day_has_one_phase_and_history_stays(days: list[int]) -> None:
    rows, at = ROWS, 0
    for offset in days:
        try:
            after = left(rows, at, START + timedelta(days=offset), "person", "Ready.")
        except ValueError:
            continue
        assert (after[0].starts_on, after[-1].ends_on) == (START, RACE)
        assert all(b.starts_on == a.ends_on + timedelta(days=1) for a, b in pairwise(after))
        assert all(row.ends_on >= row.starts_on for row in after[at + 1 :])
        assert after[:at] == rows[:at]
        assert (after[at].decided_by, after[at].why) == ("person", "Ready.")
        rows, at = after, at + 1
