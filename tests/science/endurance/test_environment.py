"""Heat, humidity and altitude against published tables, and silence outside the range they were measured in."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.environment import (
    aerobic_share,
    dew_point,
    dew_point_slowdown,
    heat_index,
    heat_slowdown,
    marathon_heat_loss,
    sea_level_power,
    simple_wet_bulb_globe,
    wet_bulb,
)

OF_WEATHER = (dew_point, wet_bulb, heat_index, simple_wet_bulb_globe, heat_slowdown, dew_point_slowdown)
number = st.none() | st.floats() | st.floats(-80, 80)


def fahrenheit(sum_of_two: float) -> float:
    """The °C of air whose temperature and dew point, both the same at 100 %, add up to this many °F."""
    return (sum_of_two / 2 - 32) / 1.8


def test_reference_weather(oracle: Callable[[str], Any]) -> None:
    for case in oracle("environment")["cases"]:
        if "fn" not in case:
            air = case["t_c"], case["rh"]
            assert dew_point(*air).value == pytest.approx(case["dew_point_magnus"], abs=1e-9)
            assert wet_bulb(*air).value == pytest.approx(case["stull_wet_bulb"], abs=1e-9)
            assert simple_wet_bulb_globe(*air).value == pytest.approx(case["swbgt_acsm"], abs=1e-9)
            assert heat_index(*air).value == pytest.approx(case["heat_index_nws_c"], abs=1e-9)


def test_reference_slowdowns(oracle: Callable[[str], Any]) -> None:
    for case in oracle("environment")["cases"]:
        if case.get("fn") == "davis_mantzios_heat_humidity":
            found = heat_slowdown(case["t_c"], case["rh"]).value
            assert found == pytest.approx(case["pace_slowdown_pct"], abs=1e-9)
        if case.get("fn") == "hadley_temp_plus_dewpoint_F":
            found = dew_point_slowdown(fahrenheit(case["sum_to"]), 100).value
            assert found == pytest.approx(case["pct_high"], abs=1e-6)
        if case.get("fn") == "ely_2007_top3_pct_off_course_record":
            middle = math.fsum(map(float, case["wbgt_c"].split("-"))) / 2
            assert marathon_heat_loss(middle, "male").value == pytest.approx(case["men_pct"])
            assert marathon_heat_loss(middle, "female").value == pytest.approx(case["women_pct"])


def test_reference_altitude(oracle: Callable[[str], Any]) -> None:
    for case in oracle("environment")["cases"]:
        if case.get("fn") == "bassett1999_unacclimatised_vo2max_pct":
            share = aerobic_share(case["km"] * 1000, acclimatised=False).value
            assert share is not None
            assert share * 100.35 == pytest.approx(case["expected"], abs=1e-9)
        if case.get("fn") == "bassett1999_acclimatised_sea_level_power":
            watts = sea_level_power(case["power_w"], case["elevation_m"], acclimatised=True).value
            assert watts is not None
            assert watts / 0.99921 == pytest.approx(case["expected_sea_level_w"], abs=1e-9)


def test_at_sea_level_altitude_changes_nothing_where_sauce4strava_adds_a_quarter_of_a_watt() -> None:
    """sauce4strava uses Bassett's curve as it is, 99.921 % at sea level, so 300 W there become 300.24 W."""
    assert sea_level_power(300, 0, acclimatised=True).value == 300
    assert sea_level_power(300, -50, acclimatised=False).value == 300
    assert aerobic_share(0, acclimatised=True).caution is None


def test_the_unacclimatised_curve_is_a_product_and_not_the_power_of_a_peers_comment() -> None:
    """A comment in sauce4strava misprints the linear term as `4.0726 ** k`; at 2 km that would be 16.6, not 8.1."""
    assert aerobic_share(2000, acclimatised=False).value == pytest.approx(0.878936 / 1.0035, abs=1e-6)


@given(st.floats(0, 4000), st.floats(0, 4000))
def test_the_higher_the_less(first: float, second: float) -> None:
    low, high = sorted((first, second))
    for acclimatised in (True, False):
        below, above = (aerobic_share(metres, acclimatised=acclimatised).value for metres in (low, high))
        assert below is not None
        assert above is not None
        assert above <= below + 1e-12 <= 1 + 1e-12


@given(st.floats(-20, 35), st.floats(-20, 35), st.floats(0, 100), st.floats(0, 100))
def test_hotter_or_damper_is_never_faster(cool: float, hot: float, dry: float, damp: float) -> None:
    (cool, hot), (dry, damp) = sorted((cool, hot)), sorted((dry, damp))
    least, most = heat_slowdown(cool, dry).value, heat_slowdown(hot, damp).value
    assert least is not None
    assert most is not None
    assert 0 <= least <= most + 1e-9


def test_humidity_that_a_table_by_temperature_misses() -> None:
    """Tables by temperature alone give one number for 30 °C; races show 3.6 % at 50 % humidity and 6.5 % at 80 %."""
    assert heat_slowdown(30, 50).value == pytest.approx(3.62, abs=0.01)
    assert heat_slowdown(30, 80).value == pytest.approx(6.49, abs=0.01)


def test_outside_the_measured_range() -> None:
    assert "35" in (heat_slowdown(35.1, 50).reason or "")
    assert "4000" in (aerobic_share(4001, acclimatised=True).reason or "")
    assert "27" in (heat_index(20, 50).caution or "")
    assert heat_index(35, 50).caution is None
    assert "5 to 99" in (wet_bulb(20, 100).reason or "")
    assert "dry" in (dew_point(20, 0).reason or "")
    assert "beyond the table" in (dew_point_slowdown(45, 90).reason or "")
    assert marathon_heat_loss(4, "male").reason
    assert marathon_heat_loss(None, "female").reason
    assert "0 to 100" in (heat_slowdown(20, 101).reason or "")


def test_dry_and_humid_corrections_of_the_heat_index() -> None:
    assert heat_index(35, 10).value == pytest.approx((90.2 - 32) / 1.8, abs=0.6)
    assert (heat_index(28, 95).value or 0) > (heat_index(28, 85).value or 0)


@given(number, number)
def test_any_weather_gives_a_finite_number_or_a_reason(temperature: float | None, humidity: float | None) -> None:
    for compute in OF_WEATHER:
        metric = compute(temperature, humidity)
        assert metric.reason if metric.value is None else math.isfinite(metric.value)
    for metric in (marathon_heat_loss(temperature, "male"), sea_level_power(humidity, temperature, acclimatised=True)):
        assert metric.reason if metric.value is None else metric.value >= 0
