"""The ladders back to training: what climbs them, what does not, and where they stop."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.returning import (
    EASY_DAYS,
    Case,
    Kind,
    Report,
    Standing,
    ladder,
    standing,
)
from paceline.science.endurance.structure import estimate, problems

DAY = date(2026, 6, 1)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def step(days: int, rung: int = 0, pain: int = 1, worse: bool | None = False) -> Report:
    return Report(on(days), rung, True, pain, worse)


def after(*reports: Report, days: int, kind: Kind = "injury") -> Standing:
    return standing(Case(kind, DAY), reports, on(days))


@pytest.mark.parametrize("kind", ["injury", "illness"])
def test_every_rung_is_a_workout_and_never_shorter_work_than_the_one_before(kind: Kind) -> None:
    loads = [estimate(one.structure).load for one in ladder(kind) if one.structure]
    assert loads == sorted(loads)
    assert [problems(one.structure) for one in ladder(kind) if one.structure and problems(one.structure)] == []


def test_a_step_that_went_well_leads_to_the_next_after_a_day_between() -> None:
    assert after(days=0).act == "do"
    assert after(step(0), days=0).act == "rest"
    assert after(step(0), days=1).act == "rest"
    assert (after(step(0), days=2).act, after(step(0), days=2).rung) == ("do", 1)


@pytest.mark.parametrize(("pain", "worse", "rung"), [(2, False, 2), (3, False, 0), (2, True, 0), (0, True, 0)])
def test_pain_up_to_two_of_ten_and_no_worse_next_morning(pain: int, worse: bool, rung: int) -> None:
    assert after(step(0), step(2, 1, pain, worse), days=4).rung == rung


def test_the_morning_is_asked_before_the_next_step() -> None:
    assert after(step(0, worse=None), days=1).act == "ask"
    assert after(step(0, worse=None), days=5).act == "ask"
    assert after(step(0, pain=5, worse=None), days=2).act == "do", "what hurt too much needs no morning to say so"


def test_severe_pain_or_three_setbacks_end_at_a_clinician() -> None:
    assert after(step(0, pain=7, worse=None), days=2).act == "clinician"
    twice = (step(0, pain=4), step(2, pain=4))
    assert after(*twice, days=4).act == "do"
    assert after(*twice, step(4, pain=4), days=6).act == "clinician"


def test_two_easy_weeks_before_the_plan_goes_on() -> None:
    climbed = [step(2 * n, n) for n in range(len(ladder("injury")) - 1)]
    last = 2 * (len(climbed) - 1)
    assert after(*climbed, days=last + 1).act == "easy_only"
    assert after(*climbed, days=last + EASY_DAYS - 1).act == "easy_only"
    assert after(*climbed, days=last + EASY_DAYS).act == "finished"


@given(
    st.integers(0, 400),
    st.lists(st.builds(step, st.integers(0, 60), st.integers(0, 9), st.integers(0, 10)), max_size=20),
)
def test_a_bone_stress_injury_is_never_climbed(days: int, reports: list[Report]) -> None:
    found = after(*reports, days=days, kind="bone_stress")
    assert (found.act, found.structure, found.rungs) == ("clinician", None, 0)
    assert "clinician" in found.sentence


@given(
    st.lists(
        st.builds(step, st.integers(0, 60), st.integers(0, 9), st.integers(0, 10), st.none() | st.booleans()),
        max_size=30,
        unique_by=lambda one: one.day,
    ),
    st.integers(0, 80),
)
def test_the_same_reports_give_the_same_day_in_any_order(reports: list[Report], days: int) -> None:
    found = after(*reports, days=days)
    assert found == after(*reversed(reports), days=days)
    assert 0 <= found.rung < len(ladder("injury"))
    good = sum(one.pain is not None and one.pain <= 2 and one.worse is False for one in reports)
    assert found.rung <= good, "no rung is climbed without a step that went well"


def test_an_illness_is_left_by_days_without_symptoms() -> None:
    well = [Report(on(n), n, False, symptoms=False) for n in range(4)]
    assert after(days=0, kind="illness").act == "rest"
    assert [after(*well[:n], days=n, kind="illness").rung for n in (1, 2, 3)] == [1, 2, 3]
    assert after(*well, days=4, kind="illness").act == "finished"
    again = [*well[:2], Report(on(2), 2, False, symptoms=True)]
    assert (after(*again, days=2, kind="illness").act, after(*again, days=3, kind="illness").rung) == ("rest", 0)


def test_a_day_without_a_word_is_not_a_day_without_symptoms() -> None:
    assert after(days=30, kind="illness").rung == 0


@pytest.mark.parametrize(
    ("off", "shares"),
    [
        (5, []),
        (14, [0.50, 0.75]),
        (28, [0.50, 0.75]),
        (42, [0.33, 0.50, 0.75]),
        (200, [0.33, 0.50, 0.70, 0.85, 1.00]),
    ],
)
def test_time_off_comes_back_by_shares(off: int, shares: list[float]) -> None:
    case = Case("time_off", DAY, off)
    days = [standing(case, (), on(n)) for n in range(210)]
    assert sorted({one.load_share for one in days if one.load_share is not None}) == shares
    assert days[-1].act == "finished"


@pytest.mark.parametrize(
    ("off", "cross", "kept"), [(7, False, 0.994), (28, False, 0.931), (28, True, 0.965), (72, False, 0.8)]
)
def test_time_off_keeps_daniels_share_of_vdot(off: int, cross: bool, kept: float) -> None:
    found = standing(Case("time_off", DAY, off, cross), (), DAY)
    assert found.fitness_share == pytest.approx(kept)
