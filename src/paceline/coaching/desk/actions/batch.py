"""One decision for several people at once, and one way back for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from paceline.coaching.desk.actions.deciding import decide, take_back
from paceline.coaching.desk.model import DecisionRow
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.schemas import Decide, DecideMany
from paceline.infra.jobs import JobDefinition
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Refused:
    """One that could not be decided, and why."""

    intervention_id: UUID
    message: str


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What came of a decision for several."""

    decided: Sequence[DecisionRow]
    refused: Sequence[Refused]


async def decide_many(tx: Tx, plugged: Plugged, command: DecideMany, wake: JobDefinition) -> BatchDone:
    """Decide each that still stands as it was looked at; one that has changed holds up none of the others."""
    decided: list[DecisionRow] = []
    refused: list[Refused] = []
    # In the order of their ids, so that two batches cannot wait for each other.
    for one in sorted(command.items, key=lambda item: item.id):
        single = Decide(decision=command.decision, version=one.version, reason=command.reason)
        try:
            async with tx.session.begin_nested():
                decided.append(await decide(tx, plugged, one.id, single, wake))
        except (Conflict, Invalid) as problem:
            refused.append(Refused(one.id, problem.message))
    return BatchDone(decided, refused)


async def take_back_many(tx: Tx, intervention_ids: Sequence[UUID]) -> int:
    """Bring back what can still be brought back; how many that were."""
    done = 0
    for one in sorted(set(intervention_ids)):
        try:
            async with tx.session.begin_nested():
                await take_back(tx, one)
        except Conflict:
            continue
        done += 1
    return done
