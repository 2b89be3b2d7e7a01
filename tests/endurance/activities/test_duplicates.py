"""Two recordings of one session: held back, compared, decided once; and who may see what."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from paceline.endurance.activities.files.merging import FLAGS, MEASURED, SAID, is_better, merged
from paceline.endurance.activities.model import Activity, Best, Duplicate, Lap, Stream, Track
from paceline.endurance.activities.rules import default_name, is_default_name
from paceline.infra.clock import FixedClock
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.bringing import begun, listed, state, steer
from tests.endurance.activities.make import START, fit, upload


async def given_pair(member: Member) -> tuple[str, str]:
    """A poor recording that counts and a rich one that waits: the activity and the question."""
    poor = fit(minutes=60, places=False)
    made = await member.api.post("/api/v1/activities", **upload(poor, "phone.fit"))
    assert made.status_code == 201
    rich = await member.api.post(
        "/api/v1/activities", **upload(fit(minutes=60.2, start=START + 20, power=210.0), "watch.fit")
    )
    assert (rich.status_code, rich.json()["id"]) == (200, made.json()["id"])
    (question,) = (await member.api.get("/api/v1/duplicates")).json()["items"]
    return made.json()["id"], question["id"]


async def decide(member: Member, question: str, decision: str) -> Any:
    return await member.api.post(f"/api/v1/duplicates/{question}/decision", json={"decision": decision})


async def test_charlie_and_the_coach_see_no_question_and_decide_nothing(cast: Cast) -> None:
    _, question = await given_pair(cast.bob)
    for outsider in (cast.charlie, cast.alice):
        assert (await outsider.api.get("/api/v1/duplicates")).json()["items"] == []
        assert (await decide(outsider, question, "both")).status_code == 404
        answer = await outsider.web.post(f"/activities/duplicates/{question}/decision", data={"decision": "both"})
        assert answer.status_code == 404
    assert len(await listed(cast.bob)) == 1


async def test_keeping_the_first_changes_nothing_and_is_remembered(cast: Cast) -> None:
    first, question = await given_pair(cast.bob)
    assert (await decide(cast.bob, question, "first")).json()["activity_id"] == first
    again = await cast.bob.api.post(
        "/api/v1/activities", **upload(fit(minutes=60.2, start=START + 20, power=210.0), "watch.fit")
    )
    assert (again.status_code, again.json()["id"]) == (200, first)
    assert (await cast.bob.api.get("/api/v1/duplicates")).json()["items"] == []
    assert await listed(cast.bob) == [first]
    assert (await decide(cast.bob, question, "first")).status_code == 200
    assert (await decide(cast.bob, question, "both")).status_code == 409


async def test_keeping_the_second_puts_it_in_the_first_ones_place(stage: Stage, cast: Cast) -> None:
    first, question = await given_pair(cast.bob)
    second = (await decide(cast.bob, question, "second")).json()["activity_id"]
    assert second != first
    assert await listed(cast.bob) == [second]
    assert (await cast.bob.api.get(f"/api/v1/activities/{first}")).status_code == 404
    assert (await cast.bob.api.post(f"/api/v1/activities/{first}/restoration")).status_code == 409
    again = await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=60, places=False), "phone.fit"))
    assert (again.status_code, again.json()["id"]) == (200, second)


async def test_keeping_both(cast: Cast) -> None:
    first, question = await given_pair(cast.bob)
    await decide(cast.bob, question, "both")
    both = await listed(cast.bob)
    assert len(both) == 2
    assert first in both


async def test_merging_takes_the_better_streams_and_the_words_of_both(stage: Stage, cast: Cast) -> None:
    first, question = await given_pair(cast.bob)
    change = {"rpe": 7, "notes": "Windy.", "name": "Sunday long"}
    await cast.bob.api.patch(f"/api/v1/activities/{first}", json=change)
    assert (await decide(cast.bob, question, "merged")).status_code == 200
    assert await listed(cast.bob) == [first]
    one = (await cast.bob.api.get(f"/api/v1/activities/{first}")).json()
    assert (one["name"], one["notes"], one["rpe"]) == ("Sunday long", "Windy.", 7)
    assert one["average_power"] == pytest.approx(210, abs=1)
    assert one["file_name"] == "phone.fit"
    channels = (await cast.bob.api.get(f"/api/v1/activities/{first}/streams")).json()["channels"]
    assert {"power", "latitude", "longitude"} <= channels.keys()
    async with cast.bob.tx() as tx:
        for table in (Stream.__table__, Track.__table__, Lap.__table__, Best.__table__):
            count = select(func.count()).select_from(table).where(table.c.activity_id == UUID(first))
            assert (await tx.session.scalar(count) or 0) > 0, table.name


async def test_undoing_the_import_of_what_was_merged_leaves_it(stage: Stage, cast: Cast) -> None:
    poor, rich = fit(minutes=60, places=False), fit(minutes=60.2, start=START + 20, power=210.0)
    first = (await cast.bob.api.post("/api/v1/activities", **upload(poor))).json()["id"]
    import_id = await begun(cast.bob, ("watch.fit", rich), ("other.fit", fit(minutes=20, start=START + 90_000)))
    await stage.run_jobs()
    files = (await state(cast.bob, import_id))["files"]
    assert [one["state"] for one in files] == ["duplicate", "imported"]
    assert "Decide" in files[0]["sentence"]
    (question,) = (await cast.bob.api.get("/api/v1/duplicates")).json()["items"]
    await decide(cast.bob, question["id"], "merged")
    await steer(cast.bob, import_id, "undoing")
    await stage.run_jobs()
    assert await listed(cast.bob) == [first]
    one = (await cast.bob.api.get(f"/api/v1/activities/{first}")).json()
    assert one["average_power"] == pytest.approx(210, abs=1)


async def test_undoing_takes_the_questions_with_it_and_redoing_asks_again(
    stage: Stage, cast: Cast, clock: FixedClock
) -> None:
    first = (await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=60)))).json()["id"]
    twin = fit(minutes=60.2, start=START + 20)
    import_id = await begun(cast.bob, ("twin.fit", twin), ("other.fit", fit(minutes=20, start=START + 90_000)))
    await stage.run_jobs()
    clock.advance(timedelta(seconds=1))
    await steer(cast.bob, import_id, "undoing")
    await stage.run_jobs()
    assert (await cast.bob.api.get("/api/v1/duplicates")).json()["items"] == []
    assert await listed(cast.bob) == [first]
    await steer(cast.bob, import_id, "redoing")
    await stage.run_jobs()
    assert len((await cast.bob.api.get("/api/v1/duplicates")).json()["items"]) == 1


async def test_when_the_one_that_counts_is_undone_the_other_counts(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    import_id = await begun(cast.bob, ("a.fit", fit(minutes=60)), ("b.fit", fit(minutes=20, start=START + 90_000)))
    await stage.run_jobs()
    held = await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=60.2, start=START + 20), "twin.fit"))
    assert held.status_code == 200
    clock.advance(timedelta(seconds=1))
    await steer(cast.bob, import_id, "undoing")
    await stage.run_jobs()
    (left,) = await listed(cast.bob)
    assert (await cast.bob.api.get(f"/api/v1/activities/{left}")).json()["file_name"] == "twin.fit"
    await steer(cast.bob, import_id, "redoing")
    await stage.run_jobs()
    assert len(await listed(cast.bob)) == 2
    assert len((await cast.bob.api.get("/api/v1/duplicates")).json()["items"]) == 1


async def test_the_page_shows_both_and_decides(cast: Cast) -> None:
    assert "No duplicates" in (await cast.bob.web.get("/activities/duplicates")).text
    _, question = await given_pair(cast.bob)
    page = (await cast.bob.web.get("/activities/duplicates")).text
    for words in ("phone.fit", "watch.fit", "Make one of both", "Keep the first", "Keep the second", "Keep both"):
        assert words in page, words
    assert "/activities/duplicates" in (await cast.bob.web.get("/activities/upload")).text
    nothing = await cast.bob.web.post(f"/activities/duplicates/{question}/decision", data={"decision": "maybe"})
    assert nothing.status_code == 422
    done = await cast.bob.web.post(f"/activities/duplicates/{question}/decision", data={"decision": "merged"})
    assert done.headers["location"] == "/activities/duplicates"
    assert "No duplicates" in (await cast.bob.web.get("/activities/duplicates")).text


async def test_what_may_not_be_shown_is_the_athletes_alone(stage: Stage, cast: Cast) -> None:
    made = (await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=30)))).json()["id"]
    path = f"/api/v1/activities/{made}"
    assert (await cast.alice.api.get(f"{path}/streams")).status_code == 200
    async with cast.bob.tx() as tx:
        await tx.session.execute(update(Activity).where(Activity.id == UUID(made)).values(shareable=False))
        for table in (Stream.__table__, Track.__table__, Lap.__table__, Best.__table__):
            await tx.session.execute(update(table).where(table.c.activity_id == UUID(made)).values(shareable=False))
    assert (await cast.bob.api.get(path)).json()["shareable"] is False
    assert (await cast.alice.api.get(path)).status_code == 404
    assert (await cast.alice.api.get(f"/api/v1/activities?athlete_id={cast.bob.id}")).json()["items"] == []
    async with cast.alice.tx() as tx:
        for table in (Activity.__table__, Stream.__table__, Track.__table__, Lap.__table__, Best.__table__):
            rows = select(func.count()).select_from(table).where(table.c.athlete_id == cast.bob.id)
            assert await tx.session.scalar(rows) == 0, table.name


async def test_everything_is_said_about_where_an_activity_came_from(stage: Stage, cast: Cast) -> None:
    import_id = await begun(cast.bob, ("a.fit", fit()), ("b.fit", fit(minutes=20, start=START + 90_000)))
    await stage.run_jobs()
    made = (await state(cast.bob, import_id))["files"][0]["activity_ids"][0]
    one = (await cast.bob.api.get(f"/api/v1/activities/{made}")).json()
    assert one["device"] == "Paceline test watch"
    assert {name: one[name] for name in ("source", "import_id", "shareable", "ai_allowed", "retain_until")} == {
        "source": "upload",
        "import_id": import_id,
        "shareable": True,
        "ai_allowed": True,
        "retain_until": None,
    }


FACTS = {name: 1.0 for name in (*MEASURED, *SAID)} | {
    "load": 50.0, "load_method": "power", "load_reason": "Because.", "name": "Morning run", "notes": "", "quality": [],
    "pauses": [], "lengths": [], "reasons": {}, "cautions": {}, "shareable": True, "ai_allowed": True,
    "retain_until": None, "race": False, "commute": False, "indoor": False,
}  # fmt: skip
values = st.none() | st.floats(0, 1e4)
facts = st.fixed_dictionaries(
    {name: values for name in (*MEASURED, *SAID, "load")}
    | {name: st.booleans() for name in (*FLAGS, "shareable", "ai_allowed")}
    | {"notes": st.sampled_from(["", "a", "b"])}
).map(lambda some: FACTS | some)


@given(facts, facts, st.booleans())
def test_merging_forgets_nothing_and_allows_no_more(
    first: dict[str, Any], second: dict[str, Any], better: bool
) -> None:
    one = merged(first, second, second_is_better=better, first_is_unnamed=True)
    for name in (*MEASURED, *SAID, "load"):
        assert (one[name] is None) == (first[name] is None and second[name] is None)
        assert one[name] in (first[name], second[name])
    assert all(one[name] == (first[name] or second[name]) for name in FLAGS)
    assert one["shareable"] == (first["shareable"] and second["shareable"])
    assert first["notes"] in one["notes"]
    assert second["notes"] in one["notes"]


def test_which_recording_is_better() -> None:
    assert is_better((3, 100), (4, 10))
    assert not is_better((4, 1000), (3, 5000))
    assert not is_better((3, 1000), (3, 1050))
    assert is_better((3, 1000), (3, 1200))
    assert is_default_name(default_name("running", 7))
    assert is_default_name(default_name("chess", 20))
    assert not is_default_name("Morning run in the fog")


async def test_a_question_about_an_activity_that_was_deleted_is_not_asked(cast: Cast) -> None:
    first, question = await given_pair(cast.bob)
    await cast.bob.api.delete(f"/api/v1/activities/{first}")
    assert (await cast.bob.api.get("/api/v1/duplicates")).json()["items"] == []
    assert (await decide(cast.bob, question, "first")).status_code == 409
    async with cast.bob.tx() as tx:
        assert await tx.session.scalar(select(Duplicate.decision).where(Duplicate.id == UUID(question))) is None
