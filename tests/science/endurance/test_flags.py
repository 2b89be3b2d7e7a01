"""Evidence for the coach: published values, calendar days and undefined weeks."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.flags import (
    acute_chronic_ratio,
    describe_ratio,
    monotony,
    ramp_rate,
    session_spike,
    spike_band,
    strain,
)

maybe = st.none() | st.floats(0, 1000) | st.just(math.nan)


def test_published_athletes(oracle: Callable[[str], Any]) -> None:
    for case in oracle("acwr")["cases"]:
        loads = case["loads"]
        assert acute_chronic_ratio(loads).value == pytest.approx(case["rolling_coupled"], rel=1e-9)
        uncoupled = acute_chronic_ratio(loads, "uncoupled").value
        assert uncoupled == pytest.approx(case["rolling_uncoupled_7_21"], rel=1e-9)
        averaged = acute_chronic_ratio(loads, "ewma").value
        assert averaged == pytest.approx(case["ewma_seed_first_day"], rel=1e-9)
        assert averaged == pytest.approx(case["published_ewma"], abs=0.005)


def test_a_steady_month_is_one_by_every_method() -> None:
    assert acute_chronic_ratio([50] * 28).value == pytest.approx(1)
    assert acute_chronic_ratio([50] * 40, "uncoupled").value == pytest.approx(1)
    assert acute_chronic_ratio([50] * 40, "ewma").value == pytest.approx(1)


def test_rest_days_are_days() -> None:
    three_a_week = [60.0, None, 60, 0, 60, math.nan, 0] * 4
    assert acute_chronic_ratio(three_a_week).value == pytest.approx(1)


@pytest.mark.parametrize("days", range(28))
def test_no_ratio_in_the_first_four_weeks(days: int) -> None:
    assert f"{days} days" in (acute_chronic_ratio([50] * days).reason or "")


def test_no_ratio_without_training_to_compare_with() -> None:
    assert acute_chronic_ratio([0] * 28).value is None
    assert acute_chronic_ratio([0] * 21 + [50] * 7, "uncoupled").value is None
    assert acute_chronic_ratio([0] * 21 + [50] * 7).value == pytest.approx(4)


def test_monotony_and_strain_of_a_published_week() -> None:
    week = [300, 0, 450, 200, 0, 600, 150]
    assert monotony(week).value == pytest.approx(1.0822319239346916)
    assert strain(week).value == pytest.approx(1839.7942706889758)


def test_reference_weeks(oracle: Callable[[str], Any]) -> None:
    for case in oracle("foster_monotony_strain")["cases"]:
        if len(case["daily"]) == 7:
            expected = case["monotony_sample"]
            found = monotony(case["daily"]).value
            assert found == (None if expected is None else pytest.approx(expected, rel=1e-9))
            assert (strain(case["daily"]).value is None) == (expected is None)


@pytest.mark.parametrize("week", [[], [10] * 6, [10] * 8, [0] * 7, [420.0] * 7, [0.1] * 7])
def test_undefined_weeks(week: list[float]) -> None:
    assert monotony(week).value is None
    assert strain(week).reason


@given(st.lists(maybe, max_size=80), st.sampled_from(["coupled", "uncoupled", "ewma"]))
def test_any_loads_give_a_finite_ratio_or_a_reason(loads: list[float | None], method: Any) -> None:
    metric = acute_chronic_ratio(loads, method)
    assert metric.reason if metric.value is None else metric.value >= 0
    week = monotony(loads[:7])
    assert week.reason if week.value is None else week.value >= 0


def test_ramp_rate() -> None:
    assert ramp_rate([40, 41, 42, 43, 44, 45, 46, 47]).value == 7
    assert ramp_rate([40] * 7).value is None
    assert ramp_rate([math.nan] * 8).value is None


def test_spike_against_the_longest_of_thirty_days() -> None:
    assert session_spike(21000, [10000, None, 14000, math.nan]).value == pytest.approx(1.5)
    assert session_spike(21000, []).value is None
    assert session_spike(21000, [0, None]).value is None
    assert session_spike(None, [10000]).value is None
    assert session_spike(0, [10000]).value is None


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (0.5, "usual"),
        (1.1, "usual"),
        (1.2, "small"),
        (1.3, "small"),
        (1.31, "moderate"),
        (2.0, "moderate"),
        (3, "large"),
    ],
)
def test_spike_bands(ratio: float, expected: str) -> None:
    assert spike_band(ratio) == expected


@pytest.mark.parametrize("ratio", [0.0, 0.3, 0.8, 0.95, 1.0, 1.3, 1.5, 2.4, 10.0])
def test_the_ratio_is_described_and_never_judged(ratio: float) -> None:
    words = describe_ratio(ratio).lower()
    assert words.endswith(".")
    assert not any(verdict in words for verdict in ("risk", "danger", "safe", "injur", "should", "too much", "you"))


def test_the_ratio_in_words() -> None:
    assert "about as much" in describe_ratio(1.02)
    assert "1.4 times" in describe_ratio(1.43)
    assert describe_ratio(None) == describe_ratio(math.nan) == describe_ratio(-1)
    assert "not enough" in describe_ratio(None)


def test_the_ratio_counts_days_where_the_acwr_package_of_cran_counts_sessions() -> None:
    """CRAN ACWR divides by training sessions, so two runs a week and six read the same and a rest day vanishes."""
    twice_then_daily = [70.0, 0, 0, 70, 0, 0, 0] * 3 + [70.0] * 7
    by_days = acute_chronic_ratio(twice_then_daily).value
    by_sessions = 70 / 70
    assert by_days == pytest.approx(70 / (13 * 70 / 28))
    assert by_days != pytest.approx(by_sessions)


def test_the_weighted_ratio_starts_from_the_first_day_where_others_start_from_zero() -> None:
    """Programs that seed with zero read 1.40 for the first athlete of Williams 2017; the paper prints 1.25."""
    loads = [30.0] * 21 + [50.0] * 7
    assert acute_chronic_ratio(loads, "ewma").value == pytest.approx(1.25, abs=0.005)
