"""Receiving uploaded files: within limits, originals kept first, a small single file read at once."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from paceline.endurance.activities.actions.importing import Kept, begin_import, digest_of, key_of
from paceline.endurance.activities.actions.storing import Source, Stored, store_analysis
from paceline.endurance.activities.jobs import import_files
from paceline.endurance.activities.types import ActivitySettings
from paceline.endurance.athletes import Athlete, me
from paceline.infra.ids import new_id
from paceline.infra.machinery import Machinery
from paceline.infra.settings import load
from paceline.infra.storage import Storage
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.science.endurance.analysis import analyse
from paceline.science.formats import Unreadable, sniff

MEGABYTE = 1_000_000
MOST_FILES = 1000
CHUNK = 1 << 20
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Received:
    """What an upload came to: the sessions of a file read at once, or an import that goes on by itself."""

    stored: Sequence[Stored] = ()
    import_id: UUID | None = None


@cache
def settings() -> ActivitySettings:
    """How much may be uploaded."""
    return load(ActivitySettings)


async def receive(request: Request, tx: Tx, gear: Machinery) -> Received:
    """Keep the files of a request and read them, or ask for it. Ends the transaction it is given."""
    athlete = await me(tx)
    await gear.limiter.hit("activities.upload", str(athlete.id), settings().uploads)
    # A slow connection must not hold one of the few database connections while its bytes arrive.
    await tx.session.commit()
    async with _files(request) as files:
        if not files:
            raise Invalid("Choose at least one file.", fields={"files": "Choose at least one file."})
        if len(files) == 1 and await _is_small(files[0]):
            return await _at_once(tx, gear, athlete, files[0])
        return await _later(tx, gear, athlete.id, files)


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
    head = await file.read(_HEAD)
    await file.seek(0)
    return (file.size or 0) <= settings().at_once_kb * 1000 and sniff(head) != "zip"


def _name(file: UploadFile) -> str:
    return (file.filename or "file").replace("\\", "/").rsplit("/", 1)[-1][:200]


async def _at_once(tx: Tx, gear: Machinery, athlete: Athlete, file: UploadFile) -> Received:
    data, name = await file.read(), _name(file)
    try:
        analysis = await asyncio.to_thread(analyse, data, name, athlete.thresholds_for)
    except Unreadable as problem:
        raise Invalid(str(problem), code="unreadable") from problem
    key = key_of(athlete.id, new_id(), 1)
    await gear.storage.put(key, data)
    try:
        async with gear.transactions.open(tx.actor) as fresh:
            stored = await store_analysis(fresh, athlete, analysis, Source("upload", name, digest_of(data), key))
    except BaseException:
        await gear.storage.delete(key)
        raise
    if all(one.already_here for one in stored):
        await gear.storage.delete(key)
    return Received(stored)


async def _later(tx: Tx, gear: Machinery, athlete_id: UUID, files: Sequence[UploadFile]) -> Received:
    import_id = new_id()
    kept = [await _keep(gear.storage, key_of(athlete_id, import_id, n), file) for n, file in enumerate(files, 1)]
    async with gear.transactions.open(tx.actor) as fresh:
        await begin_import(fresh, import_id, kept)
        await fresh.defer(import_files, athlete_id=athlete_id, import_id=import_id)
    return Received(import_id=import_id)


async def _keep(storage: Storage, key: str, file: UploadFile) -> Kept:
    size, name = file.size or 0, _name(file)
    if size > settings().largest_mb * MEGABYTE:
        return Kept(
            name,
            size,
            None,
            f"This file is larger than {settings().largest_mb} MB. Split the archive and send the parts.",
        )
    if not size:
        return Kept(name, 0, None, "This file is empty; export the activity again.")
    await storage.put(key, _pieces(file))
    return Kept(name, size, key)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(CHUNK):
        yield piece
