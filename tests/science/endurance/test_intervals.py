"""Work and rest are found where they are, and nothing is made up where there is none."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.intervals import find_intervals


def blocks(*parts: tuple[float, float]) -> np.ndarray:
    return np.concatenate([np.full(int(seconds), value) for value, seconds in parts])


def noisy(values: np.ndarray, share: float) -> np.ndarray:
    return values * (1 + share * np.random.default_rng(7).standard_normal(values.size))


@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_five_times_three_minutes(noise: float) -> None:
    reps = [(4.6, 180), (1.4, 120)] * 5
    found = find_intervals(noisy(blocks((3.0, 900), *reps, (2.8, 600)), noise), "speed")
    assert [round((one.end - one.start) / 10) for one in found.work] == [18] * 5
    assert [abs(one.start - (900 + 300 * n)) <= 5 for n, one in enumerate(found.work)] == [True] * 5
    assert found.found[0].kind == "before"
    assert found.found[-1].kind == "after"
    assert found.work[0].mean == pytest.approx(4.6, rel=0.05)


def test_short_and_long_repetitions() -> None:
    short = find_intervals(blocks((150, 600), *([(380, 30), (120, 30)] * 12), (140, 300)), "power")
    assert len(short.work) == 12
    long = find_intervals(blocks((160, 900), (260, 1200), (140, 300), (260, 1200), (130, 600)), "power")
    assert [one.end - one.start for one in long.work] == pytest.approx([1200, 1200], abs=8)


def test_an_even_session_has_none() -> None:
    for output in (np.full(3600, 3.1), noisy(np.full(3600, 200.0), 0.04)):
        found = find_intervals(output, "power")
        assert found.found == ()
        assert found.reason
    assert "too short" in (find_intervals(np.full(20, 200.0), "power").reason or "")
    assert find_intervals(np.full(600, np.nan), "power").found == ()


def test_one_climb_is_no_interval_session() -> None:
    assert "no repeated" in (find_intervals(blocks((150, 1800), (300, 900), (120, 900)), "power").reason or "")


@given(st.lists(st.floats(0, 600) | st.just(float("nan")), min_size=0, max_size=400))
def test_what_is_found_covers_the_session_once(values: list[float]) -> None:
    output = np.repeat(np.array(values, dtype=np.float64), 5)
    found = find_intervals(output, "power").found
    if found:
        assert found[0].start == 0
        assert found[-1].end == output.size
        assert all(one.end == other.start for one, other in itertools.pairwise(found))
        assert sum(one.kind == "work" for one in found) >= 2
