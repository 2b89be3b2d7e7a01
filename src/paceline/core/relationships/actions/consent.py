"""Changing what an athlete shares; in force with the transaction."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from paceline.core.relationships.actions.relationships import give
from paceline.core.relationships.events import ConsentChanged
from paceline.core.relationships.model import Grant, Relationship
from paceline.core.relationships.rules import check_scopes
from paceline.core.relationships.types import BETWEEN_THEM
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict


async def change_consent(tx: Tx, row: Relationship, scopes: Iterable[str]) -> Relationship:
    """Share exactly these from now on; while paused they are only kept for when it goes on. The athlete's transaction."""
    wanted = check_scopes(scopes)
    if row.status not in ("active", "paused"):
        raise Conflict("This is not running, so there is nothing to share.", code="not_running")
    row.scopes = wanted
    await tx.session.flush()
    if row.status == "active":
        await _follow(tx, row, wanted)
    await tx.emit(ConsentChanged(row.athlete_id, row.coach_id, tuple(wanted)))
    await tx.tell(row.coach_id, ConsentChanged.name, scope=BETWEEN_THEM)
    return row


async def _follow(tx: Tx, row: Relationship, wanted: list[str]) -> None:
    theirs = (Grant.coach_id == row.coach_id, Grant.athlete_id == row.athlete_id)
    await tx.session.execute(delete(Grant).where(*theirs, Grant.scope.not_in(wanted)))
    present = set(await tx.session.scalars(select(Grant.scope).where(*theirs)))
    await give(tx, row, [scope for scope in wanted if scope not in present])
