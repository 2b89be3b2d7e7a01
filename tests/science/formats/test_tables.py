"""Tables: what is proposed, what must be asked, and what is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.formats import Unreadable
from paceline.science.formats.table_reading import moment, read_csv
from paceline.science.formats.tables import Column, CsvMapping, csv_preview
from tests.science.formats.mutation import damaged

RIDE = "Timestamp,Heart Rate (bpm),Power (W),Speed (km/h),Distance (km)\n" + "".join(
    f"2026-05-01T06:00:{second:02d}Z,{120 + second},{200 + second},36.0,{second / 100}\n" for second in range(50)
)
DAYS = "Date;Resting HR;rMSSD (ms);Gewicht;Weight (kg);Sleep (h)\n" + "".join(
    f"{day:02d}.04.2026;{50 + day};{40 + day},5;x;70,{day};7,5\n" for day in range(1, 20)
)


def test_a_recording() -> None:
    found = csv_preview(RIDE.encode())
    assert (found.mapping.kind, found.mapping.delimiter, found.problems) == ("recording", ",", ())
    (recording,) = read_csv(RIDE.encode(), replace(found.mapping, sport="cycling")).recordings
    assert recording.start == 1_777_615_200.0
    assert set(recording.channels["speed"]) == {10.0}
    assert recording.channels["distance"][10] == pytest.approx(100.0)
    assert recording.channels["heart_rate"].tolist() == [120.0 + second for second in range(50)]


def test_days_with_decimal_commas() -> None:
    found = csv_preview(DAYS.encode("utf-16"))
    assert (found.mapping.kind, found.mapping.decimal, found.problems) == ("daily", ",", ())
    assert {c.channel: c.unit for c in found.mapping.columns} == {
        "day": "day first",
        "resting_heart_rate": "1/min",
        "hrv_rmssd": "ms",
        "body_mass": "kg",
        "sleep": "h",
    }
    daily = read_csv(DAYS.encode(), found.mapping).daily
    first = {value.kind: value.value for value in daily if value.day == date(2026, 4, 1)}
    assert first == {
        "resting_heart_rate": 51.0,
        "hrv_rmssd": pytest.approx(0.0415),
        "body_mass": 70.1,
        "sleep": 27_000.0,
    }


@pytest.mark.parametrize(
    ("heading", "value", "asked"),
    [("Distance", "100", "Say the unit of “Distance”"), ("Weight", "70", "kg, lb"), ("Sleep", "7.5", "h:min:s"), ("HRV RMSSD", "50", "ms")],
)  # fmt: skip
def test_units_are_asked_and_never_guessed(heading: str, value: str, asked: str) -> None:
    when = "Time,2026-05-01T06:00:00Z" if heading == "Distance" else "Date,2026-05-01"
    data = "\n".join(",".join(pair) for pair in zip(when.split(","), (heading, value), strict=True)).encode()
    found = csv_preview(data)
    assert any(asked in problem for problem in found.problems)
    with pytest.raises(Unreadable, match="unit of column 2 is not known"):
        read_csv(data, found.mapping)


def test_a_hundred_metres_are_never_a_hundred_minutes() -> None:
    data = b"Date,Sport,Duration,Distance\n2026-05-01,run,100,100\n"
    mapping = CsvMapping(
        "activities",
        ",",
        True,
        (Column(0, "start", "date and time"), Column(2, "duration", "m"), Column(3, "distance", "min")),
    )
    with pytest.raises(Unreadable, match="unit of column 3"):
        read_csv(data, mapping)


def test_dates_that_could_be_either_are_asked() -> None:
    assert any("“Date”" in p for p in csv_preview(b"Date,Steps\n03/04/2026,9000\n").problems)
    assert not csv_preview(b"Date,Steps\n03/14/2026,9000\n").problems


def test_a_list_of_activities() -> None:
    data = b'Activity Date,Activity Name,Activity Type,Elapsed Time (s),Distance (km),Avg HR\n"Apr 5, 2024, 6:12:03 PM","Long, slow",Trail Run,3600,12.5,141\nnever,x,Run,1,1,1\n'
    found = csv_preview(data)
    assert found.mapping.kind == "activities"
    content = read_csv(data, found.mapping)
    (one,) = content.activities
    assert (one.title, one.sport, one.sub_sport, one.start) == ("Long, slow", "running", "trail", 1_712_340_723.0)
    assert dict(one.values) == {"duration": 3600.0, "distance": 12_500.0, "avg_heart_rate": 141.0}
    assert content.notes == ("1 row was left out because the date cannot be read.",)


def test_elapsed_times_need_a_start() -> None:
    data = b"Time,HR\n0,100\n1,101\n"
    mapping = CsvMapping("recording", ",", True, (Column(0, "time", "elapsed s"), Column(1, "heart_rate", "1/min")))
    with pytest.raises(Unreadable, match="say when it started"):
        read_csv(data, mapping)
    (recording,) = read_csv(data, replace(mapping, start=1.7e9)).recordings
    assert recording.time.tolist() == [1.7e9, 1.7e9 + 1]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf\n", b"no table here", b"PK\x03\x04", b"a,b\n"])
def test_what_is_no_table_gets_a_sentence(data: bytes) -> None:
    try:
        found = csv_preview(data)
    except Unreadable as refusal:
        assert str(refusal).endswith(".")
    else:
        assert found.problems


def test_times_with_the_month_in_words() -> None:
    assert moment("Apr 5, 2024, 12:00:00\u202fAM") == 1_712_275_200.0
    assert moment("2024-04-05 00:00:00") == 1_712_275_200.0


def test_mutations_are_read_or_refused() -> None:
    for number, data in damaged([RIDE.encode(), DAYS.encode()]):
        try:
            found = csv_preview(data)
            content = read_csv(data, found.mapping)
        except Unreadable as refusal:
            assert str(refusal).endswith("."), number
            continue
        assert all(value.value == value.value for value in content.daily)


@given(st.binary(max_size=400))
def test_noise(data: bytes) -> None:
    try:
        read_csv(data, csv_preview(data).mapping)
    except Unreadable as refusal:
        assert str(refusal).endswith(".")
