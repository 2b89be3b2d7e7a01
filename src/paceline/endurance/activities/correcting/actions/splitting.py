"""One session made of two recordings, and two sessions made of one; each can be taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.access import activity_to_change
from paceline.endurance.activities.actions.recomputing import NO_ORIGINAL, corrections_of, has_original
from paceline.endurance.activities.actions.remembering import remember
from paceline.endurance.activities.correcting.schemas import JoinActivity, SplitActivity
from paceline.endurance.activities.events import ActivityDeleted, ActivityImported, ActivityRestored
from paceline.endurance.activities.model import Activity, Correction
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound
from paceline.science.endurance.corrections import lead

SHORTEST = 10.0  # s; less of a session is none
FARTHEST = timedelta(hours=12)  # two recordings further apart are two sessions
MOST_NEIGHBOURS = 10
# What the second part of a session takes from the first; everything else is measured.
COPIED = (
    "athlete_id", "source", "sport", "sub_sport", "family", "name", "utc_offset", "time_zone", "device", "gear_id",
    "commute", "indoor", "race", "file_key", "file_name", "file_part", "import_id", "shareable", "ai_allowed",
    "retain_until", "recorded_as", "quality",
)  # fmt: skip


async def split_activity(tx: Tx, activity_id: UUID, command: SplitActivity) -> tuple[Activity, Activity, Correction]:
    """Two sessions of one file: the first up to a moment, the second from there on."""
    activity = await activity_to_change(tx, activity_id, command.version)
    if not has_original(activity):
        raise Conflict(NO_ORIGINAL, code="no_original")
    lasting = activity.elapsed or 0.0
    if not SHORTEST <= command.at <= lasting - SHORTEST:
        raise Invalid(
            "Split at a moment within the session.",
            fields={"at": "Choose a moment at least ten seconds from the start and from the end."},
        )
    made = await corrections_of(tx, activity)
    if any(one.kind == "joined" for one in made):
        raise Conflict("This session is made of two recordings. Take those apart instead.", code="joined")
    moment = round(command.at + lead([(one.kind, one.values) for one in made]), 3)
    second = _second(tx, activity, command.at)
    tx.session.add(second)
    await tx.session.flush()
    for one in made:
        if one.kind != "split":
            await remember(tx, second, one.kind, dict(one.values))
        else:
            await remember(tx, second, "trim", {"end": one.values["end"]})
    await remember(tx, second, "trim", {"start": moment})
    cut = await remember(tx, activity, "split", {"end": moment, "activity_id": str(second.id)})
    activity.stale_since = tx.now
    await tx.session.flush()
    await tx.emit(ActivityImported(second.id, second.athlete_id, second.day, second.shareable))
    return activity, second, cut


def _second(tx: Tx, activity: Activity, at: float) -> Activity:
    start = activity.started_at + timedelta(seconds=at)
    return Activity(
        id=new_id(),
        **{name: getattr(activity, name) for name in COPIED},
        started_at=start,
        day=activity.day,
        # Its bytes are known as those of the first part: the same file again is still found by them.
        file_sha256=None,
        load_reason="This is being measured.",
        notes="",
        reasons={},
        cautions={},
        pauses=[],
        lengths=[],
        created_at=tx.now,
        changed_at=tx.now,
        stale_since=tx.now,
        version=1,
        sets=[],
    )


async def reunite(tx: Tx, activity: Activity, made: Correction) -> None:
    """The second part goes back into the first; of several, the one that follows the first directly."""
    nearer = [one for one in await _splits(tx, activity) if one.values["end"] < made.values["end"]]
    second = await _own(tx, UUID(made.values["activity_id"]))
    if nearer or (second is not None and await _splits(tx, second)):
        raise Conflict("This session was split more than once. Join the parts in the reverse order.", code="order")
    if second is None:
        return
    was_here = second.deleted_at is None
    second.deleted_at, second.merged_into, second.changed_at = second.deleted_at or tx.now, activity.id, tx.now
    await tx.session.flush()
    if was_here:
        await tx.emit(ActivityDeleted(second.id, second.athlete_id, second.day, second.shareable))


async def part(tx: Tx, activity: Activity, made: Correction) -> None:
    """The second part is a session of its own again."""
    if any(one.values["end"] < made.values["end"] for one in await _splits(tx, activity)):
        raise Conflict("This session was split again since, before that moment.", code="order")
    await _back(tx, made)


async def _splits(tx: Tx, activity: Activity) -> list[Correction]:
    return [one for one in await corrections_of(tx, activity) if one.kind == "split"]


async def join_activity(tx: Tx, activity_id: UUID, command: JoinActivity) -> tuple[Activity, Correction]:
    """Two neighbours as one: the later one's samples follow the earlier one's after a pause."""
    if command.other_id == activity_id:
        raise Invalid("Choose another session.", fields={"other_id": "Choose another session."})
    # Both in the order of their ids, so that two who join the same two take turns.
    held = {
        one: await activity_to_change(tx, one, command.version if one == activity_id else None)
        for one in sorted((activity_id, command.other_id))
    }
    first, second = sorted(held.values(), key=lambda one: one.started_at)
    if not (has_original(first) and has_original(second)):
        raise Conflict(NO_ORIGINAL, code="no_original")
    problem = why_not(first, second)
    if problem is not None:
        raise Conflict(problem, code="not_neighbours")
    values = {"activity_id": str(second.id), "terms": _terms(first)}
    made = await remember(tx, first, "joined", values)
    await _into(tx, first, second)
    first.stale_since = tx.now
    await tx.session.flush()
    return first, made


def why_not(first: Activity, second: Activity) -> str | None:
    """Why the second cannot follow the first, or None when it can."""
    end = first.started_at + timedelta(seconds=first.elapsed or 0.0)
    if first.family != second.family:
        return "These are different sports. Set the same sport first, if they are one session."
    if second.started_at < end - timedelta(seconds=1):
        return "These two overlap in time. Delete the worse recording instead."
    if second.started_at - end > FARTHEST:
        return "More than twelve hours lie between these two, so they stay two sessions."
    return None


async def neighbours(tx: Tx, activity: Activity) -> Sequence[Activity]:
    """The sessions that could be one with this, by when they began."""
    around = timedelta(seconds=activity.elapsed or 0.0) + FARTHEST + timedelta(days=4)
    query = select(Activity).where(
        Activity.athlete_id == tx.person,
        Activity.deleted_at.is_(None),
        Activity.id != activity.id,
        Activity.file_key.is_not(None),
        Activity.family == activity.family,
        Activity.started_at.between(activity.started_at - around, activity.started_at + around),
    )
    found = (await tx.session.scalars(query.order_by(Activity.started_at))).all()
    pairs = [(one, sorted((activity, one), key=lambda each: each.started_at)) for one in found]
    return [one for one, (first, second) in pairs if why_not(first, second) is None][:MOST_NEIGHBOURS]


async def leave(tx: Tx, activity: Activity, made: Correction) -> None:
    """The second recording is a session of its own again, and the first is shown on its own terms."""
    terms = made.values["terms"]
    activity.shareable, activity.ai_allowed = terms["shareable"], terms["ai_allowed"]
    until = terms["retain_until"]
    activity.retain_until = None if until is None else datetime.fromisoformat(until)
    await _back(tx, made)


def _terms(activity: Activity) -> dict[str, Any]:
    until = activity.retain_until
    return {
        "shareable": activity.shareable,
        "ai_allowed": activity.ai_allowed,
        "retain_until": None if until is None else until.isoformat(),
    }


async def rejoin(tx: Tx, activity: Activity, made: Correction) -> None:
    """The second recording goes into the first again."""
    second = await _own(tx, UUID(made.values["activity_id"]))
    if second is None or second.deleted_at is not None:
        raise Conflict("The other recording is not here any more.")
    await _into(tx, activity, second)


async def _into(tx: Tx, first: Activity, second: Activity) -> None:
    second.deleted_at, second.merged_into, second.changed_at = tx.now, first.id, tx.now
    second.version += 1
    if second.retain_until is not None:
        first.retain_until = min(second.retain_until, first.retain_until or second.retain_until)
    first.shareable = first.shareable and second.shareable
    first.ai_allowed = first.ai_allowed and second.ai_allowed
    await tx.session.flush()
    await tx.emit(ActivityDeleted(second.id, second.athlete_id, second.day, second.shareable))


async def _back(tx: Tx, made: Correction) -> None:
    second = await _own(tx, UUID(made.values["activity_id"]))
    if second is None:
        raise NotFound("The other part is gone for good.")
    if second.deleted_at is None:
        return
    second.deleted_at = second.merged_into = None
    second.changed_at = tx.now
    second.version += 1
    await tx.session.flush()
    await tx.emit(ActivityRestored(second.id, second.athlete_id, second.day, second.shareable))


async def _own(tx: Tx, activity_id: UUID) -> Activity | None:
    query = select(Activity).where(Activity.id == activity_id, Activity.athlete_id == tx.person)
    return await tx.session.scalar(query.with_for_update())
