"""HRV from heartbeat intervals, baselines and recent means."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.wellness import (
    HrvMorning,
    baseline,
    hrv_status,
    ln_rmssd,
    recent_mean,
    rmssd,
    sleep_debt,
)

INTERVALS = [812, 798, 825, 840, 833, 801, 790, 815, 829, 846, 838, 820, 805, 797, 811, 834, 850, 842, 826, 809]
maybe = st.none() | st.floats(-1e6, 1e6) | st.just(math.nan)


def test_rmssd_of_twenty_intervals() -> None:
    assert rmssd(INTERVALS).value == pytest.approx(17.352384941497082)
    assert ln_rmssd(INTERVALS).value == pytest.approx(2.853729957551044)
    assert rmssd(INTERVALS).caution == "Less than a minute was recorded."
    assert rmssd(INTERVALS * 5).caution is None


def test_artefacts_are_dropped() -> None:
    assert rmssd([800, 810, 1600, 1610]).value == pytest.approx(10)
    assert rmssd([800, 1600, 800]).value is None


@pytest.mark.parametrize("intervals", [[], [800], [0, 800], [math.nan, 800]])
def test_too_few_or_impossible_intervals(intervals: list[float]) -> None:
    assert rmssd(intervals).reason
    assert ln_rmssd(intervals).reason


def test_identical_intervals_have_no_logarithm() -> None:
    assert rmssd([800, 800, 800]).value == 0
    assert ln_rmssd([800, 800, 800]).value is None


def test_reference_baseline(oracle: Callable[[str], Any]) -> None:
    case = next(case for case in oracle("hrv_readiness")["cases"] if case.get("id") == "swc")
    usual = baseline(case["baseline_ln_rmssd"])
    assert usual is not None
    assert usual.mean == pytest.approx(case["baseline_mean"], abs=1e-9)
    assert usual.sd == pytest.approx(case["baseline_sd_sample"], abs=1e-9)
    assert usual.band == pytest.approx((case["swc_low"], case["swc_high"]), abs=1e-9)
    week = recent_mean(case["last7"][-1], case["last7"][:-1])
    assert week.value == pytest.approx(case["rolling7"], abs=1e-9)


@given(st.lists(maybe, max_size=60), st.randoms())
def test_a_baseline_does_not_depend_on_the_order_of_days(history: list[float | None], shuffle: Any) -> None:
    mixed = list(history)
    shuffle.shuffle(mixed)
    first, second = baseline(history), baseline(mixed)
    assert (first is None) == (second is None)
    if first and second:
        assert first.mean == pytest.approx(second.mean)
        assert first.sd == pytest.approx(second.sd)


def test_a_baseline_needs_a_fortnight_and_forgets_after_sixty_days() -> None:
    assert baseline([50.0] * 13) is None
    assert baseline([50.0] * 13 + [None, math.nan]) is None
    recent = baseline([90.0] * 100 + [50.0] * 60)
    assert recent is not None
    assert (recent.mean, recent.sd, recent.days) == (50, 0, 60)
    assert recent.z(53, smallest_sd=1.5) == 2


def test_recent_mean_takes_today_and_six_days_before() -> None:
    assert recent_mean(10, [0, 0, 10, 10, 10, 10, 10, 10]).value == 10
    assert recent_mean(10, [None, 20]).value is None
    assert "3 mornings" in (recent_mean(None, []).reason or "")


def test_sleep_debt() -> None:
    assert sleep_debt([7.0] * 7).value == 7
    assert sleep_debt([6.0, 10.0, 8.0]).value == 0
    assert sleep_debt([6.0, None]).value is None


def mornings(logs: list[float], kind: Any = "rmssd") -> list[HrvMorning | None]:
    return [HrvMorning(math.exp(value), kind) for value in logs]


def test_the_reference_week_lies_below_its_band(oracle: Callable[[str], Any]) -> None:
    case = next(case for case in oracle("hrv_readiness")["cases"] if case.get("id") == "swc")
    found = hrv_status(mornings(case["last7"]), mornings(case["baseline_ln_rmssd"]))
    assert found.week.value == pytest.approx(case["rolling7"], abs=1e-9)
    assert found.variation.value == pytest.approx(case["cv7_pct"], abs=1e-9)
    assert found.usual is not None
    assert found.usual.band == pytest.approx((case["swc_low"], case["swc_high"]), abs=1e-9)
    assert found.place == "below"


def test_sdnn_is_never_mixed_with_rmssd() -> None:
    """Watches that report SDNN and straps that report RMSSD in one line show a jump on the day the device changed."""
    sixty = mornings([4.0, 4.1] * 30)
    other = mornings([4.6] * 7, "sdnn")
    assert "different measures" in (hrv_status(other, sixty).week.reason or "")
    mixed = hrv_status([*other[:3], *mornings([4.05] * 4)], [*other, *sixty])
    assert mixed.week.value == pytest.approx(4.05)
    assert mixed.place == "within"
    assert hrv_status(other, mornings([4.6] * 20, "sdnn"), "sdnn").place == "within"


def test_a_week_without_history_or_mornings() -> None:
    assert "14 mornings" in (hrv_status(mornings([4.0] * 7), mornings([4.0] * 13)).week.caution or "")
    assert "3 mornings" in (hrv_status(mornings([4.0] * 2), mornings([4.0] * 20)).week.reason or "")
    assert hrv_status([], []).week.reason
    assert hrv_status([None] * 7, [None] * 60).week.reason


@given(st.lists(st.none() | st.builds(HrvMorning, st.floats(), st.sampled_from(["rmssd", "sdnn"])), max_size=80))
def test_any_mornings_give_a_finite_status_or_a_reason(history: list[HrvMorning | None]) -> None:
    found = hrv_status(history[-7:], history[:-7])
    assert found.week.reason if found.week.value is None else math.isfinite(found.week.value)
    assert (found.place is None) == (found.usual is None)
