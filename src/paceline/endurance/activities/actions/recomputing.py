"""Measures an activity again from its original file and its corrections, and stores what comes out in place of what was."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from paceline.endurance.activities.actions.writing import write_parts
from paceline.endurance.activities.events import ActivityChanged
from paceline.endurance.activities.files.merging import MEASURED
from paceline.endurance.activities.files.reading import WHY, Reading, ReadSession, reading_of, thresholds_of
from paceline.endurance.activities.model import MEASURED_PARTS, Activity, Correction, Duplicate
from paceline.endurance.athletes import Athlete
from paceline.infra.sandbox import Sandbox, SandboxFailure
from paceline.infra.storage import Storage
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.kit.errors import Conflict, NotFound
from paceline.science.formats import Unreadable

READER = "paceline.science.endurance.rereading:read_again"
PROPOSER = "paceline.science.endurance.rereading:propose"
NO_ORIGINAL = "There is no original file for this session, so its recording cannot be corrected. You can change its words and totals."
PARTIAL = "The device stated energy for the whole recording at most, and this is not the whole of it."
GONE = "The original file is no longer in the store, so this session stays as it is."
Plan = dict[str, Any]


def has_original(activity: Activity) -> bool:
    """Whether there is a file to read again."""
    return activity.file_key is not None


async def corrections_of(tx: Tx, activity: Activity) -> Sequence[Correction]:
    """The corrections in force, in order; what its athlete said of it is not among them."""
    query = select(Correction).where(
        Correction.activity_id == activity.id,
        Correction.athlete_id == activity.athlete_id,
        Correction.removed_at.is_(None),
        Correction.kind != "details",
    )
    return (await tx.session.scalars(query.order_by(Correction.number))).all()


async def plan_of(tx: Tx, activity: Activity, more: Mapping[str, Any] | None = None) -> Plan:
    """Everything that says how the activity is read, with keys in place of bytes; `more` is one correction to try."""
    recording = activity
    if activity.recorded_as is not None:
        recording = await _own(tx, activity, activity.recorded_as) or activity
    if recording.file_key is None:
        raise Conflict(NO_ORIGINAL, code="no_original")
    corrections = [await _step(tx, activity, one.kind, one.values) for one in await corrections_of(tx, activity)]
    if more is not None:
        corrections.append(await _step(tx, activity, more["kind"], more["values"]))
    return {
        "key": recording.file_key,
        "name": recording.file_name or "",
        "part": recording.file_part,
        "sport": activity.sport,
        "sub_sport": activity.sub_sport,
        "rpe": activity.rpe,
        "corrections": corrections,
    }


async def _step(tx: Tx, activity: Activity, kind: str, values: Mapping[str, Any]) -> Plan:
    step: Plan = {"kind": kind, "values": dict(values)}
    if kind == "joined":
        other = await _own(tx, activity, UUID(values["activity_id"]))
        step["other"] = None if other is None or other.id == activity.id else await plan_of(tx, other)
    return step


async def _own(tx: Tx, activity: Activity, other_id: UUID) -> Activity | None:
    """Another recording of the same athlete, whether it is shown or not."""
    return await tx.session.scalar(
        select(Activity).where(Activity.id == other_id, Activity.athlete_id == activity.athlete_id)
    )


def keys_of(plan: Plan) -> Iterator[str]:
    """The originals a plan needs."""
    yield plan["key"]
    for one in plan["corrections"]:
        if one.get("other"):
            yield from keys_of(one["other"])


async def size_of(storage: Storage, plan: Plan) -> int:
    """The bytes there are to read."""
    try:
        return sum([await storage.size(key) for key in keys_of(plan)])
    except NotFound as problem:
        raise Unreadable(GONE) from problem


async def _with_bytes(storage: Storage, plan: Plan) -> Plan:
    try:
        data = await storage.get(plan["key"])
    except NotFound as problem:
        raise Unreadable(GONE) from problem
    corrections = [
        {**one, "other": await _with_bytes(storage, one["other"])} if one.get("other") else one
        for one in plan["corrections"]
    ]
    return {name: value for name, value in plan.items() if name != "key"} | {"data": data, "corrections": corrections}


async def read_corrected(storage: Storage, sandbox: Sandbox, plan: Plan, athlete: Athlete) -> Reading:
    """What the plan comes to; Unreadable with a sentence."""
    try:
        found = await sandbox.run(READER, await _with_bytes(storage, plan), thresholds_of(athlete))
    except SandboxFailure as failure:
        raise Unreadable(WHY[failure.why]) from failure
    return reading_of(found)


async def proposals(storage: Storage, sandbox: Sandbox, plan: Plan) -> dict[str, list[list[float]]]:
    """By channel the stretches that look like errors of a sensor, in seconds after the start as it is shown."""
    try:
        found = await sandbox.run(PROPOSER, await _with_bytes(storage, plan))
    except SandboxFailure as failure:
        raise Unreadable(WHY[failure.why]) from failure
    if "unreadable" in found:
        raise Unreadable(found["unreadable"])
    return found["proposals"]


async def store_again(tx: Tx, activity: Activity, reading: Reading) -> list[ActivityChanged]:
    """Put what was read in place of what is stored; what happened, to be told by whoever asked."""
    session, before = reading.sessions[0], activity.day
    for name, value in facts_of(session).items():
        setattr(activity, name, value)
    if await corrections_of(tx, activity):
        if session.calories is None:
            activity.reasons = {**activity.reasons, "calories": PARTIAL}
    else:
        await _fill_in(tx, activity)
    activity.started_at = datetime.fromtimestamp(session.start, UTC)
    activity.utc_offset = session.utc_offset
    activity.day = day_of(activity.started_at, session.utc_offset, activity.time_zone)
    activity.quality = list(reading.notes)
    activity.stale_since = activity.stale_reason = None
    activity.changed_at = tx.now
    for table in MEASURED_PARTS:
        await tx.session.execute(
            delete(table).where(table.c.activity_id == activity.id, table.c.athlete_id == activity.athlete_id)
        )
    await tx.session.flush()
    await write_parts(tx, [(activity, session)])
    days = dict.fromkeys((before, activity.day))
    return [ActivityChanged(activity.id, activity.athlete_id, day, activity.shareable) for day in days]


def facts_of(session: ReadSession) -> dict[str, Any]:
    """What the recording says, by column; what its athlete says is not touched."""
    return {
        **session.totals,
        "calories": session.calories,
        "load": session.load["value"],
        "load_method": session.load["method"],
        "load_reason": session.load["reason"],
        "reasons": dict(session.reasons),
        "cautions": dict(session.cautions),
        "pauses": list(session.pauses),
        "lengths": list(session.lengths),
    }


def day_of(start: datetime, utc_offset: float | None, time_zone: str) -> Any:
    """The calendar day where it happened."""
    return local_day(start, time_zone) if utc_offset is None else (start + timedelta(seconds=utc_offset)).date()


async def _fill_in(tx: Tx, activity: Activity) -> None:
    """Made of two recordings, a session keeps what only the other one knew, as long as it is still all of both."""
    others = (
        await tx.session.scalars(
            select(Activity)
            .join(Duplicate, Duplicate.other_id == Activity.id)
            .where(
                Duplicate.activity_id == activity.id,
                Duplicate.athlete_id == activity.athlete_id,
                Duplicate.decision == "merged",
            )
            .order_by(Duplicate.id)
        )
    ).all()
    reasons = dict(activity.reasons)
    for other in others:
        for name in (*MEASURED, "calories"):
            if getattr(activity, name) is None and getattr(other, name) is not None:
                setattr(activity, name, getattr(other, name))
                reasons.pop(name, None)
    activity.reasons = reasons
