"""FIT bytes of every shape become the same columns, and damage is told rather than refused."""

from __future__ import annotations

import numpy as np
import pytest

from paceline.science.formats import Unreadable, decode
from tests.science.formats.fit_bytes import EPOCH, RECORD, START, Fit, ride, session


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("header", [12, 14])
def test_plain_ride(big: bool, header: int) -> None:
    decoded = decode(ride(big=big).done(header))
    (recording,) = decoded.recordings
    assert decoded.notes == ()
    assert (recording.format, recording.sport, recording.start) == ("fit", "cycling", START + EPOCH)
    assert recording.device == "Garmin"
    assert np.array_equal(recording.time, START + EPOCH + np.arange(60.0))
    assert np.array_equal(recording.channels["distance"], np.arange(60) * 5.0)
    assert set(recording.channels["power"]) == {200.0}
    assert set(recording.channels["speed"]) == {5.0}
    assert recording.stated["elapsed"] == 60.0
    assert recording.stated["avg_heart_rate"] == 140.0


def test_running_cadence_counts_both_feet_with_its_fraction() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (4, 1, "B"), (53, 1, "B")])
    for second in range(10):
        fit.data(1, START + second, 85, 64)
    (recording,) = decode(session(fit, 2, 10, sport=1, sub=3).done()).recordings
    assert (recording.sport, recording.sub_sport) == ("running", "trail")
    assert set(recording.channels["cadence"]) == {171.0}


def test_invalid_values_are_missing_and_absent_channels_stay_absent() -> None:
    fit = Fit().define(1, 20, RECORD)
    fit.data(1, START, 0xFF, 0xFFFFFFFF, 5000, 0xFFFF, 0xFF).data(1, START + 1, 150, 0xFFFFFFFF, 0xFFFF, 0xFFFF, 0xFF)
    (recording,) = decode(session(fit, 2, 2).done()).recordings
    assert set(recording.channels) == {"heart_rate", "speed"}
    assert np.isnan(recording.channels["heart_rate"][0])
    assert recording.channels["heart_rate"][1] == 150


def test_enhanced_fields_are_preferred_and_plain_ones_fill_the_gaps() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (2, 2, "H"), (78, 4, "I")])
    fit.data(1, START, (100 + 500) * 5, (101 + 500) * 5).data(1, START + 1, (102 + 500) * 5, 0xFFFFFFFF)
    (recording,) = decode(session(fit, 2, 2).done()).recordings
    assert recording.channels["altitude"].tolist() == [101.0, 102.0]


def test_compressed_timestamps_count_on_across_their_rollover() -> None:
    fit = Fit().define(0, 21, [(253, 4, "I"), (0, 1, "enum"), (1, 1, "enum")]).define(1, 20, [(3, 1, "B")])
    fit.data(0, START, 0, 0)
    for second in range(3, 90, 3):
        fit.data(1, 120 + second // 3, header=0x80 | 1 << 5 | (START + second) & 0x1F)
    (recording,) = decode(session(fit, 2, 90).done()).recordings
    assert np.array_equal(recording.time - START - EPOCH, np.arange(3.0, 90, 3))
    assert recording.channels["heart_rate"].tolist() == list(range(121, 150))


def test_compressed_speed_and_distance_accumulate() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (8, 3, "B")])
    for second in range(100):
        speed, distance = 500, second * 80 & 0xFFF
        packed = bytes([speed & 0xFF, speed >> 8 | (distance & 0x0F) << 4, distance >> 4])
        fit.data(1, START + second, packed)
    (recording,) = decode(session(fit, 2, 100).done()).recordings
    assert np.array_equal(recording.channels["distance"], np.arange(100) * 5.0)
    assert set(recording.channels["speed"]) == {5.0}


def test_developer_fields_by_name_and_as_stand_in() -> None:
    fit = Fit().define(3, 206, [(0, 1, "B"), (1, 1, "B"), (2, 1, "B"), (3, 12, "s"), (6, 1, "B"), (15, 1, "B")])
    fit.data(3, 0, 0, 0x84, b"Air Power", 0xFF, 0xFF).data(3, 0, 1, 0x84, b"Power", 0xFF, 7)
    fit.data(3, 0, 2, 0x01, b"Slope", 10, 0xFF)
    fit.define(1, 20, [(253, 4, "I")], [(0, 2, 0, "H"), (1, 2, 0, "H"), (2, 1, 0, "b")])
    for second in range(5):
        fit.data(1, START + second, 7, 250 + second, -25)
    (recording,) = decode(session(fit, 2, 5, sport=1).done()).recordings
    assert recording.developer["Air Power"].tolist() == [7.0] * 5
    assert recording.developer["Slope"].tolist() == [-2.5] * 5
    assert recording.channels["power"].tolist() == [250.0, 251, 252, 253, 254]


def test_chained_files_and_a_settings_file_behind_them() -> None:
    settings = Fit().define(0, 0, [(0, 1, "enum")]).data(0, 2).done()
    decoded = decode(ride().done() + ride(30).done(12) + settings)
    assert [len(recording.time) for recording in decoded.recordings] == [60, 30]
    assert decoded.notes == ()


def test_multisport_gives_one_recording_a_session_with_its_own_distance() -> None:
    fit = Fit().define(1, 20, RECORD)
    for second in range(100):
        fit.data(1, START + second, 140, second * 500, 5000, 200, 80)
    session(fit, 2, 40, sport=5, sub=18)
    session(fit, 2, 60, sport=2, start=START + 40)
    swim, bike = decode(fit.done()).recordings
    assert (swim.sport, swim.sub_sport, bike.sport) == ("swimming", "open_water", "cycling")
    assert (len(swim.time), len(bike.time)) == (40, 60)
    assert bike.channels["distance"][0] == pytest.approx(5.0)
    assert bike.channels["distance"][-1] == pytest.approx(300.0)


def test_pauses_laps_lengths_and_beats() -> None:
    fit = ride(100)
    fit.define(4, 21, [(253, 4, "I"), (0, 1, "enum"), (1, 1, "enum")])
    fit.data(4, START, 0, 0).data(4, START + 20, 0, 4).data(4, START + 50, 0, 0).data(4, START + 99, 0, 4)
    fit.define(5, 19, [(2, 4, "I"), (7, 4, "I"), (9, 4, "I"), (15, 1, "B"), (24, 1, "enum")])
    fit.data(5, START, 50_000, 25_000, 139, 0).data(5, START + 50, 50_000, 25_000, 0xFF, 7)
    fit.define(6, 101, [(2, 4, "I"), (3, 4, "I"), (5, 2, "H"), (7, 1, "enum"), (12, 1, "enum")])
    fit.data(6, START, 30_000, 18, 2, 1).data(6, START + 30, 20_000, 0xFFFF, 0xFF, 0)
    fit.define(7, 78, [(0, 10, "s")]).data(7, b"")
    body = bytearray(fit.body)
    body[-12] = 0x84
    body[-10:] = b"".join(value.to_bytes(2, "little") for value in (800, 810, 0xFFFF, 60_000, 790))
    fit.body = body
    (recording,) = decode(fit.done()).recordings
    first = START + EPOCH
    assert recording.pauses == ((first + 20, first + 50),)
    assert [(lap.start, lap.elapsed, lap.distance) for lap in recording.laps] == [
        (first, 50.0, 250.0),
        (first + 50, 50.0, 250.0),
    ]
    assert (recording.laps[0].avg_heart_rate, recording.laps[1].avg_heart_rate) == (139.0, None)
    assert [lap.trigger for lap in recording.laps] == ["manual", "session_end"]
    assert [(length.stroke, length.strokes, length.active) for length in recording.lengths] == [
        ("breaststroke", 18.0, True),
        (None, None, False),
    ]
    assert recording.rr_intervals is not None
    assert recording.rr_intervals.tolist() == [0.8, 0.81, 0.79]


def test_cut_off_file_keeps_what_came_before() -> None:
    whole = ride(3600).done()
    decoded = decode(whole[: len(whole) // 2])
    (recording,) = decoded.recordings
    assert 1700 < len(recording.time) < 1900
    assert decoded.notes[0].startswith("The file is cut off after ")
    assert decoded.notes[0].endswith("; everything before that was read.")


def test_size_never_written_because_the_battery_died() -> None:
    data = ride().done(size=0)
    assert len(decode(data).recordings[0].time) == 60


def test_wrong_checksum_is_a_note() -> None:
    decoded = decode(ride().done(wrong_crc=True))
    assert decoded.notes == ("The checksum of the file does not match, so some values may be damaged.",)


def test_field_of_no_size_and_field_that_does_not_fit_its_type() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (7, 0, "H"), (5, 3, "I"), (3, 1, "B")])
    for second in range(4):
        fit.body += bytes([1]) + (START + second).to_bytes(4, "little") + b"\1\2\3" + bytes([130])
    (recording,) = decode(session(fit, 2, 4).done()).recordings
    assert set(recording.channels) == {"heart_rate"}
    assert recording.channels["heart_rate"].tolist() == [130.0] * 4


def test_data_without_definition_ends_the_reading_with_a_note() -> None:
    fit = ride(50)
    fit.body += bytes([9]) * 40
    decoded = decode(fit.done())
    assert len(decoded.recordings[0].time) == 50
    assert decoded.notes == ("The file is damaged after 0:49; everything before that was read.",)


def test_interleaved_messages_keep_their_order() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (3, 1, "B")]).define(3, 20, [(253, 4, "I"), (7, 2, "H")])
    for second in range(0, 40, 2):
        fit.data(1, START + second, 100 + second).data(3, START + second + 1, 300 + second)
    (recording,) = decode(session(fit, 2, 40).done()).recordings
    assert np.array_equal(recording.time, START + EPOCH + np.arange(40.0))
    assert np.array_equal(recording.channels["heart_rate"][::2], 100 + np.arange(0, 40, 2))
    assert np.array_equal(recording.channels["power"][1::2], 300 + np.arange(0, 40, 2))


@pytest.mark.parametrize(("kind", "word"), [(2, "settings"), (5, "workout"), (6, "course"), (32, "monitoring")])
def test_other_files_are_refused_by_name(kind: int, word: str) -> None:
    data = Fit().define(0, 0, [(0, 1, "enum")]).data(0, kind).done()
    with pytest.raises(Unreadable, match=word):
        decode(data)


def test_clock_that_was_never_set() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (3, 1, "B")])
    for second in range(5):
        fit.data(1, second, 120)
    with pytest.raises(Unreadable, match="clock of the device"):
        decode(fit.done())


def test_recording_without_totals_says_so() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (3, 1, "B")])
    for second in range(5):
        fit.data(1, START + second, 120)
    decoded = decode(fit.done())
    assert decoded.recordings[0].stated == {}
    assert decoded.notes == ("The device wrote no totals at the end of this file, so only the points are known.",)


def test_sets_of_strength_training() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (3, 1, "B")])
    for second in range(120):
        fit.data(1, START + second, 110)
    fit.define(3, 225, [(254, 4, "I"), (0, 4, "I"), (3, 2, "H"), (4, 2, "H"), (5, 1, "B"), (6, 4, "I"), (7, 2, "H")])
    fit.data(3, START + 40, 40_000, 12, 60 * 16, 1, START, 28)
    fit.data(3, START + 90, 50_000, 0xFFFF, 0xFFFF, 0, START + 40, 0xFFFF)
    (recording,) = decode(session(fit, 2, 120, sport=10, sub=20).done()).recordings
    assert recording.sport == "strength"
    work, rest = recording.sets
    assert (work.start, work.elapsed, work.active, work.repetitions, work.weight) == (
        START + EPOCH,
        40.0,
        True,
        12,
        60.0,
    )
    assert work.exercise == "Squat"
    assert (rest.active, rest.repetitions, rest.weight, rest.exercise) == (False, None, None, None)


def test_a_channel_from_an_app_names_its_source() -> None:
    fit = Fit().define(3, 206, [(0, 1, "B"), (1, 1, "B"), (2, 1, "B"), (3, 12, "s")]).data(3, 0, 0, 0x84, b"Power")
    fit.define(4, 207, [(3, 1, "B"), (1, 16, "s")])
    fit.data(4, 0, bytes.fromhex("18fb2cf01a4b430dad66988c847421f4"))
    fit.define(1, 20, [(253, 4, "I"), (3, 1, "B")], [(0, 2, 0, "H")])
    for second in range(5):
        fit.data(1, START + second, 140, 250)
    (recording,) = decode(session(fit, 2, 5, sport=1).done()).recordings
    assert recording.sources == {"power": "Stryd"}
