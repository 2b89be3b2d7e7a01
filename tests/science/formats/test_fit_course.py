"""A course file holds the same line for the official decoder, fitdecode and ours, with its points on the way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import fitdecode
import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.formats import Course, Unreadable, decode
from paceline.science.formats.fit.messages import read_messages
from paceline.science.formats.fit_course import CoursePoint, along, encode_course

CREATED = datetime(2026, 5, 1, 6, 0, tzinfo=UTC)
DEGREES = 180 / 2**31


def line(count: int = 50, altitude: bool = True) -> Course:
    steps = np.arange(count)
    heights = 400 + 10 * np.sin(steps / 5) if altitude else None
    return Course("Zürich hill loop", 47.0 + steps * 1e-4, 8.0 + steps * 5e-5, heights)


def official(data: bytes) -> dict[str, list[dict[str, Any]]]:
    decoder = Decoder(Stream.from_byte_array(bytearray(data)))
    assert decoder.is_fit()
    assert decoder.check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    assert not errors
    return cast("dict[str, list[dict[str, Any]]]", messages)


def test_the_official_decoder_reads_the_line() -> None:
    course = line()
    found = official(encode_course(course, "cycling", CREATED, speed=5.0))
    records = found["record_mesgs"]
    assert found["file_id_mesgs"][0]["type"] == "course"
    assert found["course_mesgs"] == [{"sport": "cycling", "name": "Zürich hill loop"}]
    assert [e["event_type"] for e in found["event_mesgs"]] == ["start", "stop_all"]
    assert np.allclose([r["position_lat"] * DEGREES for r in records], course.latitude, atol=1e-7)
    assert np.allclose([r["position_long"] * DEGREES for r in records], course.longitude, atol=1e-7)
    assert course.altitude is not None
    assert np.allclose([r["altitude"] for r in records], course.altitude, atol=0.1)
    assert records[0]["timestamp"] == CREATED
    seconds = (records[-1]["timestamp"] - CREATED).total_seconds()
    assert seconds == pytest.approx(records[-1]["distance"] / 5.0, abs=1)
    assert found["lap_mesgs"][0]["total_distance"] == pytest.approx(records[-1]["distance"], abs=0.01)


def test_points_lie_on_the_line_in_order() -> None:
    points = [CoursePoint(300.0, "Top", "summit"), CoursePoint(120.0, "Water at the church", "water")]
    found = official(encode_course(line(), "running", CREATED, speed=3.0, points=points))["course_point_mesgs"]
    assert [point["name"] for point in found] == ["Water at the church", "Top"]
    assert [point["type"] for point in found] == ["water", "summit"]
    assert [point["distance"] for point in found] == [120.0, 300.0]
    assert 47.0 < found[0]["position_lat"] * DEGREES < found[1]["position_lat"] * DEGREES < 47.005


def test_a_course_without_heights_has_no_altitude() -> None:
    data = encode_course(line(altitude=False), "hiking", CREATED, speed=1.2)
    assert "altitude" not in official(data)["record_mesgs"][0]
    with fitdecode.FitReader(data) as reader:
        names = [frame.name for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    assert names.count("record") == 50


def test_ours_reads_it_and_does_not_take_it_for_an_activity() -> None:
    data = encode_course(line(), "cycling", CREATED, speed=5.0)
    (one,) = read_messages(data)
    assert one.rows("course") == [{"sport": 2.0, "name": "Zürich hill loop"}]
    with pytest.raises(Unreadable, match="course to follow"):
        decode(data)


def test_a_degree_of_latitude_is_as_long_as_it_should_be() -> None:
    assert along(np.array([0.0, 1.0]), np.array([0.0, 0.0]))[1] == pytest.approx(111_195, abs=1)


@pytest.mark.parametrize(
    ("latitude", "longitude", "speed"),
    [([47.0], [8.0], 3.0), ([47.0, np.nan], [8.0, 8.1], 3.0), ([47.0, 47.1], [8.0, 8.1], 0.0)],
)
def test_a_line_nobody_could_follow_is_refused(latitude: list[float], longitude: list[float], speed: float) -> None:
    course = Course(None, np.array(latitude), np.array(longitude), None)
    with pytest.raises(ValueError, match="course"):
        encode_course(course, "running", CREATED, speed=speed)


def test_a_course_longer_than_the_format_can_say_is_refused() -> None:
    there_and_back = np.tile([0.0, 170.0], 3)
    with pytest.raises(ValueError, match="longer than a watch can store"):
        encode_course(Course(None, np.zeros(6), there_and_back, None), "cycling", CREATED, speed=1_000.0)


@settings(max_examples=40, deadline=2_000)
@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-179, -170)), min_size=2, max_size=5), st.text(max_size=40))
def test_any_line_and_any_name_come_back(places: list[tuple[float, float]], name: str) -> None:
    latitude, longitude = (np.array(column) for column in zip(*places, strict=True))
    data = encode_course(Course(name, latitude, longitude, None), "running", CREATED, speed=1_000.0)
    rows = official(data)["record_mesgs"]
    assert np.allclose([row["position_lat"] * DEGREES for row in rows], latitude, atol=1e-7)
