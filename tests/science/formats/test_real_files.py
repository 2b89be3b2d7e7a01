"""Real files of many devices: equal to the official decoders, always a recording or a sentence, never a crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import fitdecode
import numpy as np
from garmin_fit_sdk import Decoder, Stream
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paceline.science.formats import Decoded, Unreadable, decode, encode_activity
from paceline.science.formats.fit.columns import tables
from paceline.science.formats.fit.profile import RECORD, WANTED
from paceline.science.formats.fit.reader import frames
from tests.science.formats.fit_bytes import ride
from tests.science.formats.test_gpx import EXTENSION, point, track

KINDS = {20: "record_mesgs", 18: "session_mesgs", 19: "lap_mesgs", 101: "length_mesgs", 34: "activity_mesgs"}
# name in the official profile → field number, raw values compared
FIELDS = {
    20: {"timestamp": 253, "position_lat": 0, "altitude": 2, "heart_rate": 3, "cadence": 4, "distance": 5, "power": 7},
    18: {"start_time": 2, "total_elapsed_time": 7, "total_distance": 9, "avg_heart_rate": 16, "total_ascent": 22},
    19: {"start_time": 2, "total_timer_time": 8, "total_distance": 9, "max_heart_rate": 16},
    101: {"start_time": 2, "total_strokes": 5, "swim_stroke": 7},
    34: {"timestamp": 253, "local_timestamp": 5},
}


def outcome(data: bytes, name: str = "") -> Decoded | str:
    """The recordings, or the sentence of the refusal."""
    try:
        return decode(data, name)
    except Unreadable as refusal:
        return str(refusal)


def sound(decoded: Decoded | str) -> None:
    """Nothing that cannot be, and sentences that are sentences."""
    if isinstance(decoded, str):
        assert decoded.endswith(".")
        assert " " in decoded
        return
    assert decoded.recordings
    assert all(note.endswith(".") for note in decoded.notes)
    for recording in decoded.recordings:
        assert np.isfinite(recording.time).all()
        assert (np.diff(recording.time) > 0).all()
        assert 6.3e8 < recording.start < 4.2e9
        for name, values in {**recording.channels, **recording.developer}.items():
            assert len(values) == len(recording.time), name
            assert np.isfinite(values).any(), name
            assert not np.isinf(values).any(), name
        if (rate := recording.channels.get("heart_rate")) is not None:
            assert np.nanmin(rate) >= 25
            assert np.nanmax(rate) <= 250
        if len(recording.time):
            assert recording.time[-1] - recording.time[0] < 115 * 86_400
            assert all(a >= recording.time[0] and a < b <= recording.time[-1] for a, b in recording.pauses)


def test_every_file_gives_a_recording_or_a_sentence(real_files: list[Path]) -> None:
    read = 0
    for path in real_files:
        began = perf_counter()
        found = outcome(path.read_bytes(), path.name)
        assert perf_counter() - began < 5, path.name
        sound(found)
        read += isinstance(found, Decoded)
    assert read > 100


def _official(data: bytes) -> dict[str, list[dict[str, Any]]] | None:
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read(
        apply_scale_and_offset=False,
        convert_datetimes_to_dates=False,
        convert_types_to_strings=False,
        expand_sub_fields=False,
        expand_components=False,
        merge_heart_rates=False,
    )
    return None if errors else cast("dict[str, list[dict[str, Any]]]", messages)


def _raw(value: Any) -> float:
    found: Any = cast("list[Any]", value)[0] if isinstance(value, list) and value else value
    return np.nan if found is None else float(found)


def test_values_equal_the_official_decoder(real_files: list[Path]) -> None:
    values = 0
    small = [path for path in real_files if path.suffix.lower() == ".fit" and path.stat().st_size < 60_000]
    for path in small:
        data = path.read_bytes()
        messages = _official(data)
        if messages is None:
            continue
        chain = [tables(frame, WANTED) for frame in frames(data)]
        for (kind, key), rows in ((pair, messages.get(pair[1], [])) for pair in KINDS.items()):
            for name, number in FIELDS[kind].items():
                mine = np.concatenate([found[kind].column(number) for found in chain])
                theirs = np.array([_raw(row.get(name)) for row in rows], np.float64)
                np.testing.assert_array_equal(mine, theirs, err_msg=f"{path.name} {key} {name}")
                values += len(mine)
    assert values > 50_000


def test_compressed_timestamps_equal_fitdecode(real_files: list[Path]) -> None:
    for name in ("dtcooper__compressed-speed-distance.fit", "dtcooper__antfs-dump.63.fit"):
        (path,) = (path for path in real_files if path.name == name)
        data = path.read_bytes()
        mine = np.concatenate([tables(frame, WANTED)[RECORD].stamps() for frame in frames(data)])
        with fitdecode.FitReader(data) as reader:
            records = [f for f in reader if isinstance(f, fitdecode.FitDataMessage) and f.name == "record"]
        theirs = np.array([record.get_raw_value("timestamp") for record in records])
        assert len(mine) > 600
        np.testing.assert_array_equal(mine, theirs)


def test_real_recordings_survive_being_written_again(real_files: list[Path]) -> None:
    for path in [path for path in real_files if path.suffix.lower() == ".fit"][::6]:
        found = outcome(path.read_bytes())
        recordings = () if isinstance(found, str) else found.recordings
        for recording in (each for each in recordings if len(each.time)):
            (again,) = decode(encode_activity(recording)).recordings
            assert len(again.time) == len(recording.time), path.name
            assert (again.sport, again.sub_sport) == (recording.sport, recording.sub_sport), path.name
            for name in ("heart_rate", "power"):
                if name in recording.channels:
                    np.testing.assert_array_equal(again.channels[name], np.round(recording.channels[name]))


def _seeds() -> Iterator[bytes]:
    yield ride(40).done()
    yield ride(20, big=True).done(12) + ride(10).done()
    yield track("".join(point(second, EXTENSION) for second in range(20))).encode()


SEEDS = list(_seeds())
EDITS = st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 255), st.sampled_from("sdi")), max_size=12)


@settings(max_examples=250, deadline=2_000)
@given(st.sampled_from(range(len(SEEDS))), EDITS, st.integers(0, 3_000))
@example(0, [], 20)
@example(1, [(4, 255, "s")], 0)
def test_mutated_bytes_are_read_or_refused_and_never_impossible(
    seed: int, edits: list[tuple[int, int, str]], cut: int
) -> None:
    data = bytearray(SEEDS[seed])
    for place, value, how in edits:
        at = place % len(data)
        if how == "s":
            data[at] = value
        elif how == "i":
            data.insert(at, value)
        elif len(data) > 1:
            del data[at]
    if cut:
        data = data[: len(data) - cut % len(data)]
    sound(outcome(bytes(data)))


@settings(max_examples=100, deadline=2_000)
@given(st.binary(max_size=300))
def test_noise_behind_a_fit_header(noise: bytes) -> None:
    header = b"\x0c\x10\0\0" + len(noise).to_bytes(4, "little") + b".FIT"
    sound(outcome(header + noise))


def test_forged_files_with_endless_layouts_or_frames_end_soon() -> None:
    layouts = b"".join(
        bytes([0x41, 0, 0, 20, 0, 2, 253, 4, 0x86, low, 1, 2, 1, 0, 0, 0, 60, high])
        for low in range(200)
        for high in range(60)
    )
    frame = b"\x0c\x10\0\0\1\0\0\0.FIT\0\0\0"
    began = perf_counter()
    sound(outcome(b"\x0c\x10\0\0" + len(layouts).to_bytes(4, "little") + b".FIT" + layouts))
    sound(outcome(frame * 20_000))
    assert perf_counter() - began < 5
