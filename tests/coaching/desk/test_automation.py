"""Acting without asking: every guardrail firing and not, and a change that is made, told, undone and not made again."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from paceline.coaching.desk.actions.acting import undo
from paceline.coaching.desk.automation import RAILS, RISK_CEILING, Limits, Situation, held_by, is_quiet
from paceline.coaching.desk.jobs import evaluate_athlete
from paceline.coaching.desk.policies import save_policy, save_settings, settings_of
from paceline.coaching.desk.rulebook import RULES, rules_text
from paceline.coaching.desk.schemas import AthleteAutomation
from paceline.coaching.recommendations import Kind, recommend
from paceline.infra.clock import FixedClock
from paceline.infra.jobs import Work
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound
from tests.cast import Cast, Stage
from tests.coaching.desk.conftest import Desk, Rest
from tests.coaching.recommendations.make import CALL, evidence, rest

ALL = frozenset({"training", "wellness", "injuries"})
NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)
OPEN = Limits("automatic", 0.6, 0.6)
CALM = Situation(recommend([evidence("a", 40), evidence("b", 10, kind=Kind.LOAD)], ALL), rest(), True, NOON, NOON)


def with_risk(points: int) -> Situation:
    return replace(CALM, recommendation=recommend([evidence("a", points), evidence("b", 1, kind=Kind.LOAD)], ALL))


FIRING: dict[str, tuple[Limits, Situation]] = {
    "mode": (replace(OPEN, mode="assisted"), CALM),
    "unknown": (OPEN, replace(CALM, recommendation=recommend([], frozenset()))),
    "no_proposal": (OPEN, replace(CALM, proposal=None)),
    "risk_ceiling": (replace(OPEN, max_risk=1.0), with_risk(85)),
    "risk_limit": (OPEN, with_risk(60)),
    "confidence": (replace(OPEN, min_confidence=0.95), CALM),
    "more_load": (OPEN, replace(CALM, proposal=rest(load="more"))),
    "race_or_locked": (OPEN, replace(CALM, proposal=rest(touches_race=True))),
    "not_reversible": (OPEN, replace(CALM, reversible=False)),
    "cooldown": (OPEN, replace(CALM, last_acted=NOON - timedelta(hours=47))),
    "undone": (OPEN, replace(CALM, undone=True)),
    "quiet_hours": (OPEN, replace(CALM, wall=NOON.replace(hour=23))),
}


def test_with_nothing_in_the_way_nothing_holds() -> None:
    assert held_by(OPEN, CALM) == []
    assert held_by(replace(OPEN, max_risk=1.0), with_risk(84)) == []


@pytest.mark.parametrize("rail", sorted(rail.id for rail in RAILS))
def test_every_guardrail_fires(rail: str) -> None:
    # The guardrail of the system this replaces could not fire for any input.
    limits, situation = FIRING[rail]
    assert rail in [one.id for one in held_by(limits, situation)]


def test_the_ceiling_stands_above_what_a_coach_allows() -> None:
    assert RISK_CEILING == 0.85
    anything = Limits("automatic", 1.0, 0.0, timedelta(0), None, None)
    assert [one.id for one in held_by(anything, with_risk(90))] == ["risk_ceiling"]


@pytest.mark.parametrize(
    ("first", "last", "at", "quiet"),
    [
        (21, 7, 22, True),
        (21, 7, 3, True),
        (21, 7, 7, False),
        (21, 7, 20, False),
        (12, 14, 13, True),
        (12, 14, 14, False),
        (None, None, 3, False),
    ],
)
def test_quiet_hours_may_go_over_midnight(first: int | None, last: int | None, at: int, quiet: bool) -> None:
    limits = replace(OPEN, quiet_from=None if first is None else time(first), quiet_until=last and time(last))
    assert is_quiet(limits, time(at)) is quiet


class Undoable(Rest):
    """Rest that can be brought back."""

    def __init__(self) -> None:
        super().__init__()
        self.reversed: list[Mapping[str, Any]] = []

    async def pin(
        self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date
    ) -> Mapping[str, Any] | None:
        return {**arguments, "was": "threshold"}

    async def reverse(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any]) -> str:
        self.reversed.append(arguments)
        return "Thursday is as it was."


@pytest.fixture
def undoable(desk: Desk) -> Undoable:
    remedy = Undoable()
    desk.plugged = replace(desk.plugged, remedies={remedy.id: remedy})
    return remedy


async def allow(cast: Cast, **more: Any) -> None:
    async with cast.alice.tx() as tx:
        rule = AthleteAutomation(**{"mode": "automatic", "max_risk": 0.6, "min_confidence": 0.6, **more})
        await save_policy(tx, cast.bob.id, rule)


FACTS = (evidence("a", 40, remedy=CALL), evidence("b", 12, kind=Kind.LOAD))


async def test_automation_has_a_caller(cast: Cast, desk: Desk, undoable: Undoable, clock: FixedClock) -> None:
    # There, can_auto_apply had none: no automation existed.
    await allow(cast)
    row = await desk.look(cast.alice, cast.bob, *FACTS)
    assert row is not None
    assert (row.status, row.outcome) == ("closed", "automatic")
    assert undoable.applied == [{"day": "2026-06-11", "was": "threshold"}]
    assert await desk.decisions(cast.alice) == ["automatic"]
    assert "Undo" in (await cast.alice.web.get(f"/queue/{row.id}")).text
    clock.advance(timedelta(hours=30))
    async with cast.alice.tx() as tx:
        assert await undo(tx, desk.plugged, row.id) == "Thursday is as it was."
    assert undoable.reversed == undoable.applied
    clock.advance(timedelta(days=3))
    again = await desk.look(cast.alice, cast.bob, *FACTS, evidence("c", 1))
    assert again is not None
    assert (again.status, again.held) == ("open", ["You undid this once, so it is yours to decide."])
    assert len(undoable.applied) == 1
    async with cast.alice.tx() as tx:
        names = await tx.session.scalars(
            text("SELECT facts ->> 'decision' FROM audit_entry WHERE name = 'desk.decided' ORDER BY id")
        )
        assert list(names)[-2:] == ["automatic", "undone"]


async def test_it_cannot_be_undone_for_ever_nor_by_another_coach(
    cast: Cast, desk: Desk, undoable: Undoable, clock: FixedClock
) -> None:
    await allow(cast)
    row = await desk.look(cast.alice, cast.bob, *FACTS)
    assert row is not None
    async with cast.charlie.tx() as tx:
        with pytest.raises(NotFound):
            await undo(tx, desk.plugged, row.id)
    clock.advance(timedelta(hours=73))
    async with cast.alice.tx() as tx:
        with pytest.raises(Conflict):
            await undo(tx, desk.plugged, row.id)


async def test_by_default_and_by_hand_nothing_is_done(cast: Cast, desk: Desk, undoable: Undoable) -> None:
    row = await desk.look(cast.alice, cast.bob, *FACTS)
    assert row is not None
    assert row.status == "open"
    assert row.suggestion is not None
    await allow(cast, mode="manual")
    row = await desk.look(cast.alice, cast.bob, *FACTS, evidence("c", 3))
    assert row is not None
    assert (row.suggestion, undoable.applied) == (None, [])


async def test_what_cannot_be_undone_is_never_done_alone_and_a_cooldown_holds(
    cast: Cast, desk: Desk, undoable: Undoable, clock: FixedClock
) -> None:
    await allow(cast)
    desk.plugged = replace(desk.plugged, remedies={desk.remedy.id: desk.remedy})
    row = await desk.look(cast.alice, cast.bob, *FACTS)
    assert row is not None
    assert row.held == ["This change could not be undone from here."]
    desk.plugged = replace(desk.plugged, remedies={undoable.id: undoable})
    assert (await desk.look(cast.alice, cast.bob, *FACTS)) is not None
    assert len(undoable.applied) == 1
    clock.advance(timedelta(hours=5))
    row = await desk.look(cast.alice, cast.bob, evidence("d", 40, remedy=CALL), evidence("e", 12, kind=Kind.LOAD))
    assert row is not None
    assert row.held == ["Something was changed automatically a short while ago."]


async def test_what_only_the_night_holds_is_looked_at_again_when_it_is_over(
    stage: Stage, cast: Cast, desk: Desk, clock: FixedClock
) -> None:
    await allow(cast)
    clock.advance(timedelta(hours=13))
    remedy = Undoable()
    gear = replace(desk.gear, plugs=[remedy if one is desk.remedy else one for one in desk.gear.plugs])
    desk.source.says[cast.bob.id] = list(FACTS)
    await evaluate_athlete.run(Work(gear), athlete_id=str(cast.bob.id))
    assert remedy.applied == []
    async with cast.alice.tx() as tx:
        held = await tx.session.scalar(text("SELECT held ->> 0 FROM desk_intervention WHERE status = 'open'"))
    assert held == "It is night for the athlete."
    clock.advance(timedelta(hours=9))
    assert "desk:look_after_night" in await stage.run_jobs()


async def test_settings_are_a_coachs_own(cast: Cast, clock: FixedClock) -> None:
    form = {
        "clock": "hours",
        "time_zone": "Europe/Oslo",
        "work_days": ["0", "1", "2", "3", "4"],
        "work_from": "08:00",
        "work_until": "16:00",
        "mode": "automatic",
        "max_risk": "0,4",
        "min_confidence": "0.7",
        "cooldown_hours": "24",
    }
    assert (await cast.alice.web.post("/queue/settings", data=form)).status_code == 303
    assert 'value="16:00"' in (await cast.alice.web.get("/queue/settings")).text
    refused = await cast.alice.web.post("/queue/settings", data={**form, "work_until": "07:00", "time_zone": "Moon"})
    assert refused.status_code == 422
    assert "This time zone is not known" in refused.text
    assert (await cast.bob.web.get("/queue/settings")).status_code == 403
    async with cast.dana.tx() as tx:
        other = await settings_of(tx)
        assert (other.clock, other.mode) == ("always", "assisted")
        await save_settings(tx, other)
    url = f"/queue/automation/{cast.bob.id}"
    assert (await cast.charlie.web.get(url)).status_code == 404
    assert (await cast.charlie.web.post(url, data={"mode": "automatic"})).status_code == 404
    assert (await cast.alice.web.get(url)).status_code == 200
    assert (await cast.alice.web.post(url, data={"mode": "manual"})).status_code == 303
    assert (await cast.alice.web.post(url, data={"mode": "as_usual"})).status_code == 303


def test_the_reference_of_rules_is_current_and_the_rules_are_named_once() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "rules.md"
    assert page.read_text() == rules_text(tuple((rail.id, rail.sentence) for rail in RAILS))
    assert len({rule.id for rule in RULES}) == len(RULES)


async def test_every_rule_that_fires_is_in_the_rulebook_and_on_its_page(cast: Cast) -> None:
    source = Path(__file__).parents[3] / "src" / "paceline"
    texts = "".join(path.read_text() for path in source.glob("*/*/attention.py"))
    fired = set(re.findall(r'rule_id="([a-z_.]+)"', texts))
    fired |= {f"metrics.{name}" for name in re.findall(r'_fact\(\s*athlete_id,\s*"([a-z_]+)"', texts)}
    assert fired == {rule.id for rule in RULES}
    page = (await cast.alice.web.get("/queue/rules")).text
    assert all(rule.about in page for rule in RULES)
