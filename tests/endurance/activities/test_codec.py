"""Packed channels come back as they were, to the step they are kept in."""

import numpy as np
import pytest
import zstandard
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


def test_what_was_packed_before_is_still_read() -> None:
    values = np.array([1.5, np.nan, -2.0, 700.25])
    moves = np.diff(np.array([150, 150, -200, 70_025]), prepend=0).astype("<i8")
    shuffled = moves.view(np.uint8).reshape(-1, 8).T.tobytes()
    head = bytes((1, 1)) + (4).to_bytes(4, "little")
    mask = np.packbits(np.isfinite(values)).tobytes()
    packed = head + zstandard.ZstdCompressor().compress(mask + shuffled)
    assert np.array_equal(unpack(packed, 100), values, equal_nan=True)
    with pytest.raises(ValueError, match="unknown packing"):
        unpack(bytes((9,)) + packed[1:], 100)


@pytest.mark.parametrize("leap", [1.0, 100.0, 30_000.0, 1e9, 1e15])
def test_leaps_of_any_size_fit(leap: float) -> None:
    values = np.array([np.nan, 0.0, leap, -leap, np.nan, leap])
    assert np.array_equal(unpack(pack(values, 1), 1), values, equal_nan=True)


def test_a_place_far_from_nowhere_costs_no_more() -> None:
    steady = np.arange(3600) * 1e-5
    assert len(pack(59.9 + steady, 10_000_000)) < len(pack(steady, 10_000_000)) + 20
    assert len(pack(np.where(steady < 1e-4, np.nan, 59.9 + steady), 10_000_000)) < 600


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
