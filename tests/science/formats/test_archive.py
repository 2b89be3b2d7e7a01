"""Archives are opened within limits, and what cannot be opened says why."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.formats import Unreadable, decode, sniff, unpack
from paceline.science.formats.archive import gunzip


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return store.getvalue()


def test_files_of_a_zip_without_folders_and_clutter() -> None:
    data = zipped([("rides/", b""), ("rides/one.fit", b"1"), ("__MACOSX/rides/._one.fit", b"x"), ("../two.gpx", b"2")])
    assert [(f.name, f.data, f.problem) for f in unpack(data, "all.zip")] == [
        ("rides/one.fit", b"1", None),
        ("../two.gpx", b"2", None),
    ]


def test_gzip_inside_a_zip_is_opened_but_a_zip_inside_is_not() -> None:
    inner = zipped([("a", b"a")])
    found = list(unpack(zipped([("a.fit.gz", gzip.compress(b"fit")), ("b.zip", inner)]), "x.zip"))
    assert (found[0].name, found[0].data) == ("a.fit", b"fit")
    assert found[1].data is None
    assert found[1].problem == "This is an archive inside the archive; unpack it and upload it by itself."


def test_bombs_are_not_opened() -> None:
    zeros = bytes(30 << 20)
    (entry,) = unpack(zipped([("bomb.fit", zeros)]), "x.zip")
    assert entry.data is None
    assert entry.problem is not None
    (packed,) = unpack(gzip.compress(zeros), "bomb.fit.gz")
    assert packed.data is None
    with pytest.raises(Unreadable, match="unpacks to far more"):
        gunzip(gzip.compress(zeros))


def test_limits_on_size_and_count() -> None:
    (large,) = unpack(zipped([("a", b"x" * 600), ("b", b"x" * 600)]), "x.zip", limit=1_000)
    assert large.problem == "The archive is too large when unpacked; split it into smaller ones."
    (many,) = unpack(zipped([(str(n), b"") for n in range(5_001)]), "x.zip")
    assert many.problem == "The archive holds more than 5,000 files; split it into smaller ones."


def test_second_file_of_one_name_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped([("a", b"1"), ("a", b"2")])
    assert [f.data for f in unpack(data, "x.zip")] == [b"1", None]


def test_damaged_archives_say_so() -> None:
    data = zipped([("a", b"hello" * 100)])
    (cut,) = unpack(data[: len(data) // 2], "x.zip")
    assert cut.problem == "This zip archive is damaged; download or create it again."
    (broken,) = unpack(b"\x1f\x8bnonsense", "x.gz")
    assert broken.problem == "This compressed file is damaged; download or compress it again."


def test_anything_else_is_handed_on() -> None:
    (plain,) = unpack(b"<gpx/>", "a.gpx")
    assert (plain.name, plain.data, plain.problem) == ("a.gpx", b"<gpx/>", None)


def test_sniffing_goes_by_content() -> None:
    assert sniff(b"\x0e\x10\0\0\0\0\0\0.FIT") == "fit"
    assert sniff(b'\xef\xbb\xbf<?xml version="1.0"?><gpx>') == "gpx"
    assert sniff("<?xml?><TrainingCenterDatabase>".encode("utf-16")) == "tcx"
    assert sniff(b"<x:TrainingCenterDatabase>") == "tcx"
    assert sniff(b"\x1f\x8b") == "gzip"
    assert sniff(b"PK\x03\x04") == "zip"
    assert sniff(b"%PDF") is None
    assert sniff(b"") is None


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.fit", "empty"),
        (b"%PDF", "a.fit", "called FIT"),
        (b"PK\x03\x04", "a.zip", "zip"),
        (b"?", "", "not a FIT"),
    ],
)
def test_what_is_no_activity_gets_a_sentence(data: bytes, name: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        decode(data, name)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 200), st.integers(0, 255))
def test_mutated_zips_never_raise(extra: bytes, place: int, value: int) -> None:
    data = bytearray(zipped([("a.fit", b"hello world" * 20), ("b.gpx", b"<gpx/>")]) + extra)
    data[place % len(data)] = value
    for file in unpack(bytes(data), "x.zip"):
        assert (file.data is None) == (file.problem is not None) or file.data is not None
