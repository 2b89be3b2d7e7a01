"""What is left late in a session, and where efficiency is going."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.durability import (
    DriftSession,
    SteadySession,
    after_time,
    after_work,
    decoupling_trend,
    efficiency_drop,
    efficiency_trend,
    seconds_of_work,
)

channel = arrays(np.float64, st.integers(0, 80), elements=st.floats(-500, 3000) | st.just(math.nan))


def ride() -> np.ndarray:
    """Five hard minutes, three easy hours, and five hard minutes at a tenth less."""
    return np.concatenate((np.full(300, 300.0), np.full(10800, 180.0), np.full(300, 270.0), np.full(60, 100.0)))


def test_the_drop_after_work_and_after_hours() -> None:
    by_work, by_time = after_work(ride(), 1_500_000), after_time(ride(), 7200)
    for found in (by_work, by_time):
        assert found.drop.value == pytest.approx(10)
        assert found.fresh == pytest.approx(300)
        assert found.tired is not None
        assert found.tired.start == 11100
        assert "same session" in (found.drop.caution or "")


def test_a_fresh_value_from_the_own_curve() -> None:
    found = after_work(ride(), 1_500_000, fresh=360)
    assert found.drop.value == pytest.approx(25)
    assert found.drop.caution is None


def test_work_is_counted_to_the_joule() -> None:
    even = np.full(1000, 200.0)
    exact = after_work(even, 100_000.0, duration=500)
    assert exact.tired is not None
    assert exact.tired.start == 500
    assert after_work(even, 100_000.0, duration=501).drop.reason


@pytest.mark.parametrize("work", [0.0, -1.0, math.nan, math.inf, 1e12])
def test_no_such_amount_of_work(work: float) -> None:
    assert after_work(ride(), work).drop.reason
    assert after_time(ride(), work).drop.reason


def test_efficiency_after_work_takes_its_split_from_the_work() -> None:
    power, beats = np.full(7200, 200.0), np.concatenate((np.full(3600, 140.0), np.full(3600, 154.0)))
    split = seconds_of_work(power, 720_000)
    assert split.value == 3600
    assert efficiency_drop(power, beats, split.value).value == pytest.approx(100 * (1 - 140 / 154))


def test_too_little_before_or_after() -> None:
    assert after_time(ride(), 11400).drop.reason
    assert after_time(ride(), 100).drop.reason
    assert after_time(ride(), 3600, duration=0).drop.reason
    assert after_time(np.zeros(4000), 2000).drop.reason
    assert after_work(np.full(100, math.nan), 10).drop.reason


@given(channel, st.floats(), st.integers(-5, 100))
def test_any_channel_gives_a_finite_drop_or_a_reason(values: np.ndarray, mark: float, duration: int) -> None:
    for found in (after_work(values, mark, duration=duration), after_time(values, mark, duration=duration)):
        assert found.drop.reason if found.drop.value is None else found.drop.value <= 100 + 50_000


def test_late_efficiency() -> None:
    power = np.full(7200, 200.0)
    beats = np.concatenate((np.full(3600, 140.0), np.full(3600, 154.0)))
    assert efficiency_drop(power, beats, 3600).value == pytest.approx(100 * (1 - 140 / 154))
    beats[4000:5000] = 0
    assert efficiency_drop(power, beats, 3600).reason
    assert efficiency_drop(power, beats[:100], 3600).reason
    assert efficiency_drop(power, np.full(7200, 140.0), 600).reason
    assert efficiency_drop(np.zeros(7200), np.full(7200, 140.0), 3600).reason


@given(channel, st.floats())
def test_late_efficiency_of_any_channel(values: np.ndarray, mark: float) -> None:
    metric = efficiency_drop(values, values, mark, warm_up=0)
    assert metric.reason if metric.value is None else math.isfinite(metric.value)


def sessions(*pairs: tuple[int, float]) -> list[SteadySession]:
    return [SteadySession(day, factor, 60.0, 1.02) for day, factor in pairs]


def test_a_steady_gain_of_a_percent_a_week() -> None:
    trend = efficiency_trend(sessions(*((7 * week, 1.5 + 0.015 * week) for week in range(9))))
    assert trend.change.value == pytest.approx(100 * 0.015 / 7 * 30 / 1.56)
    assert trend.sessions == 9
    assert trend.low == pytest.approx(trend.change.value)


def test_one_hot_day_does_not_turn_the_trend_as_it_turns_a_least_squares_line() -> None:
    """Programs that draw a least-squares line report a fall here, after eight sessions of rise and one hot day."""
    days = [7 * week for week in range(9)]
    factors = [1.5 + 0.01 * week for week in range(8)] + [1.2]
    assert np.polyfit(days, factors, 1)[0] < 0
    trend = efficiency_trend(sessions(*zip(days, factors, strict=True)))
    assert trend.change.value is not None
    assert trend.change.value > 0
    assert trend.low is not None
    assert trend.high is not None
    assert trend.low <= trend.change.value <= trend.high


def test_uneven_short_or_few_sessions_give_no_trend() -> None:
    few = efficiency_trend(sessions((0, 1.5), (10, 1.5), (20, 1.6), (30, 1.6)))
    assert "there are 4" in (few.change.reason or "")
    assert efficiency_trend(sessions(*((day, 1.5) for day in range(10)))).change.reason
    uneven = [SteadySession(7 * week, 1.5, 60, 1.2) for week in range(9)]
    short = [SteadySession(7 * week, 1.5, 39, 1.0) for week in range(9)]
    assert efficiency_trend([*uneven, *short]).sessions == 0


@given(
    st.lists(
        st.builds(SteadySession, st.integers(0, 100), st.floats(), st.floats(), st.none() | st.floats()), max_size=12
    )
)
def test_any_sessions_give_a_finite_trend_or_a_reason(series: list[SteadySession]) -> None:
    change = efficiency_trend(series).change
    assert change.reason if change.value is None else math.isfinite(change.value)


def test_drift_that_shrinks_by_a_point_a_month() -> None:
    sessions = [DriftSession(7 * week, 8 - 7 * week / 30, 60) for week in range(10)]
    found = decoupling_trend([*sessions, DriftSession(30, 90.0, 60), DriftSession(31, 40.0, 20)])
    assert found.change.value == pytest.approx(-1)
    assert found.sessions == 10
    assert decoupling_trend(sessions[:3]).change.reason
    assert decoupling_trend([DriftSession(1, 5.0, 60)] * 9).change.reason
