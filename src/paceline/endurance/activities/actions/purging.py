"""Clearing away for good: deleted activities and their originals, and the bytes of files nobody asked for again."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from paceline.endurance.activities.events import ActivityDeleted
from paceline.endurance.activities.files.keys import key_of, part_key
from paceline.endurance.activities.model import Activity, Duplicate, Import, ImportFile, Upload
from paceline.infra.storage import Storage
from paceline.infra.tx import Tx

AT_A_TIME = 100
UPLOAD_DAYS = 7


async def purge_next(tx: Tx, storage: Storage, days: int) -> bool:
    """The next activities deleted long ago, or whose time ran out; a system transaction. Whether there may be more.

    The originals go first: killed in between, the rows are still there to find them by.
    """
    asked = aliased(Duplicate)
    in_use = exists().where(
        asked.other_id == Activity.id,
        or_(asked.decision.is_(None), asked.decision == "merged"),
    )
    # A recording that went into another session is read again whenever that one is.
    apart = and_(Activity.merged_into.is_(None), ~in_use)
    long_gone = and_(Activity.deleted_at < tx.now - timedelta(days=days), apart)
    expired = and_(Activity.deleted_at.is_not(None), Activity.retain_until < tx.now)
    gone = (
        await tx.session.execute(
            select(Activity.id, Activity.file_key)
            .where(or_(long_gone, expired))
            .order_by(Activity.id)
            .limit(AT_A_TIME)
            .with_for_update(skip_locked=True)
        )
    ).all()
    ids = [row[0] for row in gone]
    for key in await _only_theirs(tx, {key for _, key in gone if key}, ids):
        await storage.delete(key)
    await tx.session.execute(delete(Activity).where(Activity.id.in_(ids)))
    return len(ids) == AT_A_TIME


async def expire(tx: Tx) -> None:
    """The athlete's activities that may be kept no longer go; the next purge takes them for good."""
    over = select(Activity).where(
        Activity.athlete_id == tx.person, Activity.deleted_at.is_(None), Activity.retain_until < tx.now
    )
    for activity in (await tx.session.scalars(over.order_by(Activity.id).limit(AT_A_TIME))).all():
        activity.deleted_at = activity.changed_at = tx.now
        await tx.session.flush()
        await tx.emit(ActivityDeleted(activity.id, activity.athlete_id, activity.day, activity.shareable))


async def _only_theirs(tx: Tx, keys: set[str], ids: Sequence[UUID]) -> set[str]:
    """The originals no other activity came from: one file may hold several sessions."""
    shared = await tx.session.scalars(
        select(Activity.file_key).where(Activity.file_key.in_(keys), Activity.id.not_in(ids))
    )
    return keys - {key for key in shared if key}


async def forget_old_imports(tx: Tx, storage: Storage, days: int) -> bool:
    """Bytes kept for another try, and uploads that never became whole; a system transaction. Whether there may be more."""
    before = tx.now - timedelta(days=days)
    old = (
        await tx.session.execute(
            select(ImportFile.import_id, ImportFile.number, ImportFile.file_key)
            .join(Import, Import.id == ImportFile.import_id)
            .where(
                ImportFile.state.in_(("failed", "cancelled", "asking")),
                ImportFile.file_key.is_not(None),
                Import.created_at < before,
            )
            .limit(AT_A_TIME)
        )
    ).all()
    for import_id, number, key in old:
        await storage.delete(key or "none")
        await tx.session.execute(
            update(ImportFile)
            .where(ImportFile.import_id == import_id, ImportFile.number == number)
            .values(file_key=None)
        )
    stale = (
        await tx.session.scalars(
            select(Upload).where(Upload.changed_at < tx.now - timedelta(days=UPLOAD_DAYS)).limit(AT_A_TIME)
        )
    ).all()
    for upload in stale:
        if upload.import_id is None:
            for number in range(upload.parts):
                await storage.delete(part_key(key_of(upload.athlete_id, upload.id, 1), number))
        await tx.session.delete(upload)
    return len(old) == AT_A_TIME or len(stale) == AT_A_TIME
