"""Tables as activity files, and as plain data for the process that reads them."""

from __future__ import annotations

import pytest

from paceline.science.formats import Unreadable, decode, sniff
from paceline.science.formats.table_files import look_at_table, table_files
from tests.science.formats.mutation import damaged

LIST = (
    b"Start Date,Title,Sport,Distance (km),Duration (min),Avg HR\n2026-05-01T06:00:00Z,Early,Run,10,55.5,140\n"
    b"2026-07-01 06:00:00,Late,Ride,40,80,\n"
)
MAPPING = {
    "kind": "activities",
    "delimiter": ",",
    "header": True,
    "columns": [
        {"place": 0, "channel": "start", "unit": "date and time"},
        {"place": 3, "channel": "distance", "unit": "km"},
        {"place": 4, "channel": "duration", "unit": "min"},
    ],
    "decimal": ".",
    "sport": "other",
    "start": None,
    "utc_offset": None,
}


def test_a_table_is_known_by_its_headings() -> None:
    assert sniff(LIST) == "csv"
    assert sniff(LIST.decode().encode("utf-16")) == "csv"
    assert sniff(b"hello, world\nthis is, a letter\n") is None
    assert sniff(b"\x00\x01distance,speed\n") is None


def test_a_table_that_leaves_nothing_open_is_decoded() -> None:
    first, second = decode(LIST).recordings
    assert (first.sport, first.name, first.stated["distance"], first.stated["elapsed"]) == (
        "running",
        "Early",
        10_000,
        3330,
    )
    assert second.start == 1_782_885_600.0
    with pytest.raises(Unreadable, match=r"needs a word about its columns.*Distance"):
        decode(LIST.replace(b"Distance (km)", b"Distance"))
    with pytest.raises(Unreadable, match="values by day"):
        decode(b"Date,Weight (kg),Resting HR\n2026-05-31,70,50\n")


def test_local_times_follow_the_clock_of_their_day() -> None:
    offsets = [[0.0, 3600.0], [1_774_746_000.0, 7200.0]]
    files = table_files(LIST.replace(b"00Z", b"00").replace(b"05-01", b"01-01"), {**MAPPING, "offsets": offsets})[
        "files"
    ]
    starts = [decode(data).recordings[0].start for _, data, _ in files]
    assert starts == [1_767_243_600.0, 1_782_878_400.0]
    assert files[0][0] == "2026-01-01 05.00 other.fit"


def test_what_cannot_be_is_said_and_not_raised() -> None:
    assert "not a table" in look_at_table(b"hello")["unreadable"]
    assert (
        "unit"
        in table_files(LIST, {**MAPPING, "columns": [{"place": 0, "channel": "start", "unit": "km"}]})["unreadable"]
    )
    assert look_at_table(LIST)["problems"] == []
    without = table_files(LIST, {**MAPPING, "columns": MAPPING["columns"][:2]})  # type: ignore[index]
    assert (without["files"], without["notes"]) == ([], ["2 rows were left out because no duration is stated."])


@pytest.mark.parametrize("seed", range(4))
def test_damaged_tables_are_read_or_refused(seed: int) -> None:
    for _, data in damaged([LIST], 60, 60 * seed):
        found = look_at_table(data)
        assert "unreadable" in found or found["headings"]
        found = table_files(data, MAPPING)
        assert "unreadable" in found or len(found["files"]) <= 40
