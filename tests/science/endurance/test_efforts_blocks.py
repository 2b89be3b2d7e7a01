"""Looking in blocks first finds the same least time as looking everywhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance import efforts
from paceline.science.endurance.efforts import best_by_distance


@given(
    st.integers(0, 10_000),
    st.integers(200, 900),
    st.sampled_from(["steady", "stops", "whole metres", "gaps in time"]),
    st.floats(0.02, 0.9),
)
def test_blocks_change_nothing(seed: int, size: int, kind: str, share: float) -> None:
    chance = np.random.default_rng(seed)
    speed = np.clip(3 + chance.normal(0, 0.4, size).cumsum() * 0.2, 0, 12)
    if kind == "stops":
        speed[chance.random(size) < 0.4] = 0
        speed[size // 3 : size // 2] = 0
    if kind == "whole metres":
        speed = np.round(speed)
    steps = chance.choice([1.0, 2.0, 400.0], size, p=[0.9, 0.08, 0.02]) if kind == "gaps in time" else np.ones(size)
    clock, road = 1.7e9 + np.cumsum(steps), np.cumsum(speed)
    target = float(road[-1]) * share
    if target <= 0:
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(efforts, "BLOCK", 0.0)
        everywhere = best_by_distance(clock, road, (target,))
    assert best_by_distance(clock, road, (target,)) == everywhere
