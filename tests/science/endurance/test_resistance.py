"""Wind for runners and the power of a steady ride against published and peer values."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.resistance import air_density, riding_power, riding_speed, speed_in_wind, wind_cost


def test_reference_wind(oracle: Callable[[str], Any]) -> None:
    for case in oracle("environment")["cases"]:
        if case.get("fn") == "davis_wind_metabolic_cost":
            found = wind_cost(case["speed"], case["headwind"], case["mass"]).value
            assert found == pytest.approx(case["ratio"], rel=1e-9)


def test_reference_rides(oracle: Callable[[str], Any]) -> None:
    for case in oracle("environment")["cases"]:
        if case.get("fn") == "sauce_cycling_power":
            found = riding_power(
                case["velocity"],
                weight=case["mass"],
                grade=case["slope"],
                headwind=case["headwind"],
                altitude=case["elev"],
                drag_area=case["cda"],
                rolling=case["crr"],
                loss=case["loss"],
            )
            assert found.value == pytest.approx(case["expected_w"], abs=0.01)


def test_wind_of_the_publication() -> None:
    assert wind_cost(4, 5, 60).value == pytest.approx(1.141, abs=1e-3)
    assert wind_cost(4, 0, 60).value == 1


@given(st.floats(1, 8), st.floats(-15, 15), st.floats(-15, 15))
def test_more_headwind_costs_more_and_a_strong_tailwind_pushes(speed: float, first: float, second: float) -> None:
    low, high = sorted((first, second))
    behind, ahead = wind_cost(speed, low, 65).value, wind_cost(speed, high, 65).value
    assert behind is not None
    assert ahead is not None
    assert behind <= ahead + 1e-12


def test_a_tailwind_faster_than_the_runner_pushes_where_a_plain_square_would_brake() -> None:
    matched = wind_cost(3, -3, 60).value
    assert matched is not None
    assert (wind_cost(3, -6, 60).value or 2) < matched


def test_downhill_without_pedalling_is_zero_and_says_so() -> None:
    coasting = riding_power(8, weight=80, grade=-0.08)
    assert coasting.value == 0
    assert "No pedalling" in (coasting.caution or "")


def test_the_standard_atmosphere() -> None:
    assert air_density(0) == pytest.approx(1.225)
    assert air_density(1000) == pytest.approx(1.1117, abs=1e-3)
    assert air_density(3000) == pytest.approx(0.9093, abs=1e-3)


@given(st.none() | st.floats(), st.none() | st.floats(), st.none() | st.floats())
def test_any_input_gives_a_finite_number_or_a_reason(a: float | None, b: float | None, c: float | None) -> None:
    for metric in (wind_cost(a, b, c), riding_power(a, weight=c, headwind=b or 0.0)):
        assert metric.reason if metric.value is None else math.isfinite(metric.value)


def test_values_beyond_what_was_measured() -> None:
    assert wind_cost(9, 0, 60).reason
    assert wind_cost(4, 20, 60).reason
    assert wind_cost(4, 10, 60).caution
    assert riding_power(10, weight=80, grade=0.5).reason
    assert riding_power(50, weight=80).reason
    assert riding_power(10, weight=80, loss=1.0).reason
    assert riding_power(10, weight=80, grade=math.nan).reason


@given(st.floats(2, 6), st.floats(-6, 6), st.floats(45, 100))
def test_speed_in_wind_takes_as_much_energy_a_second(speed: float, wind: float, weight: float) -> None:
    found = speed_in_wind(speed, wind, weight)
    assert found.value is not None
    assert (found.value < speed) == (wind > 0) or wind == pytest.approx(0, abs=1e-6)
    of_still = wind_cost(speed, 0, weight).value or 0
    # Cost in a wind is stated against still air at the same speed; energy a second is cost times speed.
    drag = 1e-12 + (wind_cost(found.value, wind, weight).value or 0) * (1 + _share(weight) * found.value**2)
    assert drag * found.value == pytest.approx(of_still * (1 + _share(weight) * speed**2) * speed, rel=1e-6)


def _share(weight: float) -> float:
    area = 0.8 * 0.266 * 0.1173 * weight**0.6466
    return 6.13 * 0.5 * 1.225 * area / (weight * 9.80665)


@given(st.floats(1.5, 20), st.floats(-0.02, 0.15), st.floats(-3, 8), st.floats(60, 120))
def test_riding_speed_is_riding_power_turned_round(speed: float, grade: float, wind: float, weight: float) -> None:
    watts = riding_power(speed, weight=weight, grade=grade, headwind=wind).value
    if not watts or watts > 3000:
        return
    found = riding_speed(watts, weight=weight, grade=grade, headwind=wind)
    assert found.value == pytest.approx(speed, rel=1e-5)


@pytest.mark.parametrize("power", [None, 0.0, -10.0, float("nan"), 1e9])
def test_no_speed_from_no_power(power: float | None) -> None:
    assert riding_speed(power, weight=80).reason
    assert riding_speed(200, weight=None).reason
    assert riding_speed(200, weight=80, drag_area=0).reason
