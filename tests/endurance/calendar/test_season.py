"""The season as rows of weeks."""

import re

from tests.cast import Cast
from tests.endurance.calendar.make import plan, record


async def test_a_year_of_weeks_with_races_by_rank(cast: Cast) -> None:
    await plan(cast.alice, "2026-06-10", athlete_id=str(cast.bob.id), duration_s=3600)
    await record(cast.bob, "2026-06-10", load=50)
    race = {"title": "City half", "race_priority": "A", "workout_type": "race"}
    made = await plan(cast.alice, "2026-09-13", athlete_id=str(cast.bob.id), **race)
    assert made["is_race"] is True
    await cast.bob.api.post(
        "/api/v1/calendar/notes", json={"kind": "holiday", "first": "2026-07-06", "last": "2026-07-12"}
    )
    for who, path in ((cast.bob, "/calendar/season"), (cast.alice, f"/people/{cast.bob.id}/calendar/season")):
        shown = await who.web.get(path)
        assert shown.status_code == 200, shown.text[-2000:]
        assert shown.text.count("view=week") == 52 + 1
        assert re.search(r"A City half", shown.text)
        assert "Holiday" in shown.text
        assert "50 / 49" in shown.text
    assert (await cast.charlie.web.get(f"/people/{cast.bob.id}/calendar/season")).status_code == 404
    assert (await cast.bob.web.get("/calendar/season?first=1066-10-14")).status_code == 404


async def test_a_race_loses_its_rank_by_the_form(cast: Cast) -> None:
    made = await plan(cast.bob, "2026-06-20", race_priority="B")
    form = {
        "day": "2026-06-20",
        "version": "1",
        "title": "Park run",
        "workout_type": "race",
        "duration": "60",
        "is_race": "true",
    }
    saved = await cast.bob.web.post(f"/workouts/{made['id']}", data={**form, "race_priority": "C"})
    assert saved.status_code == 303
    saved = await cast.bob.web.post(f"/workouts/{made['id']}", data={**form, "version": "2", "race_priority": ""})
    assert saved.status_code == 303
    now = (await cast.bob.api.get(f"/api/v1/workouts/{made['id']}")).json()
    assert (now["race_priority"], now["is_race"]) == (None, True)
