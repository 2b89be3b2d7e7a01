"""Receiving uploaded files: within limits, originals kept first, a small single file read at once."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from paceline.endurance.activities.actions.storing import Source, Stored, store_reading
from paceline.endurance.activities.files.keys import key_of
from paceline.endurance.activities.files.reading import read_safely, thresholds_of
from paceline.endurance.activities.importing.actions.receiving import Kept, add_files, begin_import
from paceline.endurance.activities.importing.jobs import import_files
from paceline.endurance.activities.importing.pipeline import MEGABYTE, settings
from paceline.endurance.activities.importing.tables import ENDINGS
from paceline.endurance.athletes import Athlete, me
from paceline.infra.ids import new_id
from paceline.infra.machinery import Machinery
from paceline.infra.storage import Storage
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.science.formats import Unreadable, sniff

MOST_FILES = 1000
CHUNK = 1 << 20
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Received:
    """What an upload came to: the sessions of a file read at once, or an import that goes on by itself."""

    stored: Sequence[Stored] = ()
    import_id: UUID | None = None


async def let_go(tx: Tx) -> None:
    """End the transaction of a request: a slow connection must not hold one of the database's while its bytes arrive."""
    await tx.session.commit()


async def receive(request: Request, tx: Tx, gear: Machinery, *, to: UUID | None = None) -> Received:
    """Keep the files of a request and read them, or ask for it; `to` adds them to an import. Ends the transaction."""
    athlete = await me(tx)
    await gear.limiter.hit("activities.upload", str(athlete.id), settings().uploads)
    await let_go(tx)
    async with _files(request) as files:
        if not files:
            raise Invalid("Choose at least one file.", fields={"files": "Choose at least one file."})
        if to is None and len(files) == 1 and await _is_small(files[0]):
            return await _at_once(tx, gear, athlete, files[0])
        return await _later(tx, gear, athlete.id, files, to)


@asynccontextmanager
async def _files(request: Request) -> AsyncGenerator[list[UploadFile]]:
    limit = settings().largest_request_mb * MEGABYTE
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large()
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Invalid("Send the files as multipart/form-data, in the field files.")
    received = 0

    async def counted() -> Any:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise _too_large()
        return message

    form = await Request(request.scope, counted).form(max_files=MOST_FILES, max_fields=10)
    try:
        yield [
            value
            for name, value in form.multi_items()
            if name == "files" and isinstance(value, UploadFile) and value.filename
        ]
    finally:
        await form.close()


def _too_large() -> HTTPException:
    return HTTPException(
        413, f"Together these files are larger than {settings().largest_request_mb} MB. Send fewer at a time."
    )


async def _is_small(file: UploadFile) -> bool:
    # What may hold many activities, or needs a word from the athlete, is left to the import.
    if name_of(file.filename).lower().endswith(ENDINGS):
        return False
    return (file.size or 0) <= settings().at_once_kb * 1000 and await _kind(file) not in ("zip", "health", "csv")


async def _kind(file: UploadFile) -> str | None:
    head = await file.read(_HEAD)
    await file.seek(0)
    return sniff(head)


def name_of(given: str | None) -> str:
    """A file's name without the folders it lay in."""
    return (given or "file").replace("\\", "/").rsplit("/", 1)[-1][:200] or "file"


async def _at_once(tx: Tx, gear: Machinery, athlete: Athlete, file: UploadFile) -> Received:
    data, name = await file.read(), name_of(file.filename)
    try:
        reading = await read_safely(gear.sandbox, data, name, thresholds_of(athlete))
    except Unreadable as problem:
        raise Invalid(str(problem), code="unreadable") from problem
    if not reading.sessions:
        # What a watch writes beside activities is told of where imports are.
        await file.seek(0)
        return await _later(tx, gear, athlete.id, [file], None)
    key = key_of(athlete.id, new_id(), 1)
    await gear.storage.put(key, data)
    try:
        async with gear.transactions.open(tx.actor) as fresh:
            stored = await store_reading(fresh, athlete, reading, Source("upload", name, key))
    except BaseException:
        await gear.storage.delete(key)
        raise
    if all(one.already_here and not one.held for one in stored):
        await gear.storage.delete(key)
    return Received(stored)


async def _later(tx: Tx, gear: Machinery, athlete_id: UUID, files: Sequence[UploadFile], to: UUID | None) -> Received:
    folder, import_id = new_id(), to or new_id()
    kept = [await _keep(gear.storage, key_of(athlete_id, folder, n), file) for n, file in enumerate(files, 1)]
    async with gear.transactions.open(tx.actor) as fresh:
        if to is None:
            await begin_import(fresh, import_id, kept)
        else:
            await add_files(fresh, import_id, kept)
        await fresh.defer(import_files, athlete_id=athlete_id, import_id=import_id)
    return Received(import_id=import_id)


async def _keep(storage: Storage, key: str, file: UploadFile) -> Kept:
    size, name = file.size or 0, name_of(file.filename)
    is_archive = await _kind(file) in ("zip", "health")
    largest = settings().largest_archive_mb if is_archive else settings().largest_mb
    if size > largest * MEGABYTE:
        what = "Split the archive and send the parts." if is_archive else "Split it, or export it again."
        return Kept(name, size, None, f"This file is larger than {largest} MB. {what}")
    if not size:
        return Kept(name, 0, None, "This file is empty; export the activity again.")
    await storage.put(key, _pieces(file))
    return Kept(name, size, key)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(CHUNK):
        yield piece
