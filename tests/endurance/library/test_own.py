"""Sessions of one's own: written, shared, found, planned, changed and brought back; and who may do what."""

from typing import Any

import pytest

from tests.cast import Cast, Member, Stage

TEXT = "15' E, 5x6' T / 1' jog, 10' E"
SAVE = {
    "name": "Club threshold",
    "category": "cruise",
    "workout_type": "threshold",
    "text": TEXT,
    "tags": ["Club", "hills"],
}


async def save(who: Member, **more: Any) -> dict[str, Any]:
    answer = await who.api.post("/api/v1/library/templates", json={**SAVE, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def found(who: Member, query: str = "") -> list[str]:
    answer = await who.api.get(f"/api/v1/library/sessions?limit=200{query}")
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["items"]]


async def test_the_outsider_gets_nothing(cast: Cast) -> None:
    mine = await save(cast.alice, shared=True)
    folder = (await cast.alice.api.post("/api/v1/library/folders", json={"name": "Hills", "shared": True})).json()
    base, id = "/api/v1/library", mine["id"]
    for method, path, body in (
        ("GET", f"{base}/templates/{id}", None),
        ("PATCH", f"{base}/templates/{id}", {"name": "Mine now"}),
        ("DELETE", f"{base}/templates/{id}", None),
        ("POST", f"{base}/templates/{id}/restoration", None),
        ("GET", f"{base}/templates/{id}/versions", None),
        ("POST", f"{base}/templates/{id}/versions/1/restoration", None),
        ("GET", f"{base}/sessions/{id}", None),
        ("GET", f"{base}/sessions/{id}/outcomes", None),
        ("POST", f"{base}/sessions/{id}/copies", None),
        ("POST", f"{base}/sessions/{id}/workouts", {"day": "2026-06-16"}),
        ("PUT", f"{base}/favourites/{id}", None),
        ("PATCH", f"{base}/folders/{folder['id']}", {"name": "Mine now"}),
        ("DELETE", f"{base}/folders/{folder['id']}", None),
    ):
        answer = await cast.charlie.api.request(method, path, json=body)
        assert answer.status_code == 404, (method, path, answer.text)
    assert "Club threshold" not in await found(cast.charlie, "&origin=shared")
    assert (await cast.charlie.api.get(f"{base}/folders")).json()["items"] == []
    for path in (f"/library/templates/{id}", f"/library/templates/{id}/steps", f"/library/templates/{id}/versions"):
        assert (await cast.charlie.web.get(path)).status_code == 404
    planned = {"athlete_id": str(cast.bob.id), "day": "2026-06-16"}
    answer = await cast.charlie.api.post(f"{base}/sessions/tempo-20/workouts", json=planned)
    assert answer.status_code == 404


async def test_a_coach_shares_with_those_they_coach_and_nobody_changes_it_but_them(cast: Cast, stage: Stage) -> None:
    alone = await save(cast.alice, name="Not shared")
    mine = await save(cast.alice, name="Shared one", shared=True)
    folder = (await cast.alice.api.post("/api/v1/library/folders", json={"name": "Open", "shared": True})).json()
    inside = await save(cast.alice, name="In the folder", folder_id=folder["id"])
    assert await found(cast.bob, "&origin=shared") == ["In the folder", "Shared one"]
    assert await found(cast.bob, f"&folder_id={folder['id']}") == ["In the folder"]
    assert (await cast.bob.api.get(f"/api/v1/library/templates/{alone['id']}")).status_code == 404
    assert (await cast.bob.api.get(f"/api/v1/library/templates/{inside['id']}")).status_code == 200
    refused = await cast.bob.api.patch(f"/api/v1/library/templates/{mine['id']}", json={"name": "Bob's"})
    assert refused.status_code == 404
    shown = await cast.bob.web.get(f"/library/templates/{mine['id']}")
    assert shown.status_code == 200
    assert "Alice Berg" in shown.text
    assert "Edit" not in shown.text.split("<h1")[1].split("</header>")[0]
    await cast.alice.api.delete(f"/api/v1/library/folders/{folder['id']}")
    assert await found(cast.bob, "&origin=shared") == ["Shared one"]
    await save(cast.bob, name="Bob's own", shared=True)
    assert "Bob's own" not in await found(cast.alice)


async def test_typed_and_structured_steps_are_the_same(cast: Cast) -> None:
    mine = await save(cast.bob)
    assert (mine["sport"], mine["version"], mine["tags"]) == ("running", 1, ["club", "hills"])
    assert mine["duration_s"] == 60 * (15 + 5 * 7 + 10)
    again = await save(cast.bob, text=None, structure=mine["structure"])
    assert again["structure"] == mine["structure"]
    read = await cast.bob.api.post("/api/v1/library/readings", json={"structure": mine["structure"]})
    assert read.json()["text"] == TEXT
    back = await cast.bob.api.post("/api/v1/library/readings", json={"text": read.json()["text"]})
    assert back.json()["structure"] == mine["structure"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": "10' E, 6x blah"}, "Character 11"),
        ({"text": "99 h E"}, "looks wrong"),
        ({"text": None}, "Give the steps once"),
        ({"structure": {"segments": []}}, "Give the steps once"),
        ({"text": None, "structure": {"segments": []}}, "at least one part"),
    ],
)
async def test_steps_that_cannot_be_read_are_refused_with_where_and_what(
    cast: Cast, body: dict[str, Any], words: str
) -> None:
    answer = await cast.bob.api.post("/api/v1/library/templates", json={**SAVE, **body})
    assert answer.status_code == 422
    assert words in answer.text


async def test_finding_by_words_kind_sport_length_load_and_tag(cast: Cast) -> None:
    await save(cast.bob, name="Lighthouse loop", text="45' E", category="easy", workout_type="endurance", tags=["sea"])
    for query in (
        "q=lighthouse",
        "q=loop%20sea",
        "tag=sea",
        "origin=mine&shortest=40&longest=50",
        "origin=mine&heaviest=60",
    ):
        assert await found(cast.bob, f"&{query}") == ["Lighthouse loop"], query
    for query in (
        "q=lighthouse%20rubbish",
        "origin=mine&sport=cycling",
        "origin=mine&longest=30",
        "origin=mine&lightest=90",
    ):
        assert await found(cast.bob, f"&{query}") == [], query
    assert "Lighthouse loop" not in await found(cast.bob, "&origin=paceline")
    assert (await cast.bob.api.get("/api/v1/library/sessions?origin=mine&q=%25")).json()["items"] == []


async def test_favourites_are_ones_own(cast: Cast) -> None:
    mine = await save(cast.bob)
    for ref in ("tempo-20", mine["id"], mine["id"]):
        assert (await cast.bob.api.put(f"/api/v1/library/favourites/{ref}")).status_code == 204
    assert sorted(await found(cast.bob, "&origin=favourites")) == ["Club threshold", "Tempo run"]
    assert await found(cast.alice, "&origin=favourites") == []
    await cast.bob.api.delete("/api/v1/library/favourites/tempo-20")
    assert await found(cast.bob, "&origin=favourites") == ["Club threshold"]
    assert (await cast.bob.api.put("/api/v1/library/favourites/none")).status_code == 404


async def test_versions_differ_and_come_back(cast: Cast) -> None:
    mine = await save(cast.bob)
    url = f"/api/v1/library/templates/{mine['id']}"
    changed = (await cast.bob.api.patch(url, json={"text": "15' E, 6x6' T / 1' jog, 10' E", "version": 1})).json()
    assert changed["version"] == 2
    same = (await cast.bob.api.patch(url, json={"shared": False})).json()
    assert same["version"] == 2
    assert (await cast.bob.api.patch(url, json={"name": "Late", "version": 1})).status_code == 409
    shown = await cast.bob.web.get(f"/library/templates/{mine['id']}/versions")
    assert "5x6&#39; T" in shown.text
    assert "6x6&#39; T" in shown.text
    restored = (await cast.bob.api.post(f"{url}/versions/1/restoration")).json()
    assert (restored["version"], restored["structure"]) == (3, mine["structure"])
    numbers = [one["number"] for one in (await cast.bob.api.get(f"{url}/versions")).json()["items"]]
    assert numbers == [3, 2, 1]
    assert (await cast.bob.api.post(f"{url}/versions/9/restoration")).status_code == 404


async def test_removing_can_be_undone(cast: Cast) -> None:
    mine = await save(cast.bob)
    url = f"/library/templates/{mine['id']}"
    assert (await cast.bob.web.post(f"{url}/removal")).status_code == 303
    assert (await cast.bob.web.get(url)).status_code == 404
    assert await found(cast.bob, "&origin=mine") == []
    assert (await cast.bob.web.post(f"{url}/restoration")).status_code == 303
    assert (await cast.bob.web.get(url)).status_code == 200


async def test_a_copy_is_ones_own(cast: Cast) -> None:
    copy = (await cast.bob.api.post("/api/v1/library/sessions/tempo-20/copies")).json()
    assert (copy["name"], copy["origin"], copy["account_id"]) == ("Tempo run", "tempo-20", str(cast.bob.id))
    again = (await cast.bob.api.post(f"/api/v1/library/sessions/{copy['id']}/copies")).json()
    assert again["name"] == "Tempo run (copy)"
    opened = await cast.bob.web.post("/library/tempo-20/copies")
    assert opened.headers["location"].endswith("/steps")


async def test_folders_have_one_name_each(cast: Cast) -> None:
    assert (await cast.alice.web.post("/library/folders", data={"name": "Hills"})).status_code == 303
    same = await cast.alice.web.post("/library/folders", data={"name": "hills"})
    assert same.status_code == 409
    assert "You have a folder of that name" in same.text
    assert (await cast.alice.web.post("/library/folders", data={"name": ""})).status_code == 422
    (folder,) = (await cast.alice.api.get("/api/v1/library/folders")).json()["items"]
    await cast.alice.web.post(f"/library/folders/{folder['id']}", data={"name": "Hills", "shared": "true"})
    assert "Hills" in (await cast.bob.web.get("/library/folders")).text
    assert (await cast.alice.web.post(f"/library/folders/{folder['id']}/removal")).status_code == 303
    assert "No folders yet" in (await cast.alice.web.get("/library/folders")).text


async def test_planned_from_the_library_and_what_became_of_it(cast: Cast) -> None:
    mine = await save(cast.alice)
    planned = {"athlete_id": str(cast.bob.id), "day": "2026-06-10"}
    answer = await cast.alice.api.post(f"/api/v1/library/sessions/{mine['id']}/workouts", json=planned)
    assert answer.status_code == 201, answer.text
    workout = (await cast.bob.api.get(f"/api/v1/workouts/{answer.json()['workout_id']}")).json()
    assert (workout["title"], workout["structure"]) == ("Club threshold", mine["structure"])
    logged = {"sport": "running", "started_at": "2026-06-10T06:30:00Z", "duration": 3600, "distance": 12000, "rpe": 6}
    assert (await cast.bob.api.post("/api/v1/activities/manual", json=logged)).status_code == 201
    uses = (await cast.alice.api.get(f"/api/v1/library/sessions/{mine['id']}/outcomes")).json()
    assert (uses["planned"], uses["done"], uses["athletes"], uses["mean_rpe"]) == (1, 1, 1, 6)
    assert uses["mean_compliance"] is not None
    shown = await cast.alice.web.get(f"/library/templates/{mine['id']}?athlete={cast.bob.id}&day=2026-06-19")
    assert 'value="2026-06-19"' in shown.text
    assert "How it goes" in shown.text
    nobody = (await cast.charlie.api.get("/api/v1/library/sessions/tempo-20/outcomes")).json()
    assert (nobody["planned"], nobody["mean_rpe"]) == (0, None)


async def test_what_to_do_next_time_is_said(cast: Cast) -> None:
    for day in ("2026-06-03", "2026-06-08"):
        await cast.bob.api.post("/api/v1/library/sessions/cruise-15-12/workouts", json={"day": day})
        logged = {"sport": "running", "started_at": f"{day}T06:30:00Z", "duration": 3840, "distance": 12000, "rpe": 6}
        await cast.bob.api.post("/api/v1/activities/manual", json=logged)
    shown = await cast.bob.web.get("/library/cruise-15-12")
    assert "Next time" in shown.text
    assert "/library/cruise-20-16" in shown.text


async def test_a_workout_becomes_a_session_of_the_library(cast: Cast) -> None:
    made = await cast.bob.api.post("/api/v1/workouts", json={"day": "2026-06-16", "template_id": "tempo-20"})
    url = f"/workouts/{made.json()['id']}/template"
    assert (await cast.charlie.web.post(url)).status_code == 404
    kept = await cast.alice.web.post(url)
    assert kept.status_code == 303
    shown = await cast.alice.web.get(kept.headers["location"])
    assert "Tempo run" in shown.text
    bare = await cast.bob.api.post(
        "/api/v1/workouts", json={"day": "2026-06-17", "title": "Run", "workout_type": "endurance"}
    )
    assert (await cast.bob.web.post(f"/workouts/{bare.json()['id']}/template")).status_code == 422


async def test_the_builder_saves_what_was_typed(cast: Cast) -> None:
    shown = await cast.bob.web.get("/library/new")
    assert "No steps yet" in shown.text
    form = {"name": "Mine", "category": "vo2max", "workout_type": "vo2", "sport": "running", "tags": "Track, spring"}
    typed = {**form, "text": "10' E\n6x800 I / 400 jog", "synced": "", "do": "save"}
    saved = await cast.bob.web.post("/library/new", data=typed)
    assert saved.status_code == 303, saved.text[-2000:]
    page = saved.headers["location"]
    assert "6 × 800 m" in (await cast.bob.web.get(page)).text
    steps = await cast.bob.web.get(f"{page}/steps")
    assert "6x800 m I / 400 m jog" in steps.text
    assert "spring, track" in steps.text
    wrong = await cast.bob.web.post(f"{page}/steps", data={**typed, "version": "1", "text": "6x blah"})
    assert wrong.status_code == 422
    assert "“blah” is no length" in wrong.text
    empty = await cast.bob.web.post("/library/new", data={**form, "do": "save", "text": "", "synced": ""})
    assert "Add a step first" in empty.text
    nameless = await cast.bob.web.post("/library/new", data={**typed, "name": ""})
    assert nameless.status_code == 422
    late = await cast.bob.web.post(f"{page}/steps", data={**typed, "version": "7"})
    assert late.status_code == 409


async def test_the_drawing_follows_what_is_typed(cast: Cast) -> None:
    headers = {"HX-Request": "true"}
    typed = {"sport": "running", "text": "20' T, 5' E", "synced": "", "do": "text"}
    drawn = await cast.bob.web.post("/library/drawing", data=typed, headers=headers)
    assert drawn.status_code == 200
    assert 'id="built"' in drawn.text
    assert 'id="rows"' in drawn.text
    assert 'id="typed"' not in drawn.text
    wrong = await cast.bob.web.post("/library/drawing", data={**typed, "text": "20' Q"}, headers=headers)
    assert "Character 5" in wrong.text
    assert 'id="rows"' not in wrong.text
    rows = {"sport": "running", "row_kind": ["steady"], "row_length": ["20"], "row_effort": ["T"], "do": "rows"}
    followed = await cast.bob.web.post("/library/drawing", data=rows, headers=headers)
    assert "20&#39; T" in followed.text
    assert 'id="rows"' not in followed.text
    added = await cast.bob.web.post("/library/drawing", data={**rows, "do": "add-repeats"}, headers=headers)
    assert added.text.count("<fieldset") == 2
    foreign = await cast.charlie.web.post(
        "/library/drawing", data={**rows, "athlete": str(cast.bob.id)}, headers=headers
    )
    assert foreign.status_code == 404


async def test_the_pages_of_an_empty_library_say_what_fills_them(cast: Cast) -> None:
    for origin, words in (
        ("mine", "No sessions of yours yet"),
        ("shared", "Nothing is shared"),
        ("favourites", "No favourites"),
    ):
        assert words in (await cast.dana.web.get(f"/library?origin={origin}")).text
    marked = await cast.dana.web.post("/library/tempo-20/favourite")
    assert marked.status_code == 303
    assert "Tempo run" in (await cast.dana.web.get("/library?origin=favourites")).text
    await cast.dana.web.post("/library/tempo-20/favourite")
    assert "No favourites" in (await cast.dana.web.get("/library?origin=favourites")).text
