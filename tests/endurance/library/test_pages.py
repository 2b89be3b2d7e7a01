"""The library over REST and as a browser uses it."""

import pytest

from paceline.endurance.library import SESSIONS
from paceline.endurance.library.drawing import growth, profile, relief
from paceline.endurance.library.queries import sessions_matching
from tests.cast import Cast, Stage


async def test_only_for_the_signed_in(stage: Stage) -> None:
    nobody = await stage.client()
    assert (await nobody.get("/api/v1/library/sessions")).status_code == 401
    assert (await nobody.get("/library")).status_code in (302, 303)


async def test_the_whole_library_page_by_page(cast: Cast) -> None:
    found: list[str] = []
    cursor = ""
    while True:
        answer = (await cast.bob.api.get(f"/api/v1/library/sessions?limit=30{cursor}")).json()
        found += [one["id"] for one in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert found == [session.id for session in SESSIONS]
    assert (await cast.bob.api.get("/api/v1/library/sessions?cursor=rubbish")).status_code == 422


async def test_filters_narrow_the_list(cast: Cast) -> None:
    answer = (await cast.bob.api.get("/api/v1/library/sessions?category=threshold&q=tempo")).json()
    assert answer["items"]
    assert {one["category"] for one in answer["items"]} == {"threshold"}
    assert (await cast.bob.api.get("/api/v1/library/sessions?category=magic")).status_code == 422
    shown = await cast.bob.web.get("/library?q=tempo&sport=running", headers={"HX-Request": "true"})
    assert shown.text.lstrip().startswith('<div id="sessions"')
    assert "Tempo run" in shown.text
    assert "No session matches" in (await cast.bob.web.get("/library?q=zzzz")).text


async def test_one_session(cast: Cast) -> None:
    one = (await cast.bob.api.get("/api/v1/library/sessions/tempo-20")).json()
    assert (one["name"], one["duration_s"] > 2400) == ("Tempo run", True)
    assert (await cast.bob.api.get("/api/v1/library/sessions/none")).status_code == 404
    assert (await cast.bob.web.get("/library/none")).status_code == 404


@pytest.mark.parametrize("path", ["/library", *(f"/library/{session.id}" for session in SESSIONS[::9])])
async def test_every_page_is_drawn(cast: Cast, path: str) -> None:
    shown = await cast.alice.web.get(path)
    assert shown.status_code == 200, shown.text[-1000:]
    assert 'class="wbar"' in shown.text


async def test_adding_to_a_chosen_athletes_calendar(cast: Cast) -> None:
    shown = await cast.alice.web.get(f"/library/tempo-20?athlete={cast.bob.id}&day=2026-06-19")
    assert 'value="2026-06-19"' in shown.text
    form = {"template_id": "tempo-20", "athlete_id": str(cast.bob.id), "day": "2026-06-19", "sport": "running"}
    assert (await cast.alice.web.post("/workouts", data=form)).status_code == 303
    planned = (await cast.bob.api.get("/api/v1/calendar?from=2026-06-19&to=2026-06-19")).json()["workouts"]
    assert [one["title"] for one in planned] == ["Tempo run"]


def test_every_session_can_be_found_by_its_name_and_says_how_it_changes() -> None:
    for session in SESSIONS:
        assert session in sessions_matching(words=session.name, category=session.category, sport=session.sport)
        assert sum(step.seconds for step in profile(session)) > 0
        for words in [*map(growth, session.progression), *map(relief, session.regression)]:
            assert words.endswith(".")
            assert "None" not in words
