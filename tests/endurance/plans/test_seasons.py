"""Seasons: several races, the stretches between them, a plan for each, and proposals when a race moves."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.cast import Cast, Member, Stage
from tests.endurance.plans.test_changes import sessions
from tests.endurance.plans.test_publishing import make, publish

ULTRAS: list[dict[str, Any]] = [
    {"name": "Lakes", "on": "2026-10-03", "goal": "50K"},
    {"name": "Ridge", "on": "2027-01-16", "goal": "50M"},
    {"name": "Coast", "on": "2027-05-22", "goal": "100K"},
]
USUAL: dict[str, Any] = {
    "goal": "fitness",
    "weeks": 8,
    "start": "2026-06-15",
    "days_per_week": 5,
    "current_seconds": 5 * 3600,
}


async def season(who: Member, races: list[dict[str, Any]] | None = None, **usual: Any) -> dict[str, Any]:
    body = {"name": "Ultras", "usual": {**USUAL, **usual}, "races": ULTRAS if races is None else races}
    answer = await who.api.post("/api/v1/seasons", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_outsiders_learn_nothing(cast: Cast) -> None:
    made = await season(cast.alice, athlete_id=str(cast.bob.id))
    url, race = f"/api/v1/seasons/{made['id']}", f"/api/v1/races/{made['races'][0]['id']}"
    for method, address, body in (
        ("GET", url, None),
        ("DELETE", url, None),
        ("POST", f"{url}/races", ULTRAS[0]),
        ("POST", f"{url}/legs/0/plan", None),
        ("PATCH", race, {"on": "2026-10-10"}),
        ("DELETE", race, None),
        ("POST", f"{race}/restoration", None),
        ("GET", f"/api/v1/seasons?athlete_id={cast.bob.id}", None),
    ):
        assert (await cast.charlie.api.request(method, address, json=body)).status_code == 404, (method, address)
    assert (await cast.charlie.api.get("/api/v1/seasons")).json()["items"] == []
    for part in ("", "/seasons/new"):
        page = f"/seasons/{made['id']}" if not part else f"/people/{cast.bob.id}{part}"
        assert (await cast.charlie.web.get(page)).status_code == 404
    assert (await cast.bob.api.get(url)).json()["name"] == "Ultras"


async def test_three_ultras_have_recovery_between_them_and_no_day_is_lost(cast: Cast) -> None:
    made = await season(cast.bob)
    legs = made["legs"]
    for before, after in pairwise(legs):
        assert date.fromisoformat(after["starts_on"]) - date.fromisoformat(before["ends_on"]) == timedelta(days=1)
    parts = [leg["part"] for leg in legs]
    assert parts.count("recovery") == 3
    assert parts[-1] == "off-season"
    ends = {leg["ends_on"] for leg in legs if leg["part"] in ("build-up", "bridge")}
    assert ends == {race["on"] for race in ULTRAS}
    assert [race["days_left"] for race in made["races"]] == [114, 219, 345]


async def test_each_stretch_gets_its_plan_once(cast: Cast) -> None:
    made = await season(cast.bob)
    number = next(leg["number"] for leg in made["legs"] if leg["ends_on"] == "2026-10-03")
    url = f"/api/v1/seasons/{made['id']}/legs"
    plan = await cast.bob.api.post(f"{url}/{number}/plan")
    assert plan.status_code == 201, plan.text
    assert (plan.json()["race_on"], plan.json()["season_id"]) == ("2026-10-03", made["id"])
    assert (await cast.bob.api.post(f"{url}/{number}/plan")).json()["id"] == plan.json()["id"]
    rest = next(leg["number"] for leg in made["legs"] if leg["part"] == "recovery")
    assert (await cast.bob.api.post(f"{url}/{rest}/plan")).status_code == 409
    assert (await cast.bob.api.post(f"{url}/99/plan")).status_code == 404
    shown = (await cast.bob.api.get(f"/api/v1/seasons/{made['id']}")).json()
    assert shown["legs"][number]["plan"]["id"] == plan.json()["id"]


async def test_a_moved_race_proposes_and_the_calendar_waits_for_a_yes(cast: Cast) -> None:
    made = await season(cast.bob, races=[{"name": "Lakes", "on": "2026-10-03", "goal": "50K"}])
    number = next(leg["number"] for leg in made["legs"] if leg["ends_on"] == "2026-10-03")
    plan = (await cast.bob.api.post(f"/api/v1/seasons/{made['id']}/legs/{number}/plan")).json()
    await publish(cast.bob, plan["id"])
    before = await sessions(cast.bob, plan["id"])
    race = made["races"][0]["id"]
    moved = await cast.bob.api.patch(f"/api/v1/races/{race}", json={"on": "2026-10-10"})
    assert moved.status_code == 200, moved.text
    assert await sessions(cast.bob, plan["id"]) == before
    (one,) = moved.json()["proposals"]
    assert "Sat 10 Oct" in one["reasons"][0]
    taken = await cast.bob.api.post(f"/api/v1/plan-proposals/{one['id']}/acceptance", json={})
    assert taken.status_code == 201, taken.text
    after = await sessions(cast.bob, plan["id"])
    assert [o["day"] for o in after if o["is_race"]] == ["2026-10-10"]
    assert (await cast.bob.api.get(f"/api/v1/plans/{plan['id']}")).json()["race_on"] == "2026-10-10"


async def test_a_removed_race_comes_back(cast: Cast) -> None:
    made = await season(cast.bob)
    race = made["races"][1]["id"]
    gone = (await cast.bob.api.delete(f"/api/v1/races/{race}")).json()
    assert [one["name"] for one in gone["races"]] == ["Lakes", "Coast"]
    back = (await cast.bob.api.post(f"/api/v1/races/{race}/restoration")).json()
    assert [one["name"] for one in back["races"]] == ["Lakes", "Ridge", "Coast"]
    assert back["legs"] == made["legs"]


async def test_races_that_cannot_be_are_explained(cast: Cast) -> None:
    made = await season(cast.bob)
    url = f"/api/v1/seasons/{made['id']}/races"
    for race, says in (
        ({"on": "2026-10-03", "goal": "10K"}, "on one day"),
        ({"on": "2026-06-01", "goal": "10K"}, "after its start"),
        ({"on": "2026-09-03", "goal": "gravel"}, "own sport"),
    ):
        answer = await cast.bob.api.post(url, json=race)
        assert answer.status_code == 422
        assert says in answer.text
    assert (await cast.bob.api.get(f"/api/v1/seasons/{made['id']}")).json()["races"] == made["races"]


async def test_pages_of_a_season(cast: Cast) -> None:
    assert "No season yet" in (await cast.alice.web.get("/seasons")).text
    form = {"name": "Two thousand", "start": "2026-06-15", "weekly_time": "5:00"}
    bad = await cast.alice.web.post(f"/people/{cast.bob.id}/seasons", data={**form, "weekly_time": "often"})
    assert bad.status_code == 422
    made = await cast.alice.web.post(f"/people/{cast.bob.id}/seasons", data=form)
    assert made.status_code == 303, made.text[-800:]
    url = made.headers["location"]
    race = {"name": "Lakes", "on": "2026-10-03", "goal": "50K", "priority": "A"}
    assert (await cast.alice.web.post(f"{url}/races", data={**race, "on": ""})).status_code == 422
    assert (await cast.alice.web.post(f"{url}/races", data=race)).status_code == 303
    assert (await cast.alice.web.post(f"{url}/races", data=race)).status_code == 422
    shown = await cast.alice.web.get(url)
    assert "114 days" in shown.text
    assert "Lakes, 50 km" in shown.text
    assert "Build plan" in shown.text
    assert "Build plan" in (await cast.bob.web.get(url)).text
    assert "Two thousand" in (await cast.alice.web.get("/seasons")).text


async def test_a_plan_is_kept_and_laid_out_for_a_group(cast: Cast, stage: Stage) -> None:
    ida = await stage.member("Ida Moe", "athlete")
    await stage.relate(cast.alice, ida)
    plan = await make(cast.alice, athlete_id=str(cast.bob.id))
    kept = await cast.alice.api.post(f"/api/v1/plans/{plan['id']}/template", json={"name": "Half, five days"})
    assert kept.status_code == 201, kept.text
    url = f"/api/v1/plan-templates/{kept.json()['id']}"
    body = {"athlete_ids": [str(cast.bob.id), str(ida.id)], "race_date": "2026-10-11"}
    for method, address, sent in (("POST", f"{url}/applications", body), ("DELETE", url, None)):
        assert (await cast.charlie.api.request(method, address, json=sent)).status_code == 404
        assert (await cast.bob.api.request(method, address, json=sent)).status_code == 404
    assert (await cast.alice.api.post(f"{url}/applications", json={**body, "race_date": None})).status_code == 422
    foreign = {**body, "athlete_ids": [str(ida.id), str(cast.charlie.id)]}
    assert (await cast.alice.api.post(f"{url}/applications", json=foreign)).status_code == 404
    made = await cast.alice.api.post(f"{url}/applications", json=body)
    assert made.status_code == 201, made.text
    plans = made.json()["plans"]
    assert [one["athlete_id"] for one in plans] == [str(cast.bob.id), str(ida.id)]
    assert {one["race_on"] for one in plans} == {"2026-10-11"}
    whole = (await cast.alice.api.get(f"/api/v1/plans/{plans[1]['id']}")).json()
    by = timedelta(days=21)
    assert [one["on"] for one in whole["workouts"]] == [
        (date.fromisoformat(one["on"]) + by).isoformat() for one in plan["workouts"]
    ]
    assert [one["title"] for one in whole["workouts"]] == [one["title"] for one in plan["workouts"]]
    assert (await ida.api.get("/api/v1/plans")).json()["items"] == []
    assert (await cast.alice.api.delete(url)).status_code == 204
    assert (await cast.alice.api.get("/api/v1/plan-templates")).json()["items"] == []
    assert (await cast.alice.api.post(f"{url}/restoration")).status_code == 201
    page = await cast.alice.web.get(f"/plan-templates/{kept.json()['id']}")
    assert "Ida Moe" in page.text
