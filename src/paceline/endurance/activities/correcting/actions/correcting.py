"""Correcting the recording of an activity, taking a correction back, and making it again; only its athlete may.

What is stored follows a moment later from the original file: `follow_up.follow`, at once or in a job.
"""

from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.access import activity_to_change
from paceline.endurance.activities.actions.detailing import put_details, put_details_back
from paceline.endurance.activities.actions.recomputing import NO_ORIGINAL, corrections_of, has_original
from paceline.endurance.activities.actions.remembering import remember
from paceline.endurance.activities.correcting.actions.splitting import leave, part, rejoin, reunite
from paceline.endurance.activities.correcting.rules import Shown, values_of
from paceline.endurance.activities.correcting.schemas import AddCorrection
from paceline.endurance.activities.model import Activity, Correction
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of
from paceline.science.endurance.corrections import lead

MOST_LISTED = 200
MOST = 100  # corrections in force; more are a sign of a program gone wild


async def shown_of(tx: Tx, activity: Activity) -> Shown:
    """The session as it is shown, for what is typed about it."""
    made = await corrections_of(tx, activity)
    return Shown(activity.started_at, activity.elapsed, lead([(one.kind, one.values) for one in made]), tx.now)


async def add_correction(tx: Tx, activity_id: UUID, command: AddCorrection) -> tuple[Activity, Correction]:
    """One more correction at the end of the list."""
    activity = await activity_to_change(tx, activity_id, command.version)
    if not has_original(activity):
        raise Conflict(NO_ORIGINAL, code="no_original")
    if len(await corrections_of(tx, activity)) >= MOST:
        raise Conflict(f"A session takes {MOST} corrections at most. Take some back first.")
    made = await remember(tx, activity, command.kind, values_of(command, await shown_of(tx, activity)))
    activity.stale_since = tx.now
    await tx.session.flush()
    return activity, made


async def remove_correction(
    tx: Tx, activity_id: UUID, number: int, version: int | None = None
) -> tuple[Activity, Correction]:
    """Take a correction back, wherever it stands in the list; the others stay as they are."""
    activity, made = await _line(tx, activity_id, number, version)
    if made.removed_at is not None:
        raise Conflict("This was taken back already.")
    made.removed_at = tx.now
    await tx.session.flush()
    if made.kind == "details":
        await put_details_back(tx, activity, made)
    elif made.kind == "split":
        await reunite(tx, activity, made)
    elif made.kind == "joined":
        await leave(tx, activity, made)
    return await _touched(tx, activity, made)


async def return_correction(
    tx: Tx, activity_id: UUID, number: int, version: int | None = None
) -> tuple[Activity, Correction]:
    """Make a correction again that was taken back, in its old place."""
    activity, made = await _line(tx, activity_id, number, version)
    if made.removed_at is None:
        raise Conflict("This correction is in force already.")
    made.removed_at = None
    await tx.session.flush()
    if made.kind == "details":
        await put_details(tx, activity, made)
    elif made.kind == "split":
        await part(tx, activity, made)
    elif made.kind == "joined":
        await rejoin(tx, activity, made)
    return await _touched(tx, activity, made)


async def history_of(
    tx: Tx, activity: Activity, size: int = MOST_LISTED, cursor: str | None = None
) -> Page[Correction]:
    """What was changed, the latest first, what was taken back among it."""
    query = select(Correction).where(
        Correction.activity_id == activity.id, Correction.athlete_id == activity.athlete_id
    )
    if cursor:
        query = query.where(Correction.number < decode_cursor(cursor, int)[0])
    rows = (await tx.session.scalars(query.order_by(Correction.number.desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda one: encode_cursor(one.number))


async def ask_again(tx: Tx, activity_id: UUID) -> Activity:
    """Measure an activity again as it is, such as with a newer reader."""
    activity = await activity_to_change(tx, activity_id)
    if not has_original(activity):
        raise Conflict(NO_ORIGINAL, code="no_original")
    activity.stale_since, activity.stale_reason = tx.now, None
    await tx.session.flush()
    return activity


async def _touched(tx: Tx, activity: Activity, made: Correction) -> tuple[Activity, Correction]:
    activity.version += 1
    activity.changed_at = tx.now
    if made.kind != "details" and has_original(activity):
        activity.stale_since = tx.now
    await tx.session.flush()
    return activity, made


async def _line(tx: Tx, activity_id: UUID, number: int, version: int | None) -> tuple[Activity, Correction]:
    activity = await activity_to_change(tx, activity_id, version)
    found = await tx.session.scalar(
        select(Correction).where(
            Correction.activity_id == activity.id,
            Correction.athlete_id == tx.person,
            Correction.number == number,
        )
    )
    if found is None:
        raise NotFound()
    return activity, found
