"""Zones partition the scale, edges belong upward, and time in them never exceeds what was recorded."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.zones import (
    heart_rate_at,
    heart_rate_zones,
    pace_zones,
    power_zones,
    three_zones,
    time_in_zones,
    why_no_heart_rate_zones,
)


def test_karvonen_zones() -> None:
    zones = heart_rate_zones(max_hr=190, resting_hr=50)
    assert [zone.low for zone in zones] == pytest.approx([0, 134, 148, 162, 176])
    assert zones[-1].high == math.inf
    assert heart_rate_at(0.5, 190, 50) == 120


def test_friel_zones() -> None:
    run = heart_rate_zones(lthr=170)
    bike = heart_rate_zones(lthr=165, method="lthr_bike")
    assert [zone.high for zone in run[:-1]] == pytest.approx([144.5, 151.3, 159.8, 168.3, 173.4, 180.2])
    assert [zone.high for zone in bike[:-1]] == pytest.approx([133.65, 146.85, 153.45, 163.35, 168.3, 174.9])
    assert [zone.name for zone in run] == ["Z1", "Z2", "Z3", "Z4", "Z5a", "Z5b", "Z5c"]


def test_power_and_pace_zones() -> None:
    assert [zone.high for zone in power_zones(250)[:-1]] == pytest.approx([137.5, 187.5, 225, 262.5, 300, 375])
    assert len(power_zones(250)) == 7
    assert [zone.low for zone in pace_zones(4.0)] == pytest.approx([0, 3.2, 3.48, 3.8, 4.2, 4.76])
    assert [zone.low for zone in pace_zones(1.0, "pool_swimming")] == pytest.approx([0, 0.93, 0.97, 0.99, 1.02, 1.09])


def test_reference_zones(oracle: Callable[[str], Any]) -> None:
    cases = {case["fn"]: case for case in oracle("zones")["cases"]}
    karvonen = cases["karvonen"]
    found = [heart_rate_at(share, karvonen["hr_max"], karvonen["hr_rest"]) for share in karvonen["pct"]]
    assert found == pytest.approx(karvonen["expected"])
    friel = heart_rate_zones(lthr=cases["friel_run_lthr"]["lthr"])
    assert [zone.high for zone in friel[:-1]] == pytest.approx(cases["friel_run_lthr"]["expected_upper"])


def test_an_exact_edge_belongs_to_the_zone_above() -> None:
    zones = power_zones(200)
    assert 110.0 in zones[1]
    assert 110.0 not in zones[0]
    assert math.nextafter(110.0, 0) in zones[0]


@given(st.floats(1, 3000), st.floats(0, 5000))
def test_every_value_is_in_exactly_one_zone(ftp: float, watts: float) -> None:
    assert sum(watts in zone for zone in power_zones(ftp)) == 1


@pytest.mark.parametrize("threshold", [None, 0.0, -5.0, math.nan, math.inf])
def test_no_threshold_no_zones(threshold: float | None) -> None:
    assert power_zones(threshold) == ()
    assert pace_zones(threshold) == ()
    assert heart_rate_zones(lthr=threshold) == ()
    assert why_no_heart_rate_zones(lthr=threshold)


def test_why_there_are_no_heart_rate_zones() -> None:
    assert why_no_heart_rate_zones(max_hr=190, resting_hr=50) is None
    assert "below the maximum" in (why_no_heart_rate_zones(max_hr=60, resting_hr=70) or "")
    assert "maximum" in (why_no_heart_rate_zones(resting_hr=50, method="reserve") or "")
    assert heart_rate_zones(max_hr=60, resting_hr=70) == ()
    assert [zone.low for zone in heart_rate_zones(max_hr=200)] == pytest.approx([0, 120, 140, 160, 180])


def test_time_in_zones_counts_the_second_before_each_sample() -> None:
    time = np.arange(0.0, 61.0)
    watts = np.where(time <= 30, 100.0, 300.0)
    assert time_in_zones(time, watts, power_zones(250)) == (30, 0, 0, 0, 0, 30, 0)


def test_time_in_zones_leaves_out_gaps_pauses_and_missing_values() -> None:
    time = np.array([0.0, 10, 20, 120, 130, 140])
    beats = np.array([100.0, 100, 100, 100, np.nan, 100])
    zones = heart_rate_zones(lthr=170)
    assert sum(time_in_zones(time, beats, zones)) == 30
    assert sum(time_in_zones(time, beats, zones, pauses=[(10, 15)])) == 25


@given(
    st.lists(st.tuples(st.floats(0, 1e5) | st.just(math.nan), st.floats(-50, 2000) | st.just(math.nan)), max_size=60)
)
def test_time_in_zones_never_exceeds_elapsed_whatever_the_clock_does(samples: list[tuple[float, float]]) -> None:
    time = np.array([moment for moment, _ in samples], dtype=np.float64)
    values = np.array([number for _, number in samples], dtype=np.float64)
    spent = time_in_zones(time, values, power_zones(250))
    known = time[np.isfinite(time)]
    elapsed = known.max() - known.min() if known.size else 0
    assert all(seconds >= 0 for seconds in spent)
    assert sum(spent) <= elapsed + 1e-6


def test_five_zones_of_threshold_and_three_of_two_thresholds(oracle: Callable[[str], Any]) -> None:
    cases = {case["fn"]: case for case in oracle("zones")["cases"]}
    five = heart_rate_zones(lthr=100, method="lthr_five")
    assert [zone.low for zone in five] == pytest.approx(cases["gc_hr_zones_pct_lthr"]["lower_pct"])
    assert [zone.low for zone in pace_zones(100)] == pytest.approx(cases["gc_run_pace_zones_pct_cv_speed"]["lower_pct"])
    swim = [zone.low for zone in pace_zones(100, "swimming")]
    assert swim == pytest.approx(cases["gc_swim_pace_zones_pct_cv_speed"]["lower_pct"])
    bike = heart_rate_zones(lthr=cases["friel_bike_lthr"]["lthr"], method="lthr_bike")
    assert [zone.high for zone in bike[:-1]] == pytest.approx(cases["friel_bike_lthr"]["expected_upper"])
    coggan = cases["coggan_power_sauce"]
    upper = [value for value in coggan["expected_upper"].values() if value is not None]
    assert [zone.high for zone in power_zones(coggan["ftp"])[:-1]] == pytest.approx(upper)
    assert [zone.low for zone in three_zones(140, 165)] == [0, 140, 165]


@pytest.mark.parametrize(("first", "second"), [(None, 160), (140, None), (0, 160), (160, 160), (math.nan, 160)])
def test_three_zones_need_two_thresholds_in_order(first: float | None, second: float | None) -> None:
    assert three_zones(first, second) == ()
