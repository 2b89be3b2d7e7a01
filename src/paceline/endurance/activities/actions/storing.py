"""Turning what was read from files into activities, each once."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from paceline.endurance.activities.actions.gearing import gear_named
from paceline.endurance.activities.actions.knowing import Known, known_to
from paceline.endurance.activities.actions.writing import write_parts
from paceline.endurance.activities.events import ActivityImported, ManyActivitiesChanged
from paceline.endurance.activities.files.archives import said_at
from paceline.endurance.activities.files.reading import Reading, ReadSession, read_own, thresholds_of
from paceline.endurance.activities.gear.queries import defaults_of, gear_taken
from paceline.endurance.activities.model import Activity, Duplicate
from paceline.endurance.activities.rules import default_name
from paceline.endurance.activities.strength import sets_recorded
from paceline.endurance.activities.terms.queries import terms_of_source
from paceline.endurance.activities.types import FREE, Terms
from paceline.endurance.athletes import Athlete
from paceline.infra.database.fast import ask
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.science.endurance.sports import family

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an activity came from: the way, the file's name, where its bytes are kept, and on which terms.

    Without `terms` those hold that its athlete said for the import or for everything from this source.
    `details` holds what an archive says of it beside its bytes: title, description, gear; `said` what it says of all
    its activities, each with when it began.
    """

    way: str
    name: str
    key: str | None = None
    import_id: UUID | None = None
    terms: Terms | None = None
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    said: list[list[Any]] = field(default_factory=list[list[Any]])


@dataclass(frozen=True, slots=True)
class Stored:
    """An activity, whether it was here before, and whether this recording of it waits for a decision."""

    activity: Activity
    already_here: bool
    held: bool = False


@dataclass(slots=True)
class _Fresh:
    """What a batch will write."""

    activities: list[Activity] = field(default_factory=list[Activity])
    sessions: list[tuple[Activity, ReadSession]] = field(default_factory=list[tuple[Activity, ReadSession]])
    duplicates: list[Duplicate] = field(default_factory=list[Duplicate])
    gear: list[tuple[Activity, str]] = field(default_factory=list[tuple[Activity, str]])


async def import_recording(
    tx: Tx, athlete: Athlete, data: bytes, name: str = "", *, source: str = "upload", file_key: str | None = None
) -> Activity:
    """The (first) activity of a file the product made itself; raises Unreadable with a sentence."""
    reading = await asyncio.to_thread(read_own, data, name, thresholds_of(athlete))
    return (await store_reading(tx, athlete, reading, Source(source, name, file_key)))[0].activity


async def store_reading(tx: Tx, athlete: Athlete, reading: Reading, source: Source) -> Sequence[Stored]:
    """Every session of a file as an activity, told one by one; what is here already is found and not stored twice."""
    stored = (await _store(tx, athlete, [(reading, source)]))[0]
    for one in _new(stored):
        await tx.emit(ActivityImported(one.id, athlete.id, one.day, one.shareable))
    return stored


async def store_batch(tx: Tx, athlete: Athlete, batch: Sequence[tuple[Reading, Source]]) -> Sequence[Sequence[Stored]]:
    """The same for several files of one import, told once."""
    stored = await _store(tx, athlete, batch)
    fresh = [activity for file in stored for activity in _new(file)]
    for shareable in (True, False):
        some = [one for one in fresh if one.shareable is shareable]
        days = tuple(sorted({one.day for one in some}))
        if some:
            ids = tuple(one.id for one in some)
            await tx.emit(ManyActivitiesChanged(athlete.id, "imported", ids, days, shareable))
    return stored


def _new(stored: Sequence[Stored]) -> list[Activity]:
    return [one.activity for one in stored if not one.already_here]


async def _store(tx: Tx, athlete: Athlete, batch: Sequence[tuple[Reading, Source]]) -> Sequence[Sequence[Stored]]:
    # Two uploads of the same session at once would each see nothing yet: they take turns.
    await ask(tx.session, _ONE_AT_A_TIME, {"key": f"activities/{athlete.id}"})
    known = await known_to(tx, athlete.id, [reading for reading, _ in batch])
    batch = await _on_terms(tx, athlete, batch)
    fresh = _Fresh()
    stored = [
        [
            _one(tx, athlete, known, fresh, reading, session, source, part)
            for part, session in enumerate(reading.sessions)
        ]
        for reading, source in batch
    ]
    await _give_gear(tx, athlete, fresh)
    tx.session.add_all(fresh.activities)
    await tx.session.flush()
    tx.session.add_all(fresh.duplicates)
    await write_parts(tx, fresh.sessions)
    return stored


async def _on_terms(tx: Tx, athlete: Athlete, batch: Sequence[tuple[Reading, Source]]) -> list[tuple[Reading, Source]]:
    """The same with the terms its athlete said for each import or source."""
    asked = {(source.way, source.import_id) for _, source in batch if source.terms is None}
    agreed = {key: await terms_of_source(tx, athlete.id, *key) for key in asked}
    return [
        (reading, replace(source, terms=source.terms or agreed[source.way, source.import_id]))
        for reading, source in batch
    ]


async def _give_gear(tx: Tx, athlete: Athlete, fresh: _Fresh) -> None:
    """What an archive names, and else what sessions of the sport take by themselves."""
    if not fresh.activities:
        return
    taken = await defaults_of(tx, athlete.id)
    named = await gear_named(tx, athlete.id, {name: one.family for one, name in fresh.gear})
    chosen = {one.id: named.get(name) for one, name in fresh.gear}
    for one in fresh.activities:
        one.gear_id = chosen.get(one.id) or gear_taken(taken, one.family, one.day)


def _one(
    tx: Tx,
    athlete: Athlete,
    known: Known,
    fresh: _Fresh,
    reading: Reading,
    session: ReadSession,
    source: Source,
    part: int,
) -> Stored:
    if (here := known.by_bytes(reading.sha256, part)) is not None:
        return Stored(here, True)
    # An archive that lists its activities by when they began keeps its words with that moment.
    source = replace(source, details={**said_at(source.said, session.start), **source.details})
    activity = _activity(tx, athlete, session, source, part, reading)
    twin = known.same_session(activity)
    if twin is not None and twin.file_sha256 == reading.sha256:
        # Some devices write a session into one file twice; there is nothing to decide about that.
        return Stored(twin, True)
    known.add(activity, twin)
    fresh.activities.append(activity)
    fresh.sessions.append((activity, session))
    if gear := _printable(source.details.get("gear"))[:100]:
        fresh.gear.append((activity, gear))
    if twin is None:
        return Stored(activity, False)
    activity.deleted_at, activity.duplicate_of = tx.now, twin.id
    fresh.duplicates.append(
        Duplicate(
            id=new_id(),
            athlete_id=athlete.id,
            activity_id=twin.id,
            other_id=activity.id,
            other_sha256=reading.sha256,
            other_part=part,
            created_at=tx.now,
        )
    )
    return Stored(twin, True, held=True)


def _activity(tx: Tx, athlete: Athlete, session: ReadSession, source: Source, part: int, reading: Reading) -> Activity:
    start = datetime.fromtimestamp(session.start, UTC)
    local = _local(start, session.utc_offset, athlete)
    day = local_day(start, athlete.time_zone) if session.utc_offset is None else local.date()
    title = _printable(source.details.get("title")) or _printable(session.name)
    terms = source.terms or FREE
    return Activity(
        id=new_id(),
        athlete_id=athlete.id,
        source=source.way,
        sport=session.sport,
        sub_sport=session.sub_sport,
        family=family(session.sport),
        name=(title or default_name(session.sport, local.hour))[:200],
        started_at=start,
        utc_offset=session.utc_offset,
        time_zone=athlete.time_zone,
        day=day,
        **session.totals,
        calories=session.calories,
        load=session.load["value"],
        load_method=session.load["method"],
        load_reason=session.load["reason"],
        rpe=session.rpe,
        notes=_notes(source.details),
        commute=bool(source.details.get("commute")),
        indoor=bool(source.details.get("indoor")),
        device=_printable(session.device) or None,
        reasons=session.reasons,
        cautions=session.cautions,
        quality=list(reading.notes),
        pauses=session.pauses,
        lengths=session.lengths,
        sets=sets_recorded(session.sets),
        file_key=source.key,
        file_name=_printable(source.name)[:200] or None,
        file_sha256=reading.sha256,
        file_part=part,
        created_at=tx.now,
        changed_at=tx.now,
        import_id=source.import_id,
        shareable=terms.shareable,
        ai_allowed=terms.ai_allowed,
        retain_until=terms.retain_until,
    )


def _notes(details: Mapping[str, Any]) -> str:
    """The description, and which pictures of the archive belong to the activity."""
    words = str(details.get("description") or "").replace("\0", "")
    photos = ", ".join(filter(None, map(_printable, details.get("photos") or ())))
    pictures = f"Photos in the archive: {photos}" if photos else ""
    return "\n\n".join(filter(None, (words[: 10_000 - min(len(pictures) + 2, 5_000)], pictures)))[:10_000]


def _local(start: datetime, utc_offset: float | None, athlete: Athlete) -> datetime:
    if utc_offset is not None:
        return start + timedelta(seconds=utc_offset)
    return start.astimezone(ZoneInfo(athlete.time_zone))


def _printable(text: str | None) -> str:
    """Names from files may hold anything; PostgreSQL takes no zero byte and people no control characters."""
    return "".join(c for c in text or "" if c.isprintable()).strip()
