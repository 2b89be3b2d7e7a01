"""Tapers leave out what they say in the shape they say, and lead to form on race day."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.fitness import fitness_series
from paceline.science.endurance.taper import Shape, exponential_taper, taper, through_taper, usual_days

SHAPES: tuple[Shape, ...] = ("exponential", "linear", "step")


@given(st.integers(1, 42), st.sampled_from(SHAPES), st.floats(0, 0.95))
def test_the_whole_volume_falls_by_what_is_asked(days: int, shape: Shape, reduction: float) -> None:
    found = taper(days, shape, reduction)
    assert found.shares.size == days
    assert found.shares.mean() == pytest.approx(1 - reduction, abs=1e-6)
    assert (np.diff(found.shares) <= 1e-12).all()
    assert ((found.shares >= 0) & (found.shares <= 1)).all()


def test_shapes() -> None:
    step, linear, exponential = (taper(14, shape).shares for shape in ("step", "linear", "exponential"))
    assert step.tolist() == [0.5] * 14
    assert np.diff(linear) == pytest.approx(np.full(13, linear[1] - linear[0]))
    ratios = exponential[1:] / exponential[:-1]
    assert ratios == pytest.approx(np.full(13, ratios[0]))
    assert linear[-1] < exponential[-1]  # the even fall ends lower, the exponential begins faster


def test_mujikas_time_constants() -> None:
    slow, fast = exponential_taper(14, 8), exponential_taper(14, 4)
    assert slow.shares[7] == pytest.approx(math.exp(-1))
    assert slow.reduction == pytest.approx(1 - sum(math.exp(-day / 8) for day in range(1, 15)) / 14)
    assert slow.reduction is not None
    assert fast.reduction is not None
    assert 0.41 <= slow.reduction <= 0.60 < fast.reduction
    assert slow.caution is None
    assert "41 to 60" in (fast.caution or "")


def test_tapers_unlike_those_that_were_tried_say_so() -> None:
    assert taper(14).caution is None
    assert "41 to 60" in (taper(14, reduction=0.2).caution or "")
    assert "two weeks" in (taper(3).caution or "")
    assert "two weeks" in (taper(28).caution or "")


@pytest.mark.parametrize("days", [0, -3, 43])
def test_unusable_lengths(days: int) -> None:
    for found in (taper(days), exponential_taper(days, 8)):
        assert found.shares.size == 0
        assert found.reduction is None
        assert found.reason


@pytest.mark.parametrize("number", [math.nan, math.inf, -0.1, 1.0])
def test_unusable_reductions(number: float) -> None:
    assert taper(14, reduction=number).reason


@pytest.mark.parametrize("number", [math.nan, math.inf, 0.0, -4.0])
def test_unusable_time_constants(number: float) -> None:
    assert exponential_taper(14, number).reason


def test_longer_races_ask_for_longer_tapers() -> None:
    days = [usual_days(distance) for distance in (5000, 10000, 21097.5, 42195, 100000, 160934)]
    assert days == [7, 10, 12, 14, 18, 21]
    assert usual_days(0) is None
    assert usual_days(math.nan) is None


def test_a_taper_lets_form_rise_while_fitness_falls_little() -> None:
    past = fitness_series([80.0] * 200)
    ahead = through_taper(past, 80, taper(14))
    assert ahead.tsb.size == 15
    assert ahead.tsb[0] == pytest.approx(float(past.ctl[-1] - past.atl[-1]))
    assert ahead.tsb[-1] > 15
    assert 0.8 * past.ctl[-1] < ahead.ctl[-2] < past.ctl[-1]
    unchanged = through_taper(past, 80, taper(14, "step", 0.0))
    assert abs(unchanged.tsb[-1]) < 2
    with pytest.raises(ValueError, match="usual load"):
        through_taper(past, math.nan, taper(14))


def test_without_a_taper_only_race_morning_is_left() -> None:
    assert through_taper(fitness_series([80.0] * 50), 80, taper(0)).tsb.size == 1
