"""The caseload and the log of decisions: one table of one's own people, and numbers that add up."""

from datetime import timedelta

import pytest

from paceline.coaching.desk.caseload import caseload
from paceline.coaching.desk.log import statistics
from paceline.coaching.recommendations import Kind
from paceline.infra.clock import FixedClock
from tests.cast import Cast, Member, Stage
from tests.coaching.desk.conftest import Desk
from tests.coaching.recommendations.make import evidence


@pytest.fixture
async def squad(stage: Stage, desk: Desk) -> tuple[Member, list[Member]]:
    """A coach of four: at risk, quiet, stable, and one nobody has looked at."""
    coach = await stage.member("Cleo Coach", "coach")
    athletes = [await stage.member(name, "athlete") for name in ("Ada Ask", "Bea Berg", "Cem Can", "Dag Dal")]
    for one in athletes:
        await stage.relate(coach, one)
    await desk.look(coach, athletes[0], evidence("a", 80, kind=Kind.LOAD, reason="A week far above the month"))
    await desk.look(coach, athletes[1], evidence("b", 50, kind=Kind.SILENCE))
    await desk.look(coach, athletes[2])
    return coach, athletes


async def names(coach: Member, desk: Desk, **asked: str) -> list[str]:
    known = {"search": "", "show": "all", "sort": "-risk", **asked}
    async with coach.tx() as tx:
        table = await caseload(tx, desk.gear, number=1, **known)  # type: ignore[arg-type]
    return [row.person.client.name.split()[0] for row in table.rows]


async def test_it_is_filtered_sorted_and_searched(squad: tuple[Member, list[Member]], desk: Desk) -> None:
    coach, _ = squad
    assert await names(coach, desk) == ["Ada", "Bea", "Cem", "Dag"]
    assert await names(coach, desk, sort="risk") == ["Cem", "Bea", "Ada", "Dag"]
    assert await names(coach, desk, sort="-name") == ["Dag", "Cem", "Bea", "Ada"]
    assert await names(coach, desk, search="be") == ["Bea"]
    for show, expected in {
        "at_risk": ["Ada"],
        "watch": ["Bea"],
        "stable": ["Cem"],
        "unknown": ["Dag"],
        "quiet": ["Bea"],
        "overreaching": ["Ada"],
        "hurt": [],
        "waiting": ["Ada", "Bea"],
    }.items():
        assert await names(coach, desk, show=show) == expected, show


async def test_an_old_look_is_unknown_and_no_longer_shared_is_nothing(
    squad: tuple[Member, list[Member]], desk: Desk, clock: FixedClock
) -> None:
    coach, _ = squad
    clock.advance(timedelta(days=3))
    assert await names(coach, desk, show="unknown") == ["Ada", "Bea", "Cem", "Dag"]
    page = (await coach.web.get("/queue/caseload")).text
    assert "A week far above the month" not in page


async def test_the_page_its_views_and_what_is_done_together(
    squad: tuple[Member, list[Member]], desk: Desk, cast: Cast
) -> None:
    coach, athletes = squad
    page = (await coach.web.get("/queue/caseload?show=waiting&sort=name")).text
    for words in ("Ada Ask", "A week far above the month", "Readiness, three days", "2 of 4 people"):
        assert words in page, words
    assert "Bob Dahl" not in page
    saved = await coach.web.post("/queue/views", data={"name": "Mine", "query": "show=waiting&sort=name"})
    assert saved.headers["location"] == "/queue/caseload?show=waiting&sort=name"
    assert "Mine" in (await coach.web.get("/queue/caseload")).text
    assert "Mine" not in (await cast.alice.web.get("/queue/caseload")).text
    rows = await desk.rows(coach)
    picked = [f"{rows[0].athlete_id}:{rows[0].id}:{rows[0].version}", f"{athletes[3].id}:"]
    done = await coach.web.post("/queue/caseload/decisions", data={"decision": "deferred_24h", "picked": picked})
    assert done.status_code == 303
    assert await desk.decisions(coach) == ["deferred_24h"]
    mode = await coach.web.post("/queue/caseload/decisions", data={"decision": "manual", "picked": picked})
    assert mode.status_code == 303
    foreign = {"decision": "automatic", "picked": [f"{cast.bob.id}:"]}
    assert (await coach.web.post("/queue/caseload/decisions", data=foreign)).status_code == 404
    assert (await cast.bob.web.get("/queue/caseload")).status_code == 403


async def test_somebody_elses_view_cannot_be_deleted(squad: tuple[Member, list[Member]], cast: Cast) -> None:
    coach, _ = squad
    await coach.web.post("/queue/views", data={"name": "Mine", "query": "show=quiet"})
    page = (await coach.web.get("/queue/caseload")).text
    url = page.split('action="/queue/views/', 1)[1].split('"', 1)[0]
    assert (await cast.alice.web.post(f"/queue/views/{url}")).status_code == 404
    assert (await coach.web.post(f"/queue/views/{url}")).status_code == 303


async def test_the_log_says_how_quickly_and_what_came_of_it(cast: Cast, desk: Desk, clock: FixedClock) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    assert row is not None
    clock.advance(timedelta(hours=3))
    data = {"decision": "dismissed", "version": str(row.version), "reason": "Known and fine"}
    await cast.alice.web.post(f"/queue/{row.id}/decision", data=data)
    page = (await cast.alice.web.get("/queue/log")).text
    assert "Known and fine" in page
    assert "Bob Dahl" in page
    assert "Known and fine" not in (await cast.charlie.web.get("/queue/log")).text
    assert (await cast.bob.web.get("/queue/log")).status_code == 403
    clock.advance(timedelta(days=10))
    assert await desk.look(cast.alice, cast.bob, evidence("b", 40)) is not None
    clock.advance(timedelta(days=6))
    async with cast.alice.tx() as tx:
        numbers = await statistics(tx)
    assert (numbers.decided, numbers.median, numbers.within_24) == (1, 3 * 3600, 1)
    assert [(one.decision, one.number, one.judged, one.returned) for one in numbers.outcomes] == [
        ("dismissed", 1, 1, 1)
    ]


async def test_a_caseload_of_many_has_pages(stage: Stage, desk: Desk) -> None:
    coach = await stage.member("Cleo Coach", "coach")
    for number in range(51):
        await stage.relate(coach, await stage.member(f"Ath {number:03}", "athlete"), ("training",))
    first = (await coach.web.get("/queue/caseload?sort=name")).text
    assert "Ath 049" in first
    assert "Ath 050" not in first
    assert "page=2" in first
    assert "Ath 050" in (await coach.web.get("/queue/caseload?sort=name&page=2")).text
