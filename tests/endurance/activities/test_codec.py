"""Packed channels come back as they were, to the step they are kept in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.endurance.activities.codec import pack, unpack
from paceline.endurance.activities.looking.thinning import smoothed, thin

VALUES = arrays(np.float64, st.integers(0, 300), elements=st.one_of(st.just(np.nan), st.floats(-1e7, 1e7)))


@given(VALUES, st.sampled_from([1, 10, 1000, 10_000_000]))
def test_a_channel_comes_back(values: np.ndarray, steps: int) -> None:
    back = unpack(pack(values, steps), steps)
    assert back.shape == values.shape
    assert (np.isnan(back) == np.isnan(values)).all()
    known = np.isfinite(values)
    assert np.allclose(back[known], values[known], rtol=1e-12, atol=0.51 / steps)


def test_an_hour_of_heart_rate_is_small() -> None:
    beats = np.round(140 + 10 * np.sin(np.arange(3600) / 90))
    assert len(pack(beats, 10)) < 2000


@given(
    arrays(np.float64, st.integers(5, 400), elements=st.one_of(st.just(np.nan), st.floats(0, 300))), st.integers(4, 60)
)
def test_thinning_keeps_highs_and_lows(values: np.ndarray, points: int) -> None:
    time = np.arange(values.size, dtype=np.float64)
    moments, channels = thin(time, {"heart_rate": values}, points)
    kept = channels["heart_rate"]
    assert moments.size == kept.size <= max(points, 5) or values.size <= points
    assert (np.diff(moments) >= 0).all()
    known, seen = values[np.isfinite(values)], kept[np.isfinite(kept)]
    if known.size:
        assert (seen.max(), seen.min()) == (known.max(), known.min())
    else:
        assert seen.size == 0


def test_smoothing_fills_no_gap() -> None:
    values = np.array([1.0, 2.0, np.nan, 4.0, 5.0, 6.0])
    soft = smoothed(values, 3)
    assert np.isnan(soft[2])
    assert soft[4] == 5.0
