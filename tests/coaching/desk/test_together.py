"""Several people, one decision, one way back."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from paceline.infra.clock import FixedClock
from tests.cast import Cast, Member, Stage
from tests.coaching.desk.conftest import Desk
from tests.coaching.recommendations.make import CALL, evidence

HTMX = {"HX-Request": "true"}


async def three(stage: Stage, cast: Cast, desk: Desk) -> list[Any]:
    """Three people who wait for Alice."""
    people: list[Member] = [cast.bob]
    for name in ("Ola Other", "Pia Plus"):
        people.append(await stage.member(name, "athlete"))
        await stage.relate(cast.alice, people[-1])
    return [await desk.look(cast.alice, one, evidence("a", 40, remedy=CALL)) for one in people]


def ticked(rows: list[Any]) -> list[str]:
    return [f"{row.id}:{row.version}" for row in rows]


def items(rows: list[Any]) -> list[dict[str, Any]]:
    return [{"id": str(row.id), "version": row.version} for row in rows]


async def statuses(coach: Member, desk: Desk) -> list[str]:
    return [one.status for one in await desk.rows(coach)]


async def test_charlie_decides_for_nobody(stage: Stage, cast: Cast, desk: Desk) -> None:
    rows = await three(stage, cast, desk)
    form = {"decision": "dismissed", "picked": ticked(rows)}
    assert (await cast.charlie.web.post("/queue/decisions", data=form)).status_code == 404
    body = {"decision": "dismissed", "items": items(rows)}
    assert (await cast.charlie.api.post("/api/v1/desk/decisions", json=body)).status_code == 404
    assert (await cast.bob.api.post("/api/v1/desk/decisions", json=body)).status_code == 403
    assert (await cast.charlie.web.post(f"/queue/reopenings?one={rows[0].id}")).status_code == 404
    assert await statuses(cast.alice, desk) == ["open"] * 3


async def test_one_foreign_id_decides_nothing(stage: Stage, cast: Cast, desk: Desk) -> None:
    rows = await three(stage, cast, desk)
    body = {"decision": "dismissed", "items": [*items(rows), {"id": str(uuid4()), "version": 1}]}
    assert (await cast.alice.api.post("/api/v1/desk/decisions", json=body)).status_code == 404
    assert await statuses(cast.alice, desk) == ["open"] * 3


@pytest.mark.parametrize("decision", ["deferred_24h", "deferred_72h", "dismissed"])
async def test_one_undo_takes_all_back(stage: Stage, cast: Cast, desk: Desk, clock: FixedClock, decision: str) -> None:
    rows = await three(stage, cast, desk)
    form = {"decision": decision, "picked": ticked(rows[:2]), "reason": "Known and fine"}
    answer = await cast.alice.web.post("/queue/decisions", data=form, headers=HTMX)
    assert "2 people" in answer.text
    after = "closed" if decision == "dismissed" else "snoozed"
    assert await statuses(cast.alice, desk) == [after, after, "open"]
    undo = re.search(r'hx-post="(/queue/reopenings[^"]+)"', answer.text)
    assert undo is not None
    clock.advance(timedelta(minutes=1))
    back = await cast.alice.web.post(undo.group(1).replace("&amp;", "&"), headers=HTMX)
    assert back.status_code in (200, 204, 303)
    assert await statuses(cast.alice, desk) == ["open"] * 3
    assert await desk.decisions(cast.alice) == [decision, decision, "reopened", "reopened"]


async def test_too_late_is_said(stage: Stage, cast: Cast, desk: Desk, clock: FixedClock) -> None:
    rows = await three(stage, cast, desk)
    await cast.alice.web.post("/queue/decisions", data={"decision": "dismissed", "picked": ticked(rows)})
    clock.advance(timedelta(minutes=11))
    await cast.alice.web.post(f"/queue/reopenings?one={rows[0].id}")
    assert "can no longer be undone" in (await cast.alice.web.get("/queue")).text
    assert await statuses(cast.alice, desk) == ["closed"] * 3


async def test_who_changed_meanwhile_stays_and_the_others_are_decided(stage: Stage, cast: Cast, desk: Desk) -> None:
    rows = await three(stage, cast, desk)
    stale = [{"id": str(rows[0].id), "version": rows[0].version + 1}, *items(rows[1:])]
    done = (
        await cast.alice.api.post("/api/v1/desk/decisions", json={"decision": "deferred_24h", "items": stale})
    ).json()
    assert {UUID(one["intervention_id"]) for one in done["decided"]} == {rows[1].id, rows[2].id}
    assert [UUID(one["intervention_id"]) for one in done["refused"]] == [rows[0].id]
    assert await statuses(cast.alice, desk) == ["open", "snoozed", "snoozed"]


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "accepted"},
        {"decision": "modified", "reason": "Called"},
        {"items": []},
        {"items": [{"id": str(UUID(int=1)), "version": 1}] * 2},
        {"items": [{"id": str(UUID(int=n)), "version": 1} for n in range(26)]},
    ],
)
async def test_what_changes_plans_is_approved_one_by_one(cast: Cast, change: dict[str, Any]) -> None:
    body = {"decision": "dismissed", "items": [{"id": str(UUID(int=1)), "version": 1}], **change}
    assert (await cast.alice.api.post("/api/v1/desk/decisions", json=body)).status_code == 422


async def test_nobody_ticked_is_said_in_words(stage: Stage, cast: Cast, desk: Desk) -> None:
    await three(stage, cast, desk)
    for picked in ([], ["nonsense"]):
        answer = await cast.alice.web.post("/queue/decisions", data={"decision": "dismissed", "picked": picked})
        assert answer.status_code == 303
    assert await statuses(cast.alice, desk) == ["open"] * 3


async def test_every_waiting_row_can_be_ticked(stage: Stage, cast: Cast, desk: Desk) -> None:
    rows = await three(stage, cast, desk)
    page = (await cast.alice.web.get("/queue")).text
    for one in ticked(rows):
        assert f'name="picked" value="{one}"' in page
    assert 'id="together"' in page
    assert 'name="picked"' not in (await cast.alice.web.get("/queue?tab=closed")).text
