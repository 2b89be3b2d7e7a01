"""Finding the messages of a FIT file: patterns, leaps and running out of codes against a walk one by one."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.formats.fit.messages import read_messages
from paceline.science.formats.fit.reader import MOST_CODES, frames
from tests.science.formats.fit_bytes import START, Fit, ride

Found = list[tuple[int, int, bool]]


def found_by(data: bytes) -> Found:
    """Place, message number and whether the header holds a time, of every message of the first file."""
    frame = next(frames(data))
    return sorted(
        (place, group.definition.message, group.compressed)
        for group in frame.groups
        for place in group.offsets.tolist()
    )


def one_by_one(data: bytes) -> Found:
    position = data[0]
    end = position + struct.unpack("<I", data[4:8])[0]
    layouts: dict[int, tuple[int, int]] = {}
    found: Found = []
    while position < end:
        header = data[position]
        if header & 0xC0 == 0x40:
            count = data[position + 5]
            sizes = data[position + 7 : position + 6 + 3 * count : 3]
            layouts[header & 15] = (struct.unpack("<H", data[position + 3 : position + 5])[0], 1 + sum(sizes))
            position += 6 + 3 * count
            continue
        message, step = layouts[header >> 5 & 3 if header & 0x80 else header & 15]
        found.append((position, message, bool(header & 0x80)))
        position += step
    return found


def built(steps: list[tuple[str, int, int, int]]) -> bytes:
    """What to do, a local number, how often, and something to choose by."""
    fit = Fit()
    for local in range(4):
        fit.define(local, 20 + local, [(253, 4, "I")])
    for kind, local, count, choice in steps:
        if kind == "define":
            fit.define(local, choice % 7, [(number, 1, "B") for number in range(choice % 5)])
            continue
        for number in range(count):
            if kind == "pair" and number % 2:
                fit.body += bytes([(local + 1) % 4])
                size = (local + 1) % 4
            else:
                header = {"time": 0x80 | local << 5 | number & 31, "reserved": 0x10 | local}.get(kind, local)
                fit.body += bytes([header])
                size = local
            fit.body += bytes([choice & 3]) * sum(width for _, width, _ in fit.layouts[size])
    return fit.done()


KINDS = st.sampled_from(["define", "run", "run", "pair", "time", "reserved"])
COUNTS = st.one_of(st.integers(1, 40), st.sampled_from([64, 200, 1_500]))


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(KINDS, st.integers(0, 3), COUNTS, st.integers(0, 255)), max_size=14))
def test_every_message_is_found_where_a_walk_one_by_one_finds_it(steps: list[tuple[str, int, int, int]]) -> None:
    data = built(steps)
    assert found_by(data) == one_by_one(data)


def test_a_file_of_more_layouts_than_there_are_codes() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I")]).define(0, 0, [(0, 1, "enum")]).data(0, 4)
    for number in range(MOST_CODES * 2):
        fit.data(1, START + number)
        fit.define(2, 1_000 + number, [(number % 250, 1, "B")]).data(2, 7)
        fit.data(1, START + number, header=0x80 | 1 << 5 | number & 31)
    data = fit.done()
    assert found_by(data) == one_by_one(data)
    assert len(next(frames(data)).groups) == MOST_CODES * 2 + 3


def test_what_follows_the_end_of_a_file_is_not_of_that_file() -> None:
    data = ride(50).done() + ride(200).done()
    first, second = frames(data)
    assert [sum(len(group.offsets) for group in frame.groups) for frame in (first, second)] == [52, 202]
    assert not first.damaged
    assert not second.damaged


@pytest.mark.parametrize("count", [3, 200])
def test_numbers_of_64_bits_are_missing_only_where_the_file_says_so(count: int) -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (200, 8, "s"), (201, 8, "s")])
    layout = (
        bytes(fit.body)
        .replace(bytes([200, 8, 7]), bytes([200, 8, 0x8F]))
        .replace(bytes([201, 8, 7]), bytes([201, 8, 0x8E]))
    )
    fit.body[:] = layout
    for second in range(count):
        large, signed = (2**64 - 1, 2**63 - 1) if second == 1 else (2**64 - 2, -(2**40))
        fit.data(1, START + second, struct.pack("<Q", large), struct.pack("<q", signed))
    (one,) = read_messages(fit.done())
    (block,) = one.blocks
    for name, value in (("unknown_200", float(2**64)), ("unknown_201", -float(2**40))):
        column = block.columns[name]
        assert np.flatnonzero(np.isnan(column)).tolist() == [1]
        assert set(np.delete(column, 1).tolist()) == {value}
