"""Evaluating and deciding against the database: what the queue this replaces got wrong is a test here."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from paceline.coaching.desk.actions.deciding import decide, take_back
from paceline.coaching.desk.jobs import wake
from paceline.coaching.desk.model import DecisionRow, Intervention
from paceline.coaching.desk.schemas import Decide
from paceline.coaching.recommendations import Kind
from paceline.infra.clock import FixedClock
from paceline.kit.errors import Conflict, Invalid, NotFound
from tests.cast import Cast, Member, Stage
from tests.coaching.desk.conftest import Desk
from tests.coaching.recommendations.make import CALL, evidence

WEEK = timedelta(days=7)


async def choose(desk: Desk, coach: Member, row: Intervention | None, decision: str, **more: object) -> DecisionRow:
    assert row is not None
    command = Decide.model_validate({"decision": decision, "version": row.version, **more})
    async with coach.tx() as tx:
        return await decide(tx, desk.plugged, row.id, command, wake)


async def test_evidence_opens_one_intervention_with_factors_and_a_suggestion(cast: Cast, desk: Desk) -> None:
    row = await desk.look(
        cast.alice,
        cast.bob,
        evidence("a", 34, reason="Resting heart rate is 9 above usual", remedy=CALL, reply_within=timedelta(hours=1)),
        evidence("b", 26, label="HRV", value_text="−24 %"),
    )
    assert row is not None
    assert (row.status, row.risk, row.band, row.version) == ("open", 60, "caution", 1)
    assert row.headline == "Resting heart rate is 9 above usual"
    assert [factor["points"] for factor in row.factors] == [34, 26]
    assert row.suggestion is not None
    assert row.suggestion["title"] == "Rest to Sunday"
    assert row.reply_due_at - row.flagged_at == timedelta(hours=1)
    again = await desk.look(cast.alice, cast.bob, *desk.source.says[cast.bob.id])
    assert again is not None
    assert (again.id, again.version) == (row.id, 1), "looking again at the same facts changes nothing"
    assert len(await desk.rows(cast.alice)) == 1


async def test_the_highest_band_can_be_reached(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 60), evidence("b", 60))
    assert row is not None
    assert (row.risk, row.band) == (100, "critical")


async def test_little_evidence_opens_nothing(cast: Cast, desk: Desk) -> None:
    assert await desk.look(cast.alice, cast.bob, evidence("a", 19)) is None
    assert await desk.look(cast.alice, cast.bob) is None


@pytest.mark.parametrize("decision", ["accepted", "modified", "dismissed"])
async def test_a_decision_stands_until_the_evidence_changes(
    cast: Cast, desk: Desk, clock: FixedClock, decision: str
) -> None:
    facts = [evidence("a", 34, remedy=CALL), evidence("b", 26)]
    row = await desk.look(cast.alice, cast.bob, *facts)
    await choose(desk, cast.alice, row, decision, reason="Called him")
    for _ in range(3):
        clock.advance(timedelta(days=1))
        assert await desk.look(cast.alice, cast.bob, *facts) is None
    assert await desk.look(cast.alice, cast.bob, facts[0]) is None, "facts that go away are not news"
    fresh = await desk.look(cast.alice, cast.bob, evidence("a2", 40, remedy=CALL), facts[1])
    assert fresh is not None
    assert row is not None
    assert fresh.id != row.id
    assert fresh.changed_since is not None
    assert (fresh.changed_since["decision"], fresh.changed_since["changed"]) == (decision, True)
    kept = [(one.status, one.outcome) for one in await desk.rows(cast.alice)]
    assert kept == [("closed", decision), ("open", None)]


async def test_what_was_decided_about_is_not_suggested_again(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    await choose(desk, cast.alice, row, "dismissed")
    fresh = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL), evidence("b", 20))
    assert fresh is not None
    assert fresh.suggestion is not None
    assert fresh.suggestion["remedy"] is None
    assert fresh.suggestion["refused"][0]["guardrail"] == "decided"


async def test_a_deferral_does_not_vanish_and_returns_when_its_time_is_over(
    cast: Cast, desk: Desk, clock: FixedClock, stage: Stage
) -> None:
    facts = [evidence("a", 40)]
    row = await desk.look(cast.alice, cast.bob, *facts)
    await choose(desk, cast.alice, row, "deferred_72h")
    assert "desk:wake" in await stage.run_jobs()
    assert [one.status for one in await desk.rows(cast.alice)] == ["snoozed"]
    clock.advance(timedelta(hours=71))
    for milder in ([], [evidence("b", 10)], facts):
        still = await desk.look(cast.alice, cast.bob, *milder)
        assert still is not None
        assert still.status == "snoozed"
    clock.advance(timedelta(hours=1))
    back = await desk.look(cast.alice, cast.bob, *facts)
    assert back is not None
    assert row is not None
    assert (back.id, back.status, back.flagged_at) == (row.id, "open", clock.now())
    assert back.changed_since is not None
    assert back.changed_since["changed"] is False


async def test_something_new_ends_a_deferral_early(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    await choose(desk, cast.alice, row, "deferred_24h")
    back = await desk.look(cast.alice, cast.bob, evidence("a", 40), evidence("pain", 30))
    assert back is not None
    assert (back.status, back.changed_since and back.changed_since["changed"]) == ("open", True)


async def test_calm_resolves_by_itself_and_is_not_a_persons_decision(cast: Cast, desk: Desk) -> None:
    await desk.look(cast.alice, cast.bob, evidence("a", 40))
    done = await desk.look(cast.alice, cast.bob)
    assert done is not None
    assert (done.status, done.outcome) == ("closed", "expired")
    assert await desk.decisions(cast.alice) == ["expired"]
    back = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    assert back is not None
    assert back.changed_since is None


async def test_news_refresh_what_waits(cast: Cast, desk: Desk, clock: FixedClock) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    clock.advance(timedelta(hours=2))
    fresh = await desk.look(
        cast.alice, cast.bob, evidence("a", 40), evidence("pain", 45, reply_within=timedelta(hours=1))
    )
    assert row is not None
    assert fresh is not None
    assert (fresh.id, fresh.version, fresh.risk) == (row.id, 2, 85)
    assert fresh.flagged_at == row.flagged_at
    assert fresh.reply_due_at == clock.now() + timedelta(hours=1)


async def test_approving_applies_the_remedy_once(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    done = await choose(desk, cast.alice, row, "accepted")
    assert done.result == "Thursday is a rest day now."
    for decision in ("accepted", "dismissed"):
        with pytest.raises(Conflict):
            await choose(desk, cast.alice, row, decision)
    assert desk.remedy.applied == [CALL.arguments]
    assert await desk.decisions(cast.alice) == ["accepted"]


async def test_an_old_version_is_refused(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    await desk.look(cast.alice, cast.bob, evidence("a3", 50, remedy=CALL))
    with pytest.raises(Conflict) as refused:
        await choose(desk, cast.alice, row, "accepted")
    assert refused.value.code == "changed"
    assert desk.remedy.applied == []


async def test_a_plan_that_changed_meanwhile_is_not_changed_blindly(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    desk.remedy.before = "Long run, 2:00"
    with pytest.raises(Conflict):
        await choose(desk, cast.alice, row, "accepted")
    desk.remedy.fits = False
    with pytest.raises(Conflict):
        await choose(desk, cast.alice, row, "accepted")
    assert (await desk.rows(cast.alice))[0].status == "open"


async def test_a_remedy_that_fails_leaves_nothing_behind(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    desk.remedy.fails = True
    with pytest.raises(Conflict):
        await choose(desk, cast.alice, row, "accepted")
    assert (await desk.rows(cast.alice))[0].status == "open"
    assert await desk.decisions(cast.alice) == []


async def test_a_race_is_neither_suggested_nor_approved(cast: Cast, desk: Desk) -> None:
    fact = evidence("a", 40, remedy=CALL)
    row = await desk.look(cast.alice, cast.bob, fact)
    desk.remedy.flags = {"touches_race": True}
    with pytest.raises(Invalid) as refused:
        await choose(desk, cast.alice, row, "accepted")
    assert refused.value.code == "race"
    fresh = await desk.look(cast.alice, cast.bob, fact)
    assert fresh is not None
    assert fresh.suggestion is not None
    assert fresh.suggestion["refused"][0]["guardrail"] == "race"


async def test_more_load_is_not_suggested_when_hurt_and_the_next_remedy_is(cast: Cast, desk: Desk) -> None:
    desk.remedy.flags = {"load": "more"}
    hurt = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL), evidence("p", 30, kind=Kind.PAIN))
    assert hurt is not None
    assert hurt.suggestion is not None
    assert hurt.suggestion["refused"][0]["guardrail"] == "no_more_load"
    well = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert well is not None
    assert well.suggestion is not None
    assert well.suggestion["remedy"] == "test.rest"


async def test_the_coachs_own_choice_is_kept_and_applied(cast: Cast, desk: Desk) -> None:
    facts = [evidence("a", 40, remedy=CALL)]
    row = await desk.look(cast.alice, cast.bob, *facts)
    done = await choose(desk, cast.alice, row, "modified", arguments={"factor": 0.5}, reason="Half is enough")
    assert desk.remedy.applied == [{**CALL.arguments, "factor": 0.5}]
    assert done.arguments == {"remedy": "test.rest", "arguments": {**CALL.arguments, "factor": 0.5}}
    assert await desk.look(cast.alice, cast.bob, *facts) is None


async def test_own_words_are_enough_and_needed(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    with pytest.raises(Invalid):
        await choose(desk, cast.alice, row, "modified")
    with pytest.raises(Invalid):
        await choose(desk, cast.alice, row, "accepted")
    done = await choose(desk, cast.alice, row, "modified", reason="Called him")
    assert (done.decision, done.arguments) == ("modified", {})


@pytest.mark.parametrize("decision", ["dismissed", "deferred_24h"])
async def test_a_slip_can_be_taken_back(cast: Cast, desk: Desk, clock: FixedClock, decision: str) -> None:
    facts = [evidence("a", 40)]
    row = await desk.look(cast.alice, cast.bob, *facts)
    assert row is not None
    await choose(desk, cast.alice, row, decision)
    async with cast.alice.tx() as tx:
        back = await take_back(tx, row.id)
        assert back.status == "open"
    still = await desk.look(cast.alice, cast.bob, *facts)
    assert still is not None
    assert still.id == row.id
    await choose(desk, cast.alice, still, decision)
    clock.advance(timedelta(minutes=11))
    with pytest.raises(Conflict):
        async with cast.alice.tx() as tx:
            await take_back(tx, row.id)


async def test_two_coaches_have_their_own_queues(stage: Stage, cast: Cast, desk: Desk) -> None:
    ann = await stage.member("Ann Second", "coach")
    await stage.relate(ann, cast.bob, ("training",))
    desk.source.says[cast.bob.id] = [evidence("a", 40), evidence("w", 30, scope="wellness")]
    await desk.run(cast.bob)
    assert [row.risk for row in await desk.rows(cast.alice)] == [70]
    assert [row.risk for row in await desk.rows(ann)] == [40], "without consent to wellness it does not count"
    await choose(desk, cast.alice, await desk.look(cast.alice, cast.bob, *desk.source.says[cast.bob.id]), "dismissed")
    assert [row.status for row in await desk.rows(ann)] == ["open"]


async def test_without_training_consent_there_is_nothing(stage: Stage, desk: Desk) -> None:
    coach, athlete = await stage.member("Cora", "coach"), await stage.member("Abel", "athlete")
    await stage.relate(coach, athlete, ("wellness",))
    desk.source.says[athlete.id] = [evidence("a", 40), evidence("w", 60, scope="wellness")]
    await desk.run(athlete)
    assert await desk.rows(coach) == []


async def test_who_is_not_coached_cannot_be_evaluated(cast: Cast, desk: Desk) -> None:
    with pytest.raises(NotFound):
        await desk.look(cast.charlie, cast.bob, evidence("a", 40))


async def test_decisions_are_only_ever_added(cast: Cast, desk: Desk) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    await choose(desk, cast.alice, row, "dismissed")
    async with cast.alice.tx() as tx:
        touched = await tx.session.execute(text("UPDATE desk_decision SET decision = 'accepted' RETURNING 1"))
        assert touched.all() == []
        assert (await tx.session.execute(text("DELETE FROM desk_decision RETURNING 1"))).all() == []
    assert await desk.decisions(cast.alice) == ["dismissed"]
