"""A desk with scripted evidence and a remedy that counts how often it was applied."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from paceline.coaching.desk import TrendLine
from paceline.coaching.desk.actions.evaluating import evaluate
from paceline.coaching.desk.jobs import evaluate_athlete
from paceline.coaching.desk.model import Intervention
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.recommendations import Alternative, Evidence, Figure, Proposal, ProposalLine
from paceline.infra.jobs import Work
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict
from tests.cast import Member


class Scripted:
    """Says what the test tells it to say."""

    id = "scripted"
    listens = ("scripted.",)

    def __init__(self) -> None:
        self.says: dict[UUID, list[Evidence]] = {}

    async def evidence(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Evidence]:
        return self.says.get(athlete_id, [])


class Rest:
    """Proposes rest, and counts."""

    id = "test.rest"

    def __init__(self) -> None:
        self.applied: list[Mapping[str, Any]] = []
        self.flags: dict[str, Any] = {}
        self.before = "4 × 8 min threshold"
        self.fits = True
        self.fails = False

    async def propose(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date) -> Proposal | None:
        if not self.fits:
            return None
        return Proposal(
            "Rest to Sunday",
            (ProposalLine("Thu", self.before, "Rest"),),
            **{"load": "less", **self.flags},
            note="Week load 612 → 214.",
            alternatives=(Alternative("Halve it", {"factor": 0.5}),),
        )

    async def apply(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any]) -> str:
        self.applied.append(arguments)
        if self.fails:
            raise Conflict("The workout was moved just now.")
        return "Thursday is a rest day now."


class Lines:
    """A readiness line for everybody."""

    async def trends(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, TrendLine]:
        return {one: TrendLine((60, 50, 31), "31", "critical", "Readiness, three days") for one in athlete_ids}


class CheckedIn:
    """A figure for the strip."""

    async def figure(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Figure | None:
        return Figure("Checked in", f"1/{len(athlete_ids)}", "some missing")


@dataclass
class Desk:
    """The desk's machinery and the hands of a test."""

    gear: Machinery
    source: Scripted
    remedy: Rest
    plugged: Plugged = field(init=False)

    def __post_init__(self) -> None:
        self.plugged = Plugged.into(self.gear)

    async def look(self, coach: Member, athlete: Member, *facts: Evidence) -> Intervention | None:
        """Evaluate with these facts."""
        self.source.says[athlete.id] = list(facts)
        async with coach.tx() as tx:
            return await evaluate(tx, self.plugged, athlete.id)

    async def run(self, athlete: Member) -> None:
        """The job, for all coaches."""
        await evaluate_athlete.run(Work(self.gear), athlete_id=str(athlete.id))

    async def rows(self, coach: Member) -> list[Any]:
        """All interventions, the oldest first."""
        async with coach.tx() as tx:
            return list(await tx.session.execute(text("SELECT * FROM desk_intervention ORDER BY id")))

    async def decisions(self, coach: Member) -> list[str]:
        """All decisions, the oldest first."""
        async with coach.tx() as tx:
            return list(await tx.session.scalars(text("SELECT decision FROM desk_decision ORDER BY at, id")))


@pytest.fixture
def desk(app: FastAPI, gear: Machinery) -> Generator[Desk]:
    """The application with only scripted plugs for the desk."""
    source, remedy = Scripted(), Rest()
    kept = [
        plug
        for plug in gear.plugs
        if not any(hasattr(plug, name) for name in ("evidence", "propose", "trends", "figure"))
    ]
    scripted = replace(gear, plugs=[*kept, source, remedy, Lines(), CheckedIn()])
    app.state.machinery = scripted
    yield Desk(scripted, source, remedy)
    app.state.machinery = gear
