"""The queue over REST."""

from asyncio import gather
from datetime import timedelta
from uuid import uuid4

from paceline.coaching.desk.queries import queue_page
from paceline.coaching.desk.rules import priority
from paceline.infra.clock import FixedClock
from tests.cast import Cast, Stage
from tests.coaching.desk.conftest import Desk
from tests.coaching.recommendations.make import CALL, evidence


async def test_outsiders_get_nothing(cast: Cast, desk: Desk, stage: Stage) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert row is not None
    body = {"decision": "dismissed", "version": row.version}
    for other in (cast.charlie, cast.bob, cast.dana):
        assert (await other.api.get(f"/api/v1/interventions/{row.id}")).status_code == 404
        assert (await other.api.post(f"/api/v1/interventions/{row.id}/decision", json=body)).status_code == 404
    assert (await cast.charlie.api.get("/api/v1/desk/queue")).json() == {"items": [], "next_cursor": None}
    assert (await cast.bob.api.get("/api/v1/desk/queue")).status_code == 403
    nobody = await stage.client()
    for url in ("/api/v1/desk/queue", f"/api/v1/interventions/{row.id}"):
        assert (await nobody.get(url)).status_code == 401
    assert [one.status for one in await desk.rows(cast.alice)] == ["open"]


async def test_one_and_its_decision(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert row is not None
    url = f"/api/v1/interventions/{row.id}"
    shape = (await cast.alice.api.get(url)).json()
    assert (shape["name"], shape["risk"], shape["suggestion"]["title"]) == ("Bob Dahl", 40, "Rest to Sunday")
    body = {"decision": "accepted", "version": shape["version"]}
    first = await cast.alice.api.post(f"{url}/decision", json=body)
    assert first.status_code == 201, first.text
    assert first.json()["result"] == "Thursday is a rest day now."
    second = await cast.alice.api.post(f"{url}/decision", json=body)
    assert (second.status_code, second.json()["code"]) == (409, "already_decided")
    assert len(desk.remedy.applied) == 1
    assert (await cast.alice.api.get("/api/v1/desk/queue")).json()["items"] == []
    closed = (await cast.alice.api.get("/api/v1/desk/queue?status=closed")).json()["items"]
    assert [one["outcome"] for one in closed] == ["accepted"]


async def test_two_tabs_at_once_apply_it_once(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert row is not None
    url = f"/api/v1/interventions/{row.id}/decision"
    body = {"decision": "accepted", "version": 1}
    answers = await gather(*(cast.alice.api.post(url, json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(desk.remedy.applied) == 1
    assert await desk.decisions(cast.alice) == ["accepted"]


async def test_malformed_decisions_are_refused(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    assert row is not None
    url = f"/api/v1/interventions/{row.id}/decision"
    for body in (
        {"decision": "expired", "version": 1},
        {"decision": "dismissed"},
        {"decision": "dismissed", "version": 1, "reason": "x" * 501},
        {"decision": "dismissed", "version": 1, "risk": 0},
    ):
        assert (await cast.alice.api.post(url, json=body)).status_code == 422
    assert (await cast.alice.api.get("/api/v1/desk/queue?cursor=nonsense")).status_code == 422
    assert (await cast.alice.api.get(f"/api/v1/interventions/{uuid4()}")).status_code == 404


async def test_the_order_is_risk_times_time_used_over_pages(stage: Stage, desk: Desk, clock: FixedClock) -> None:
    coach = await stage.member("Cleo Coach", "coach")
    for number in range(9):
        athlete = await stage.member(f"Ath Lete{number}", "athlete")
        await stage.relate(coach, athlete, ("training",))
        hours = (1, 4, 24)[number % 3]
        await desk.look(coach, athlete, evidence(f"f{number}", 20 + 7 * number, reply_within=timedelta(hours=hours)))
        clock.advance(timedelta(minutes=7))
    clock.advance(timedelta(minutes=20))
    rows = {str(row.id): row for row in await desk.rows(coach)}

    def place(key: str) -> tuple[float, int]:
        row = rows[key]
        used = priority(row.risk, row.clock_from, row.clock_due, clock.now().timestamp())
        return -round(used, 6), -row.risk

    expected = sorted(rows, key=place)
    seen: list[str] = []
    cursor = None
    while True:
        async with coach.tx() as tx:
            page = await queue_page(tx, "open", size=4, cursor=cursor)
        seen += [str(one.id) for one in page.items]
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
        clock.advance(timedelta(minutes=30))
    assert seen == expected


async def test_a_deferral_comes_back_on_time_without_any_job(cast: Cast, desk: Desk, clock: FixedClock) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    assert row is not None
    body = {"decision": "deferred_24h", "version": 1}
    assert (await cast.alice.api.post(f"/api/v1/interventions/{row.id}/decision", json=body)).status_code == 201
    tabs = {
        status: (await cast.alice.api.get(f"/api/v1/desk/queue?status={status}")).json()["items"]
        for status in ("open", "snoozed")
    }
    assert (len(tabs["open"]), len(tabs["snoozed"])) == (0, 1)
    clock.advance(timedelta(hours=24))
    # Access tokens live ten minutes; the browser's session does not end so soon.
    page = await cast.alice.web.get("/queue")
    assert "Bob Dahl" in page.text
