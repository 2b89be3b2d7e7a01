"""Imports: keeping the originals first, then reading them a few at a time, each result with its sessions in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from paceline.endurance.activities.access import own_import
from paceline.endurance.activities.actions.storing import Source, Stored, store_batch
from paceline.endurance.activities.events import ImportFinished
from paceline.endurance.activities.files.reading import Reading
from paceline.endurance.activities.importing.wellness import WellnessSink, WellnessValue, hand_on, values_of
from paceline.endurance.activities.model import Import, ImportFile
from paceline.endurance.athletes import Athlete
from paceline.infra.events import OWN
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict

# Files from an archive are numbered after it: 3000000, 3000001, 3000002 …
STEP = 1_000_000
MOST_MEMBERS = STEP - 1
MOST_TRIES = 3
# Files are read and stored so many at a time, and no more bytes than fit in memory unpacked.
BATCH, BATCH_BYTES = 24, 6_000_000
GOING = ("waiting", "running")
WHERE = "activities.import"
ASK = "This is a table. Say what its columns mean, and it is read."
STOPPED_READER = "Reading this file stopped our reader three times, so we let it be. Export the activity again."


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store, whole or in `parts`, or the sentence that says why it is not."""

    name: str
    size: int
    key: str | None
    problem: str | None = None
    parts: int = 0
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Looked:
    """A file with what was read from it, or the sentence that says why nothing was."""

    file: ImportFile
    found: Reading | str


async def begin_import(tx: Tx, import_id: UUID, files: Sequence[Kept], *, way: str = "upload") -> Import:
    """Write down an upload whose originals are kept already."""
    begun = Import(id=import_id, athlete_id=tx.person, way=way, state="waiting", created_at=tx.now)
    tx.session.add(begun)
    await tx.session.flush()
    rows = [_row(tx.person, import_id, number * STEP, file) for number, file in enumerate(files, 1)]
    await tx.session.execute(insert(ImportFile), rows)
    await tx.tell(tx.person, WHERE, scope=OWN)
    return begun


async def add_files(tx: Tx, import_id: UUID, files: Sequence[Kept]) -> Import:
    """More files of the same drop, as long as the import has not been stopped or undone."""
    found = await own_import(tx, import_id, lock=True)
    if found.state not in (*GOING, "paused", "done"):
        raise Conflict("This import was stopped. Upload the files again.")
    last = await tx.session.scalar(
        select(func.max(ImportFile.number)).where(ImportFile.import_id == import_id, ImportFile.athlete_id == tx.person)
    )
    first = (last or 0) // STEP + 1
    rows = [_row(tx.person, import_id, number * STEP, file) for number, file in enumerate(files, first)]
    await tx.session.execute(insert(ImportFile), rows)
    if found.state == "done":
        found.state, found.finished_at = "waiting", None
    await tx.session.flush()
    await tx.tell(tx.person, WHERE, scope=OWN)
    return found


def _row(athlete_id: UUID, import_id: UUID, number: int, file: Kept) -> dict[str, object]:
    return {
        "athlete_id": athlete_id,
        "import_id": import_id,
        "number": number,
        "name": file.name,
        "size": file.size,
        "file_key": file.key,
        "state": "failed" if file.problem else "waiting",
        "sentence": file.problem or "",
        "activity_ids": [],
        "tries": 0,
        "parts": file.parts,
        "details": dict(file.details),
    }


async def claim_files(tx: Tx, import_id: UUID, after: int = 0) -> Sequence[ImportFile]:
    """The next files to read, with this try counted; none when the import is paused, stopped or through.

    A file that was in hand when a worker died is read alone from then on, so that only the culprit is given up.
    """
    going = await tx.session.scalar(
        select(Import.id)
        .where(Import.id == import_id, Import.athlete_id == tx.person, Import.state.in_(GOING))
        # Not against whoever only refers to the import, such as an archive's files being put in.
        .with_for_update(key_share=True)
    )
    if going is None:
        return ()
    waiting = (
        select(ImportFile)
        .where(
            ImportFile.import_id == import_id,
            ImportFile.athlete_id == tx.person,
            ImportFile.state == "waiting",
            ImportFile.number > after,
        )
        .order_by(ImportFile.number)
        .limit(BATCH + MOST_TRIES)
        .with_for_update()
    )
    claimed = _together((await tx.session.scalars(waiting)).all())
    for file in claimed:
        file.tries += 1
    if claimed:
        await tx.session.execute(update(Import).where(Import.id == import_id).values(state="running"))
    await tx.session.flush()
    return claimed


def _together(waiting: Sequence[ImportFile]) -> list[ImportFile]:
    """As many from the front as may be read at a time."""
    chosen: list[ImportFile] = []
    total = 0
    for file in waiting:
        if file.tries >= MOST_TRIES:
            file.state, file.sentence = "failed", STOPPED_READER
            continue
        total += file.size
        if chosen and (file.tries or chosen[0].tries or total > BATCH_BYTES or len(chosen) == BATCH):
            break
        chosen.append(file)
    return chosen


async def finish_files(
    tx: Tx, athlete: Athlete, import_id: UUID, batch: Sequence[Looked], sinks: Sequence[WellnessSink] = ()
) -> Sequence[str]:
    """Store what was read and write down what became of each file; the keys of originals nothing refers to.

    Files another worker finished meanwhile, or that were taken out of the import, are left alone.
    """
    way = await tx.session.scalar(select(Import.way).where(Import.id == import_id)) or "upload"
    waiting = await _still_waiting(tx, import_id, [looked.file.number for looked in batch])
    read, days = list[tuple[ImportFile, Reading]](), list[tuple[ImportFile, Reading]]()
    for looked in batch:
        file = waiting.get(looked.file.number)
        if file is None:
            continue
        if isinstance(looked.found, str):
            file.state, file.sentence = "failed", looked.found
        elif looked.found.daily:
            days.append((file, looked.found))
        else:
            read.append((file, looked.found))
    said = await _said(tx, import_id, [file.number for file, _ in read])
    sources = [
        (
            found,
            Source(
                way,
                file.name,
                file.file_key,
                import_id,
                details=file.details,
                said=said.get(file.number // STEP, []),
            ),
        )
        for file, found in read
    ]
    stored = await store_batch(tx, athlete, sources) if sources else ()
    unneeded = [key for (file, _), one in zip(read, stored, strict=True) if (key := _settle(file, one))]
    unneeded += await _keep_days(tx, days, sinks)
    await tx.session.flush()
    if waiting:
        await tx.tell(athlete.id, WHERE, scope=OWN)
    return unneeded


async def _keep_days(tx: Tx, files: Sequence[tuple[ImportFile, Reading]], sinks: Sequence[WellnessSink]) -> list[str]:
    """What a watch writes beside activities; its bytes are needed no longer once its values are kept."""
    unneeded: list[str] = []
    for file, found in files:
        handed = await hand_on(tx, sinks, values_of(found.daily, "fit"))
        file.state = "days" if sinks else "failed"
        file.sentence = " ".join(("No activity.", handed.words, *found.notes))
        file.details = {**file.details, **handed.details}
        if sinks and file.file_key:
            unneeded.append(file.file_key)
            file.file_key = None
    return unneeded


async def _said(tx: Tx, import_id: UUID, numbers: Sequence[int]) -> dict[int, list[list[Any]]]:
    """What archives say of their activities by when they began, by the archive's place in the import."""
    archives = {number - number % STEP for number in numbers if number % STEP}
    rows = await tx.session.execute(
        select(ImportFile.number, ImportFile.details).where(
            ImportFile.import_id == import_id,
            ImportFile.athlete_id == tx.person,
            ImportFile.number.in_(archives),
            ImportFile.details.has_key("by_start"),
        )
    )
    return {number // STEP: details["by_start"] for number, details in rows}


def _settle(file: ImportFile, stored: Sequence[Stored]) -> str | None:
    """What became of a file; its key when nothing refers to its bytes."""
    file.sentence = words_for(stored)
    file.activity_ids = [str(one.activity.id) for one in stored]
    if not all(one.already_here for one in stored):
        file.state = "imported"
        return None
    if any(one.held for one in stored):
        file.state = "duplicate"
        return None
    file.state = "already_here"
    unneeded, file.file_key = file.file_key, None
    return unneeded


async def _still_waiting(tx: Tx, import_id: UUID, numbers: Sequence[int]) -> dict[int, ImportFile]:
    found = await tx.session.scalars(
        select(ImportFile)
        .where(
            ImportFile.import_id == import_id,
            ImportFile.athlete_id == tx.person,
            ImportFile.number.in_(numbers),
            ImportFile.state == "waiting",
        )
        .order_by(ImportFile.number)
        .with_for_update()
    )
    return {file.number: file for file in found}


async def assembled(tx: Tx, import_id: UUID, number: int) -> None:
    """A file that came in parts lies in one piece now."""
    await tx.session.execute(
        update(ImportFile)
        .where(ImportFile.import_id == import_id, ImportFile.athlete_id == tx.person, ImportFile.number == number)
        .values(parts=0)
    )


async def members_known(tx: Tx, import_id: UUID, number: int) -> int:
    """How many files of an archive stand in the import already: a worker died while it was unpacked."""
    last = await tx.session.scalar(
        select(func.max(ImportFile.number)).where(
            ImportFile.import_id == import_id,
            ImportFile.athlete_id == tx.person,
            ImportFile.number.between(number + 1, number + MOST_MEMBERS),
        )
    )
    return (last or number) - number


async def add_members(
    tx: Tx, import_id: UUID, number: int, before: int, members: Sequence[Kept], by_start: list[list[Any]]
) -> bool:
    """The next files of an archive, kept already, after `before` of them; False when the archive was left out meanwhile."""
    file = (await _still_waiting(tx, import_id, [number])).get(number)
    if file is None:
        return False
    if by_start and "by_start" not in file.details:
        # With the first of them, because from now on they may be read.
        file.details = {**file.details, "by_start": by_start}
    rows = [_row(tx.person, import_id, number + place, member) for place, member in enumerate(members, before + 1)]
    await tx.session.execute(insert(ImportFile), rows)
    await tx.tell(tx.person, WHERE, scope=OWN)
    return True


async def open_archive(
    tx: Tx,
    import_id: UUID,
    number: int,
    sentence: str,
    *,
    holds_any: bool,
    told: bool = False,
    daily: Sequence[WellnessValue] = (),
    sinks: Sequence[WellnessSink] = (),
) -> bool:
    """All files of an archive stand in its place; whether the archive itself is no longer needed.

    Its values of days are kept with that, unless it was left out meanwhile. `told` says that its sentence is of interest
    beside what became of its files.
    """
    file = (await _still_waiting(tx, import_id, [number])).get(number)
    if file is None:
        return False
    handed = await hand_on(tx, sinks, daily)
    brought = holds_any or bool(sinks and daily)
    file.details = {**file.details, **handed.details, **({"told": True} if told else {})}
    file.state = "opened" if brought else "failed"
    file.sentence = " ".join(filter(None, (sentence, handed.words)))
    if brought:
        file.file_key = None
    await tx.session.flush()
    await tx.tell(tx.person, WHERE, scope=OWN)
    return brought


async def ask_about_table(tx: Tx, import_id: UUID, number: int) -> None:
    """Leave a table out until the athlete has said what its columns mean."""
    file = (await _still_waiting(tx, import_id, [number])).get(number)
    if file is not None:
        file.state, file.sentence, file.details = "asking", ASK, {"table": True}
        await tx.session.flush()
        await tx.tell(tx.person, WHERE, scope=OWN)


async def finish_import(tx: Tx, import_id: UUID) -> None:
    """Close an upload whose files have all been looked at, and say so once."""
    left = await tx.session.scalar(
        select(ImportFile.number)
        .where(ImportFile.import_id == import_id, ImportFile.athlete_id == tx.person, ImportFile.state == "waiting")
        .limit(1)
    )
    if left is not None:
        return
    closed = await tx.session.scalar(
        update(Import)
        .where(Import.id == import_id, Import.athlete_id == tx.person, Import.state.in_(GOING))
        .values(state="done", finished_at=tx.now)
        .returning(Import.id)
    )
    if closed is not None:
        await tx.emit(ImportFinished(import_id, tx.person))


def words_for(stored: Sequence[Stored]) -> str:
    """What became of a file, in a sentence."""
    held = sum(1 for one in stored if one.held)
    known = sum(1 for one in stored if one.already_here)
    if known == len(stored):
        if held:
            return "Looks like a session you have already. Decide which to keep."
        return "Already here." if known == 1 else f"All {known} sessions of this file are already here."
    fresh = len(stored) - known
    rest = f", {known} already here" if known else ""
    return "Imported." if len(stored) == 1 else f"{fresh} {'session' if fresh == 1 else 'sessions'} imported{rest}."
