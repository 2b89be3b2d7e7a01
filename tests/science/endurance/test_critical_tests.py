"""Critical speed and power from two trials, and from three minutes all-out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.critical import Effort, critical_speed
from paceline.science.endurance.critical_tests import all_out, two_trials


def trial(metres: float, seconds: float) -> Effort:
    return Effort(seconds, metres / seconds)


def test_three_and_nine_minutes() -> None:
    found = two_trials(trial(1000, 180), trial(2600, 540))
    assert found.critical.value == pytest.approx(1600 / 360)
    assert found.reserve.value == pytest.approx(200)
    assert "a third would tell" in (found.critical.caution or "")
    assert "usual" not in (found.critical.caution or "")


@given(st.floats(2.5, 6), st.floats(50, 400), st.floats(150, 240), st.floats(480, 900))
def test_a_known_speed_and_reserve_come_back_in_either_order(
    speed: float, reserve: float, short: float, long: float
) -> None:
    trials = [trial(reserve + speed * seconds, seconds) for seconds in (short, long)]
    for first, second in (trials, reversed(trials)):
        found = two_trials(first, second)
        assert found.critical.value == pytest.approx(speed)
        assert found.reserve.value == pytest.approx(reserve, rel=1e-6)


def test_three_runs_on_the_track_give_what_two_do() -> None:
    """Galbraith 2014: 3600, 2400 and 1200 m with half an hour between."""
    runs = [trial(metres, (metres - 180) / 4.5) for metres in (3600, 2400, 1200)]
    three = critical_speed(runs)
    two = two_trials(runs[0], runs[2])
    assert three.value.value == pytest.approx(4.5)
    assert two.critical.value == pytest.approx(4.5)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (trial(1000, 180), trial(1000, 180), "twice as long"),
        (trial(500, 90), trial(2600, 540), "last 2 to 25 minutes"),
        (trial(800, 180), trial(2600, 540), "not both all-out"),
        (trial(1000, 180), Effort(540, float("nan")), "above zero"),
        (Effort(0, 5), trial(2600, 540), "above zero"),
        (Effort(180, 1e9), trial(2600, 540), "fault"),
    ],
)
def test_trials_that_tell_nothing(first: Effort, second: Effort, words: str) -> None:
    found = two_trials(first, second)
    assert found.critical.value is None
    assert words in (found.critical.reason or "")
    assert found.reserve.reason == found.critical.reason


def three_minutes(critical: float = 250, peak: float = 700, fade: float = 30) -> np.ndarray:
    return critical + (peak - critical) * np.exp(-np.arange(180) / fade)


def test_three_minutes_all_out_end_at_critical_power() -> None:
    watts = three_minutes()
    found = all_out(watts)
    assert found.critical.value == pytest.approx(float(watts[-30:].mean()))
    assert found.critical.value == pytest.approx(250, abs=3)
    assert found.reserve.value == pytest.approx(450 * 30.5, rel=0.05)


def test_a_held_back_start_and_a_short_test_tell_nothing() -> None:
    assert "held back" in (all_out(three_minutes()[::-1]).critical.reason or "")
    assert all_out(np.full(180, 250.0)).critical.value is None
    assert "three whole minutes" in (all_out(three_minutes()[:179]).critical.reason or "")
    for nothing in (np.zeros(0), np.full(180, np.nan), np.zeros(180), np.full(180, np.inf)):
        assert all_out(nothing).critical.value is None


def test_a_few_missing_seconds_are_bridged() -> None:
    watts = three_minutes()
    whole = all_out(watts)
    watts[60:64] = np.nan
    again = all_out(watts)
    assert again.critical == whole.critical
    assert again.reserve.value == pytest.approx(whole.reserve.value or 0, rel=1e-3)
