"""Changing terms: of one activity, of an import, and of what a source brings; what they were is kept for undo."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.activities.access import own_activity, own_import
from paceline.endurance.activities.events import ManyActivitiesChanged
from paceline.endurance.activities.model import MEASURED_PARTS, Activity, Batch, SourceTerms
from paceline.endurance.activities.terms.schemas import SetSourceTerms, SetTerms
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid

Was = tuple[bool, bool, str | None]


async def set_terms(tx: Tx, activity_id: UUID, command: SetTerms) -> Batch | None:
    """The terms of one activity; what can be taken back, None when nothing is different."""
    await own_activity(tx, activity_id)
    return await _apply(tx, select(Activity).where(Activity.id == activity_id), command)


async def set_import_terms(tx: Tx, import_id: UUID, command: SetTerms) -> Batch | None:
    """The terms of everything an import brought and will still bring."""
    found = await own_import(tx, import_id, lock=True)
    found.shareable, found.ai_allowed, found.keep_days = command.shareable, command.ai_allowed, command.keep_days
    await tx.session.flush()
    return await _apply(tx, select(Activity).where(Activity.import_id == import_id), command)


async def set_source_terms(tx: Tx, source: str, command: SetSourceTerms) -> Batch | None:
    """The terms of what a source brings from now on and, if said so, of what it brought."""
    if not 1 <= len(source) <= 60:
        raise Invalid("There is no such source.")
    values = {
        "shareable": command.shareable,
        "ai_allowed": command.ai_allowed,
        "keep_days": command.keep_days,
        "changed_at": tx.now,
    }
    write = insert(SourceTerms).values(athlete_id=tx.person, source=source, **values)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id", "source"], set_=values))
    if not command.here_too:
        return None
    return await _apply(tx, select(Activity).where(Activity.source == source), command)


async def _apply(tx: Tx, query: Select[Activity], command: SetTerms) -> Batch | None:
    mine = query.where(Activity.athlete_id == tx.person, Activity.deleted_at.is_(None))
    found = (await tx.session.scalars(mine.order_by(Activity.id).with_for_update())).all()
    changed: list[tuple[Activity, Was]] = []
    for one in found:
        until = one.created_at + timedelta(days=command.keep_days) if command.keep_days else None
        if (one.shareable, one.ai_allowed, one.retain_until) != (command.shareable, command.ai_allowed, until):
            changed.append((one, _was(one)))
            one.shareable, one.ai_allowed, one.retain_until = command.shareable, command.ai_allowed, until
            one.expiry_told_at = None
    if not changed:
        return None
    before: list[Any] = [[str(one.id), list(was)] for one, was in changed]
    batch = Batch(id=new_id(), athlete_id=tx.person, kind="terms", before=before, made_at=tx.now)
    tx.session.add(batch)
    await tx.session.flush()
    await _follow(tx, [one for one, _ in changed])
    return batch


def _was(activity: Activity) -> Was:
    until = activity.retain_until
    return activity.shareable, activity.ai_allowed, until.isoformat() if until else None


async def put_back_terms(tx: Tx, activity: Activity, was: Sequence[Any]) -> None:
    """The terms an activity had before."""
    shareable, ai_allowed, until = was
    activity.shareable, activity.ai_allowed = bool(shareable), bool(ai_allowed)
    activity.retain_until = datetime.fromisoformat(until) if until else None
    activity.expiry_told_at = None
    await tx.session.flush()
    await _follow(tx, [activity])


async def _follow(tx: Tx, changed: Sequence[Activity]) -> None:
    """Every part of an activity carries whether it may be shown, so that row security needs no look at the activity."""
    for shareable in (True, False):
        ids = [one.id for one in changed if one.shareable is shareable]
        for table in MEASURED_PARTS if ids else ():
            await tx.session.execute(
                update(table)
                .where(table.c.activity_id.in_(ids), table.c.athlete_id == tx.person)
                .values(shareable=shareable)
            )
    days = tuple(sorted({one.day for one in changed}))
    await tx.emit(ManyActivitiesChanged(tx.person, "given other terms", tuple(one.id for one in changed), days))
