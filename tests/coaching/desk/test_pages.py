"""The command centre as a browser uses it."""

import re
from datetime import timedelta

from sqlalchemy import event

from paceline.infra.clock import FixedClock
from paceline.infra.machinery import Machinery
from tests.cast import Cast, Stage
from tests.coaching.desk.conftest import Desk
from tests.coaching.recommendations.make import CALL, evidence

HTMX = {"HX-Request": "true"}


async def test_an_athlete_and_an_outsider_see_nothing(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert row is not None
    assert (await cast.bob.web.get("/queue")).status_code == 403
    assert (await cast.bob.web.get(f"/queue/{row.id}")).status_code == 403
    assert "Bob Dahl" not in (await cast.charlie.web.get(f"/queue?case={row.id}")).text
    assert (await cast.charlie.web.get(f"/queue/{row.id}")).status_code == 404
    for verb in ("decision", "reopening"):
        answer = await cast.charlie.web.post(f"/queue/{row.id}/{verb}", data={"decision": "dismissed", "version": "1"})
        assert answer.status_code == 404
    assert [one.status for one in await desk.rows(cast.alice)] == ["open"]


async def test_the_queue_shows_who_why_and_what(cast: Cast, desk: Desk, clock: FixedClock) -> None:
    await desk.look(
        cast.alice,
        cast.bob,
        evidence("a", 46, reason="Missed two of three key sessions", remedy=CALL, reply_within=timedelta(hours=1)),
        evidence("b", 30, label="HRV", value_text="−24 %"),
    )
    clock.advance(timedelta(minutes=22))
    page = (await cast.alice.web.get("/queue")).text
    for words in (
        "Command centre",
        "Bob Dahl",
        "Missed two of three key sessions",
        "−24 %",
        "38\u00a0min left",
        "Rest to Sunday",
        "Approve and notify",
        "4 × 8 min threshold",
        "+46",
        "Week load 612 → 214.",
        "Checked in",
        "1/1",
        "now </span>",
    ):
        assert words in page, words
    assert 'class="risk" data-tone="critical"' in page
    clock.advance(timedelta(minutes=118))
    assert "Overdue 1\u00a0h\u00a020" in (await cast.alice.web.get("/queue")).text
    assert 'hx-trigger="live"' in page
    assert 'data-live="desk"' in page


async def test_the_approve_key_never_reaches_for_another_person(stage: Stage, cast: Cast, desk: Desk) -> None:
    other = await stage.member("Ola Other", "athlete")
    await stage.relate(cast.alice, other)
    first = await desk.look(cast.alice, cast.bob, evidence("a", 60, remedy=CALL))
    second = await desk.look(cast.alice, other, evidence("b", 30))
    assert first is not None
    assert second is not None
    page = (await cast.alice.web.get("/queue")).text
    rows = page.split('<article class="case">')[1:]
    assert [row.count('data-key="a"') for row in rows] == [1, 1]
    assert f'href="/queue/{second.id}" data-key="a"' in rows[1]
    await cast.alice.web.post(f"/queue/{first.id}/decision", data={"decision": "accepted", "version": "1"})
    assert "data-key" not in (await cast.alice.web.get(f"/queue?case={first.id}")).text.split("keys-list")[0]


async def test_empty_states(cast: Cast, desk: Desk) -> None:
    assert "You coach nobody yet" in (await cast.charlie.web.get("/queue")).text
    assert "Nobody needs you now" in (await cast.alice.web.get("/queue")).text
    await desk.look(cast.alice, cast.bob)
    assert "Last looked at" in (await cast.alice.web.get("/queue")).text
    assert "Nobody is put off" in (await cast.alice.web.get("/queue?tab=snoozed")).text
    assert "Nothing resolved yet" in (await cast.alice.web.get("/queue?tab=closed")).text


async def test_approving_beside_the_list_swaps_the_region(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert row is not None
    form = {"decision": "accepted", "version": str(row.version)}
    answer = await cast.alice.web.post(f"/queue/{row.id}/decision", data=form, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="desk-split" id="desk"')
    assert "Thursday is a rest day now." in answer.text
    assert "Nobody needs you now" in answer.text
    assert re.search(r"""<span hx-swap-oob="innerHTML:\[data-badge='queue'\]">\s*</span>""", answer.text)
    again = await cast.alice.web.post(f"/queue/{row.id}/decision", data=form, headers=HTMX)
    assert (again.status_code, again.headers["hx-redirect"]) == (204, f"/queue/{row.id}")
    assert len(desk.remedy.applied) == 1
    assert "Approved" in (await cast.alice.web.get("/queue?tab=closed")).text


async def test_the_count_in_the_navigation_follows(stage: Stage, cast: Cast, desk: Desk) -> None:
    other = await stage.member("Ola Other", "athlete")
    await stage.relate(cast.alice, other)
    await desk.look(cast.alice, cast.bob, evidence("a", 60, remedy=CALL))
    await desk.look(cast.alice, other, evidence("b", 30))
    whole = (await cast.alice.web.get("/queue")).text
    assert whole.count('data-badge="queue"') == 2
    assert whole.count('data-badge-dot="queue"') == 1
    assert "hx-swap-oob" not in whole
    region = (await cast.alice.web.get("/queue", headers=HTMX)).text
    (count,) = re.findall(r"""\[data-badge='queue'\]">(.*?)</span></span>""", region)
    assert ">2<" in count
    assert "needs attention" in region.split("data-badge-dot")[1]


async def test_a_refused_remedy_changes_nothing_and_says_why(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert row is not None
    desk.remedy.fails = True
    answer = await cast.alice.web.post(f"/queue/{row.id}/decision", data={"decision": "accepted", "version": "1"})
    assert answer.headers["location"] == f"/queue/{row.id}"
    assert "The workout was moved just now." in (await cast.alice.web.get(f"/queue/{row.id}")).text
    assert [(one.status, one.version) for one in await desk.rows(cast.alice)] == [("open", 1)]
    assert await desk.decisions(cast.alice) == []


async def test_editing_on_the_case_page(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert row is not None
    page = (await cast.alice.web.get(f"/queue/{row.id}")).text
    assert "Halve it" in page
    wrong = await cast.alice.web.post(
        f"/queue/{row.id}/decision", data={"decision": "modified", "version": "1", "choice": "7"}
    )
    assert wrong.headers["location"] == f"/queue/{row.id}"
    answer = await cast.alice.web.post(
        f"/queue/{row.id}/decision", data={"decision": "modified", "version": "1", "choice": "0"}
    )
    assert answer.headers["location"] == "/queue"
    assert desk.remedy.applied[-1]["factor"] == 0.5
    assert (await cast.alice.web.get(f"/queue/{row.id}")).status_code == 200


async def test_putting_off_and_taking_it_back(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    assert row is not None
    answer = await cast.alice.web.post(
        f"/queue/{row.id}/decision", data={"decision": "deferred_24h", "version": "1"}, headers=HTMX
    )
    assert f"/queue/{row.id}/reopening" in answer.text
    assert "Bob Dahl" in (await cast.alice.web.get("/queue?tab=snoozed")).text
    back = await cast.alice.web.post(f"/queue/{row.id}/reopening", headers=HTMX)
    assert back.headers["hx-redirect"] == f"/queue?case={row.id}"
    assert [one.status for one in await desk.rows(cast.alice)] == ["open"]


async def test_dismissing_keeps_the_reason(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    assert row is not None
    form = {"decision": "dismissed", "version": "1", "reason": "Known and fine"}
    await cast.alice.web.post(f"/queue/{row.id}/decision", data=form)
    assert "Known and fine" in (await cast.alice.web.get("/queue?tab=closed")).text


async def test_the_badge_counts_who_waits(cast: Cast, desk: Desk) -> None:
    before = (await cast.alice.web.get("/settings/profile")).text
    assert 'href="/queue"' in before
    await desk.look(cast.alice, cast.bob, evidence("a", 40))
    after = (await cast.alice.web.get("/settings/profile")).text
    # Once in the sidebar and once in the phone's drawer.
    assert after.count('class="count"') == before.count('class="count"') + 2


async def test_sixty_athletes_in_few_queries(stage: Stage, desk: Desk, gear: Machinery) -> None:
    coach = await stage.member("Cleo Sixty", "coach")
    counted: list[int] = []
    for wanted in (3, 60):
        for number in range(len(counted) and 3, wanted):
            athlete = await stage.member(f"Runner {number}", "athlete")
            await stage.relate(coach, athlete)
            await desk.look(coach, athlete, evidence(str(number), 20 + number, remedy=CALL))
        counted.append(await _statements(coach, gear))
    # Eight for the page, the rest for signing in, the badge and the frame.
    assert counted[0] == counted[1]
    assert counted[1] <= 8 + 8
    page = (await coach.web.get("/queue")).text
    assert page.count('class="case"') == 25
    assert "cursor=" in page


async def _statements(coach, gear: Machinery) -> int:  # type: ignore[no-untyped-def]
    seen: list[str] = []

    def note(conn, cursor, statement, *_: object) -> None:  # type: ignore[no-untyped-def]
        seen.append(statement)

    engine = gear.database.engine().sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert (await coach.web.get("/queue")).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
