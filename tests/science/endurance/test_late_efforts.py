"""Late efforts: after the work or time they name, and never from what is not there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.late_efforts import DURATIONS, SLOTS, TIME, late_by_time, late_by_work, season_drop


def test_after_a_thousand_kilojoules() -> None:
    """250 W do 1000 kJ in 4000 s; from there on ten minutes at 300 W, the rest at 200 W."""
    power = np.concatenate((np.full(4000, 250.0), np.full(600, 300.0), np.full(3000, 200.0)))
    found = {(one.step, one.duration): one.value for one in late_by_work(power)}
    assert found[0, 300] == pytest.approx(300)
    assert found[0, 1200] == pytest.approx(250)
    assert found[1, 300] == pytest.approx(200)  # 1500 kJ are done at 6000 s and a bit
    assert found[2, 300] is None
    assert len(found) == SLOTS


def test_after_an_hour_of_running() -> None:
    speed = np.full(7000, 3.0)
    speed[:900] = 5.0
    speed[5500:5800] = 3.6
    found = {(one.step, one.duration): one.value for one in late_by_time(speed)}
    assert found[0, 300] == pytest.approx(3.6)
    assert found[0, 1200] == pytest.approx(3.15)
    assert found[1, 300] == pytest.approx(3.6)
    assert found[2, 300] is None


@given(st.integers(0, 9000), st.floats(0, 400))
def test_a_short_session_has_none_and_an_even_one_the_same_everywhere(seconds: int, watts: float) -> None:
    for one in (*late_by_work(np.full(seconds, watts)), *late_by_time(np.full(seconds, watts))):
        assert one.value is None or one.value == pytest.approx(watts)
    by_time = late_by_time(np.full(seconds, 3.0))
    assert any(one.value for one in by_time) == (seconds >= TIME[0] + DURATIONS[0])


def test_the_drop_is_that_of_the_best_late_effort() -> None:
    found = season_drop(320, [250, None, 288, 270, float("nan")])
    assert found.value == pytest.approx(10)
    assert found.caution is None
    assert season_drop(320, [288]).caution
    assert season_drop(300, [330, 300, 300]).value == pytest.approx(-10)


@pytest.mark.parametrize(("fresh", "tired"), [(None, [250.0]), (0.0, [250.0]), (300.0, []), (300.0, [None, 0.0, -5.0])])
def test_no_drop_without_both(fresh: float | None, tired: list[float | None]) -> None:
    assert season_drop(fresh, tired).reason
