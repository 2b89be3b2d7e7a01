"""Damaged and forged FIT files: read as far as they go with a sentence of what was lost, or refused; never a crash."""

from __future__ import annotations

import struct
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from paceline.science.formats import Unreadable, decode
from paceline.science.formats.fit.messages import read_messages
from tests.science.formats.fit_bytes import START, Fit, ride, session
from tests.science.formats.mutation import ROUNDS, damaged


def with_beats_and_developer_fields() -> bytes:
    fit = Fit().define(3, 206, [(0, 1, "B"), (1, 1, "B"), (2, 1, "B"), (3, 12, "s")]).data(3, 0, 0, 0x84, b"Power")
    fit.define(4, 207, [(3, 1, "B"), (1, 16, "s")]).data(4, 0, b"an app of 16 byte")
    fit.define(1, 20, [(253, 4, "I"), (3, 1, "B"), (8, 3, "s"), (18, 1, "B")], [(0, 2, 0, "H")])
    fit.define(2, 78, [(0, 2, "H")]).define(5, 132, [(253, 4, "I"), (9, 4, "I"), (10, 3, "s"), (6, 1, "B")])
    for second in range(80):
        fit.data(1, START + second, 120, bytes([second, 0x10, second]), second, 250).data(2, 500 + second)
        if not second % 20:
            fit.data(5, START + second, second * 1024, b"\x10\x20\x30", 120)
    return session(fit, 6, 80, sport=1).done()


SEEDS = [ride(120).done(), ride(40, big=True).done(12) + ride(10).done(), with_beats_and_developer_fields()]


def read_all(data: bytes) -> int:
    """The number of values, when there are any; `Unreadable` is the one way to refuse."""
    values = 0
    try:
        for recording in decode(data).recordings:
            values += len(recording.time)
            assert all(len(channel) == len(recording.time) for channel in recording.channels.values())
    except Unreadable as refusal:
        assert str(refusal).endswith("."), refusal
    try:
        values += sum(len(block) for one in read_messages(data) for block in one.blocks)
    except Unreadable as refusal:
        assert str(refusal).endswith("."), refusal
    return values


def test_damaged_files_are_read_or_refused() -> None:
    read = 0
    for number, data in damaged(SEEDS):
        began = process_time()
        try:
            read += read_all(data) > 0
        except Exception as crash:
            raise AssertionError(f"damaged file {number} crashed the reader") from crash
        assert process_time() - began < 5, number
    assert read > ROUNDS // 3


def test_damaged_real_files_are_read_or_refused(real_files: list[Path]) -> None:
    fit = [path for path in real_files if path.suffix.lower() == ".fit" and path.stat().st_size < 30_000]
    seeds = [path.read_bytes() for path in fit]
    assert sum(read_all(data) > 0 for _, data in damaged(seeds, ROUNDS // 5, start=1_000_000)) > ROUNDS // 20


def test_a_file_cut_anywhere_keeps_the_points_before_the_cut() -> None:
    whole = ride(100).done()
    points = [0]
    for end in range(30, len(whole)):
        try:
            points.append(len(decode(whole[:end]).recordings[0].time))
        except Unreadable as refusal:
            assert "cut off" in str(refusal)
    assert points == sorted(points)
    assert points[-1] == 100


def test_a_million_definitions_end_soon() -> None:
    body = bytes([0x40, 0, 0, 20, 0, 0]) * 400_000 + bytes([0x40, 0, 0, 20, 0, 1, 253, 4, 0x86, 0])
    began = process_time()
    with pytest.raises(Unreadable):
        decode(b"\x0c\x10\0\0" + struct.pack("<I", len(body)) + b".FIT" + body)
    assert process_time() - began < 5


def test_fields_as_large_and_many_as_the_format_allows() -> None:
    fields = b"".join(bytes([number, 255, 0x0D]) for number in range(255))
    layout = bytes([0x40, 0, 0, 20, 0, 255]) + fields
    body = layout + (b"\0" + bytes(255 * 255)) * 8
    blocks = read_messages(b"\x0c\x10\0\0" + struct.pack("<I", len(body)) + b".FIT" + body)[0].blocks
    assert [len(block) for block in blocks] == [8]
    assert blocks[0].columns["heart_rate"].shape == (8, 255)


def test_messages_without_fields_cannot_loop() -> None:
    body = bytes([0x40, 0, 0, 20, 0, 0]) + b"\0" * 100_000
    (one,) = read_messages(b"\x0c\x10\0\0" + struct.pack("<I", len(body)) + b".FIT" + body)
    assert sum(len(block) for block in one.blocks) == 100_000


def test_a_header_that_claims_gigabytes_is_a_file_that_is_cut_off() -> None:
    data = bytearray(ride(60).done())
    data[4:8] = struct.pack("<I", 2**32 - 1)
    decoded = decode(bytes(data))
    assert len(decoded.recordings[0].time) == 60
    assert decoded.notes[0].startswith("The file is cut off")


@pytest.mark.parametrize("noise", [b"", b"\0" * 50, b".FIT" * 20, b"\x0e\x10\0\0\xff\xff\xff\xff.FIT"])
def test_nonsense_is_refused(noise: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(noise)


def test_damage_in_the_middle_loses_only_the_middle() -> None:
    data = bytearray(ride(600).done())
    data[5_000:5_120] = b"\xff" * 120
    (recording,) = decode(bytes(data)).recordings
    assert len(recording.time) > 500
    assert recording.time[-1] - recording.time[0] == 599
    assert np.nanmax(recording.channels["heart_rate"]) == 140
