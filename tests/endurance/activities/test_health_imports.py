"""Apple Health exports through the upload: workouts become activities once, and days are told honestly."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from paceline.endurance.activities.files import health_files
from paceline.endurance.activities.importing import wellness
from paceline.endurance.wellness.bringing import Kept
from paceline.science.formats.health import HealthExport
from paceline.science.formats.health_files import seconds_ahead
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.bringing import begun, state, zipped
from tests.endurance.activities.make import fit
from tests.science.formats.text_files import gpx_text, health_record, health_xml

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "apple_health"
ROUTE = '  <WorkoutRoute sourceName="W"><FileReference path="/workout-routes/route_1.gpx"/></WorkoutRoute>\n'


def workout(start: str, end: str, kind: str = "Running", inside: str = "") -> str:
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityType{kind}" sourceName="W" startDate="{start}" endDate="{end}" '
        f'totalDistance="5" totalDistanceUnit="km">\n{inside}  <MetadataEntry key="HKIndoorWorkout" value="1"/>\n </Workout>\n'
    )


RUN = workout("2024-05-01 10:00:00 +0200", "2024-05-01 10:30:00 +0200")
YOGA = workout("2024-05-02 10:00:00 +0200", "2024-05-02 10:30:00 +0200", "Yoga")
BEATS = "".join(health_record(value=str(130 + n), at=f"2024-05-01 10:{n:02d}:00 +0200") for n in range(30))
REST = health_record("RestingHeartRate", "50", at="2024-05-01 07:00:00 +0200")


def export(body: str, **files: bytes) -> bytes:
    return zipped(**{"apple_health_export/export__xml": health_xml(body), **files})


async def brought(stage: Stage, member: Member, *files: tuple[str, bytes]) -> dict[str, Any]:
    """What became of these files."""
    import_id = await begun(member, *files)
    await stage.run_jobs()
    return await state(member, import_id)


async def activities(member: Member) -> list[dict[str, Any]]:
    """Everything that counts, the earliest first."""
    listed = (await member.api.get("/api/v1/activities?limit=200")).json()["items"]
    return sorted(listed, key=lambda one: one["started_at"])


async def test_workouts_come_with_their_heart_rate_and_days_are_counted(stage: Stage, cast: Cast) -> None:
    done = await brought(stage, cast.bob, ("export.zip", export(BEATS + REST + RUN + YOGA)))
    assert done["counts"] == {"opened": 1, "imported": 2}
    assert done["files"][0]["sentence"] == (
        "2 workouts in this Apple Health export. 1 wellness value (resting heart rate) kept."
    )
    run, yoga = await activities(cast.bob)
    assert (run["sport"], run["distance"], run["started_at"]) == ("running", 5000.0, "2024-05-01T08:00:00+00:00")
    assert run["average_heart_rate"] == pytest.approx(144, abs=1)
    found = (await cast.bob.api.get(f"/api/v1/activities/{run['id']}")).json()
    assert found["indoor"] is True
    assert found["device"] == "W"
    assert (yoga["sport"], yoga["name"]) == ("other", "Yoga")
    shown = (await cast.bob.web.get(f"/activities/imports/{done['id']}")).text
    assert "1 wellness value (resting heart rate) kept." in shown
    kept = (await cast.bob.api.get("/api/v1/wellness")).json()["items"]
    assert [(one["day"], one["value"], one["source"]) for one in kept] == [("2024-05-01", 50.0, "apple_health")]


async def test_the_next_export_brings_only_what_is_new(stage: Stage, cast: Cast) -> None:
    await brought(stage, cast.bob, ("export.zip", export(BEATS + RUN)))
    done = await brought(stage, cast.bob, ("export.zip", export(BEATS + RUN + YOGA)))
    assert done["counts"] == {"opened": 1, "imported": 1, "already_here": 1}
    alone = await brought(stage, cast.bob, ("export.xml", health_xml(BEATS + RUN)))
    assert alone["counts"] == {"opened": 1, "already_here": 1}


async def test_routes_are_where_it_went(stage: Stage, cast: Cast) -> None:
    track = gpx_text(300).encode()
    body = workout("2026-05-01 06:00:00 +0000", "2026-05-01 06:05:00 +0000", "Hiking", ROUTE)
    await brought(
        stage, cast.bob, ("e.zip", export(body, **{"apple_health_export/workout-routes/route_1__gpx": track}))
    )
    (hike,) = await activities(cast.bob)
    answer = await cast.bob.api.get(f"/api/v1/activities/{hike['id']}/streams")
    assert len(answer.json()["channels"]["latitude"]) > 10


async def test_whoever_plugs_in_keeps_the_days(stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Sink:
        def __init__(self) -> None:
            self.kept: list[Any] = []

        async def keep_wellness(self, tx: Any, athlete_id: Any, values: Any) -> Kept:
            self.kept += [(athlete_id, one.kind, one.value, one.source) for one in values]
            return Kept("One day kept.", 1)

    sink = Sink()
    machinery = type(cast.bob.gear)
    monkeypatch.setattr(machinery, "plugged", lambda self, kind: [sink] if kind is wellness.WellnessSink else [])
    done = await brought(stage, cast.bob, ("export.xml", health_xml(REST)))
    assert done["counts"] == {"opened": 1}
    assert done["files"][0]["sentence"] == ("No workouts in this Apple Health export. One day kept.")
    assert sink.kept == [(cast.bob.id, "resting_heart_rate", 50.0, "apple_health")]


async def test_what_is_wrong_with_an_export_is_said(stage: Stage, cast: Cast) -> None:
    packed = zipped(**{"apple_health_export/export__xml": b"", "apple_health_export/export_cda__xml": b"<a/>"})
    done = await brought(stage, cast.bob, ("export.zip", packed), ("broken.xml", health_xml(RUN)[:-120]))
    assert [file["state"] for file in done["files"]][:2] == ["failed", "failed"]
    assert done["files"][0]["sentence"].startswith("The health data in this Apple Health export is empty")
    assert await activities(cast.bob) == []


async def test_a_damaged_export_gives_what_stands_before_the_damage(stage: Stage, cast: Cast) -> None:
    many = "".join(health_record(value=str(n * 7919 % 997), at="2024-05-01 08:00:00 +0200") for n in range(3000))
    whole = export(RUN + many)
    place = len(whole) * 4 // 5
    broken = whole[:place] + bytes(byte ^ 0x5A for byte in whole[place : place + 30]) + whole[place + 30 :]
    cut = health_xml(RUN + many)[:-3000]
    done = await brought(stage, cast.bob, ("export.zip", broken), ("export.xml", cut))
    archive, plain = (one for one in done["files"] if one["number"] % 1_000_000 == 0)
    assert (archive["state"], plain["state"]) == ("failed", "opened")
    assert archive["sentence"].startswith("This zip archive is damaged")
    assert plain["sentence"].startswith("1 workout in this Apple Health export. The export is damaged part of the way")
    assert [one["sport"] for one in await activities(cast.bob)] == ["running"]


async def test_an_oversized_export_is_one_failed_file(stage: Stage, cast: Cast) -> None:
    """An entry of 65 MB packs into next to nothing; what comes beside it is read all the same."""
    bomb = export(REST + ' <Record type="' + "x" * (65 << 20) + '"/>\n')
    assert len(bomb) < 200_000
    done = await brought(stage, cast.bob, ("bomb.zip", bomb), ("export.xml", health_xml(RUN)))
    assert done["files"][0]["state"] == "failed"
    assert done["files"][0]["sentence"].startswith("An entry of this export is far too large")
    assert len(await activities(cast.bob)) == 1


async def test_a_reader_that_falls_is_one_failed_file_with_a_sentence(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_files, "READER", "paceline.science.formats.health:nothing")
    done = await brought(stage, cast.bob, ("export.xml", health_xml(RUN)), ("run.fit", fit(minutes=9)))
    assert [file["state"] for file in done["files"]] == ["failed", "imported"]
    assert done["files"][0]["sentence"].startswith("Our reader did not understand")


async def test_an_export_that_asks_for_too_much_time_is_stopped(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_files, "LEAST", 1)
    monkeypatch.setattr(health_files, "PER_MEGABYTE", 0)
    done = await brought(stage, cast.bob, ("bomb.zip", export("<a/>" * (64 << 20))))
    assert done["counts"] == {"failed": 1}
    assert "took too long" in done["files"][0]["sentence"]


async def test_the_worker_itself_reads_nothing_of_an_export(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("read outside the sandbox")

    monkeypatch.setattr(HealthExport, "__init__", never)
    done = await brought(stage, cast.bob, ("export.zip", export(RUN)))
    assert done["counts"] == {"opened": 1, "imported": 1}


def test_zones() -> None:
    assert seconds_ahead("Asia/Tokyo", 0.0) == 32_400.0
    assert seconds_ahead("Nowhere/City", 0.0) is None
    assert seconds_ahead("../../etc/passwd", 0.0) is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="real exports lie beside the checkout")
async def test_real_exports(stage: Stage, cast: Cast) -> None:
    names = [path for path in sorted(SHARED.glob("*.zip"))] + sorted(SHARED.glob("*export.xml"))
    done = await brought(stage, cast.bob, *((path.name, path.read_bytes()) for path in names))
    assert done["state"] == "done"
    assert not done["counts"].get("waiting")
    assert all(file["sentence"].endswith(".") for file in done["files"])
    assert {one["sport"] for one in await activities(cast.bob)} >= {"running", "strength", "other"}
    assert zipfile.is_zipfile(io.BytesIO(names[0].read_bytes()))
