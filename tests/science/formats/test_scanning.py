"""Points read all at once are exactly the points read one by one, whatever the file looks like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gpxpy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from paceline.science.formats import Decoded, Recording, Unreadable
from paceline.science.formats.gpx import DIALECT, decode_gpx
from paceline.science.formats.markup import number
from paceline.science.formats.scanning import hollow
from paceline.science.formats.tcx import decode_tcx
from paceline.science.formats.texts import Spans, Text, numbers_at
from tests.science.formats.mutation import damaged
from tests.science.formats.text_files import gpx_text, tcx_text

Reader = Callable[[bytes, bool], Decoded]


def outcome(read: Reader, data: bytes, at_once: bool) -> Decoded | str:
    try:
        return read(data, at_once)
    except Unreadable as refusal:
        return str(refusal)


def assert_same(read: Reader, data: bytes, about: str = "") -> Decoded | str:
    fast, slow = outcome(read, data, True), outcome(read, data, False)
    if isinstance(fast, str) or isinstance(slow, str):
        assert fast == slow, about
        return fast
    assert fast.notes == slow.notes, about
    for mine, theirs in zip(fast.recordings, slow.recordings, strict=True):
        same(mine, theirs, about)
    return fast


def same(mine: Recording, theirs: Recording, about: str) -> None:
    for name in ("sport", "start", "utc_offset", "device", "name", "laps", "pauses", "stated"):
        assert getattr(mine, name) == getattr(theirs, name), f"{about} {name}"
    np.testing.assert_array_equal(mine.time, theirs.time, err_msg=about)
    assert mine.channels.keys() == theirs.channels.keys(), about
    for name, values in mine.channels.items():
        np.testing.assert_array_equal(values, theirs.channels[name], err_msg=f"{about} {name}")


def test_every_real_file_reads_the_same_both_ways(real_files: list[Path]) -> None:
    seen = 0
    for path in real_files:
        if path.suffix.lower() in (".gpx", ".tcx"):
            assert_same(decode_tcx if path.suffix.lower() == ".tcx" else decode_gpx, path.read_bytes(), path.name)
            seen += 1
    assert seen > 30


def test_regular_points_are_taken_out() -> None:
    found = hollow(gpx_text(200).encode(), DIALECT)
    assert found is not None
    assert b"trkpt" not in found.rest
    assert [block.count for block in found.blocks] == [100, 100]


@pytest.mark.parametrize(
    "change",
    [
        ("<ele>503.4</ele>", "<ele>5e2</ele>"),
        ("<ele>503.4</ele>", "<ele> 503,4 </ele>"),
        ("<ele>503.4</ele>", "<ele>503.</ele>"),
        ("<ele>503.4</ele>", "<ele/>"),
        ("<ele>503.4</ele>", "<!-- <ele>1</ele> --><ele>2</ele>"),
        ("<ele>503.4</ele>", "<ele><![CDATA[9]]></ele>"),
        ("<ele>503.4</ele>", "<ele>&#53;</ele>"),
        ("<ns3:cad>83</ns3:cad>", "<ns3:cad>83</ns3:cad><speed>3</speed><ns3:speed>4</ns3:speed>"),
        ("<ns3:hr>123</ns3:hr>", "<ns3:hr>123"),
        ("<trkpt lat", "<trkpt id='1' lat"),
        ("<trk>", "<!-- <trkpt lat='1' lon='2'></trkpt> --><trk>"),
        ("</trkpt>", "</trkpt>stray ]]> text"),
        ("<trkseg>", '<trkseg><trkpt lat="1" lon="2"/>'),
        ("<name>Long", "<name>paceline-points"),
        (".000Z", ".5Z"),
        ("T06:", "T46:"),
        ("<trkpt lat", "<trkpt  lon='3' lat"),
        ("\n  ", "\r\n\t"),
        ("trkpt", "g:trkpt"),
        ("21.0", "21.0\x01"),
    ],
)
def test_odd_points_read_the_same_both_ways(change: tuple[str, str]) -> None:
    whole = gpx_text(90)
    assert_same(decode_gpx, whole.replace(*change).encode())
    assert_same(decode_gpx, whole.replace(*change, 1).encode())


def test_breaking_off_anywhere_reads_the_same_both_ways() -> None:
    data = gpx_text(40).encode()
    for end in range(len(data) - 2_000, len(data), 37):
        assert_same(decode_gpx, data[:end], str(end))


def test_mutations_read_the_same_both_ways() -> None:
    for number_, data in damaged([gpx_text(30).encode(), gpx_text(12, skip=2, indent="").encode()]):
        assert_same(decode_gpx, data, str(number_))
    for number_, data in damaged([tcx_text(25).encode()]):
        assert_same(decode_tcx, data, str(number_))


@given(st.lists(st.one_of(st.floats(-1e6, 1e6).map(lambda x: f"{x:.7f}"), st.text("0123456789.-+e, ", max_size=22))))
def test_numbers_equal_pythons(texts: list[str]) -> None:
    data = "<".join(texts).encode()
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1
    starts = ends - np.array([len(text) for text in texts], np.int64)
    mine = numbers_at(Text(data), Spans(starts, ends))
    theirs = np.array([number(text) if text else np.nan for text in texts], np.float64)
    np.testing.assert_array_equal(mine, np.where(np.isfinite(theirs), theirs, np.nan))


def test_positions_equal_gpxpy(real_files: list[Path]) -> None:
    compared = 0
    for path in [path for path in real_files if path.parent.name == "gpx"]:
        found = outcome(decode_gpx, path.read_bytes(), True)
        theirs = gpxpy.parse(path.read_bytes())
        points = [[p for s in track.segments for p in s.points] for track in theirs.tracks]
        if isinstance(found, str) or len(found.recordings) != 1 or found.notes:
            continue
        (recording,) = found.recordings
        known = [p for track in points for p in track]
        if len(known) != len(recording.time):
            continue
        np.testing.assert_array_equal(recording.channels["latitude"], [p.latitude for p in known])
        np.testing.assert_array_equal(recording.time, [p.time.timestamp() for p in known if p.time])
        compared += len(known)
    assert compared > 2_000


def test_heart_rates_equal_lxml(real_files: list[Path]) -> None:
    compared = 0
    for path in [path for path in real_files if path.suffix.lower() == ".tcx"]:
        found = outcome(decode_tcx, path.read_bytes(), True)
        if isinstance(found, str) or len(found.recordings) != 1 or found.notes:
            continue
        tree = etree.fromstring(path.read_bytes().strip())
        texts = tree.xpath("//*[local-name()='Trackpoint']/*[local-name()='HeartRateBpm']/*/text()")
        rates = found.recordings[0].channels.get("heart_rate", np.empty(0))
        rates = rates[np.isfinite(rates)]
        if len(rates) == len(texts):
            np.testing.assert_array_equal(rates, [float(text) for text in texts])
            compared += len(rates)
    assert compared > 500
