"""Gear over REST and on its pages: defaults, wear, reminders, mounts, services; and nobody else's."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from paceline.endurance.activities.gear.queries import gear_taken
from paceline.endurance.activities.gear.rules import Limits, Wear, gear_problems, overlapping, reminders
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import START, fit, upload

SHOES = {"kind": "shoes", "name": "Blue road shoes", "brand": "Saucony", "default_for": ["running"]}


async def kept(member: Member, **more: Any) -> dict[str, Any]:
    answer = await member.api.post("/api/v1/gear", json={**SHOES, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def ridden(member: Member, day: str, metres: float = 30_000, **more: Any) -> dict[str, Any]:
    body = {"sport": "cycling", "started_at": f"{day}T08:00:00+02:00", "duration": 3600, "distance": metres, **more}
    answer = await member.api.post("/api/v1/activities/manual", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_charlie_gets_nothing(cast: Cast) -> None:
    made = await kept(cast.bob)
    bike = await kept(cast.bob, kind="bike", default_for=[])
    chain = await kept(cast.bob, kind="component", default_for=[])
    mounted = (
        await cast.bob.api.post(
            f"/api/v1/gear/{chain['id']}/mounts", json={"bike_id": bike["id"], "mounted_on": "2026-01-01"}
        )
    ).json()
    done = (await cast.bob.api.post(f"/api/v1/gear/{made['id']}/services", json={"day": "2026-06-01"})).json()
    api, path = cast.charlie.api, f"/api/v1/gear/{made['id']}"
    for answer in (
        await api.get(path),
        await api.get(f"/api/v1/gear?athlete_id={cast.bob.id}"),
        await api.patch(path, json={"name": "mine"}),
        await api.delete(path),
        await api.post(f"{path}/restoration"),
        await api.post(f"{path}/services", json={"day": "2026-06-01"}),
        await api.post(f"{path}/mounts", json={"bike_id": bike["id"], "mounted_on": "2026-06-01"}),
        await api.patch(f"/api/v1/gear/mounts/{mounted['id']}", json={"removed_on": "2026-06-01"}),
        await api.delete(f"/api/v1/gear/mounts/{mounted['id']}"),
        await api.delete(f"/api/v1/gear/services/{done['id']}"),
        await cast.charlie.web.get(f"/gear/{made['id']}"),
        await cast.charlie.web.get(f"/gear/{made['id']}/details"),
        await cast.charlie.web.post(f"/gear/{made['id']}/deletion"),
    ):
        assert answer.status_code == 404, answer.text
    assert (await api.get("/api/v1/gear")).json()["items"] == []
    run = (await cast.charlie.api.post("/api/v1/activities", **upload(fit()))).json()
    assert (await api.patch(f"/api/v1/activities/{run['id']}", json={"gear_id": made["id"]})).status_code == 404


async def test_the_coach_sees_and_may_not_change(cast: Cast) -> None:
    made = await kept(cast.bob)
    path = f"/api/v1/gear/{made['id']}"
    assert (await cast.alice.api.get(path)).json()["name"] == "Blue road shoes"
    assert len((await cast.alice.api.get(f"/api/v1/gear?athlete_id={cast.bob.id}")).json()["items"]) == 1
    assert (await cast.alice.api.patch(path, json={"name": "x"})).status_code == 404
    assert (await cast.alice.api.delete(path)).status_code == 404
    assert "Blue road shoes" in (await cast.alice.web.get(f"/gear/{made['id']}")).text


async def test_new_sessions_take_their_gear_and_wear_it(cast: Cast) -> None:
    made = await kept(cast.bob, initial_distance=100_000, replace_distance=106_000, since="2026-06-01")
    run = (await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=30, speed=3.0)))).json()
    assert run["gear_id"] == made["id"]
    ride = (await cast.bob.api.post("/api/v1/activities", **upload(fit("cycling", 30, start=START + 9000)))).json()
    assert ride["gear_id"] is None
    early = await ridden(cast.bob, "2026-05-20", 9000, sport="running")
    assert early["gear_id"] is None
    seen = (await cast.bob.api.get(f"/api/v1/gear/{made['id']}")).json()
    assert seen["wear"]["distance"] == pytest.approx(105_400, rel=0.001)
    assert (seen["wear"]["sessions"], seen["wear"]["last_used"]) == (1, "2026-06-10")
    assert [(one["due"], one["overdue"]) for one in seen["reminders"]] == [("replace", False)]
    await cast.bob.api.delete(f"/api/v1/activities/{run['id']}")
    assert (await cast.bob.api.get(f"/api/v1/gear/{made['id']}")).json()["wear"]["distance"] == 100_000


async def test_an_import_of_many_takes_gear_too(stage: Stage, cast: Cast) -> None:
    made = await kept(cast.bob)
    files = [
        ("files", (f"{n}.fit", fit(minutes=20 + n, start=START + 7200 * n), "application/octet-stream")) for n in (1, 2)
    ]
    assert (await cast.bob.api.post("/api/v1/activities", files=files)).status_code == 202
    await stage.run_jobs()
    items = (await cast.bob.api.get("/api/v1/activities")).json()["items"]
    assert [item["gear_id"] for item in items] == [made["id"]] * 2


async def test_a_sport_has_one_default_and_retired_gear_none(cast: Cast) -> None:
    first = await kept(cast.bob)
    second = await kept(cast.bob, name="Red trail shoes", default_for=["running", "walking"])
    assert (await cast.bob.api.get(f"/api/v1/gear/{first['id']}")).json()["default_for"] == []
    path = f"/api/v1/gear/{second['id']}"
    retired = (await cast.bob.api.patch(path, json={"retired_on": "2026-06-11"})).json()
    assert (retired["retired_on"], retired["default_for"]) == ("2026-06-11", [])
    wrong = await cast.bob.api.patch(path, json={"default_for": ["running"]})
    assert wrong.status_code == 422
    assert "retired" in wrong.json()["fields"]["default_for"]
    back = (await cast.bob.api.patch(path, json={"retired_on": None, "default_for": ["running"]})).json()
    assert back["default_for"] == ["running"]
    run = await ridden(cast.bob, "2026-06-10", 9000, sport="running")
    assert run["gear_id"] == second["id"]


async def test_components_wear_while_they_are_mounted(cast: Cast) -> None:
    bike = await kept(cast.bob, kind="bike", name="Gravel bike", default_for=["cycling"])
    chain = await kept(
        cast.bob, kind="component", name="Chain", default_for=[], service_distance=60_000, service_seconds=360_000
    )
    for day in ("2026-05-01", "2026-05-10", "2026-05-20", "2026-06-01"):
        assert (await ridden(cast.bob, day))["gear_id"] == bike["id"]
    mounts = f"/api/v1/gear/{chain['id']}/mounts"
    put_on = (await cast.bob.api.post(mounts, json={"bike_id": bike["id"], "mounted_on": "2026-05-10"})).json()
    path = f"/api/v1/gear/{chain['id']}"
    seen = (await cast.bob.api.get(path)).json()
    assert (seen["wear"]["distance"], seen["wear"]["sessions"]) == (90_000, 3)
    assert [(one["due"], one["overdue"]) for one in seen["reminders"]] == [("service_distance", True)]
    off = await cast.bob.api.patch(f"/api/v1/gear/mounts/{put_on['id']}", json={"removed_on": "2026-06-01"})
    assert off.status_code == 200
    assert (await cast.bob.api.get(path)).json()["wear"]["distance"] == 60_000
    twice = await cast.bob.api.post(mounts, json={"bike_id": bike["id"], "mounted_on": "2026-05-15"})
    assert twice.status_code == 409
    assert "already" in twice.json()["detail"]
    again = await cast.bob.api.post(mounts, json={"bike_id": bike["id"], "mounted_on": "2026-06-01"})
    assert again.status_code == 201
    await cast.bob.api.post(f"{path}/services", json={"day": "2026-05-20", "notes": "Waxed"})
    served = (await cast.bob.api.get(path)).json()
    assert served["wear"]["since_service_distance"] == 30_000
    assert served["reminders"] == []
    assert served["services"][0]["notes"] == "Waxed"
    assert len((await cast.bob.api.get(f"/api/v1/gear/{bike['id']}")).json()["mounts"]) == 2


async def test_only_components_go_on_bikes(cast: Cast) -> None:
    shoes, bike = await kept(cast.bob), await kept(cast.bob, kind="bike", default_for=[])
    chain = await kept(cast.bob, kind="component", default_for=[])
    day = {"mounted_on": "2026-05-10"}
    path = "/api/v1/gear/{}/mounts"
    assert (await cast.bob.api.post(path.format(shoes["id"]), json={"bike_id": bike["id"], **day})).status_code == 422
    assert (await cast.bob.api.post(path.format(chain["id"]), json={"bike_id": shoes["id"], **day})).status_code == 422
    wrong = {"bike_id": bike["id"], **day, "removed_on": "2026-05-10"}
    assert (await cast.bob.api.post(path.format(chain["id"]), json=wrong)).status_code == 422
    answer = await cast.bob.api.post("/api/v1/gear", json={**SHOES, "kind": "component"})
    assert answer.status_code == 422


async def test_gear_comes_in_pages(cast: Cast) -> None:
    for name in ("C", "A", "B"):
        await kept(cast.bob, name=name, default_for=[])
    first = (await cast.bob.api.get("/api/v1/gear?limit=2")).json()
    assert [one["name"] for one in first["items"]] == ["A", "B"]
    rest = (await cast.bob.api.get(f"/api/v1/gear?limit=2&cursor={first['next_cursor']}")).json()
    assert [one["name"] for one in rest["items"]] == ["C"]
    assert rest["next_cursor"] is None
    assert (await cast.bob.api.get("/api/v1/gear?cursor=x")).status_code == 422


async def test_deleted_gear_comes_back(cast: Cast) -> None:
    made = await kept(cast.bob)
    path = f"/api/v1/gear/{made['id']}"
    assert (await cast.bob.api.delete(path)).status_code == 204
    assert (await cast.bob.api.get(path)).status_code == 404
    assert (await ridden(cast.bob, "2026-06-10", 9000, sport="running"))["gear_id"] is None
    assert (await cast.bob.api.post(f"{path}/restoration")).json()["default_for"] == ["running"]


async def test_the_pages_of_gear(cast: Cast) -> None:
    web = cast.bob.web
    assert "/gear/new" in (await web.get("/gear")).text
    typed = {"kind": "shoes", "name": "Grey <b>shoes</b>", "default_for": ["running"], "replace_distance": "700",
             "initial_distance": "650,5", "since": "2026-01-01"}  # fmt: skip
    made = await web.post("/gear/new", data=typed)
    assert made.status_code == 303, made.text
    place = made.headers["location"]
    page = (await web.get(place)).text
    assert "Grey &lt;b&gt;shoes" in page
    assert "Replace in 50" in page.replace("\u00a0", " ")
    form = (await web.get(f"{place}/details")).text
    assert 'value="650.5"' in form
    assert 'value="running" checked' in form
    wrong = await web.post(f"{place}/details", data={**typed, "retired_on": "2025-01-01"})
    assert wrong.status_code == 422
    assert "retired before it was first used" in wrong.text
    assert (await web.post(f"{place}/services", data={"day": "2026-06-01", "notes": "Glued"})).status_code == 303
    assert "Glued" in (await web.get(place)).text
    assert (await web.post(f"{place}/retirement")).status_code == 303
    assert f"{place}/return" in (await web.get("/gear")).text
    assert (await web.post(f"{place}/return")).status_code == 303
    assert (await web.post(f"{place}/deletion")).headers["location"] == "/gear"
    assert (await web.get(place)).status_code == 404
    assert (await web.post(f"{place}/restoration")).status_code == 303


async def test_mounting_on_the_page(cast: Cast) -> None:
    bike = await kept(cast.bob, kind="bike", name="Gravel bike", default_for=[])
    chain = await kept(cast.bob, kind="component", name="Chain", default_for=[])
    place = f"/gear/{chain['id']}"
    data = {"bike_id": bike["id"], "mounted_on": "2026-05-01"}
    assert (await cast.bob.web.post(f"{place}/mounts", data=data)).status_code == 303
    assert "Gravel bike" in (await cast.bob.web.get(place)).text
    assert "Chain" in (await cast.bob.web.get(f"/gear/{bike['id']}")).text
    again = await cast.bob.web.post(f"{place}/mounts", data=data)
    assert again.status_code == 422
    assert "It is mounted from 2026-05-01" in again.text
    detail = (await cast.bob.api.get(f"/api/v1/gear/{chain['id']}")).json()
    off = await cast.bob.web.post(
        f"/gear/mounts/{detail['mounts'][0]['id']}/removal", data={"removed_on": "2026-06-01"}
    )
    assert off.headers["location"] == place
    assert (await cast.bob.web.post(f"/gear/mounts/{detail['mounts'][0]['id']}/deletion")).status_code == 303


@for_all(st.floats(0, 1e7), st.floats(1, 1e7))
def test_something_is_due_exactly_from_its_limit_on(done: float, limit: float) -> None:
    found = reminders(Limits(replace_distance=limit), Wear(distance=done))
    assert bool(found) == (done >= 0.9 * limit)
    assert [one.overdue for one in found] == [done >= limit] * len(found)


def test_the_most_pressing_comes_first() -> None:
    wear = Wear(950, 100, since_service_distance=300, since_service_seconds=100)
    found = reminders(Limits(1000, 200, 101), wear)
    assert [one.due for one in found] == ["service_distance", "service_seconds", "replace"]


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@for_all(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_stretches_overlap_when_they_share_a_day(a: date, b: date | None, c: date, d: date | None) -> None:
    every = [date.fromordinal(n) for n in range(date(2026, 1, 1).toordinal(), date(2026, 4, 1).toordinal())]
    first = {day for day in every if a <= day and (b is None or day < b)}
    second = {day for day in every if c <= day and (d is None or day < d)}
    if first and second:
        assert (overlapping(a, b, [(c, d)]) is not None) == bool(first & second)


def test_gear_is_taken_only_while_it_is_in_use() -> None:
    one: UUID = uuid4()
    taken = {"running": (one, date(2026, 1, 1), date(2026, 6, 1))}
    assert gear_taken(taken, "running", date(2026, 1, 1)) == one
    assert gear_taken(taken, "running", date(2025, 12, 31)) is None
    assert gear_taken(taken, "running", date(2026, 6, 1)) is None
    assert gear_taken(taken, "cycling", date(2026, 2, 1)) is None


def test_dates_that_cannot_be_are_refused() -> None:
    assert gear_problems("shoes", [], date(2026, 1, 2), date(2026, 1, 1)).keys() == {"retired_on"}
    assert gear_problems("component", ["cycling"], None, None).keys() == {"default_for"}
    assert gear_problems("bike", ["cycling"], date(2026, 1, 1), None) == {}
