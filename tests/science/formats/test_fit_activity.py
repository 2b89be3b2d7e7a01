"""A recording written as FIT reads back the same, here and with the official decoder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream

from paceline.science.formats import Lap, Length, Recording, decode, encode_activity

START = 1_700_000_000.0


def recording(count: int = 600) -> Recording:
    second = np.arange(float(count))
    channels = {
        "latitude": 46 + second * 1e-5,
        "longitude": 7 - second * 1e-5,
        "altitude": 500 + second / 10,
        "distance": second * 3.2,
        "speed": np.full(count, 3.2),
        "heart_rate": np.where(second < 5, np.nan, 140 + second % 10),
        "cadence": 170 + second % 5,
        "power": 250 + second % 20,
        "temperature": np.full(count, 18.0),
        "vertical_oscillation": np.full(count, 0.0812),
        "ground_contact_time": np.full(count, 0.2355),
    }
    time = START + second + np.where(second >= 300, 60.0, 0.0)
    laps = (Lap(START, 300.0, 300.0, 960.0, "manual", 144.0, 149.0, 3.2, 260.0, 172.0, 12.0), Lap(START + 360, 300.0))
    stated = {"distance": 1916.8, "ascent": 60.0, "calories": 140.0, "avg_heart_rate": 144.0, "avg_cadence": 172.0}
    return Recording(
        format="fit",
        sport="running",
        sub_sport="trail",
        start=START,
        utc_offset=3600.0,
        device="Paceline demo",
        time=time,
        channels=channels,
        laps=laps,
        pauses=((START + 299, START + 360),),
        rr_intervals=np.array([0.42, 0.43, 0.44, 0.45, 0.46, 0.47]),
        stated=stated,
    )


def test_round_trip() -> None:
    written = recording()
    decoded = decode(encode_activity(written))
    (read,) = decoded.recordings
    assert decoded.notes == ()
    assert np.array_equal(read.time, written.time)
    assert set(read.channels) == set(written.channels)
    for name, values in written.channels.items():
        tolerance = {"latitude": 1e-7, "longitude": 1e-7, "altitude": 0.11, "cadence": 0.02}.get(name, 1e-3)
        np.testing.assert_allclose(read.channels[name], values, atol=tolerance, err_msg=name)
    assert (read.sport, read.sub_sport, read.start, read.utc_offset) == ("running", "trail", START, 3600.0)
    assert read.device == "Paceline demo"
    assert read.pauses == written.pauses
    assert read.laps[0] == written.laps[0]
    assert read.rr_intervals is not None
    assert written.rr_intervals is not None
    np.testing.assert_allclose(read.rr_intervals, written.rr_intervals, atol=1e-3)
    assert {name: read.stated[name] for name in written.stated} == pytest.approx(dict(written.stated), abs=0.01)


def test_the_official_decoder_agrees() -> None:
    data = encode_activity(recording())
    assert Decoder(Stream.from_byte_array(bytearray(data))).check_integrity()
    read, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    assert errors == []
    messages = cast("dict[str, Any]", read)
    counts = {kind: len(found) for kind, found in messages.items()}
    assert (counts["record_mesgs"], counts["lap_mesgs"], counts["session_mesgs"], counts["activity_mesgs"]) == (
        600,
        2,
        1,
        1,
    )
    assert messages["session_mesgs"][0]["sport"] == "running"
    assert messages["session_mesgs"][0]["total_elapsed_time"] == 659.0
    assert messages["record_mesgs"][10]["heart_rate"] == 140
    assert messages["record_mesgs"][10]["enhanced_speed"] == 3.2


@pytest.mark.parametrize(
    ("sport", "sub_sport"),
    [("cycling", "indoor"), ("cycling", "gravel"), ("swimming", "pool"), ("rowing", "indoor"), ("hiking", None)],
)
def test_sports_survive(sport: str, sub_sport: str | None) -> None:
    (read,) = decode(encode_activity(replace(recording(20), sport=sport, sub_sport=sub_sport))).recordings
    assert (read.sport, read.sub_sport) == (sport, sub_sport)


def test_strength_without_points_keeps_its_totals() -> None:
    empty = replace(
        recording(0),
        sport="strength",
        sub_sport=None,
        channels={},
        pauses=(),
        stated={"elapsed": 1800.0, "calories": 200.0},
    )
    (read,) = decode(encode_activity(empty)).recordings
    assert (read.sport, len(read.time), read.stated["elapsed"], read.stated["calories"]) == (
        "strength",
        0,
        1800.0,
        200.0,
    )


def test_pool_lengths_survive() -> None:
    lengths = (Length(START, 30.0, 18.0, "freestyle", True), Length(START + 30, 15.0, None, None, False))
    (read,) = decode(encode_activity(replace(recording(60), sport="swimming", lengths=lengths))).recordings
    assert read.lengths == lengths
