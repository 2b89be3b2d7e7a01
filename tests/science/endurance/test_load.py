"""One scale for every session: which method is chosen, and that an hour at threshold is a hundred in each."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.load import Load, activity_load, load_per_hour, session_load, session_rpe
from paceline.science.endurance.sports import family


def ride(**known: float) -> Load:
    inputs: dict[str, float | None] = dict.fromkeys(
        ("normalized_power", "ftp", "graded_speed", "threshold_speed", "heart_rate_stress", "rpe")
    )
    return activity_load(sport="cycling", duration=3600, **(inputs | known))


def test_an_hour_at_threshold_is_a_hundred_by_every_method() -> None:
    assert ride(normalized_power=250, ftp=250).value == pytest.approx(100)
    assert activity_load(sport="running", duration=3600, graded_speed=4, threshold_speed=4).value == pytest.approx(100)
    assert activity_load(sport="swim", duration=3600, graded_speed=1, threshold_speed=1).value == pytest.approx(100)
    assert ride(heart_rate_stress=100).value == 100
    assert ride(rpe=8).value == pytest.approx(100)


def test_the_best_measure_is_chosen_and_said() -> None:
    everything = {"normalized_power": 200.0, "ftp": 250.0, "heart_rate_stress": 70.0, "rpe": 5.0}
    order = []
    for lost in ("normalized_power", "heart_rate_stress", "rpe", None):
        load = ride(**everything)
        order.append(load.method)
        assert load.reason
        if lost:
            everything.pop(lost)
    assert order == ["power", "heart_rate", "rpe", "duration"]


def test_a_threshold_means_nothing_in_another_sport() -> None:
    run = activity_load(sport="trail_running", duration=3600, normalized_power=300, ftp=250, rpe=4)
    assert run.method == "rpe"
    assert ride(graded_speed=9, threshold_speed=4, rpe=4).method == "rpe"


def test_a_broken_meter_is_passed_over_and_said() -> None:
    load = ride(normalized_power=760, ftp=250, heart_rate_stress=70)
    assert (load.value, load.method) == (70, "heart_rate")
    assert load.reason.startswith("The power looks wrong")
    assert "looks wrong" in ride(normalized_power=760, ftp=250).reason
    sprint = activity_load(sport="cycling", duration=300, normalized_power=400, ftp=250)
    assert sprint.method == "power"


def test_duration_alone_is_called_a_guess() -> None:
    load = activity_load(sport="strength_training", duration=2700)
    assert load.method == "duration"
    assert "guess" in load.reason
    assert load.value == pytest.approx(30)


@pytest.mark.parametrize("duration", [None, 0.0, -60.0, math.nan, math.inf])
def test_no_duration_no_load(duration: float | None) -> None:
    load = activity_load(sport="running", duration=duration, rpe=5)
    assert load.value is None
    assert load.method is None
    assert load.reason


def test_friels_points() -> None:
    assert [load_per_hour(rpe).value for rpe in (0, 1, 4, 7, 8, 10)] == [0, 20, 50, 80, 100, 140]
    assert load_per_hour(7.5).value == 90
    assert load_per_hour(11).value is None
    assert session_load(1800, 4).value == 25


def test_planned_and_logged_load_are_one_unit() -> None:
    planned, logged = session_load(4500, 6), activity_load(sport="running", duration=4500, rpe=6)
    assert planned.value == logged.value


def test_fosters_units_stay_apart() -> None:
    assert session_rpe(3600, 7).value == 420
    assert session_rpe(3600, -1).value is None


@given(st.floats(1, 1e5), st.floats(0, 10), st.floats(0, 10))
def test_harder_is_never_less(duration: float, first: float, second: float) -> None:
    low, high = (session_load(duration, rpe).value for rpe in sorted((first, second)))
    assert low is not None
    assert high is not None
    assert 0 <= low <= high


NAMES = ("duration", "normalized_power", "ftp", "graded_speed", "threshold_speed", "heart_rate_stress", "rpe")


@given(
    st.sampled_from(["cycling", "run", "swim", "hike", "yoga"]) | st.text(max_size=12),
    st.fixed_dictionaries(dict.fromkeys(NAMES, st.none() | st.floats())),
)
def test_any_input_gives_a_finite_load_or_a_reason(sport: str, inputs: dict[str, float | None]) -> None:
    load = activity_load(sport=sport, **inputs)
    assert load.reason
    assert load.value is None or (math.isfinite(load.value) and load.value >= 0)


@pytest.mark.parametrize(
    ("sport", "expected"),
    [
        ("Run", "running"),
        ("trail_running", "running"),
        ("hiking", "walking"),
        ("mountain_biking", "cycling"),
        ("VirtualRide", "cycling"),
        ("open_water_swimming", "swimming"),
        ("strength_training", "other"),
    ],
)
def test_families(sport: str, expected: str) -> None:
    assert family(sport) == expected
