"""Trainer files and tracks survive being written and read again, and no unit is taken for another."""

from __future__ import annotations

from pathlib import Path

import gpxpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from paceline.science.formats import Recording, Unreadable, WatchDuration, WatchRepeat, WatchStep, WatchTarget, decode
from paceline.science.formats.gpx import decode_gpx
from paceline.science.formats.tcx import decode_tcx
from paceline.science.formats.track_writing import encode_gpx, encode_tcx
from paceline.science.formats.trainer import decode_erg, decode_zwo, encode_erg, encode_mrc, encode_zwo
from tests.science.formats.mutation import damaged
from tests.science.formats.text_files import gpx_text, tcx_text

FTP = 250.0


def step(seconds: float, low: float, high: float, intensity: str = "active", name: str = "") -> WatchStep:
    return WatchStep(name, intensity, WatchDuration("time", seconds), WatchTarget("power", low, high), None)  # type: ignore[arg-type]


SESSION = [
    step(600, 125, 175, "warmup", "Warm up & breathe"),
    WatchRepeat(4, (step(240, 275, 285, "interval"), step(120, 120, 140, "recovery"))),
    WatchStep("", "active", WatchDuration("time", 300), None, None),
    step(600, 100, 150, "cooldown"),
]
POWERED = [item for item in SESSION if isinstance(item, WatchRepeat) or item.target is not None]


def flat(steps: list[WatchStep | WatchRepeat]) -> list[WatchStep]:
    return [s for item in steps for s in ([item] if isinstance(item, WatchStep) else item.steps * item.times)]


def test_zwo_there_and_back() -> None:
    found = decode_zwo(encode_zwo("4 × 4 <hard>", "cycling", SESSION, FTP).data, FTP)
    assert (found.name, found.sport) == ("4 × 4 <hard>", "cycling")
    for mine, theirs in zip(flat(list(found.steps)), flat(SESSION), strict=True):
        assert (mine.duration, mine.intensity, mine.name) == (theirs.duration, theirs.intensity, theirs.name)
        if theirs.target is None:
            assert mine.target is None
        else:
            assert mine.target is not None
            assert (mine.target.low, mine.target.high) == pytest.approx((theirs.target.low, theirs.target.high))


@pytest.mark.parametrize("encode", [encode_erg, encode_mrc])
def test_erg_and_mrc_there_and_back(encode: type[encode_erg]) -> None:
    found = decode_erg(encode("Hard", POWERED, FTP).data, FTP)
    assert found.name == "Hard"
    for mine, theirs in zip(found.steps, flat(POWERED), strict=True):
        assert isinstance(mine, WatchStep)
        assert mine.target is not None
        assert theirs.target is not None
        assert mine.duration.value == pytest.approx(theirs.duration.value)
        assert (
            mine.target.low == mine.target.high == pytest.approx((theirs.target.low + theirs.target.high) / 2, abs=1e-3)
        )


def test_a_hundred_metres_are_never_read_as_a_hundred_minutes() -> None:
    metres = [WatchStep("", "interval", WatchDuration("distance", 100), WatchTarget("power", 200, 200), None)]
    for encode in (encode_erg, encode_mrc):
        with pytest.raises(ValueError, match="by time only"):
            encode("x", metres, FTP)
    with pytest.raises(ValueError, match="not both"):
        encode_zwo("x", "running", [*metres, step(100, 200, 200)], FTP)
    data = encode_zwo("x", "running", metres, FTP).data
    assert b"<durationType>distance</durationType>" in data
    (again,) = decode_zwo(data, FTP).steps
    assert isinstance(again, WatchStep)
    assert again.duration == WatchDuration("distance", 100.0)
    (minutes,) = decode_zwo(encode_zwo("x", "running", [step(6000, 200, 200)], FTP).data, FTP).steps
    assert isinstance(minutes, WatchStep)
    assert minutes.duration == WatchDuration("time", 6000.0)
    course = b"[COURSE HEADER]\nDISTANCE GRADE\n[END COURSE HEADER]\n[COURSE DATA]\n0 1\n100 1\n[END COURSE DATA]\n"
    with pytest.raises(Unreadable, match="does not say minutes"):
        decode_erg(course, FTP)


def test_watts_and_percent_are_told_apart() -> None:
    watts, percent = (encode("x", [step(60, 200, 200)], FTP).data for encode in (encode_erg, encode_mrc))
    assert b"MINUTES WATTS" in watts
    assert b"200.0000" in watts
    assert b"MINUTES PERCENT" in percent
    assert b"80.0000" in percent
    with pytest.raises(Unreadable, match="FTP is needed"):
        decode_erg(percent.replace(b"FTP = 250\r\n", b""))
    with pytest.raises(ValueError, match="FTP is needed"):
        encode_zwo("x", "cycling", [step(60, 200, 200)], None)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(5, 7_200), st.integers(50, 900), st.integers(0, 200)), min_size=1, max_size=20))
def test_any_session_survives_zwo(rows: list[tuple[int, int, int]]) -> None:
    steps = [step(seconds, low, low + more) for seconds, low, more in rows]
    found = decode_zwo(encode_zwo("x", "cycling", steps, FTP).data, FTP)
    for mine, theirs in zip(found.steps, steps, strict=True):
        assert isinstance(mine, WatchStep)
        assert mine.target is not None
        assert theirs.target is not None
        assert mine.duration == theirs.duration
        assert (mine.target.low, mine.target.high) == pytest.approx((theirs.target.low, theirs.target.high), rel=1e-6)


BY_HEART = WatchStep("Steady", "active", WatchDuration("time", 1200), WatchTarget("heart_rate", 140, 150), None)
BY_PACE = WatchStep("", "active", WatchDuration("time", 1200), WatchTarget("speed", 1000 / 285, 1000 / 270), None)


def test_zwo_keeps_what_it_cannot_hold_as_text_and_says_so() -> None:
    written = encode_zwo("x", "cycling", [step(600, 125, 175), BY_HEART, WatchRepeat(2, (BY_HEART,))], FTP)
    assert written.notes == (
        "Heart rate 140–150 bpm (steps 2, 3 and 4): Zwift cannot hold this target, so it is written as text over a "
        "free ride.",
    )
    text = written.data.decode()
    assert text.count("<FreeRide") == 3
    assert text.count('<textevent timeoffset="10" message="Heart rate 140–150 bpm"/>') == 3
    again = flat(list(decode_zwo(written.data, FTP).steps))
    assert [one.name for one in again] == ["", "Steady", "Steady", "Steady"]
    assert again[1].target is None


def test_a_run_by_pace_is_told_in_minutes_for_a_kilometre() -> None:
    written = encode_zwo("x", "running", [BY_PACE], FTP)
    assert "Pace 4:30–4:45 /km" in written.data.decode()
    assert written.notes[0].startswith("Pace 4:30–4:45 /km (step 1)")
    metres = WatchStep("Long", "active", WatchDuration("distance", 5000), BY_PACE.target, None)
    assert 'distoffset="10" message="Pace' in encode_zwo("x", "running", [metres], FTP).data.decode()


def test_what_a_file_can_hold_leaves_no_note() -> None:
    assert encode_zwo("x", "cycling", SESSION, FTP).notes == ()
    assert encode_erg("x", POWERED, FTP).notes == encode_mrc("x", POWERED, FTP).notes == ()


@pytest.mark.parametrize(("encode", "half"), [(encode_erg, "125.0000"), (encode_mrc, "50.0000")])
def test_erg_and_mrc_hold_half_of_ftp_under_the_text(encode: type[encode_erg], half: str) -> None:
    free = WatchStep("", "rest", WatchDuration("time", 60), None, None)
    written = encode("x", [step(600, 200, 200), BY_HEART, free], FTP)
    text = written.data.decode()
    assert text.count(half) == 4
    assert "600\tSteady. Heart rate 140–150 bpm\t10" in text
    assert [note.split(":")[0] for note in written.notes] == ["Heart rate 140–150 bpm (step 2)", "By feel (step 3)"]
    assert all("125 W; switch the trainer off ERG" in note for note in written.notes)
    assert len(decode_erg(written.data, FTP).steps) == 3
    with pytest.raises(ValueError, match="no step of this session has one"):
        encode("x", [BY_HEART], FTP)


def test_many_steps_are_counted_and_not_listed() -> None:
    many = encode_zwo("x", "cycling", [WatchRepeat(40, (BY_HEART,))], FTP).notes
    assert "(steps 1, 2, 3, 4, 5, 6 and 34 more)" in many[0]


def alike(again: Recording, first: Recording) -> None:
    np.testing.assert_allclose(again.time, first.time, atol=0.001)
    steps = {"latitude": 1e-8, "longitude": 1e-8, "heart_rate": 0.5, "power": 0.5}
    for name in first.channels.keys() & again.channels.keys():
        np.testing.assert_allclose(again.channels[name], first.channels[name], atol=steps.get(name, 6e-3), err_msg=name)
    assert again.channels.keys() >= first.channels.keys() - {"vertical_speed", "temperature"}


def test_tracks_there_and_back() -> None:
    (ride,) = decode_gpx(gpx_text(120).encode()).recordings
    (run,) = decode_tcx(tcx_text(120).encode()).recordings
    for recording, data in (
        (ride, encode_gpx(ride)),
        (run, encode_gpx(run)),
        (ride, encode_tcx(ride)),
        (run, encode_tcx(run)),
    ):
        (again,) = decode(data).recordings
        alike(again, recording)
        assert again.sport == recording.sport
    assert gpxpy.parse(encode_gpx(ride)).tracks[0].name == "Long & far"
    assert etree.fromstring(encode_tcx(run)) is not None
    with pytest.raises(ValueError, match="needs positions"):
        encode_gpx(decode(encode_tcx(without_positions(run))).recordings[0])


def without_positions(recording: Recording) -> Recording:
    fields = {name: getattr(recording, name) for name in recording.__slots__}
    kept = {name: values for name, values in recording.channels.items() if name not in ("latitude", "longitude")}
    return Recording(**{**fields, "channels": kept})


def test_real_recordings_survive_tcx(real_files: list[Path]) -> None:
    written = 0
    for path in [path for path in real_files if path.suffix.lower() in (".tcx", ".gpx")][::3]:
        try:
            found = decode(path.read_bytes())
        except Unreadable:
            continue
        for recording in (each for each in found.recordings if len(each.time)):
            (again,) = decode(encode_tcx(recording)).recordings
            assert len(again.time) == len(recording.time), path.name
            assert len(again.laps) == max(len(recording.laps), 1), path.name
            written += 1
    assert written > 5


def test_mutated_workouts_are_read_or_refused() -> None:
    ride, erg = encode_zwo("x", "cycling", SESSION, FTP).data, encode_erg("x", POWERED, FTP).data
    for number, data in damaged([ride, erg]):
        for read in (decode_zwo, decode_erg):
            try:
                found = read(data, FTP)
            except Unreadable as refusal:
                assert str(refusal).endswith("."), number
                continue
            for one in flat(list(found.steps)):
                assert one.duration.value is not None
                assert 0 < one.duration.value < 1e6, number
