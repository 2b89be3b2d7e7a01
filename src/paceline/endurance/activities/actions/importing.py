"""Uploads: keeping the originals first, then reading them one by one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select, update

from paceline.endurance.activities.actions.storing import Source, Stored, store_analysis
from paceline.endurance.activities.events import ImportFinished
from paceline.endurance.activities.model import Import, ImportFile
from paceline.endurance.athletes import Athlete
from paceline.infra.tx import Tx
from paceline.science.endurance.analysis import Analysis

# Files from an archive are numbered after it: 30000, 30001, 30002 …
STEP = 10_000
MOST_TRIES = 3
WHERE = "activities.import"
STOPPED_READER = "Reading this file stopped our reader three times, so we let it be. Export the activity again."


@dataclass(frozen=True, slots=True)
class Kept:
    """An uploaded file that is in the store, or the sentence that says why it is not."""

    name: str
    size: int
    key: str | None
    problem: str | None = None


def key_of(athlete_id: UUID, import_id: UUID, number: int) -> str:
    """Where an original is kept."""
    return f"u/{athlete_id}/{import_id}/{number}"


async def begin_import(tx: Tx, import_id: UUID, files: Sequence[Kept]) -> Import:
    """Write down an upload whose originals are kept already."""
    begun = Import(id=import_id, athlete_id=tx.person, state="waiting", created_at=tx.now)
    tx.session.add(begun)
    await tx.session.flush()
    rows = [_row(tx.person, import_id, number * STEP, file) for number, file in enumerate(files, 1)]
    await tx.session.execute(insert(ImportFile), rows)
    await tx.tell(tx.person, WHERE)
    return begun


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
    }


async def next_file(tx: Tx, import_id: UUID) -> ImportFile | None:
    """The next file to read, with this try counted; one that stopped the reader too often is given up."""
    while True:
        waiting = (
            select(ImportFile)
            .where(ImportFile.import_id == import_id, ImportFile.athlete_id == tx.person, ImportFile.state == "waiting")
            .order_by(ImportFile.number)
            .limit(1)
            .with_for_update()
        )
        file = await tx.session.scalar(waiting)
        if file is None:
            return None
        file.tries += 1
        if file.tries <= MOST_TRIES:
            await tx.session.flush()
            return file
        file.state, file.sentence = "failed", STOPPED_READER
        await tx.session.flush()


async def _still_waiting(tx: Tx, import_id: UUID, number: int) -> ImportFile | None:
    return await tx.session.scalar(
        select(ImportFile)
        .where(
            ImportFile.import_id == import_id,
            ImportFile.athlete_id == tx.person,
            ImportFile.number == number,
            ImportFile.state == "waiting",
        )
        .with_for_update()
    )


async def finish_file(
    tx: Tx, athlete: Athlete, import_id: UUID, number: int, analysis: Analysis, digest: bytes
) -> Sequence[Stored]:
    """Store a file's sessions and its result together; nothing when another worker was faster."""
    file = await _still_waiting(tx, import_id, number)
    if file is None:
        return ()
    stored = await store_analysis(tx, athlete, analysis, Source("upload", file.name, digest, file.file_key))
    known = all(one.already_here for one in stored)
    file.state = "already_here" if known else "imported"
    file.sentence = words_for(stored)
    file.activity_ids = [str(one.activity.id) for one in stored]
    if known:
        file.file_key = None
    await tx.session.flush()
    await tx.tell(athlete.id, WHERE)
    return stored


async def fail_file(tx: Tx, import_id: UUID, number: int, sentence: str) -> None:
    """Write down why a file gave nothing."""
    file = await _still_waiting(tx, import_id, number)
    if file is None:
        return
    file.state, file.sentence = "failed", sentence
    await tx.session.flush()
    await tx.tell(tx.person, WHERE)


async def open_archive(tx: Tx, import_id: UUID, number: int, members: Sequence[Kept], passed_over: int) -> None:
    """Put an archive's files, kept one by one, in its place."""
    file = await _still_waiting(tx, import_id, number)
    if file is None:
        return
    if members:
        rows = [_row(tx.person, import_id, number + place, member) for place, member in enumerate(members, 1)]
        await tx.session.execute(insert(ImportFile), rows)
    others = f", {passed_over} other {'file' if passed_over == 1 else 'files'} passed over" if passed_over else ""
    file.state, file.file_key = ("opened" if members else "failed"), None
    many = f"{len(members)} {'file' if len(members) == 1 else 'files'} inside{others}"
    file.sentence = f"{many}." if members else "There is no activity file in this archive."
    await tx.session.flush()
    await tx.tell(tx.person, WHERE)


async def finish_import(tx: Tx, import_id: UUID) -> None:
    """Close an upload whose files have all been looked at, and say so once."""
    closed = await tx.session.scalar(
        update(Import)
        .where(Import.id == import_id, Import.athlete_id == tx.person, Import.state != "done")
        .values(state="done", finished_at=tx.now)
        .returning(Import.id)
    )
    if closed is not None:
        await tx.emit(ImportFinished(import_id, tx.person))


def words_for(stored: Sequence[Stored]) -> str:
    """What became of a file, in a sentence."""
    known = sum(1 for one in stored if one.already_here)
    if known == len(stored):
        return "Already here." if known == 1 else f"All {known} sessions of this file are already here."
    fresh = len(stored) - known
    rest = f", {known} already here" if known else ""
    return "Imported." if len(stored) == 1 else f"{fresh} {'session' if fresh == 1 else 'sessions'} imported{rest}."


def digest_of(data: bytes) -> bytes:
    """The hash by which the same bytes are known again."""
    return hashlib.sha256(data).digest()
