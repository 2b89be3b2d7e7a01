"""Hooper and McLean: sums on their own scales, in their own directions, never out of a part."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.mornings import hrv_drop, raised, resting_rise
from paceline.science.endurance.questionnaires import hooper_index, mclean_wellness, wellness_change


def test_sums_and_their_ends() -> None:
    assert hooper_index(3, 4, 2, 3).value == 12
    assert (hooper_index(1, 1, 1, 1).value, hooper_index(7, 7, 7, 7).value) == (4, 28)
    assert mclean_wellness(4, 3, 3, 4, 5).value == 19
    assert (mclean_wellness(1, 1, 1, 1, 1).value, mclean_wellness(5, 5, 5, 5, 5).value) == (5, 25)


def test_a_missing_answer_is_named_and_never_counted() -> None:
    assert hooper_index(3, None, 2, None).reason == "Every question is needed; missing: stress, soreness."
    assert "mood" in (mclean_wellness(4, 3, 3, 4, math.nan).reason or "")


@pytest.mark.parametrize("answer", [0, 8, -1, math.inf, -math.inf])
def test_answers_off_the_scale_give_no_sum(answer: float) -> None:
    assert "1 to 7" in (hooper_index(answer, 3, 3, 3).reason or "")
    assert "1 to 5" in (mclean_wellness(answer, 3, 3, 3, 3).reason or "")


@given(st.lists(st.integers(4, 28), min_size=14, max_size=28), st.integers(4, 28))
def test_better_is_up_whatever_the_scale(history: list[int], today: int) -> None:
    low_good = wellness_change(today, history, high_is_good=False).value
    high_good = wellness_change(today, history, high_is_good=True).value
    assert low_good is not None
    assert high_good is not None
    assert low_good == pytest.approx(-high_good)
    mean = sum(history) / len(history)
    assert low_good == 0 if today == mean else (low_good > 0) == (today < mean)


def test_thirteen_days_are_not_enough_and_a_flat_month_divides_by_nothing() -> None:
    assert "14 days" in (wellness_change(20, [20] * 13, high_is_good=True).reason or "")
    assert wellness_change(None, [20] * 20, high_is_good=True).value is None
    assert wellness_change(18, [20] * 20, high_is_good=True).value == -2


def test_a_drop_of_hrv_is_told_in_deviations_of_ten_days() -> None:
    history = [4.0, 4.1, 3.9, 4.0, 4.1, 3.9, 4.0, 4.1, 3.9, 4.0]
    found = hrv_drop(3.8, history)
    assert found.value == pytest.approx(-2.449, abs=0.01)
    assert hrv_drop(4.0, [4.0] * 10).value == 0
    assert "7 of the ten" in (hrv_drop(4.0, history[:6]).reason or "")
    assert hrv_drop(None, history).value is hrv_drop(math.nan, history).value is None


def test_resting_heart_rate_above_its_month() -> None:
    mornings: list[float | None] = [48.0] * 28 + [54.0] * 7
    assert resting_rise(mornings).value == pytest.approx(6)
    assert resting_rise(mornings[-20:]).value is None
    assert resting_rise([*mornings[:-7], None, None, None, None, 0.0, math.nan, 54.0]).value is None
    assert raised(5, 1)
    assert raised(3, 2.5)
    assert not raised(3, 1)
