"""Turning what was read from a file into an activity, once."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text

from paceline.endurance.activities.codec import pack
from paceline.endurance.activities.events import ActivityImported
from paceline.endurance.activities.model import Activity, Best, Lap, Stream, Track
from paceline.endurance.activities.rules import SAME_START, default_name, is_same_length
from paceline.endurance.activities.types import CHANNELS, DEGREES
from paceline.endurance.athletes import Athlete
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.science.endurance.analysis import Analysis, Session, analyse
from paceline.science.endurance.sports import family
from paceline.science.formats import Length

_TOTALS = (
    "elapsed", "timer", "moving", "distance", "ascent", "descent", "average_speed", "max_speed", "average_heart_rate",
    "max_heart_rate", "average_power", "max_power", "normalized_power", "graded_speed", "average_cadence",
    "average_temperature", "decoupling", "efficiency_factor", "variability_index", "intensity",
)  # fmt: skip
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


@dataclass(frozen=True, slots=True)
class Source:
    """Where an activity came from: the way, the file's name, its bytes' hash and where they are kept."""

    way: str
    name: str
    sha256: bytes | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An activity, and whether it was here before."""

    activity: Activity
    already_here: bool


async def import_recording(
    tx: Tx, athlete: Athlete, data: bytes, name: str = "", *, source: str = "upload", file_key: str | None = None
) -> Activity:
    """The (first) activity of a file, stored in this transaction; raises Unreadable with a sentence."""
    analysis = await asyncio.to_thread(analyse, data, name, athlete.thresholds_for)
    came = Source(source, name, hashlib.sha256(data).digest(), file_key)
    return (await store_analysis(tx, athlete, analysis, came))[0].activity


async def store_analysis(tx: Tx, athlete: Athlete, analysis: Analysis, source: Source) -> Sequence[Stored]:
    """Every session of a file as an activity; one that is here already is found and not stored twice."""
    # Two uploads of the same session at once would each see nothing yet: they take turns.
    await tx.session.execute(_ONE_AT_A_TIME, {"key": f"activities/{athlete.id}"})
    stored: list[Stored] = []
    for part, session in enumerate(analysis.sessions):
        known = await _same(tx, athlete, session, source, part)
        if known is not None:
            stored.append(Stored(known, True))
            continue
        activity = _activity(tx, athlete, session, source, part, analysis.notes)
        await _write(tx, activity, session)
        await tx.emit(ActivityImported(activity.id, athlete.id, activity.day))
        stored.append(Stored(activity, False))
    return stored


async def _same(tx: Tx, athlete: Athlete, session: Session, source: Source, part: int) -> Activity | None:
    mine = select(Activity).where(Activity.athlete_id == athlete.id, Activity.deleted_at.is_(None))
    if source.sha256 is not None:
        by_bytes = mine.where(Activity.file_sha256 == source.sha256, Activity.file_part == part)
        if found := await tx.session.scalar(by_bytes):
            return found
    start = datetime.fromtimestamp(session.recording.start, UTC)
    nearby = mine.where(
        Activity.started_at.between(start - SAME_START, start + SAME_START),
        Activity.family == family(session.recording.sport),
        Activity.source != "manual",
    )
    candidates = await tx.session.scalars(nearby.order_by(Activity.created_at))
    return next((one for one in candidates if is_same_length(one.elapsed, session.summary.elapsed)), None)


def _activity(tx: Tx, athlete: Athlete, session: Session, source: Source, part: int, notes: Sequence[str]) -> Activity:
    recording, summary = session.recording, session.summary
    start = datetime.fromtimestamp(recording.start, UTC)
    local = _local(start, recording.utc_offset, athlete)
    day = local_day(start, athlete.time_zone) if recording.utc_offset is None else local.date()
    return Activity(
        id=new_id(),
        athlete_id=athlete.id,
        source=source.way,
        sport=recording.sport,
        sub_sport=recording.sub_sport,
        family=family(recording.sport),
        name=(_printable(recording.name) or default_name(recording.sport, local.hour))[:200],
        started_at=start,
        utc_offset=recording.utc_offset,
        time_zone=athlete.time_zone,
        day=day,
        **{name: getattr(summary, name) for name in _TOTALS},
        calories=recording.stated.get("calories"),
        load=summary.load.value,
        load_method=summary.load.method,
        load_reason=summary.load.reason,
        rpe=session.rpe,
        notes="",
        device=_printable(recording.device) or None,
        reasons=dict(summary.reasons),
        cautions=dict(summary.cautions),
        quality=list(notes),
        pauses=[[round(a - recording.start, 3), round(b - recording.start, 3)] for a, b in recording.pauses],
        lengths=[_length(one, recording.start) for one in recording.lengths],
        file_key=source.key,
        file_name=_printable(source.name)[:200] or None,
        file_sha256=source.sha256,
        file_part=part,
        created_at=tx.now,
        changed_at=tx.now,
    )


def _length(length: Length, start: float) -> list[Any]:
    strokes = None if length.strokes is None else float(length.strokes)
    return [round(float(length.start) - start, 3), float(length.elapsed), strokes, length.stroke, bool(length.active)]


def _local(start: datetime, utc_offset: float | None, athlete: Athlete) -> datetime:
    if utc_offset is not None:
        return start + timedelta(seconds=utc_offset)
    return start.astimezone(ZoneInfo(athlete.time_zone))


def _printable(text: str | None) -> str:
    """Names from files may hold anything; PostgreSQL takes no zero byte and people no control characters."""
    return "".join(c for c in text or "" if c.isprintable()).strip()


async def _write(tx: Tx, activity: Activity, session: Session) -> None:
    tx.session.add(activity)
    await tx.session.flush()
    key = {"athlete_id": activity.athlete_id, "activity_id": activity.id}
    packed = await asyncio.to_thread(_packed, session)
    if packed:
        await tx.session.execute(insert(Stream.__table__).values(**key, samples=len(session.recording.time), **packed))
    if packed and session.has_track:
        places = session.recording.channels
        track = {name: pack(places[name], DEGREES) for name in ("latitude", "longitude")}
        await tx.session.execute(insert(Track).values(**key, **track))
    for table, rows in ((Lap, _laps(key, session)), (Best, _bests(key, session))):
        if rows:
            await tx.session.execute(insert(table), rows)


def _packed(session: Session) -> dict[str, bytes]:
    time = session.recording.time
    if not len(time):
        return {}
    samples = {name: values for name, values in session.channels.items() if name in CHANNELS}
    return {
        name: pack(values, CHANNELS[name])
        for name, values in {"time": time - session.recording.start, **samples}.items()
    }


def _laps(key: dict[str, UUID], session: Session) -> list[dict[str, Any]]:
    return [
        {
            **key,
            "number": number,
            "start_offset": lap.start - session.recording.start,
            "elapsed": lap.elapsed,
            "timer": lap.timer,
            "distance": lap.distance,
            "trigger": lap.trigger,
            "average_heart_rate": lap.avg_heart_rate,
            "max_heart_rate": lap.max_heart_rate,
            "average_speed": lap.avg_speed,
            "average_power": lap.avg_power,
            "average_cadence": lap.avg_cadence,
            "ascent": lap.ascent,
        }
        for number, lap in enumerate(session.recording.laps, 1)
    ]


def _bests(key: dict[str, UUID], session: Session) -> list[dict[str, Any]]:
    return [
        {**key, "kind": one.kind, "span": float(one.span), "value": one.value, "start_offset": one.start_offset}
        for one in session.efforts
    ]
