"""Which planned session an activity was, said from the activity's side."""

from sqlalchemy import text

from tests.cast import Cast, Member
from tests.endurance.calendar.make import look, plan, record


async def say(who: Member, activity: object, workout: object) -> dict[str, object]:
    answer = await who.api.put(f"/api/v1/activities/{activity}/completion", json={"workout_id": workout})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_outsiders_learn_and_change_nothing(cast: Cast) -> None:
    workout, activity = await plan(cast.bob), await record(cast.bob)
    for who in (cast.charlie, cast.dana):
        assert (await who.web.get(f"/activities/{activity}/match")).status_code == 404
        answer = await who.web.post(f"/activities/{activity}/match", data={"workout_id": ""})
        assert answer.status_code == 404
        for body in ({"workout_id": None}, {"workout_id": workout["id"]}):
            assert (await who.api.put(f"/api/v1/activities/{activity}/completion", json=body)).status_code == 404
    theirs, own = await plan(cast.charlie), await record(cast.charlie)
    crossed = {"workout_id": workout["id"]}
    assert (await cast.charlie.api.put(f"/api/v1/activities/{own}/completion", json=crossed)).status_code == 404
    crossed = {"workout_id": theirs["id"]}
    assert (await cast.bob.api.put(f"/api/v1/activities/{activity}/completion", json=crossed)).status_code == 404
    assert (await look(cast.bob, workout["id"]))["completion"]["decided_by"] == "rule"


async def test_none_and_another_one_stand_against_the_rule(cast: Cast) -> None:
    easy = await plan(cast.bob)
    other = await plan(cast.bob, "2026-06-12", title="Tempo", workout_type="tempo")
    activity = await record(cast.bob)
    none = await say(cast.bob, activity, None)
    assert (none["workout_id"], none["decided_by"], none["confidence"]) == (None, "person", None)
    assert (await look(cast.bob, easy["id"]))["completion"] is None
    chosen = await say(cast.bob, activity, other["id"])
    assert (chosen["workout_id"], chosen["activity_id"]) == (other["id"], str(activity))
    assert (await look(cast.bob, other["id"]))["completion"]["decided_by"] == "person"
    back = await say(cast.alice, activity, easy["id"])
    assert back["workout_id"] == easy["id"]
    assert (await look(cast.bob, other["id"]))["completion"] is None


async def test_the_session_left_behind_is_filled_by_the_next_best(cast: Cast) -> None:
    easy = await plan(cast.bob)
    best = await record(cast.bob)
    second = await record(cast.bob, minutes=50, load=40)
    assert (await look(cast.bob, easy["id"]))["completion"]["activity_id"] == str(best)
    await say(cast.bob, best, None)
    assert (await look(cast.bob, easy["id"]))["completion"]["activity_id"] == str(second)


async def test_a_session_that_loses_its_activity_says_so(cast: Cast) -> None:
    easy, other = await plan(cast.bob), await plan(cast.bob, "2026-06-12", title="Tempo")
    activity = await record(cast.bob)
    await say(cast.bob, activity, other["id"])
    query = text("SELECT facts ->> 'workout_id' FROM audit_entry WHERE name = 'calendar.changed' AND athlete_id = :bob")
    async with cast.bob.tx() as tx:
        assert list(await tx.session.scalars(query, {"bob": cast.bob.id})) == [easy["id"]]


async def test_the_page_says_how_sure_and_offers_the_others(cast: Cast) -> None:
    easy = await plan(cast.bob)
    await plan(cast.bob, "2026-06-12", title="Tempo")
    activity = await record(cast.bob)
    page = f"/activities/{activity}/match"
    shown = (await cast.bob.web.get(page)).text
    assert "Very sure: the same day, the same sport, about as long as planned." in shown
    assert f'<option value="{easy["id"]}" selected>' in shown
    assert "Fri 12 Jun: Tempo" in shown
    region = await cast.alice.web.get(page, headers={"HX-Request": "true"})
    assert region.text.lstrip().startswith('<div class="stack" id="match"')
    assert page in (await cast.bob.web.get(f"/activities/{activity}")).text
    answer = await cast.bob.web.post(page, data={"workout_id": ""})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/activities/{activity}")
    assert "Said to be no planned session" in (await cast.bob.web.get(page)).text
    assert (await cast.bob.web.post(page, data={"workout_id": "x"})).status_code == 422
    await cast.bob.web.post(page, data={"workout_id": easy["id"]})
    assert "Matched by hand" in (await cast.bob.web.get(page)).text


async def test_nothing_planned_leaves_nothing_to_choose(cast: Cast) -> None:
    activity = await record(cast.bob)
    shown = (await cast.bob.web.get(f"/activities/{activity}/match")).text
    assert "Nothing is planned in the days around it" in shown
    assert "<select" not in shown
