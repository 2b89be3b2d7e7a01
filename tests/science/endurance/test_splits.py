"""Pieces of a session add up to the session, and each says what happened in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.splits import marks_by_distance, marks_by_time, part_of, split_at, summarise_part

TIME = np.arange(3601, dtype=np.float64)
CHANNELS = {
    "distance": TIME * 3.0,
    "speed": np.full(3601, 3.0),
    "heart_rate": np.where(TIME <= 1800, 140.0, 160.0),
    "power": np.where(TIME <= 1800, 200.0, np.nan),
    "altitude": 100 + TIME / 36,
    "cadence": np.full(3601, 170.0),
}


def spans(marks: np.ndarray) -> list[tuple[float, float]]:
    return list(zip(marks[:-1].tolist(), marks[1:].tolist(), strict=True))


def test_kilometres() -> None:
    marks = marks_by_distance(TIME, CHANNELS["distance"], 1000)
    pieces = split_at(TIME, CHANNELS, (), spans(marks))
    assert len(pieces) == 11
    assert [piece.distance for piece in pieces[:10]] == pytest.approx([1000] * 10)
    assert pieces[-1].distance == pytest.approx(800)
    assert pieces[0].seconds == pytest.approx(1000 / 3)
    assert pieces[0].average_heart_rate == pytest.approx(140)
    assert pieces[-1].max_heart_rate == 160
    assert pieces[0].average_power == pytest.approx(200)
    assert pieces[-1].average_power is None
    assert sum(piece.ascent or 0 for piece in pieces) == pytest.approx(100, abs=4)


def test_five_minutes_without_the_pause() -> None:
    pieces = split_at(TIME, CHANNELS, [(400.0, 460.0)], spans(marks_by_time(TIME, 300)))
    assert [piece.seconds for piece in pieces] == [300, 240, *[300] * 10]


def test_a_stop_on_the_mark_belongs_to_the_next_piece() -> None:
    time = np.array([0.0, 100, 160, 260])
    marks = marks_by_distance(time, np.array([0.0, 1000, 1000, 2000]), 1000)
    assert marks.tolist() == [0, 100, 260]


def test_nothing_to_cut() -> None:
    assert marks_by_distance(TIME, np.full(TIME.size, np.nan), 1000).size == 0
    assert marks_by_time(np.zeros(0), 300).size == 0
    assert split_at(np.zeros(0), {}, (), [(0, 10)]) == ()
    empty = summarise_part(TIME, CHANNELS, "running", (), 5000, 6000)
    assert empty.distance is None
    assert empty.reasons["distance"]


def test_a_part_is_measured_like_a_session() -> None:
    whole = summarise_part(TIME, CHANNELS, "running", (), 0, 1800)
    assert whole.distance == pytest.approx(5400)
    assert whole.average_heart_rate == pytest.approx(140)
    assert whole.normalized_power == pytest.approx(200)
    assert part_of(TIME, CHANNELS, 600, 660)[1]["distance"][0] == 0


@given(st.lists(st.floats(1, 3599), min_size=1, max_size=8, unique=True))
def test_pieces_add_up(cuts: list[float]) -> None:
    marks = np.array([0.0, *sorted(cuts), 3600.0])
    pieces = split_at(TIME, CHANNELS, [(900.0, 1000.0)], spans(marks))
    assert sum(piece.distance or 0 for piece in pieces) == pytest.approx(10_800)
    assert sum(piece.seconds for piece in pieces) == pytest.approx(3500)
