"""The pages of activities, for their athlete, their coach and an outsider."""

import json
import re
from typing import Any

import pytest

from paceline.science.formats import Length
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import START, fit, upload

LOG = {"sport": "running", "started_at": "2026-06-11T08:30", "duration": "0:45", "distance": "8,2", "rpe": "4"}


async def given(member: Member, data: bytes | None = None, **more: Any) -> str:
    answer = await member.api.post("/api/v1/activities", **upload(data or fit(**more)))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_charlie_sees_no_page(cast: Cast) -> None:
    made = await given(cast.bob)
    web = cast.charlie.web
    for path in (
        f"/activities/{made}",
        f"/activities/{made}/original",
        f"/activities/{made}/details",
        f"/people/{cast.bob.id}/activities",
    ):
        assert (await web.get(path)).status_code == 404, path
    for path in ("details", "deletion", "restoration"):
        answer = await web.post(f"/activities/{made}/{path}", data={"name": "x", "sport": "running"})
        assert answer.status_code == 404, path


async def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    text = (await cast.bob.web.get("/activities")).text
    assert "/activities/upload" in text
    assert "Your sessions will be listed here" in text
    assert "Nothing matches" in (await cast.bob.web.get("/activities?q=zz")).text


async def test_the_list_filters_and_pages(cast: Cast) -> None:
    for n in range(52):
        body = {
            "sport": "running",
            "started_at": f"2026-05-{n % 28 + 1:02}T07:00:00+02:00",
            "duration": 1800 + n,
            "name": f"Session {n:02}",
        }
        assert (await cast.bob.api.post("/api/v1/activities/manual", json=body)).status_code == 201
    page = (await cast.bob.web.get("/activities")).text
    assert page.count('class="session-link"') == 50
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    assert (await cast.bob.web.get(older.group(1).replace("&amp;", "&"))).text.count('class="session-link"') == 2
    assert (await cast.bob.web.get("/activities?q=session 07")).text.count('class="session-link"') == 1
    assert (await cast.bob.web.get("/activities?sport=cycling")).text.count('class="session-link"') == 0
    fragment = (await cast.bob.web.get("/activities?q=session 07", headers={"HX-Request": "true"})).text
    assert fragment.lstrip().startswith('<div id="results"')
    assert "Session 07" in (await cast.alice.web.get(f"/people/{cast.bob.id}/activities?q=07")).text


async def test_a_run_shows_figures_charts_laps_and_route(cast: Cast) -> None:
    await cast.bob.api.patch(
        f"/api/v1/athletes/{cast.bob.id}/profile", json={"max_hr": 190, "resting_hr": 48, "threshold_speed": 4.0}
    )
    made = await given(cast.bob, minutes=40)
    page = (await cast.bob.web.get(f"/activities/{made}")).text
    for words in (
        "Distance",
        "Moving time",
        "Pace",
        "Climb",
        "Heart rate",
        "Load",
        "Laps",
        "Best efforts",
        "Heart-rate zones",
        "Pace zones",
    ):
        assert words in page, words
    assert 'class="route"' in page
    data = json.loads(re.search(r'id="stream-data">(.*?)</script>', page, re.DOTALL).group(1))  # type: ignore[union-attr]
    assert data.keys() == {"x", "t", "rows", "altitude", "speed", "heart_rate", "cadence"}
    assert data["t"][-1] == pytest.approx(2400, abs=5)
    assert [row["key"] for row in data["rows"]] == ["altitude", "speed", "heart_rate", "cadence"]
    assert [band[2] for band in data["rows"][2]["bands"]] == [1, 2, 3, 4, 5]
    assert data["x"][-1] == pytest.approx(7.2, abs=0.1)
    assert data["speed"][100] == pytest.approx(333, abs=2)
    by_time = (await cast.bob.web.get(f"/activities/{made}?x=time")).text
    assert 'data-activities--streams-x-value="time"' in by_time


async def test_a_coach_without_places_sees_no_route(stage: Stage, cast: Cast) -> None:
    coach = await stage.member("Nils Coach", "coach")
    await stage.relate(coach, cast.bob, ("training",))
    made = await given(cast.bob)
    page = (await coach.web.get(f"/activities/{made}")).text
    assert 'class="route"' not in page
    assert "The route is not shared with you." in page
    assert "/original" not in page
    assert (await coach.web.get(f"/activities/{made}/original")).status_code == 404
    assert 'class="route"' in (await cast.alice.web.get(f"/activities/{made}")).text


async def test_strength_and_indoor_look_right(cast: Cast) -> None:
    gym = await given(cast.bob, data=fit("strength", 45, speed=0, places=False))
    page = (await cast.bob.web.get(f"/activities/{gym}")).text
    assert "Elapsed time" in page
    assert "Climb" not in page.split("split-wide")[0]
    assert 'class="route"' not in page
    turbo = await given(cast.bob, data=fit("cycling", 45, speed=8, places=False, power=210.0, start=START + 9000))
    page = (await cast.bob.web.get(f"/activities/{turbo}")).text
    assert "normalized" in page
    assert "zones need a threshold power" in page


async def test_pool_lengths_are_shown(cast: Cast) -> None:
    lengths = tuple(Length(START + n * 30, 30.0, 14.0, "freestyle", True) for n in range(20))
    made = await given(cast.bob, data=fit("swimming", 10, speed=0.83, places=False, lengths=lengths, sub_sport="pool"))
    page = (await cast.bob.web.get(f"/activities/{made}")).text
    assert "20 swum" in page
    assert "/100\u00a0m" in page or "/100 m" in page


async def test_logging_by_hand(cast: Cast) -> None:
    answer = await cast.bob.web.post("/activities/new", data=LOG)
    assert answer.status_code == 303, answer.text
    page = (await cast.bob.web.get(answer.headers["location"])).text
    assert "Logged by hand" in page
    assert "Morning run" in page
    (kept,) = (await cast.bob.api.get("/api/v1/activities")).json()["items"]
    assert (kept["distance"], kept["moving"], kept["started_at"][:16]) == (8200, 2700, "2026-06-11T06:30")
    wrong = await cast.bob.web.post("/activities/new", data={**LOG, "duration": "long", "distance": "8.2"})
    assert wrong.status_code == 422
    assert "“long” is not a duration." in wrong.text
    assert 'value="8.2"' in wrong.text
    early = await cast.bob.web.post("/activities/new", data={**LOG, "started_at": "2026-06-12T08:30"})
    assert "This lies in the future." in early.text


async def test_changing_deleting_and_undoing(cast: Cast) -> None:
    made = await given(cast.bob)
    saved = await cast.bob.web.post(
        f"/activities/{made}/details",
        data={"name": "Forest run", "sport": "running", "rpe": "5", "notes": "<b>Wet</b>"},
    )
    assert saved.status_code == 303
    page = (await cast.bob.web.get(f"/activities/{made}")).text
    assert "Forest run" in page
    assert "&lt;b&gt;Wet" in page
    assert (
        await cast.bob.web.post(f"/activities/{made}/details", data={"name": "", "sport": "running"})
    ).status_code == 422
    gone = await cast.bob.web.post(f"/activities/{made}/deletion")
    assert gone.headers["location"] == "/activities"
    assert f"/activities/{made}/restoration" in (await cast.bob.web.get("/activities")).text
    assert (await cast.bob.web.get(f"/activities/{made}")).status_code == 404
    assert (await cast.bob.web.post(f"/activities/{made}/restoration")).status_code == 303
    assert (await cast.bob.web.get(f"/activities/{made}")).status_code == 200


async def test_uploading_in_the_browser(stage: Stage, cast: Cast) -> None:
    assert 'type="file"' in (await cast.bob.web.get("/activities/upload")).text
    one = await cast.bob.web.post("/activities/upload", **upload(fit(minutes=13)))
    assert (one.status_code, one.text) == (200, "Imported.")
    assert (await cast.bob.web.post("/activities/upload", **upload(fit(minutes=13)))).text == "Already here."
    broken = await cast.bob.web.post("/activities/upload", **upload(b"no activity", "x.fit"))
    assert (broken.status_code, broken.headers["content-type"].split(";")[0]) == (422, "text/plain")
    assert broken.text == "This file is called FIT but its content is not; export the activity again."
    files = [
        ("files", (f"{n}.fit", fit(minutes=20 + n, start=START + 7200 * n), "application/octet-stream")) for n in (1, 2)
    ]
    assert "We are reading it" in (await cast.bob.web.post("/activities/upload", files=files)).text
    assert "0 of 2 files read" in (await cast.bob.web.get("/activities/upload")).text
    await stage.run_jobs()
    region = (await cast.bob.web.get("/activities/upload", headers={"HX-Request": "true"})).text
    assert "2 imported" in region
