"""Uploading, listing, reading, changing and deleting activities over REST."""

import gzip
from typing import Any

import pytest

from paceline.endurance.activities.schemas import ActivitiesOut
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import START, fit, upload


async def given(member: Member, data: bytes | None = None, **more: Any) -> dict[str, Any]:
    answer = await member.api.post("/api/v1/activities", **upload(data or fit(**more)))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_small_file_is_read_at_once(cast: Cast) -> None:
    made = await given(cast.bob, minutes=30, speed=3.0)
    assert made["sport"] == "running"
    assert made["name"] == "Morning run"
    assert made["day"] == "2026-06-10"
    assert made["distance"] == pytest.approx(5400, rel=0.01)
    assert made["load_method"] == "duration"
    detail = (await cast.bob.api.get(f"/api/v1/activities/{made['id']}")).json()
    assert len(detail["laps"]) == 2
    assert {"distance", "heart_rate"} <= {best["kind"] for best in detail["best_efforts"]}
    assert detail["average_power"] is None
    assert "power" in detail["reasons"]["average_power"].lower()


async def test_charlie_gets_nothing(cast: Cast) -> None:
    made = await given(cast.bob)
    path = f"/api/v1/activities/{made['id']}"
    api = cast.charlie.api
    for answer in (
        await api.get(path),
        await api.get(f"{path}/streams"),
        await api.get(f"{path}/original"),
        await api.patch(path, json={"name": "mine"}),
        await api.delete(path),
        await api.post(f"{path}/restoration"),
        await api.get(f"/api/v1/activities?athlete_id={cast.bob.id}"),
    ):
        assert answer.status_code == 404, answer.text
    assert (await api.get("/api/v1/activities")).json() == {"items": [], "next_cursor": None}


async def test_the_coach_sees_and_may_not_change(cast: Cast) -> None:
    made = await given(cast.bob)
    path = f"/api/v1/activities/{made['id']}"
    assert (await cast.alice.api.get(path)).status_code == 200
    assert (await cast.alice.api.get(f"/api/v1/activities?athlete_id={cast.bob.id}")).json()["items"][0]["id"] == made[
        "id"
    ]
    assert (await cast.alice.api.patch(path, json={"name": "x"})).status_code == 404
    assert (await cast.alice.api.delete(path)).status_code == 404


async def test_places_take_their_own_consent(stage: Stage, cast: Cast) -> None:
    coach = await stage.member("Nils Coach", "coach")
    await stage.relate(coach, cast.bob, ("training",))
    made = await given(cast.bob)
    path = f"/api/v1/activities/{made['id']}"
    seen = (await coach.api.get(f"{path}/streams")).json()["channels"]
    assert "heart_rate" in seen
    assert not {"latitude", "longitude"} & seen.keys()
    assert (await coach.api.get(f"{path}/streams?channels=latitude,longitude")).json()["channels"] == {}
    assert (await coach.api.get(f"{path}/original")).status_code == 404
    open_to_all = (await cast.alice.api.get(f"{path}/streams")).json()["channels"]
    assert open_to_all["latitude"][0] == pytest.approx(59.9, abs=1e-4)


async def test_the_same_bytes_are_recognised(cast: Cast) -> None:
    data = fit(minutes=20)
    made = await given(cast.bob, data)
    again = await cast.bob.api.post("/api/v1/activities", **upload(data, "other-name.fit"))
    assert again.status_code == 200, again.text
    assert again.json()["id"] == made["id"]
    zipped = await cast.bob.api.post("/api/v1/activities", **upload(gzip.compress(data), "run.fit.gz"))
    assert zipped.json()["id"] == made["id"]


async def test_the_same_session_from_another_device_is_recognised(cast: Cast) -> None:
    made = await given(cast.bob, minutes=60, start=START)
    near = await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=60.5, start=START + 30)))
    assert (near.status_code, near.json()["id"]) == (200, made["id"])
    for other in (fit(minutes=60, start=START + 120), fit(minutes=70, start=START), fit("cycling", 60, start=START)):
        assert (await cast.bob.api.post("/api/v1/activities", **upload(other))).status_code == 201


async def test_a_broken_file_is_refused_with_a_sentence_and_leaves_nothing(cast: Cast) -> None:
    broken = fit()[:200]
    answer = await cast.bob.api.post("/api/v1/activities", **upload(b"no activity at all", "run.fit"))
    assert answer.status_code == 422
    assert answer.json()["code"] == "unreadable"
    assert answer.json()["detail"].endswith(".")
    await cast.bob.api.post("/api/v1/activities", **upload(broken, "cut.fit"))
    items = (await cast.bob.api.get("/api/v1/activities")).json()["items"]
    assert all(item["name"] != "" for item in items)
    assert await cast.bob.gear.storage.list(f"u/{cast.bob.id}") == [] or len(items) == 1


async def test_the_list_is_the_documented_shape_and_pages(cast: Cast) -> None:
    for n in range(3):
        await given(cast.bob, minutes=10 + n, start=START + n * 86_400)
    first = await cast.bob.api.get("/api/v1/activities?limit=2")
    shown = ActivitiesOut.model_validate_json(first.content)
    assert [item.day.day for item in shown.items] == [12, 11]
    assert shown.next_cursor
    rest = ActivitiesOut.model_validate_json(
        (await cast.bob.api.get(f"/api/v1/activities?limit=2&cursor={shown.next_cursor}")).content
    )
    assert [item.day.day for item in rest.items] == [10]
    assert rest.next_cursor is None
    one_day = (await cast.bob.api.get("/api/v1/activities?from=2026-06-11&to=2026-06-11&sport=running")).json()
    assert len(one_day["items"]) == 1
    assert (await cast.bob.api.get("/api/v1/activities?sport=cycling")).json()["items"] == []
    assert (await cast.bob.api.get("/api/v1/activities?cursor=nonsense")).status_code == 422


async def test_streams_can_be_thinned_and_keep_their_extremes(cast: Cast) -> None:
    made = await given(cast.bob, minutes=30)
    path = f"/api/v1/activities/{made['id']}/streams?channels=heart_rate"
    full = (await cast.bob.api.get(path)).json()
    thin = (await cast.bob.api.get(f"{path}&points=100")).json()
    assert len(full["time"]) == 1801
    assert len(thin["time"]) == len(thin["channels"]["heart_rate"]) <= 100
    assert max(thin["channels"]["heart_rate"]) == max(full["channels"]["heart_rate"])
    assert min(thin["channels"]["heart_rate"]) == min(full["channels"]["heart_rate"])
    assert (await cast.bob.api.get(f"/api/v1/activities/{made['id']}/streams?channels=mood")).status_code == 422


async def test_the_original_comes_back_as_it_was(cast: Cast) -> None:
    data = fit(minutes=11)
    answer = await cast.bob.api.post("/api/v1/activities", **upload(data, 'Løpetur "1"; x.fit'))
    back = await cast.bob.api.get(f"/api/v1/activities/{answer.json()['id']}/original")
    assert back.content == data
    assert back.headers["x-content-type-options"] == "nosniff"
    header = back.headers["content-disposition"]
    assert header.startswith("attachment;")
    plain = header.split('filename="')[1].split('"')[0]
    assert plain.isascii()
    assert ";" not in plain
    assert plain.endswith(".fit")


async def test_changing_what_a_session_felt_like_changes_a_guessed_load(cast: Cast) -> None:
    made = await given(cast.bob, minutes=60)
    path = f"/api/v1/activities/{made['id']}"
    changed = (await cast.bob.api.patch(path, json={"name": "Intervals", "rpe": 8})).json()
    assert (changed["name"], changed["load_method"]) == ("Intervals", "rpe")
    assert changed["load"] == pytest.approx(100, rel=0.01)
    assert (await cast.bob.api.patch(path, json={"rpe": 12})).status_code == 422
    assert (await cast.bob.api.patch(path, json={"load": 900})).status_code == 422


async def test_deleting_can_be_taken_back(cast: Cast) -> None:
    data = fit(minutes=15)
    made = await given(cast.bob, data)
    path = f"/api/v1/activities/{made['id']}"
    assert (await cast.bob.api.delete(path)).status_code == 204
    assert (await cast.bob.api.get(path)).status_code == 404
    assert (await cast.bob.api.get("/api/v1/activities")).json()["items"] == []
    assert (await cast.bob.api.post(f"{path}/restoration")).status_code == 200
    assert (await cast.bob.api.get(path)).status_code == 200
    await cast.bob.api.delete(path)
    assert (await cast.bob.api.post("/api/v1/activities", **upload(data))).status_code == 201
    assert (await cast.bob.api.post(f"{path}/restoration")).status_code == 409


async def test_manual_logs_may_be_several_a_day(cast: Cast) -> None:
    body = {"sport": "strength", "started_at": "2026-06-11T07:00:00+02:00", "duration": 2700, "rpe": 6}
    one = await cast.bob.api.post("/api/v1/activities/manual", json=body)
    two = await cast.bob.api.post("/api/v1/activities/manual", json=body)
    assert (one.status_code, two.status_code) == (201, 201)
    assert one.json()["id"] != two.json()["id"]
    assert one.json()["name"] == "Morning strength session"
    assert one.json()["load"] == pytest.approx(52.5, rel=0.01)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"started_at": "2026-06-12T07:00:00+02:00"}, "started_at"),
        ({"duration": 20}, "duration"),
        ({"distance": 90_000}, "distance"),
        ({"average_heart_rate": 1450}, "average_heart_rate"),
    ],
)
async def test_a_log_that_cannot_be_true_is_refused_in_words(cast: Cast, change: dict[str, Any], field: str) -> None:
    body = {"sport": "running", "started_at": "2026-06-11T07:00:00+02:00", "duration": 2700, **change}
    answer = await cast.bob.api.post("/api/v1/activities/manual", json=body)
    assert answer.status_code == 422
    assert answer.json()["fields"][field].endswith(".")


async def test_a_recording_is_not_lost_to_a_manual_log(cast: Cast) -> None:
    body = {"sport": "running", "started_at": "2026-06-10T08:00:00+02:00", "duration": 1800}
    assert (await cast.bob.api.post("/api/v1/activities/manual", json=body)).status_code == 201
    assert (await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=30)))).status_code == 201


async def test_best_efforts_stand_beside_the_year(cast: Cast) -> None:
    await given(cast.bob, minutes=30, speed=3.0, start=START)
    await given(cast.bob, minutes=30, speed=2.5, start=START + 86_400)
    await given(cast.bob, sport="cycling", minutes=30, speed=9.0, start=START + 90_000)
    last = await given(cast.bob, minutes=30, speed=3.5, start=START + 2 * 86_400)
    detail = (await cast.alice.api.get(f"/api/v1/activities/{last['id']}")).json()
    kilometre = next(best for best in detail["best_efforts"] if (best["kind"], best["span"]) == ("distance", 1000))
    assert kilometre["value"] == pytest.approx(1000 / 3.5, rel=0.01)
    assert kilometre["season"] == pytest.approx(1000 / 3.0, rel=0.01)
