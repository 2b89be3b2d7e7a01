"""The calendar over REST: planning, moving, matching, undoing; and nobody else's business."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import garmin_fit_sdk
import pytest

from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar import missed_workouts
from paceline.endurance.calendar.actions.adapting import unskip_workout
from paceline.infra.clock import FixedClock
from tests.cast import Cast, Stage
from tests.endurance.calendar.make import INTERVALS, look, plan, record

DAY = date(2026, 6, 11)


async def test_outsiders_learn_nothing(cast: Cast) -> None:
    workout = await plan(cast.bob)
    activity = await record(cast.bob, minutes=20, sport="cycling")
    path = f"/api/v1/workouts/{workout['id']}"
    calls = [
        ("GET", path, None),
        ("PATCH", path, {"day": "2026-06-12"}),
        ("DELETE", path, None),
        ("POST", f"{path}/restoration", None),
        ("POST", f"{path}/copies", {"day": "2026-06-12"}),
        ("PUT", f"{path}/completion", {"activity_id": str(activity)}),
        ("PUT", f"{path}/skip", {}),
        ("DELETE", f"{path}/skip", None),
        ("DELETE", f"{path}/adaptation", None),
        ("GET", f"{path}/fit", None),
        ("GET", f"/api/v1/calendar?from=2026-06-01&to=2026-06-30&athlete_id={cast.bob.id}", None),
        ("POST", "/api/v1/workouts", {"day": "2026-06-12", "title": "Run", "athlete_id": str(cast.bob.id)}),
    ]
    for method, url, body in calls:
        answer = await cast.charlie.api.request(method, url, json=body)
        assert answer.status_code == 404, (method, url, answer.text)
    assert (await look(cast.bob, workout["id"]))["version"] == workout["version"]


async def test_a_coach_needs_the_training_consent(stage: Stage, cast: Cast) -> None:
    workout = await plan(cast.bob)
    distant = await stage.member("Distant Coach", "coach")
    await stage.relate(distant, cast.bob, ("wellness",))
    assert (await distant.api.get(f"/api/v1/workouts/{workout['id']}")).status_code == 404
    assert (await cast.alice.api.get(f"/api/v1/workouts/{workout['id']}")).status_code == 200


async def test_a_session_from_the_library_is_measured_at_the_athletes_own_pace(cast: Cast) -> None:
    slow = await plan(cast.bob, template_id="tempo-20", title="", duration_s=None, workout_type=None)
    assert (slow["workout_type"], slow["template_id"], slow["distance_m"]) == ("threshold", "tempo-20", None)
    assert slow["duration_s"] > 2400
    assert slow["load"] > 30
    changed = await cast.bob.api.patch(f"/api/v1/athletes/{cast.bob.id}/profile", json={"threshold_speed": 4.0})
    assert changed.status_code == 200, changed.text
    fast = await plan(cast.bob, template_id="tempo-20", title="", duration_s=None, workout_type=None)
    assert 7000 < fast["distance_m"] < 14000


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"day": "2026-06-12"}, "name"),
        ({"day": "2026-06-12", "template_id": "no-such"}, "no such session"),
        ({"day": "2026-06-12", "title": "X", "structure": {"segments": []}}, "at least one part"),
        ({"day": "1900-06-12", "title": "X"}, "2000"),
        ({"day": "2026-06-12", "title": "X", "duration_s": 1}, "60"),
    ],
)
async def test_what_cannot_be_planned_is_refused_in_words(cast: Cast, body: dict[str, object], says: str) -> None:
    answer = await cast.bob.api.post("/api/v1/workouts", json=body)
    assert answer.status_code == 422
    assert says in answer.text


async def test_moving_reorders_the_day_and_keeps_it(cast: Cast) -> None:
    first, second, third = [await plan(cast.bob, title=title) for title in ("One", "Two", "Three")]
    moved = await cast.bob.api.patch(f"/api/v1/workouts/{third['id']}", json={"index": 0, "version": 1})
    assert moved.status_code == 200, moved.text
    assert moved.json()["version"] == 2
    away = await cast.bob.api.patch(
        f"/api/v1/workouts/{first['id']}", json={"day": "2026-06-13", "index": 0, "version": 1}
    )
    assert away.json()["day"] == "2026-06-13"
    found = (await cast.bob.api.get("/api/v1/calendar?from=2026-06-11&to=2026-06-14")).json()["workouts"]
    assert [one["title"] for one in found] == ["Three", "Two", "One"]
    assert second["id"] == found[1]["id"]


async def test_who_comes_second_is_told(cast: Cast) -> None:
    workout = await plan(cast.alice, athlete_id=str(cast.bob.id))
    path = f"/api/v1/workouts/{workout['id']}"
    assert (await cast.alice.api.patch(path, json={"day": "2026-06-12", "version": 1})).status_code == 200
    late = await cast.bob.api.patch(path, json={"day": "2026-06-13", "version": 1})
    assert late.status_code == 409
    assert "Alice Berg changed this session" in late.json()["detail"]
    assert (await look(cast.bob, workout["id"]))["day"] == "2026-06-12"


async def test_what_an_athlete_may_do_with_the_coachs_sessions(cast: Cast) -> None:
    free = await plan(cast.alice, athlete_id=str(cast.bob.id))
    pinned = await plan(cast.alice, athlete_id=str(cast.bob.id), locked=True)
    draft = await plan(cast.alice, athlete_id=str(cast.bob.id), draft=True)
    move = {"day": "2026-06-12"}
    assert (await cast.bob.api.patch(f"/api/v1/workouts/{free['id']}", json=move)).status_code == 200
    refused = await cast.bob.api.patch(f"/api/v1/workouts/{pinned['id']}", json=move)
    assert (refused.status_code, refused.json()["code"]) == (403, "locked")
    renamed = await cast.bob.api.patch(f"/api/v1/workouts/{free['id']}", json={"title": "Pub"})
    assert (renamed.status_code, renamed.json()["code"]) == (403, "not_author")
    assert (await cast.bob.api.delete(f"/api/v1/workouts/{free['id']}")).status_code == 403
    assert (await cast.bob.api.get(f"/api/v1/workouts/{draft['id']}")).status_code == 404
    seen = (await cast.bob.api.get("/api/v1/calendar?from=2026-06-01&to=2026-06-30")).json()["workouts"]
    assert {one["id"] for one in seen} == {free["id"], pinned["id"]}
    shown = await cast.alice.api.patch(f"/api/v1/workouts/{draft['id']}", json={"draft": False})
    assert shown.status_code == 200
    assert (await look(cast.bob, draft["id"]))["draft"] is False
    own = await plan(cast.bob)
    assert (await cast.bob.api.patch(f"/api/v1/workouts/{own['id']}", json={"title": "Pub run"})).json()[
        "title"
    ] == "Pub run"


async def test_an_activity_completes_the_workout_it_fits(cast: Cast) -> None:
    workout = await plan(cast.bob, "2026-06-10", duration_s=3600)
    assert (await look(cast.bob, workout["id"]))["status"] == "missed"
    activity = await record(cast.bob, "2026-06-10", minutes=57, load=48)
    done = await look(cast.bob, workout["id"])
    assert done["status"] == "done"
    assert done["completion"]["activity_id"] == str(activity)
    assert done["completion"]["decided_by"] == "rule"
    assert done["completion"]["confidence"] == 0.9
    assert done["completion"]["measure"] == "load"
    assert 95 < done["completion"]["compliance"] < 105
    refused = await cast.bob.api.patch(f"/api/v1/workouts/{workout['id']}", json={"day": "2026-06-12"})
    assert (refused.status_code, refused.json()["code"]) == (409, "done")


async def test_doubles_each_get_their_own(cast: Cast) -> None:
    short = await plan(cast.bob, title="Shakeout", duration_s=1500)
    long = await plan(cast.bob, title="Long", duration_s=7200, workout_type="long")
    evening = await record(cast.bob, minutes=118, name="Evening run")
    assert (await look(cast.bob, long["id"]))["completion"]["activity_id"] == str(evening)
    assert (await look(cast.bob, short["id"]))["completion"] is None
    morning = await record(cast.bob, minutes=24)
    assert (await look(cast.bob, short["id"]))["completion"]["activity_id"] == str(morning)
    other = await record(cast.bob, minutes=30, sport="cycling")
    found = (await cast.bob.api.get("/api/v1/calendar?from=2026-06-11&to=2026-06-11")).json()["activities"]
    assert {one["id"]: one["workout_id"] for one in found} == {
        str(evening): long["id"],
        str(morning): short["id"],
        str(other): None,
    }


async def test_a_better_fit_takes_over_but_never_from_a_person(cast: Cast) -> None:
    workout = await plan(cast.bob, duration_s=3600)
    jog = await record(cast.bob, minutes=20, name="Warm-up", load=16)
    assert (await look(cast.bob, workout["id"]))["status"] == "part"
    run = await record(cast.bob, minutes=61)
    assert (await look(cast.bob, workout["id"]))["completion"]["activity_id"] == str(run)
    path = f"/api/v1/workouts/{workout['id']}/completion"
    chosen = await cast.bob.api.put(path, json={"activity_id": str(jog)})
    assert chosen.json()["completion"]["decided_by"] == "person"
    await record(cast.bob, minutes=60)
    assert (await look(cast.bob, workout["id"]))["completion"]["activity_id"] == str(jog)
    none = await cast.bob.api.put(path, json={"activity_id": None})
    assert none.json()["completion"]["activity_id"] is None
    assert none.json()["status"] == "planned"
    await record(cast.bob, minutes=60)
    assert (await look(cast.bob, workout["id"]))["completion"]["activity_id"] is None


async def test_somebody_elses_activity_is_not_a_choice(cast: Cast) -> None:
    workout = await plan(cast.bob)
    foreign = await record(cast.charlie)
    answer = await cast.bob.api.put(f"/api/v1/workouts/{workout['id']}/completion", json={"activity_id": str(foreign)})
    assert answer.status_code == 404


async def test_a_deleted_activity_completes_nothing_until_it_is_back(cast: Cast) -> None:
    workout = await plan(cast.bob)
    activity = await record(cast.bob, minutes=59)
    for decided in ("rule", "person"):
        if decided == "person":
            await cast.bob.api.put(f"/api/v1/workouts/{workout['id']}/completion", json={"activity_id": str(activity)})
        gone = await cast.bob.api.delete(f"/api/v1/activities/{activity}")
        assert gone.status_code in (200, 204), gone.text
        assert (await look(cast.bob, workout["id"]))["status"] == "planned"
        back = await cast.bob.api.post(f"/api/v1/activities/{activity}/restoration")
        assert back.status_code in (200, 201, 204), back.text
        assert (await look(cast.bob, workout["id"]))["completion"]["decided_by"] == decided


async def test_removing_can_be_undone(cast: Cast) -> None:
    workout = await plan(cast.bob)
    path = f"/api/v1/workouts/{workout['id']}"
    assert (await cast.bob.api.delete(path)).status_code == 204
    assert (await cast.bob.api.get(path)).status_code == 404
    assert (await cast.bob.api.post(f"{path}/restoration")).status_code == 200
    assert (await cast.bob.api.get(path)).status_code == 200
    assert (await cast.bob.api.post(f"{path}/restoration")).status_code == 200
    assert (await cast.bob.api.post(f"/api/v1/workouts/{uuid4()}/restoration")).status_code == 404


async def test_copying_makes_a_session_of_ones_own(cast: Cast) -> None:
    workout = await plan(cast.alice, athlete_id=str(cast.bob.id), structure=INTERVALS, locked=True)
    answer = await cast.bob.api.post(f"/api/v1/workouts/{workout['id']}/copies", json={"day": "2026-06-18"})
    assert answer.status_code == 201, answer.text
    copy = answer.json()
    assert (copy["structure"], copy["load"], copy["locked"]) == (workout["structure"], workout["load"], False)
    assert (await cast.bob.api.delete(f"/api/v1/workouts/{copy['id']}")).status_code == 204


async def test_skipping_is_not_missing(cast: Cast, clock: FixedClock) -> None:
    workout = await plan(cast.bob)
    path = f"/api/v1/workouts/{workout['id']}/skip"
    assert (await cast.bob.api.put(path, json={"reason": "Travelling"})).json()["status"] == "skipped"
    assert (await cast.bob.api.put(path, json={})).status_code == 200
    clock.advance(timedelta(days=2))
    async with cast.bob.tx() as tx:
        assert await missed_workouts(tx, cast.bob.id, DAY, DAY) == []
        await unskip_workout(tx, UUID(workout["id"]))
        assert [one.title for one in await missed_workouts(tx, cast.bob.id, DAY, DAY)] == ["Easy run"]


async def test_the_watch_file_holds_the_athletes_own_paces(cast: Cast) -> None:
    await cast.bob.api.patch(f"/api/v1/athletes/{cast.bob.id}/profile", json={"threshold_speed": 4.0, "lthr": 170})
    workout = await plan(cast.bob, structure=INTERVALS, title="5 × 6 min threshold")
    answer = await cast.bob.api.get(f"/api/v1/workouts/{workout['id']}/fit")
    assert answer.headers["content-disposition"] == 'attachment; filename="2026-06-11-5-6-min-threshold.fit"'
    stream = garmin_fit_sdk.Stream.from_byte_array(bytearray(answer.content))
    decoded: Any = garmin_fit_sdk.Decoder(stream).read()
    messages, errors = decoded
    assert not errors
    assert messages["workout_mesgs"][0]["wkt_name"] == "5 × 6 min threshold"
    steps = messages["workout_step_mesgs"]
    assert [step.get("duration_type") for step in steps] == ["time", "time", "time", "repeat_until_steps_cmplt", "time"]
    work = steps[1]
    assert work["duration_time"] == 360
    assert work["custom_target_speed_low"] == pytest.approx(3.92, abs=0.02)
    assert work["custom_target_speed_high"] == pytest.approx(4.08, abs=0.02)


async def test_a_year_at_a_time_at_most(cast: Cast) -> None:
    assert (await cast.bob.api.get("/api/v1/calendar?from=2026-01-01&to=2027-01-05")).status_code == 200
    assert (await cast.bob.api.get("/api/v1/calendar?from=2026-01-01&to=2027-01-06")).status_code == 422
    assert (await cast.bob.api.get("/api/v1/calendar?from=2026-06-02&to=2026-06-01")).status_code == 422


async def test_days_are_the_athletes_own(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    # 11 June 08:00 in UTC is already 20:00 of the same day in Auckland; at 13:00 UTC it is the 12th there.
    nina = await stage.member("Nina Far", "athlete", time_zone="Pacific/Auckland")
    await stage.relate(cast.alice, nina)
    workout = await plan(cast.alice, athlete_id=str(nina.id))
    assert (await look(cast.alice, workout["id"]))["status"] == "planned"
    clock.advance(timedelta(minutes=9))
    async with nina.tx() as tx:
        assert tx.today(await athlete_for(tx, nina.id)).isoformat() == "2026-06-11"
        assert await missed_workouts(tx, nina.id, tx.now.date(), tx.now.date()) == []
    clock.advance(timedelta(hours=5))
    async with cast.alice.tx() as tx:
        day = tx.now.date()
        assert [one.title for one in await missed_workouts(tx, nina.id, day, day)] == ["Easy run"]
