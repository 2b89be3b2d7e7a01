"""Workouts of an Apple Health export as recordings, and its values by day."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from paceline.science.formats import Unreadable, decode, encode_activity, sniff
from paceline.science.formats.health import HealthContent, HealthExport, content
from tests.science.formats.text_files import gpx_text, health_record, health_xml, zipped

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "apple_health"
EVENTS = """  <WorkoutEvent type="HKWorkoutEventTypePause" date="2024-01-01 10:10:00 +0100"/>
  <WorkoutEvent type="HKWorkoutEventTypePause" date="2024-01-01 10:10:30 +0100"/>
  <WorkoutEvent type="HKWorkoutEventTypeResume" date="2024-01-01 10:12:00 +0100"/>
  <WorkoutEvent type="HKWorkoutEventTypeLap" date="2024-01-01 10:00:00 +0100" duration="5" durationUnit="min"/>
"""


def workout(kind: str = "Running", inside: str = "", source: str = "W", day: int = 1) -> str:
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityType{kind}" duration="28.5" durationUnit="min" '
        f'totalDistance="5" totalDistanceUnit="km" sourceName="{source}" startDate="2024-01-{day:02d} 10:00:00 +0100" '
        f'endDate="2024-01-{day:02d} 10:30:00 +0100">\n{inside}'
        '  <MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/>\n </Workout>\n'
    )


def sample(kind: str, value: str, unit: str, minute: int, source: str = "W") -> str:
    record = health_record(kind, value, unit, at=f"2024-01-01 10:{minute:02d}:00 +0100")
    return record.replace("Jane’s Watch", source)


def looked(body: str, **zone: float) -> HealthContent:
    found = HealthContent(HealthExport(io.BytesIO(health_xml(body))), lambda name, _: zone.get(name.partition("/")[2]))
    found.look()
    return found


def test_a_workout_gets_what_was_measured_meanwhile() -> None:
    beats = "".join(sample("HeartRate", str(120 + minute), "count/min", minute) for minute in range(0, 40, 2))
    watts = "".join(sample("RunningPower", "250", "W", minute) for minute in range(0, 40, 5))
    (run,) = looked(beats + watts + workout(inside=EVENTS)).recordings()
    assert (run.sport, run.format, run.device, run.start) == ("running", "health", "W", 1_704_099_600.0)
    heart = run.channels["heart_rate"]
    assert heart[np.isfinite(heart)].tolist() == [120.0 + minute for minute in range(0, 31, 2)]
    assert np.nanmax(run.channels["power"]) == 250
    assert run.pauses == ((1_704_100_200.0, 1_704_100_320.0),)
    assert [(lap.start, lap.elapsed) for lap in run.laps] == [(1_704_099_600.0, 300.0)]
    assert dict(run.stated) == {"elapsed": 1800.0, "timer": 1710.0, "distance": 5000.0}


def test_the_zone_of_the_workout_counts_before_the_zone_of_the_phone() -> None:
    (there,) = looked(workout(), Tokyo=32_400.0).recordings()
    (unknown,) = looked(workout()).recordings()
    assert (there.utc_offset, unknown.utc_offset) == (32_400.0, 3_600.0)


def test_the_source_that_recorded_is_not_mixed_with_others() -> None:
    own = "".join(sample("HeartRate", "150", "count/min", minute) for minute in (1, 2))
    strange = "".join(sample("HeartRate", "90", "count/min", minute, "Band") for minute in range(10))
    (mine,) = looked(strange + own + workout()).recordings()
    (spaced,) = looked(workout(source="My\xa0Watch")).recordings()
    assert spaced.device == "My Watch"
    (most,) = looked(strange + own + workout(source="App")).recordings()
    assert np.nanmin(mine.channels["heart_rate"]) == 150
    assert np.nanmax(most.channels["heart_rate"]) == 90


def test_without_a_route_the_distance_is_what_was_counted() -> None:
    steps = "".join(sample("DistanceWalkingRunning", "0.5", "km", minute) for minute in (2, 4, 6))
    (run,) = looked(steps + workout()).recordings()
    assert run.channels["distance"].tolist() == [0.0, 500.0, 1000.0, 1500.0]
    (ride,) = looked(steps + workout("Cycling")).recordings()
    assert "distance" not in ride.channels


def test_a_route_and_the_heart_rate_share_a_clock() -> None:
    track = gpx_text(20)
    start = decode(track.encode()).recordings[0].start
    at = np.datetime_as_string(np.datetime64(int(start), "s")).replace("T", " ") + " +0000"
    end = np.datetime_as_string(np.datetime64(int(start) + 60, "s")).replace("T", " ") + " +0000"
    body = health_record("RunningGroundContactTime", "250", "ms", at=at) + (
        f' <Workout workoutActivityType="HKWorkoutActivityTypeHiking" sourceName="W" startDate="{at}" endDate="{end}">\n'
        '  <WorkoutRoute sourceName="W"><FileReference path="/workout-routes/route_1.gpx"/></WorkoutRoute>\n </Workout>\n'
    )
    packed = {
        "apple_health_export/e.xml": health_xml(body),
        "apple_health_export/workout-routes/route_1.gpx": track.encode(),
    }
    found = HealthContent(HealthExport(zipped(packed)))
    found.look()
    (hike,) = found.recordings()
    assert np.isfinite(hike.channels["latitude"]).sum() == 20
    assert hike.channels["ground_contact_time"][0] == 0.25
    packed["apple_health_export/workout-routes/route_1.gpx"] = b"broken"
    broken = HealthContent(HealthExport(zipped(packed)))
    broken.look()
    assert "latitude" not in next(broken.recordings()).channels


def test_lengths_of_a_pool_and_words_for_what_has_no_sport() -> None:
    lap = '  <WorkoutEvent type="HKWorkoutEventTypeLap" date="2024-01-01 10:01:00 +0100" duration="0.5" durationUnit="min"/>\n'
    pool = (
        '  <MetadataEntry key="HKLapLength" value="25 m"/>\n  <MetadataEntry key="HKSwimmingLocationType" value="1"/>\n'
    )
    (swim,) = looked(workout("Swimming", lap + pool)).recordings()
    assert (swim.sub_sport, swim.stated["pool_length"], len(swim.lengths), swim.laps) == ("pool", 25.0, 1, ())
    (mind,) = looked(workout("MindAndBody")).recordings()
    assert (mind.sport, mind.name) == ("other", "Mind and body")


def test_workouts_in_several_goes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    body = sample("HeartRate", "150", "count/min", 3) + "".join(workout(day=day) for day in range(1, 9)) + workout()
    whole = [encode_activity(one) for one in looked(body).recordings()]
    monkeypatch.setattr(content, "HOURS_AT_A_TIME", 1)
    assert [encode_activity(one) for one in looked(body).recordings()] == whole
    assert len(whole) == 8


def test_days() -> None:
    def night(stage: str, first: str, last: str, source: str = "W") -> str:
        return (
            f' <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="{source}" startDate="2024-01-{first} +0100" '
            f'endDate="2024-01-{last} +0100" value="HKCategoryValueSleepAnalysis{stage}"/>\n'
        )

    body = (
        health_record("RestingHeartRate", "50", "count/min", at="2024-01-02 23:30:00 +0100")
        + health_record("RestingHeartRate", "54", "count/min", at="2024-01-02 01:00:00 +0100")
        + health_record("HeartRateVariabilitySDNN", "40", "ms", at="2024-01-02 03:00:00 +0100")
        + health_record("BodyMass", "70", "kg", at="2024-01-02 20:00:00 +0100")
        + health_record("BodyMass", "71", "kg", at="2024-01-02 07:00:00 +0100")
        + health_record("VO2Max", "52.5", "mL/min·kg", at="2024-01-02 07:00:00 +0100")
        + night("AsleepCore", "01 23:00:00", "02 02:00:00")
        + night("AsleepDeep", "02 01:00:00", "02 03:00:00")
        + night("InBed", "01 21:00:00", "02 09:00:00", "iPhone")
        + night("Asleep", "01 21:00:00", "02 08:00:00", "iPhone")
    )
    found = {one.kind: (one.day, one.value) for one in looked(body).daily}
    day = date(2024, 1, 2)
    assert found == {
        "resting_heart_rate": (day, 52.0),
        "hrv_sdnn": (day, pytest.approx(0.04)),
        "body_mass": (day, 70.0),
        "vo2max": (day, 52.5),
        "sleep": (day, 4 * 3600.0),
        "sleep_light": (day, 3 * 3600.0),
        "sleep_deep": (day, 2 * 3600.0),
    }


def test_counts_of_a_day_are_added_and_phone_and_watch_are_not() -> None:
    def steps(value: int, at: str) -> str:
        return health_record("StepCount", str(value), "count", at=f"2024-01-02 {at} +0100")

    phone = (steps(4000, "08:00:00") + steps(900, "09:00:00")).replace("Jane’s Watch", "iPhone")
    watch = steps(3000, "08:00:00") + steps(2500, "23:59:00") + steps(70, "00:10:00")
    later = steps(11, "10:00:00").replace("2024-01-02", "2024-01-03")
    breathing = health_record("RespiratoryRate", "14", "count/min", at="2024-01-02 03:00:00 +0100")
    oxygen = health_record("OxygenSaturation", "0.97", "%", at="2024-01-02 03:00:00 +0100")
    found = {(one.day, one.kind): one.value for one in looked(phone + watch + later + breathing + oxygen).daily}
    assert found == {
        (date(2024, 1, 2), "steps"): 5570.0,
        (date(2024, 1, 3), "steps"): 11.0,
        (date(2024, 1, 2), "respiration"): 14.0,
        (date(2024, 1, 2), "spo2"): pytest.approx(0.97),
    }


def test_small_exports_are_decoded_like_any_file() -> None:
    assert sniff(health_xml(workout())[:4096]) == "health"
    assert sniff(b'<?xml version="1.0"?><!DOCTYPE HealthData [ <!-- DTD --> ') == "health"
    assert decode(health_xml(workout())).recordings[0].sport == "running"
    with pytest.raises(Unreadable, match="no workouts"):
        decode(health_xml(sample("HeartRate", "99", "count/min", 1)))


@pytest.mark.skipif(not SHARED.is_dir(), reason="real exports lie beside the checkout")
def test_real_exports_give_workouts_that_can_be_kept() -> None:
    counts: dict[str, int] = {}
    for path in sorted(SHARED.glob("*")):
        if path.suffix not in (".xml", ".zip"):
            continue
        try:
            found = HealthContent(HealthExport(io.BytesIO(path.read_bytes())))
            found.look()
        except Unreadable as problem:
            assert str(problem).endswith(".")
            continue
        for one in found.recordings():
            again = decode(encode_activity(one)).recordings[0]
            assert (again.sport, again.start) == (one.sport, round(one.start))
            assert again.stated["elapsed"] == pytest.approx(one.stated["elapsed"], abs=1)
        counts[path.name] = len(found.workouts)
    assert counts["RuochenLyu__fixtures_multi-source-export_export.zip"] == 4
    assert counts["rinoshiyo__sample_export.xml"] == 1
