"""The heat balance of Liljegren against the output of the authors' program, and hostile weather."""

import calendar
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.endurance.environment import simple_wet_bulb_globe
from paceline.science.endurance.wbgt import Sun, saturation, sun_at, wet_bulb_globe

JULY = (2024, 7, 15)


def test_reference_weather(oracle: Callable[[str], Any]) -> None:
    for case in oracle("environment")["cases"]:
        if case.get("fn") == "liljegren_wbgt":
            middle = calendar.timegm((*JULY, case["hour_utc"], 0, 0)) - case["avg_min"] * 30
            found = wet_bulb_globe(
                case["t_c"],
                case["rh"],
                solar=case["solar_w_m2"],
                wind=case["wind_m_s"],
                pressure=case["pressure_hpa"],
                sun=sun_at(case["lat"], case["lon"], middle),
            )
            assert found.value == pytest.approx(case["wbgt"], abs=case["tol"])


def test_noon_in_summer_by_the_published_numbers() -> None:
    noon = sun_at(45, 0, calendar.timegm((*JULY, 11, 30, 0)))
    assert wet_bulb_globe(30, 50, solar=900, wind=2, sun=noon).value == pytest.approx(28.87, abs=0.05)


def test_the_shortcut_of_the_acsm_reads_high_at_night() -> None:
    """The ACSM's shortcut assumes full sun and light wind: at night it reads five degrees high."""
    night = wet_bulb_globe(25, 80, solar=0, wind=1).value
    shortcut = simple_wet_bulb_globe(25, 80)
    assert night == pytest.approx(22.94, abs=0.05)
    assert shortcut.value == pytest.approx(night + 5.1, abs=0.2)
    assert "full sun" in (shortcut.caution or "")


def test_the_sun_on_two_known_days() -> None:
    solstice = sun_at(51.4779, 0, calendar.timegm((2024, 6, 20, 12, 2, 0)))
    assert math.degrees(math.acos(solstice.cos_zenith)) == pytest.approx(51.478 - 23.436, abs=0.05)
    assert sun_at(0, 0, calendar.timegm((2024, 1, 3, 12, 0, 0))).distance == pytest.approx(0.9833, abs=1e-4)
    assert sun_at(51, 0, calendar.timegm((2024, 6, 20, 0, 0, 0))).cos_zenith < 0


def test_saturation_at_two_known_temperatures() -> None:
    assert saturation(293.15) == pytest.approx(23.47, abs=0.05)
    assert saturation(303.15) == pytest.approx(42.6, abs=0.1)


def test_wind_cools_in_the_sun_and_sun_heats() -> None:
    calm, windy = (wet_bulb_globe(30, 50, solar=800, wind=wind).value or 0 for wind in (0.5, 5))
    shade = wet_bulb_globe(30, 50, wind=0.5).value or 0
    assert shade < windy < calm
    assert wet_bulb_globe(30, 50, wind=0).value == wet_bulb_globe(30, 50, wind=0.13).value


@pytest.mark.parametrize(
    ("temperature", "humidity", "rest"),
    [
        (None, 50, {}),
        (20, None, {}),
        (math.nan, 50, {}),
        (20, 0, {}),
        (20, 101, {}),
        (60, 50, {}),
        (20, 50, {"solar": -1}),
        (20, 50, {"solar": math.nan}),
        (20, 50, {"wind": math.inf}),
        (20, 50, {"pressure": 0}),
    ],
)
def test_impossible_weather(temperature: float | None, humidity: float | None, rest: dict[str, float]) -> None:
    assert wet_bulb_globe(temperature, humidity, **rest).reason


@settings(max_examples=60)
@given(
    st.floats(-10, 50), st.floats(1, 100), st.floats(0, 1367), st.floats(0, 20), st.floats(-1, 1), st.floats(600, 1050)
)
def test_any_weather_on_earth_settles_near_the_air(
    temperature: float, humidity: float, solar: float, wind: float, height: float, pressure: float
) -> None:
    found = wet_bulb_globe(temperature, humidity, solar=solar, wind=wind, pressure=pressure, sun=Sun(height))
    if found.value is None:
        assert found.reason
    else:
        assert temperature - 35 < found.value < temperature + 40
