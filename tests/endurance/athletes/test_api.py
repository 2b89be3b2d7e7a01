"""The roster and profiles over REST."""

import pytest

from tests.cast import Cast, Stage


async def test_charlie_knows_nobody(cast: Cast) -> None:
    api = cast.charlie.api
    assert (await api.get("/api/v1/athletes")).json() == {"items": [], "next_cursor": None}
    assert (await api.get(f"/api/v1/athletes/{cast.bob.id}")).status_code == 404
    assert (await api.get(f"/api/v1/athletes/{cast.bob.id}/profile")).status_code == 404
    assert (await api.patch(f"/api/v1/athletes/{cast.bob.id}/profile", json={"ftp": 200})).status_code == 404


async def test_a_relationship_without_training_shows_no_athlete(stage: Stage, cast: Cast) -> None:
    coach = await stage.member("Nils Coach", "coach")
    await stage.relate(coach, cast.bob, ("messages",))
    assert (await coach.api.get("/api/v1/athletes")).json()["items"] == []
    assert (await coach.api.get(f"/api/v1/athletes/{cast.bob.id}/profile")).status_code == 404


async def test_the_roster_pages_by_name(stage: Stage) -> None:
    coach = await stage.member("Eva Coach", "coach")
    for name in ("cato", "Bea", "Anna"):
        await stage.relate(coach, await stage.member(name, "athlete"))
    first = (await coach.api.get("/api/v1/athletes?limit=2")).json()
    assert [one["name"] for one in first["items"]] == ["Anna", "Bea"]
    rest = (await coach.api.get(f"/api/v1/athletes?limit=2&cursor={first['next_cursor']}")).json()
    assert [one["name"] for one in rest["items"]] == ["cato"]
    assert rest["next_cursor"] is None


async def test_the_coach_may_write_and_what_is_left_out_stays(cast: Cast) -> None:
    path = f"/api/v1/athletes/{cast.bob.id}/profile"
    assert (await cast.bob.api.patch(path, json={"max_hr": 188, "resting_hr": 47})).status_code == 200
    answer = await cast.alice.api.patch(path, json={"ftp": 245, "weight_kg": 71.5})
    assert answer.status_code == 200, answer.text
    mine = (await cast.bob.api.get(path)).json()
    assert (mine["max_hr"], mine["ftp"], mine["weight_kg"], mine["lthr"]) == (188, 245, 71.5, None)
    assert (await cast.bob.api.patch(path, json={"ftp": None})).json()["ftp"] is None


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"weight_kg": 584}, "weight_kg", "584 kg looks wrong. Did you mean 58.4?"),
        ({"ftp": 2450}, "ftp", "2450 W looks wrong. Did you mean 245?"),
        ({"max_hr": 180, "resting_hr": 181 - 90, "lthr": 185}, "lthr", "cannot be above the maximum"),
        ({"birth_year": 88}, "birth_year", "Write the whole year"),
        ({"race_distance": 5000}, "race_seconds", "needs its time"),
        ({"race_distance": 5000, "race_seconds": 300}, "race_seconds", "does not fit the distance"),
    ],
)
async def test_what_cannot_be_true_is_refused(cast: Cast, change: dict[str, float], field: str, words: str) -> None:
    answer = await cast.bob.api.patch(f"/api/v1/athletes/{cast.bob.id}/profile", json=change)
    assert answer.status_code == 422
    assert words in answer.json()["fields"][field]
