"""Automatic mode acts on the calendar and is taken back; what somebody changed since stays theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from paceline.coaching.desk.actions.acting import undo
from paceline.coaching.desk.actions.evaluating import evaluate
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.policies import save_policy
from paceline.coaching.desk.schemas import AthleteAutomation
from paceline.coaching.desk.types import Reversible
from paceline.coaching.recommendations import Evidence, Kind, RemedyCall
from paceline.endurance.calendar.remedies import EaseNextSession, MoveMissedSession
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict
from tests.cast import Cast
from tests.endurance.calendar.make import INTERVALS, look, plan, record

TODAY = date(2026, 6, 11)
EASE, MOVE = EaseNextSession(), MoveMissedSession()
KEPT = ("day", "position", "title", "duration_s", "distance_m", "load", "adapted", "structure")


class Tired:
    """Evidence that asks for an easier session."""

    id = "tired"
    listens = ("tired.",)

    async def evidence(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Evidence]:
        ease = RemedyCall("ease_next_session", {"change": "shorter"})
        return [_says("a", 40, Kind.LOAD, ease), _says("b", 12, Kind.MISSED)]


def _says(rule: str, points: int, kind: Kind, remedy: RemedyCall | None = None) -> Evidence:
    day = timedelta(hours=24)
    return Evidence(rule, kind, "Load", "", "Load is high", points, "/", rule, "training", day, remedy=remedy)


def test_both_remedies_can_be_taken_back() -> None:
    assert isinstance(EASE, Reversible)
    assert isinstance(MOVE, Reversible)


async def test_automatic_mode_acts_and_is_taken_back(cast: Cast, gear: Machinery) -> None:
    """No remedy of the calendar could be undone, so that automatic mode never did anything."""
    made = await plan(cast.alice, "2026-06-12", athlete_id=str(cast.bob.id), structure=INTERVALS)
    plugged = replace(Plugged.into(gear), sources=[Tired()])
    async with cast.alice.tx() as tx:
        rule = AthleteAutomation(mode="automatic", max_risk=0.6, min_confidence=0.0)
        await save_policy(tx, cast.bob.id, rule)
    async with cast.alice.tx() as tx:
        row = await evaluate(tx, plugged, cast.bob.id)
    assert row is not None
    assert (row.status, row.outcome, row.held) == ("closed", "automatic", [])
    eased = await look(cast.bob, made["id"])
    assert eased["adapted"]["kind"] == "shorter"
    async with cast.alice.tx() as tx:
        assert await undo(tx, plugged, row.id) == "“Easy run” is as it was."
    assert {name: (await look(cast.bob, made["id"]))[name] for name in KEPT} == {name: made[name] for name in KEPT}


@pytest.mark.parametrize("steps", [True, False])
@pytest.mark.parametrize(
    "asked", [{}, {"change": "rest"}, {"change": "move"}, {"change": "move", "day": "2026-06-14"}, {"change": "remove"}]
)
async def test_every_change_comes_back(cast: Cast, asked: Mapping[str, Any], steps: bool) -> None:
    more = {"structure": INTERVALS, "duration_s": None} if steps else {}
    made = await plan(cast.alice, "2026-06-11", athlete_id=str(cast.bob.id), title="Easy run, 1 h", **more)
    async with cast.alice.tx() as tx:
        pinned = await EASE.pin(tx, cast.bob.id, asked, TODAY)
        assert pinned is not None
        await EASE.apply(tx, cast.bob.id, pinned)
    async with cast.alice.tx() as tx:
        await EASE.reverse(tx, cast.bob.id, pinned)
    again = await look(cast.bob, made["id"])
    assert {name: again[name] for name in KEPT} == {name: made[name] for name in KEPT}


async def test_a_move_of_a_missed_session_comes_back(cast: Cast) -> None:
    made = await plan(cast.alice, "2026-06-10", athlete_id=str(cast.bob.id), is_key=True)
    async with cast.alice.tx() as tx:
        pinned = await MOVE.pin(tx, cast.bob.id, {"workout_id": made["id"]}, TODAY)
        assert pinned is not None
        assert pinned["day"] == "2026-06-11"
        await MOVE.apply(tx, cast.bob.id, pinned)
        await MOVE.reverse(tx, cast.bob.id, pinned)
    assert (await look(cast.bob, made["id"]))["day"] == "2026-06-10"


async def test_what_was_changed_or_done_since_stays(cast: Cast) -> None:
    made = await plan(cast.alice, "2026-06-11", athlete_id=str(cast.bob.id))
    async with cast.alice.tx() as tx:
        pinned = await EASE.pin(tx, cast.bob.id, {"change": "move"}, TODAY)
        assert pinned is not None
        await EASE.apply(tx, cast.bob.id, pinned)
    await cast.bob.api.patch(f"/api/v1/workouts/{made['id']}", json={"day": "2026-06-20"})
    async with cast.alice.tx() as tx:
        with pytest.raises(Conflict, match="Bob Dahl changed this session"):
            await EASE.reverse(tx, cast.bob.id, pinned)
    async with cast.alice.tx() as tx:
        with pytest.raises(Conflict):
            await EASE.apply(tx, cast.bob.id, {**pinned, "day": "2026-06-19"})
    other = await plan(cast.alice, "2026-06-11", athlete_id=str(cast.bob.id), title="Short")
    async with cast.alice.tx() as tx:
        pinned = await EASE.pin(tx, cast.bob.id, {"workout_id": other["id"]}, TODAY)
        assert pinned is not None
        await EASE.apply(tx, cast.bob.id, pinned)
    await record(cast.bob, "2026-06-11", minutes=35)
    async with cast.alice.tx() as tx:
        with pytest.raises(Conflict, match="already done"):
            await EASE.reverse(tx, cast.bob.id, pinned)


async def test_there_is_nothing_to_pin_without_a_session(cast: Cast) -> None:
    async with cast.alice.tx() as tx:
        assert await EASE.pin(tx, cast.bob.id, {}, TODAY) is None
