"""Changing a plan in a browser: the week page, warnings with reasons, undo, history, locks, drafts and proposals."""

import re
from datetime import date, timedelta

from paceline.endurance.plans.proposing import look_at_plan
from tests.cast import Cast
from tests.endurance.plans.test_changes import easy_and_free, published, sessions
from tests.endurance.plans.test_turning import hurts, proposed


async def test_outsiders_learn_nothing(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    url = f"/plans/{made['id']}"
    for part in ("/weeks/2", "/versions"):
        assert (await cast.charlie.web.get(url + part)).status_code == 404
    form = {
        "version": "1",
        "kind": "drop",
        "week": "2",
        "on": "2026-06-20",
        "first": "2026-06-20",
        "last": "2026-06-20",
    }
    for part in ("/changes", "/versions/1/restoration?onto=1", "/revision", "/locks", "/template"):
        sent = {**form, "name": "Mine"}
        assert (await cast.charlie.web.post(url + part, data=sent)).status_code == 404, part
    turn = {"version": "1", "verdict": "advance", "why": "Because."}
    assert (await cast.charlie.web.post(f"{url}/phases/turns", data=turn)).status_code == 404
    assert (await cast.bob.web.get(f"{url}/weeks/2")).status_code == 403


async def test_a_session_is_moved_and_the_toast_takes_it_back(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    url = f"/plans/{made['id']}"
    day, free = easy_and_free(made, 3)
    shown = await cast.alice.web.get(f"{url}/weeks/4")
    assert shown.status_code == 200, shown.text[-1500:]
    assert "Plan anew" in shown.text
    form = {"version": "1", "week": "3", "kind": "move", "on": day, "number": "0", "to": free}
    done = await cast.alice.web.post(f"{url}/changes", data=form)
    assert done.headers["location"] == f"{url}/weeks/4"
    after = await cast.alice.web.get(f"{url}/weeks/4")
    undo = re.findall(r'hx-post="([^"]+restoration[^"]+)"', after.text)
    assert undo == [f"{url}/versions/1/restoration?onto=2"]
    assert free in {one["day"] for one in await sessions(cast.bob, made["id"])}
    assert (await cast.alice.web.post(undo[0])).status_code == 303
    assert day in {one["day"] for one in await sessions(cast.bob, made["id"])}
    assert (await cast.alice.web.post(undo[0])).status_code == 409
    history = await cast.alice.web.get(f"{url}/versions")
    assert "Back to version 1" in history.text
    assert "Alice Berg" in history.text
    stale = await cast.alice.web.post(f"{url}/changes", data=form)
    assert stale.status_code == 409
    assert "changed in the meantime" in stale.text


async def test_a_doubt_comes_back_with_a_place_for_the_reason(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    url, version, reason = f"/plans/{made['id']}", 1, ""
    for one in [w for w in made["workouts"] if w["workout_type"] == "endurance" and w["on"] > "2026-07-06"]:
        form = {"version": str(version), "week": "5", "kind": "drop", "on": one["on"], "number": "0"}
        answer = await cast.alice.web.post(f"{url}/changes", data=form)
        if answer.status_code == 303:
            version += 1
        elif "The rules doubt this" in answer.text:
            again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text.split("f-why")[0]))
            assert again["keep_doubts"] == "true"
            reason = "She travels that week."
            kept = await cast.alice.web.post(f"{url}/changes", data={**again, "why": reason})
            assert kept.status_code == 303, kept.text[-1500:]
            break
    assert reason
    assert f"Kept: {reason}" in (await cast.alice.web.get(url)).text


async def test_locks_and_drafts_on_paper(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    url = f"/plans/{made['id']}"
    first = date.fromisoformat(made["weeks"][4]["starts_on"])
    week = {"first": str(first), "last": str(first + timedelta(days=6)), "week": "4"}
    assert (await cast.alice.web.post(f"{url}/locks", data=week)).status_code == 303
    locked = await cast.alice.web.get(f"{url}/weeks/5")
    assert "Unlock" in locked.text
    assert "Lock this week" not in locked.text
    removal = re.findall(r'action="([^"]+/removal\?week=4)"', locked.text)[0]
    assert (await cast.alice.web.post(removal)).headers["location"] == f"{url}/weeks/5"
    draft = (await cast.alice.web.post(f"{url}/revision")).headers["location"]
    assert "A draft of changes" in (await cast.alice.web.get(draft)).text
    assert (await cast.bob.web.get(draft)).status_code == 404
    empty = await cast.alice.web.post(f"{draft}/publication")
    assert empty.status_code == 422


async def test_a_proposal_on_the_plans_page(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    await hurts(cast.bob)
    async with cast.bob.tx() as tx:
        await look_at_plan(tx, cast.bob.id)
    shown = await cast.alice.web.get(f"/plans/{made['id']}")
    assert "Proposed: No running for three days" in shown.text
    (one,) = await proposed(cast.alice, made["id"])
    url = f"/plan-proposals/{one['id']}"
    bare = await cast.alice.web.post(f"{url}/rejection", data={"why": ""})
    assert bare.status_code == 303
    assert [o["status"] for o in await proposed(cast.alice, made["id"])] == ["open"]
    await cast.alice.web.post(f"{url}/rejection", data={"why": "A bruise only."})
    await cast.alice.web.post(f"{url}/reopening")
    done = await cast.alice.web.post(f"{url}/acceptance", data={"days": [one["lines"][0]["on"]], "some": "true"})
    assert done.headers["location"] == f"/plans/{made['id']}"
    assert [o["status"] for o in await proposed(cast.alice, made["id"])] == ["edited"]


async def test_phases_turn_on_the_plans_page(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    url = f"/plans/{made['id']}"
    form = {"version": "1", "verdict": "advance", "weeks": "1", "why": "He is ready."}
    assert (await cast.alice.web.post(f"{url}/phases/turns", data={**form, "why": ""})).status_code == 303
    assert (await cast.alice.web.post(f"{url}/phases/turns", data=form)).status_code == 303
    assert "He is ready." in (await cast.alice.web.get(url)).text
