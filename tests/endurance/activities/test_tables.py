"""Tables among the files of an import: asked about, described, and read as activities or days."""

from datetime import date
from typing import Any

from paceline.endurance.activities.importing.wellness import hand_on, values_of
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.bringing import begun, state, zipped
from tests.endurance.activities.make import fit

LIST = (
    b"Activity Date,Activity Name,Activity Type,Distance,Elapsed Time,Average Heart Rate\n"
    b'"Jul 5, 2025, 6:12:03 AM",Early run,Run,10.5,3600,141\n'
    b'"Jul 6, 2025, 7:00:00 AM",Long ride,Ride,80.25,10800,\n'
    b"no date,Lost,Run,1,1,\n"
)
DAYS = b"Date;Resting HR;Weight (kg)\n2026-05-01;48;70,5\n2026-05-02;47;\n"
SAMPLES = b"seconds,heart rate (bpm),power (W)\n" + b"".join(b"%d,%d,%d\n" % (n, 120 + n % 9, 200) for n in range(600))
PLACES = {"start": 0, "title": 1, "sport": 2, "distance": 3, "duration": 4, "avg_heart_rate": 5}
UNITS = {
    "start": "date and time",
    "title": "text",
    "sport": "text",
    "distance": "km",
    "duration": "s",
    "avg_heart_rate": "1/min",
}
DESCRIBED = {
    "kind": "activities",
    "clock": "utc",
    "columns": [{"place": place, "channel": name, "unit": UNITS[name]} for name, place in PLACES.items()],
}


async def asked(stage: Stage, member: Member, data: bytes, name: str = "list.csv") -> tuple[str, str]:
    """Upload a table; its import and where its columns are described."""
    import_id = await begun(member, (name, data))
    await stage.run_jobs()
    return import_id, f"/imports/{import_id}/files/1000000/mapping"


async def activities(member: Member) -> list[dict[str, Any]]:
    """Everything that counts, by name."""
    return sorted((await member.api.get("/api/v1/activities?limit=200")).json()["items"], key=lambda one: one["name"])


async def test_nothing_is_read_before_the_columns_are_described(stage: Stage, cast: Cast) -> None:
    import_id, place = await asked(stage, cast.bob, LIST)
    found = await state(cast.bob, import_id)
    assert (found["state"], [file["state"] for file in found["files"]]) == ("done", ["asking"])
    assert found["files"][0]["sentence"] == "This is a table. Say what its columns mean, and it is read."
    assert await activities(cast.bob) == []
    look = (await cast.bob.api.get(f"/api/v1{place}")).json()
    assert (look["kind"], look["name"]) == ("activities", "list.csv")
    distance = look["columns"][3]
    assert (distance["channel"], distance["unit"], distance["samples"][:2]) == ("distance", None, ["10.5", "80.25"])
    assert "km" in distance["units"]
    assert any("Distance" in problem for problem in look["problems"])


async def test_a_described_list_becomes_activities_with_their_totals(stage: Stage, cast: Cast) -> None:
    import_id, place = await asked(stage, cast.bob, LIST)
    answer = await cast.bob.api.put(f"/api/v1{place}", json=DESCRIBED)
    assert answer.status_code == 202, answer.text
    await stage.run_jobs()
    run, ride = await activities(cast.bob)
    assert (run["name"], run["sport"], run["distance"], run["elapsed"]) == ("Early run", "running", 10_500.0, 3600.0)
    assert (run["started_at"], run["average_heart_rate"]) == ("2025-07-05T06:12:03+00:00", 141.0)
    assert (ride["name"], ride["sport"], ride["average_heart_rate"]) == ("Long ride", "cycling", None)
    found = await state(cast.bob, import_id)
    assert found["files"][0]["sentence"].startswith("2 activities in this table. 1 row was left out")
    again = await cast.bob.api.put(f"/api/v1{place}", json=DESCRIBED)
    assert again.status_code == 409
    other_id, place = await asked(stage, cast.bob, LIST)
    await cast.bob.api.put(f"/api/v1{place}", json=DESCRIBED)
    await stage.run_jobs()
    assert (await state(cast.bob, other_id))["counts"] == {"opened": 1, "already_here": 2}


async def test_times_without_a_zone_are_the_athletes_own_clock(stage: Stage, cast: Cast) -> None:
    _, place = await asked(stage, cast.bob, LIST.replace(b"Jul 6", b"Jan 6"))
    await cast.bob.api.put(f"/api/v1{place}", json=DESCRIBED | {"clock": "local"})
    await stage.run_jobs()
    run, ride = await activities(cast.bob)
    zone = (await cast.bob.api.get("/api/v1/me")).json()["time_zone"]
    assert zone == "Europe/Oslo"
    assert (run["started_at"], ride["started_at"]) == ("2025-07-05T04:12:03+00:00", "2025-01-06T06:00:00+00:00")


async def test_a_recording_counts_from_its_start(stage: Stage, cast: Cast) -> None:
    _, place = await asked(stage, cast.bob, SAMPLES, "ride.csv")
    columns = [
        {"place": 0, "channel": "time", "unit": "elapsed s"},
        {"place": 1, "channel": "heart_rate", "unit": "1/min"},
        {"place": 2, "channel": "power", "unit": "W"},
    ]
    described: dict[str, Any] = {"kind": "recording", "sport": "cycling", "columns": columns}
    refused = await cast.bob.api.put(f"/api/v1{place}", json=described)
    assert refused.status_code == 422
    assert "say when it started" in refused.text
    await cast.bob.api.put(f"/api/v1{place}", json=described | {"started_at": "2026-05-01T10:00:00Z"})
    await stage.run_jobs()
    (ride,) = await activities(cast.bob)
    assert (ride["sport"], ride["average_power"], ride["started_at"]) == ("cycling", 200.0, "2026-05-01T10:00:00+00:00")


async def test_days_of_a_table_are_kept_as_wellness(stage: Stage, cast: Cast) -> None:
    import_id, place = await asked(stage, cast.bob, DAYS, "days.csv")
    columns = [
        {"place": 0, "channel": "day", "unit": "year first"},
        {"place": 1, "channel": "resting_heart_rate", "unit": "1/min"},
        {"place": 2, "channel": "body_mass", "unit": "kg"},
    ]
    described = {"kind": "daily", "decimal": ",", "columns": columns}
    assert (await cast.bob.api.put(f"/api/v1{place}", json=described)).status_code == 202
    await stage.run_jobs()
    (file,) = (await state(cast.bob, import_id))["files"]
    assert file["state"] == "opened"
    assert file["sentence"] == "No activities in this table. 3 wellness values (resting heart rate, weight) kept."
    kept = (await cast.bob.api.get("/api/v1/wellness")).json()["items"]
    assert {one["source"] for one in kept} == {"table"}
    assert len(kept) == 3


async def test_days_nobody_keeps_are_counted_and_not_said_to_be_kept(cast: Cast) -> None:
    values = values_of([(date(2026, 5, 1), "sleep", 28_800.0), (date(2026, 5, 2), "sleep", 28_800.0, 3)], "table")
    assert [one.measured for one in values] == [1, 3]
    async with cast.bob.tx() as tx:
        assert (await hand_on(tx, [], values)).words == "2 wellness values found, which nothing here keeps."
        assert (await hand_on(tx, [], [])).words == ""


async def test_strangers_neither_see_nor_describe_a_table(stage: Stage, cast: Cast) -> None:
    _, place = await asked(stage, cast.bob, LIST)
    for member in (cast.charlie, cast.alice):
        assert (await member.api.get(f"/api/v1{place}")).status_code == 404
        assert (await member.api.put(f"/api/v1{place}", json=DESCRIBED)).status_code == 404
        assert (await member.web.get(f"/activities{place}")).status_code == 404
    assert (await cast.bob.api.get(f"/api/v1{place.replace('1000000', '2000000')}")).status_code == 404


async def test_the_page_asks_for_what_is_open_and_keeps_what_was_chosen(stage: Stage, cast: Cast) -> None:
    import_id, place = await asked(stage, cast.bob, LIST)
    shown = (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
    assert f"/activities{place}" in shown
    page = (await cast.bob.web.get(f"/activities{place}")).text
    assert "Early run" in page
    assert "Say what this is and its unit" in page
    column = ["start|date and time", "title|text", "sport|text", "?", "duration|s", "-"]
    form = {"kind": "activities", "clock": "utc", "decimal": ".", "sport": "other", "column": column}
    refused = await cast.bob.web.post(f"/activities{place}", data=form)
    assert refused.status_code == 422
    assert "Say what “Distance” is" in refused.text
    assert 'value="duration|s" selected' in refused.text
    done = await cast.bob.web.post(
        f"/activities{place}", data=form | {"column": [*column[:3], "distance|km", *column[4:]]}
    )
    assert done.status_code == 303
    await stage.run_jobs()
    assert [one["distance"] for one in await activities(cast.bob)] == [10_500.0, 80_250.0]
    assert "2 activities in this table." in (await cast.bob.web.get(f"/activities/imports/{import_id}")).text


async def test_what_is_called_a_table_and_is_none_fails_with_a_sentence(stage: Stage, cast: Cast) -> None:
    import_id, place = await asked(stage, cast.bob, b"hello", "hello.csv")
    (file,) = (await state(cast.bob, import_id))["files"]
    assert (file["state"], file["sentence"]) == (
        "failed",
        "This is not a table: no comma, semicolon or tab parts its lines into columns.",
    )
    assert (await cast.bob.api.get(f"/api/v1{place}")).status_code == 404


async def test_an_accounts_list_says_commutes_photos_and_gear(stage: Stage, cast: Cast) -> None:

    listing = (
        b"Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Commute,Activity Gear,Filename,Media\n"
        b'1,"Apr 5, 2024, 6:12:03 AM",To work,Run,In the rain,true,Red Shoes,activities/1.fit,media/a.jpg|media/b.jpg\n'
    )
    data = zipped(**{"activities__csv": listing, "activities/1__fit": fit(minutes=10), "media/a__jpg": b"x"})
    import_id = await begun(cast.bob, ("export.zip", data))
    await stage.run_jobs()
    (one,) = await activities(cast.bob)
    found = (await cast.bob.api.get(f"/api/v1/activities/{one['id']}")).json()
    assert (found["name"], found["commute"]) == ("To work", True)
    assert found["notes"] == "In the rain\n\nPhotos in the archive: media/a.jpg, media/b.jpg"
    gear = (await cast.bob.api.get("/api/v1/gear")).json()["items"]
    assert [each["name"] for each in gear] == ["Red Shoes"]
    assert (await state(cast.bob, import_id))["state"] == "done"


async def test_the_page_says_what_was_not_recognised(stage: Stage, cast: Cast) -> None:
    _, place = await asked(stage, cast.bob, SAMPLES, "ride.csv")
    assert "No column with times or dates was recognised" in (await cast.bob.web.get(f"/activities{place}")).text
