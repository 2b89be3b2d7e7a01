"""Missed and shortened sessions as evidence, and what can be done about the next one; never to races or locked sessions."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from paceline.coaching.desk.actions.evaluating import evaluate
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.recommendations import Evidence, Kind, RemedyCall, judge
from paceline.endurance.calendar.attention import ATTENTION, MOST, OnPlan
from paceline.endurance.calendar.remedies import EaseNextSession, MoveMissedSession
from paceline.infra.machinery import Machinery
from paceline.kit.errors import Conflict, Invalid, NotFound
from tests.cast import Cast, Member
from tests.endurance.calendar.make import INTERVALS, look, plan, record

TODAY = date(2026, 6, 11)
EASE, MOVE = EaseNextSession(), MoveMissedSession()


def on(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


async def facts(coach: Member, athlete: Member) -> dict[str, Evidence]:
    async with coach.tx() as tx:
        return {one.rule_id: one for one in await ATTENTION.evidence(tx, athlete.id, TODAY)}


async def test_one_easy_session_missed_is_nobodys_business(cast: Cast) -> None:
    await plan(cast.alice, on(-1), athlete_id=str(cast.bob.id))
    await plan(cast.alice, on(0), athlete_id=str(cast.bob.id), is_key=True)
    assert await facts(cast.alice, cast.bob) == {}


async def test_missed_key_sessions_are_told(cast: Cast) -> None:
    for days in (-5, -3, -2):
        await plan(cast.alice, on(days), athlete_id=str(cast.bob.id), is_key=True)
    await record(cast.bob, on(-5))
    found = (await facts(cast.alice, cast.bob))["calendar.missed"]
    assert (found.reason, found.value_text, found.points) == ("Missed 2 of 3 key sessions in seven days", "2 of 3", 44)


async def test_missing_weighs_no_more_than_so_much(cast: Cast) -> None:
    for days in range(-7, 0):
        await plan(cast.alice, on(days), athlete_id=str(cast.bob.id), is_key=True)
    assert (await facts(cast.alice, cast.bob))["calendar.missed"].points == MOST


async def test_an_old_one_passing_out_of_the_week_is_no_news(cast: Cast) -> None:
    for days in (-7, -4, -2):
        await plan(cast.alice, on(days), athlete_id=str(cast.bob.id), is_key=True)
    before = (await facts(cast.alice, cast.bob))["calendar.missed"]
    async with cast.alice.tx() as tx:
        later = {e.rule_id: e for e in await ATTENTION.evidence(tx, cast.bob.id, TODAY + timedelta(days=2))}
    assert later["calendar.missed"].fingerprint == before.fingerprint
    await plan(cast.alice, on(-1), athlete_id=str(cast.bob.id), is_key=True)
    assert (await facts(cast.alice, cast.bob))["calendar.missed"].fingerprint != before.fingerprint


@pytest.mark.parametrize(("minutes", "fires"), [(60, False), (30, True)])
async def test_sessions_cut_short(cast: Cast, minutes: int, fires: bool) -> None:
    for days in (-4, -3, -2):
        await plan(cast.alice, on(days), athlete_id=str(cast.bob.id))
        await record(cast.bob, on(days), minutes=minutes, load=None)
    assert ("calendar.short" in await facts(cast.alice, cast.bob)) is fires


async def test_outsiders_learn_nothing(cast: Cast) -> None:
    with pytest.raises(NotFound):
        await facts(cast.charlie, cast.bob)


async def proposal(cast: Cast, arguments: dict[str, Any]) -> Any:
    async with cast.alice.tx() as tx:
        return await EASE.propose(tx, cast.bob.id, arguments, TODAY)


async def title_and_minutes(cast: Cast, workout: dict[str, Any]) -> tuple[str, float]:
    shape = (await cast.alice.api.get(f"/api/v1/workouts/{workout['id']}")).json()
    kept = shape.get("adapted") or shape
    return kept["title"], (kept["duration_s"] or 0) / 60


async def test_nothing_planned_nothing_proposed(cast: Cast) -> None:
    assert await proposal(cast, {}) is None
    await plan(cast.alice, on(3), athlete_id=str(cast.bob.id))
    assert await proposal(cast, {}) is None
    async with cast.alice.tx() as tx:
        with pytest.raises(Conflict):
            await EASE.apply(tx, cast.bob.id, {})


async def test_a_plain_session_is_shortened(cast: Cast) -> None:
    workout = await plan(cast.alice, on(1), athlete_id=str(cast.bob.id), title="Steady")
    found = await proposal(cast, {"factor": 0.5})
    assert [(line.when, line.before, line.after) for line in found.lines] == [("Fri", "Steady, 1 h", "Steady, 30 min")]
    assert found.load == "less"
    async with cast.alice.tx() as tx:
        assert await EASE.apply(tx, cast.bob.id, {"factor": 0.5}) == "“Steady” is shorter now."
    assert await title_and_minutes(cast, workout) == ("Steady", 30)


async def test_intervals_lose_repetitions_and_rest_is_rest(cast: Cast) -> None:
    workout = await plan(cast.alice, on(0), athlete_id=str(cast.bob.id), title="Intervals", structure=INTERVALS)
    _, before = await title_and_minutes(cast, workout)
    async with cast.alice.tx() as tx:
        await EASE.apply(tx, cast.bob.id, {"change": "shorter"})
    _, after = await title_and_minutes(cast, workout)
    assert 0 < after < before
    assert await proposal(cast, {"change": "shorter"}) is None, "eased once is eased"
    async with cast.alice.tx() as tx:
        assert await EASE.apply(tx, cast.bob.id, {"change": "rest"}) == "Thursday is a rest day now."
    assert await title_and_minutes(cast, workout) == ("Rest", 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [({"change": "move", "day": on(2)}, "is on Saturday now"), ({"change": "remove"}, "is out of the calendar")],
)
async def test_moving_and_removing(cast: Cast, arguments: dict[str, Any], says: str) -> None:
    workout = await plan(cast.alice, on(0), athlete_id=str(cast.bob.id))
    async with cast.alice.tx() as tx:
        assert says in await EASE.apply(tx, cast.bob.id, {**arguments, "workout_id": workout["id"]})
        assert await EASE.propose(tx, cast.bob.id, {}, TODAY) is None or arguments["change"] == "move"


@pytest.mark.parametrize(
    "arguments",
    [{"change": "harder"}, {"factor": 3}, {"factor": "x"}, {"change": "move", "day": "soon"}, {"workout_id": "x"}],
)
async def test_nonsense_is_refused_in_words(cast: Cast, arguments: dict[str, Any]) -> None:
    await plan(cast.alice, on(0), athlete_id=str(cast.bob.id))
    with pytest.raises(Invalid):
        await proposal(cast, arguments)


async def test_somebody_elses_workout_is_out_of_reach(cast: Cast) -> None:
    theirs = await plan(cast.charlie, on(0))
    with pytest.raises(NotFound):
        await proposal(cast, {"workout_id": theirs["id"]})


@pytest.mark.parametrize(("flag", "guardrail"), [({"is_race": True}, "race"), ({"locked": True}, "locked"), ({}, "")])
async def test_guardrails_hold_for_real_workouts(cast: Cast, flag: dict[str, Any], guardrail: str) -> None:
    await plan(cast.alice, on(0), athlete_id=str(cast.bob.id), **flag)
    found = await proposal(cast, {})
    cause = Evidence("r", Kind.PAIN, "", "", "", 40, "", "f", "injuries", timedelta(hours=1))
    assert judge(found, cause, [cause]).guardrail == guardrail


async def test_a_missed_session_moves_to_the_first_free_day_but_not_into_pain(cast: Cast) -> None:
    missed = await plan(cast.alice, on(-1), athlete_id=str(cast.bob.id), title="Tempo", is_key=True)
    for days in (0, 1):
        await plan(cast.alice, on(days), athlete_id=str(cast.bob.id))
    async with cast.alice.tx() as tx:
        found = await MOVE.propose(tx, cast.bob.id, {"workout_id": missed["id"]}, TODAY)
        assert found is not None
        assert (found.title, found.load) == ("Move to Saturday", "more")
        hurt = Evidence("p", Kind.PAIN, "", "", "", 40, "", "p", "injuries", timedelta(hours=1))
        calm = Evidence("m", Kind.MISSED, "", "", "", 40, "", "m", "training", timedelta(hours=1))
        assert judge(found, calm, [calm, hurt]).guardrail == "no_more_load"
        assert judge(found, calm, [calm]).allowed
        assert await MOVE.apply(tx, cast.bob.id, {"workout_id": missed["id"]}) == "“Tempo” is on Saturday now."
    async with cast.alice.tx() as tx:
        assert await MOVE.propose(tx, cast.bob.id, {"workout_id": missed["id"]}, TODAY) is None


async def test_today_is_called_today_and_is_not_free_after_training(cast: Cast) -> None:
    missed = await plan(cast.alice, on(-1), athlete_id=str(cast.bob.id), title="Tempo", is_key=True)
    call = {"workout_id": missed["id"]}
    async with cast.alice.tx() as tx:
        found = await MOVE.propose(tx, cast.bob.id, call, TODAY)
        assert found is not None
        assert found.title == "Move to today"
    await record(cast.bob, on(0), sport="swimming", minutes=20)
    async with cast.alice.tx() as tx:
        found = await MOVE.propose(tx, cast.bob.id, call, TODAY)
        assert found is not None
        assert found.title == "Move to Friday"


@pytest.mark.parametrize("steps", [True, False])
async def test_a_length_is_said_once_and_follows_the_session(cast: Cast, steps: bool) -> None:
    easy = {
        "version": 1,
        "sport": "running",
        "segments": [{"type": "steady", "duration_seconds": 3900, "pace_target": "E"}],
    }
    amount: dict[str, Any] = {"structure": easy, "duration_s": None} if steps else {"duration_s": 3900}
    title = "Easy run, 1 h 5 min"
    workout = await plan(cast.alice, on(0), athlete_id=str(cast.bob.id), title=title, **amount)
    async with cast.alice.tx() as tx:
        found = await EASE.propose(tx, cast.bob.id, {}, TODAY)
        assert found is not None
        (line,) = found.lines
        assert line.before == title
        assert re.fullmatch(r"Easy run, (39|40) min", line.after)
        await EASE.apply(tx, cast.bob.id, {})
    kept = await look(cast.bob, workout["id"])
    assert (kept["adapted"] or kept)["title"] == line.after


async def test_how_much_of_the_plan_was_kept(cast: Cast) -> None:
    async with cast.alice.tx() as tx:
        assert await OnPlan().figure(tx, [cast.bob.id], tx.now) is None
    for days in (-4, -3, -2, -1):
        await plan(cast.alice, on(days), athlete_id=str(cast.bob.id))
    for days, minutes in ((-4, 60), (-3, 62), (-2, 20)):
        await record(cast.bob, on(days), minutes=minutes, load=None)
    async with cast.alice.tx() as tx:
        figure = await OnPlan().figure(tx, [cast.bob.id], tx.now)
    assert figure is not None
    assert (figure.value, figure.note) == ("50\u00a0%", "of 4 sessions")


async def test_from_a_missed_week_to_an_approved_change(cast: Cast, gear: Machinery) -> None:
    """The whole way, with what is really plugged in."""
    for days in (-3, -2):
        await plan(cast.alice, on(days), athlete_id=str(cast.bob.id), title="Tempo", is_key=True)
    async with cast.alice.tx() as tx:
        row = await evaluate(tx, Plugged.into(gear), cast.bob.id)
    assert row is not None
    assert row.suggestion is not None
    assert RemedyCall(row.suggestion["remedy"]).id == "move_missed_session"
    answer = await cast.alice.api.post(
        f"/api/v1/interventions/{row.id}/decision", json={"decision": "accepted", "version": row.version}
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["result"] == "“Tempo” is on Thursday now."
