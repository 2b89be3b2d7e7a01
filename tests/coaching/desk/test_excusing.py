"""Excusing and moving: what is forgiven stays forgiven until its day, and pain never is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from paceline.coaching.recommendations import Kind, RemedyCall
from paceline.infra.clock import FixedClock
from tests.cast import Cast, Stage
from tests.coaching.desk.conftest import Desk, Rest
from tests.coaching.recommendations.make import CALL, evidence

MISSED = evidence("m", 44, kind=Kind.MISSED)
QUIET = evidence("q", 34, kind=Kind.SILENCE)
SORE = evidence("p", 36, kind=Kind.PAIN)


async def decide(cast: Cast, row: Any, **data: str) -> int:
    answer = await cast.alice.web.post(f"/queue/{row.id}/decision", data={"version": str(row.version), **data})
    return answer.status_code


async def test_an_excused_athlete_is_not_asked_about_missed_sessions(cast: Cast, desk: Desk, clock: FixedClock) -> None:
    row = await desk.look(cast.alice, cast.bob, MISSED)
    assert await decide(cast, row, decision="excused", days="7") == 303
    assert await desk.decisions(cast.alice) == ["excused"]
    clock.advance(timedelta(days=2))
    # New facts of the excused kinds open nothing; the same recomputation would have undone the decision before.
    assert await desk.look(cast.alice, cast.bob, evidence("m2", 54, kind=Kind.MISSED), QUIET) is None
    hurt = await desk.look(cast.alice, cast.bob, evidence("m2", 54, kind=Kind.MISSED), SORE)
    assert hurt is not None
    assert [factor["kind"] for factor in hurt.factors] == ["pain"]
    clock.advance(timedelta(days=6))
    late = await desk.look(cast.alice, cast.bob, evidence("m3", 54, kind=Kind.MISSED), SORE)
    assert late is not None
    assert {factor["kind"] for factor in late.factors} == {"missed", "pain"}


async def test_an_excuse_taken_back_ends(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, QUIET)
    assert row is not None
    assert await decide(cast, row, decision="excused", days="14") == 303
    assert (await cast.alice.web.post(f"/queue/{row.id}/reopening")).status_code == 303
    again = await desk.look(cast.alice, cast.bob, QUIET)
    assert again is not None
    assert again.status == "open"


async def test_an_excuse_is_of_a_known_length(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, QUIET)
    assert row is not None
    body = {"decision": "excused", "version": row.version, "arguments": {"days": 400}}
    answer = await cast.alice.api.post(f"/api/v1/interventions/{row.id}/decision", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_excuse")


class Move(Rest):
    """Moves what was missed."""

    id = "move_test"


async def test_what_other_evidence_asks_for_is_a_choice_and_can_be_moved_to(cast: Cast, desk: Desk) -> None:
    move = Move()
    desk.gear = replace(desk.gear, plugs=[*desk.gear.plugs, move])
    desk.plugged = replace(desk.plugged, remedies={desk.remedy.id: desk.remedy, move.id: move})
    facts = (evidence("a", 40, remedy=CALL), evidence("b", 30, kind=Kind.MISSED, remedy=RemedyCall("move_test")))
    row = await desk.look(cast.alice, cast.bob, *facts)
    assert row is not None
    assert row.suggestion is not None
    assert [one.get("remedy") for one in row.suggestion["alternatives"]] == [None, "move_test"]
    assert row.suggestion["alternatives"][1]["verb"] == "moved"
    page = (await cast.alice.web.get(f"/queue/{row.id}")).text
    assert 'data-key="m"' in page
    assert 'data-key="e"' in page
    assert 'data-key="d"' in page
    url = f"/api/v1/interventions/{row.id}/decision"
    strange = {"decision": "moved", "version": row.version, "arguments": {"remedy": "test.other"}}
    assert (await cast.alice.api.post(url, json=strange)).status_code == 422
    app = cast.alice.api._transport.app  # type: ignore[attr-defined]
    app.state.machinery = desk.gear
    answer = await cast.alice.api.post(
        url, json={"decision": "moved", "version": row.version, "arguments": {"remedy": "move_test"}}
    )
    assert answer.status_code == 201, answer.text
    assert len(move.applied) == 1
    assert desk.remedy.applied == []
    assert await desk.decisions(cast.alice) == ["moved"]


async def test_one_key_decides_about_the_row_it_is_pressed_on(stage: Stage, cast: Cast, desk: Desk) -> None:
    other = await stage.member("Ola Other", "athlete")
    await stage.relate(cast.alice, other)
    for one, fact in ((cast.bob, MISSED), (other, QUIET)):
        await desk.look(cast.alice, one, fact)
    page = (await cast.alice.web.get("/queue")).text
    rows, rest = page.split('<article class="case">')[1:], page.split('id="peek"')[1].split("</aside>")[0]
    for key in "edmas":
        assert [row.split("</article>")[0].count(f'data-key="{key}"') for row in rows] == [1, 1], key
    assert 'data-key="e"' not in rest
    assert 'data-key="d"' not in rest
