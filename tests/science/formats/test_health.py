"""Apple Health exports: the same values however they are written, units in SI, faults in sentences."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from paceline.science.formats import Unreadable
from paceline.science.formats.health import HealthChunk, HealthExport
from tests.science.formats.mutation import damaged
from tests.science.formats.text_files import gpx_text, health_record, health_xml, zipped

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "apple_health"
WORKOUT = """ <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30.5" durationUnit="min" \
sourceName="W" startDate="2024-01-01 10:00:00 +0100" endDate="2024-01-01 10:30:30 +0100">
  <MetadataEntry key="HKIndoorWorkout" value="0"/>
  <MetadataEntry key="HKTimeZone" value="Europe/Zurich"/>
  <WorkoutEvent type="HKWorkoutEventTypeLap" date="2024-01-01 10:10:00 +0100" duration="10" durationUnit="min"/>
  <WorkoutActivity uuid="1">
   <WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" sum="1" unit="km"/>
  </WorkoutActivity>
  <WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" sum="5.2" unit="mi"/>
  <WorkoutStatistics type="HKQuantityTypeIdentifierHeartRate" average="150" minimum="120" maximum="180" unit="count/min"/>
  <WorkoutRoute sourceName="W"><FileReference path="/workout-routes/route_1.gpx"/></WorkoutRoute>
 </Workout>
"""
NIGHT = """ <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="W" sourceVersion="9" \
creationDate="2024-01-01 08:00:00 +0100" startDate="2024-01-01 01:00:00 +0100" \
endDate="2024-01-01 02:00:00 +0100" value="HKCategoryValueSleepAnalysisAsleepDeep">
  <MetadataEntry key="HKTimeZone" value="Europe/Zurich"/>
 </Record>
"""
MANY = (
    "".join(health_record(value=str(60 + beat % 50), at=f"2024-02-03 08:{beat // 60:02d}:{beat % 60:02d} -0330") for beat in range(300))
    + NIGHT
    + WORKOUT
    + health_record("HeartRateVariabilitySDNN", "45.5", "ms").replace("/>", ">\n  <MetadataEntry key='a' value='b'/>\n </Record>")
    + health_record("BodyMass", "154.3", "lb")
    + health_record("StepCount", "1e3", "count")
    + health_record("OxygenSaturation", "0.97", "%")
    + ' <Correlation type="x" startDate="a">\n  ' + health_record("BodyMass", "1", "kg").strip() + "\n </Correlation>\n"
)  # fmt: skip


def chunks(data: bytes | io.BytesIO) -> list[HealthChunk]:
    return list(HealthExport(io.BytesIO(data) if isinstance(data, bytes) else data).chunks())


def values(found: list[HealthChunk]) -> dict[str, list[tuple[float, float, float, float, str]]]:
    rows: dict[str, list[tuple[float, float, float, float, str]]] = {}
    for chunk in found:
        for s in chunk.samples:
            named = [s.sources[place] for place in s.source]
            rows.setdefault(s.kind, []).extend(
                zip(s.start.tolist(), s.end.tolist(), s.utc_offset.tolist(), s.value.tolist(), named, strict=True)
            )
    return {kind: sorted(each) for kind, each in rows.items()}


def test_units_are_si_and_the_two_kinds_of_hrv_stay_apart() -> None:
    found = chunks(health_xml(MANY))
    known = values(found)
    units = {s.kind: s.unit for chunk in found for s in chunk.samples}
    assert known["hrv_sdnn"][0][3] == pytest.approx(0.0455)
    assert units["hrv_sdnn"] == "s"
    assert "hrv_rmssd" not in known
    assert known["body_mass"] == [(1_704_092_400.0, 1_704_092_400.0, 3_600.0, pytest.approx(69.989303), "Jane’s Watch")]
    assert known["steps"][0][3] == 1000.0
    assert known["oxygen_saturation"][0][3] == 0.97
    assert known["heart_rate"][0] == (1_706_959_800.0, 1_706_959_800.0, -12_600.0, 60.0, "Jane’s Watch")
    assert len(known["heart_rate"]) == 300


def test_nights_and_workouts() -> None:
    found = chunks(health_xml(MANY))
    (night,) = [stage for chunk in found for stage in chunk.sleep]
    assert (night.stage, night.end - night.start, night.time_zone, night.utc_offset) == (
        "deep",
        3600,
        "Europe/Zurich",
        3600,
    )
    (workout,) = [workout for chunk in found for workout in chunk.workouts]
    assert (workout.sport, workout.sub_sport, workout.indoor, workout.time_zone) == (
        "running",
        None,
        False,
        "Europe/Zurich",
    )
    assert workout.distance == pytest.approx(5.2 * 1609.344)
    assert workout.duration == 1830
    assert [(s.kind, s.average, s.sum) for s in workout.statistics][1] == ("heart_rate", 150, None)
    assert [(event.kind, event.duration) for event in workout.events] == [("lap", 600)]


def test_the_way_it_is_written_makes_no_difference() -> None:
    apples = values(chunks(health_xml(MANY)))
    other = health_xml(MANY.replace("\n ", "\n\t"))
    turned = health_xml(MANY.replace(' unit="', '  unit="').replace('sourceVersion="9" ', ""))
    ordered = health_xml(
        "".join(
            line.replace(' value="', ' \x00="').replace("<Record ", '<Record value="72" ').split(" \x00=")[0] + "/>\n"
            for line in [health_record(at=f"2024-01-01 08:00:{s:02d} +0100").rstrip() for s in range(9)]
        )
    )
    plain = health_xml("".join(health_record(at=f"2024-01-01 08:00:{s:02d} +0100") for s in range(9)))
    comment = health_xml(" <!-- by hand -->\n" + MANY)
    assert values(chunks(other)) == values(chunks(turned)) == values(chunks(comment)) == apples
    assert values(chunks(ordered)) == values(chunks(plain))
    assert (
        values(chunks(zipped({"apple_health_export/导出.xml": health_xml(MANY), "x/export_cda.xml": b"<a/>"})))
        == apples
    )


def test_many_pieces_give_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = values(chunks(health_xml(MANY * 3)))
    for size in (700, 4_000, 9_973):
        monkeypatch.setattr("paceline.science.formats.health.export.PIECE", size)
        assert values(chunks(health_xml(MANY * 3))) == whole
        assert values(chunks(health_xml((MANY * 3).replace("\n ", "\n\t")))) == whole


def test_routes_are_found_by_their_reference() -> None:
    export = HealthExport(
        zipped(
            {
                "apple_health_export/Export.xml": health_xml(WORKOUT),
                "apple_health_export/workout-routes/route_1.gpx": gpx_text(20).encode(),
            }
        )
    )
    (workout,) = [workout for chunk in export.chunks() for workout in chunk.workouts]
    route = export.route(workout)
    assert route is not None
    assert len(route.recordings[0].time) == 20
    assert export.routes() == ("/workout-routes/route_1.gpx",)


def test_unknown_units_are_told_and_not_guessed() -> None:
    found = chunks(health_xml(health_record("BodyMass", "11", "stone?") + health_record()))
    assert "body_mass in “stone?”" in found[-1].notes[0]
    assert "body_mass" not in values(found)


def test_what_broke_off_is_kept_up_to_there() -> None:
    data = health_xml(MANY)
    found = chunks(data[: data.rindex(b"<Workout")])
    assert len(values(found)["heart_rate"]) > 290
    assert "damaged part of the way" in found[-1].notes[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<html></html>", "not an Apple Health export"),
        (health_xml("<Record")[:-15], "damaged from its start"),
        (b'<!DOCTYPE H [<!ENTITY a "b">]><HealthData>&a;</HealthData>', "entities"),
        (b"PK\x03\x04 nothing", "zip archive is damaged"),
        (zipped({"apple_health_export/export.xml": b""}).getvalue(), "empty"),
        (zipped({"photo.jpg": b"x"}).getvalue(), "not an Apple Health export"),
    ],
)
def test_faults_are_sentences(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        chunks(data)


def test_names_that_lead_out_are_passed_over_and_told() -> None:
    found = chunks(zipped({"../../escape.txt": b"x", "apple_health_export/export.xml": health_xml(health_record())}))
    assert "leads out of the archive" in found[-1].notes[0]


def test_mutations_are_read_or_refused() -> None:
    seeds = [health_xml(health_record() * 4 + NIGHT + WORKOUT), health_xml(MANY[:3_000]).replace(b"\n ", b"\n  ")]
    for number, data in damaged(seeds):
        try:
            found = chunks(data)
        except Unreadable as refusal:
            assert str(refusal).endswith("."), number
            continue
        for rows in values(found).values():
            assert np.isfinite([row[:2] + row[3:4] for row in rows]).all(), number


def test_real_exports() -> None:
    if not SHARED.is_dir():
        pytest.skip("no shared sample files beside the checkout")
    read = 0
    for path in sorted(SHARED.iterdir()):
        if path.suffix not in (".xml", ".zip"):
            continue
        data = path.read_bytes()
        data = data if path.suffix == ".zip" or b"<HealthData" in data else b"<HealthData>" + data + b"</HealthData>"
        try:
            found = chunks(data)
        except Unreadable:
            assert "x4-" in path.name
            continue
        assert found[-1].notes == () or "zip-slip" in path.name, path.name
        read += sum(len(each) for each in values(found).values()) + sum(len(c.workouts) for c in found)
    assert read > 60
