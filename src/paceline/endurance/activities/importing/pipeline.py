"""Reads the files of an import: the next few in the sandbox while the last few are stored, a transaction for each few."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, BinaryIO, cast
from uuid import UUID

from paceline.endurance.activities.files.archives import Member, Opened, Unpacked
from paceline.endurance.activities.files.health_files import opened_health
from paceline.endurance.activities.files.keys import key_of, part_key
from paceline.endurance.activities.files.reading import read_safely, thresholds_of
from paceline.endurance.activities.importing.actions.receiving import (
    MOST_MEMBERS,
    STEP,
    Kept,
    Looked,
    add_members,
    ask_about_table,
    assembled,
    claim_files,
    finish_files,
    finish_import,
    members_known,
    open_archive,
)
from paceline.endurance.activities.importing.tables import ENDINGS, HEAD, look_at, read_by
from paceline.endurance.activities.importing.wellness import WellnessSink, values_of
from paceline.endurance.activities.model import ImportFile
from paceline.endurance.activities.types import ActivitySettings
from paceline.endurance.athletes import Athlete, me
from paceline.infra.database import Actor
from paceline.infra.jobs import Work
from paceline.infra.settings import load
from paceline.infra.storage import Storage
from paceline.infra.stored_file import StoredFile
from paceline.kit.errors import NotFound
from paceline.science.formats import Unreadable, sniff
from paceline.science.formats.accounts import kind_of

MEGABYTE = 1_000_000
# Files of an archive are put into the import so many at a time.
TOGETHER = 200
MISSING = "The uploaded file is no longer in the store. Upload it again."


@cache
def settings() -> ActivitySettings:
    """How much may be uploaded."""
    return load(ActivitySettings)


async def run_import(work: Work, actor: Actor, import_id: UUID) -> None:
    """Every waiting file of an import; begun again it goes on with what is left, paused it ends after those in hand."""
    ahead: asyncio.Task[Sequence[Looked]] | None = None
    after = 0
    try:
        while True:
            async with work.open(actor) as tx:
                athlete = await me(tx)
                claimed = await claim_files(tx, import_id, after)
            reading = asyncio.create_task(_read_all(work, actor, athlete, claimed)) if claimed else None
            ahead, done = reading, ahead
            if done is not None:
                await _store(work, actor, athlete, import_id, await done)
            if reading is None and after == 0:
                break
            # Once through, what an archive put in before the last file is looked for from the start.
            after = claimed[-1].number if claimed else 0
    finally:
        if ahead is not None:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)
    async with work.open(actor) as tx:
        await finish_import(tx, import_id)


async def _store(work: Work, actor: Actor, athlete: Athlete, import_id: UUID, looked: Sequence[Looked]) -> None:
    if not looked:
        return
    async with work.open(actor) as tx:
        sinks = work.machinery.plugged(WellnessSink)
        unneeded = await finish_files(tx, athlete, import_id, looked, sinks)
    for key in unneeded:
        with suppress(NotFound):
            await work.machinery.storage.delete(key)


async def _read_all(work: Work, actor: Actor, athlete: Athlete, files: Sequence[ImportFile]) -> Sequence[Looked]:
    known = thresholds_of(athlete)
    found = await asyncio.gather(*(_read(work, actor, file, known) for file in files))
    return [one for one in found if one is not None]


async def _read(work: Work, actor: Actor, file: ImportFile, known: dict[str, dict[str, Any]]) -> Looked | None:
    """What is in a file; nothing to store when it was an archive, whose files now stand in its place."""
    storage, key = work.machinery.storage, file.file_key or "none"
    try:
        if file.parts:
            await _put_together(work, actor, file)
        kind = await _kind(storage, file) if file.number % STEP == 0 else None
        if kind in ("zip", "health"):
            await _open(work, actor, file, kind)
            return None
        if file.size > settings().largest_mb * MEGABYTE:
            return Looked(file, f"This file is larger than {settings().largest_mb} MB. Split it, or export it again.")
        if kind == "csv":
            await _take_table(work, actor, file)
            return None
        return Looked(file, await read_safely(work.machinery.sandbox, await storage.get(key), file.name, known))
    except NotFound:
        return Looked(file, MISSING)
    except Unreadable as problem:
        return Looked(file, str(problem))


async def _kind(storage: Storage, file: ImportFile) -> str | None:
    head = await asyncio.to_thread(storage.piece, file.file_key or "none", 0, min(file.size, 4096))
    return sniff(head) or ("csv" if file.name.lower().endswith(ENDINGS) else None)


async def _take_table(work: Work, actor: Actor, file: ImportFile) -> None:
    """Read a table by what the athlete said of its columns, or ask."""
    storage, key, sandbox = work.machinery.storage, file.file_key or "none", work.machinery.sandbox
    mapping = file.details.get("mapping")
    if mapping is not None:
        await _unpack(work, actor, file, await read_by(sandbox, await storage.get(key), mapping), "table")
        return
    await look_at(sandbox, await asyncio.to_thread(storage.piece, key, 0, min(file.size, HEAD)))
    async with work.open(actor) as tx:
        await ask_about_table(tx, file.import_id, file.number)


async def _put_together(work: Work, actor: Actor, file: ImportFile) -> None:
    """One file of the parts it came in; killed half-way, it is done again."""
    storage, key = work.machinery.storage, file.file_key or ""
    keys = [part_key(key, number) for number in range(file.parts)]
    if await storage.exists(keys[0]) or not await storage.exists(key):
        await storage.put(key, _joined(storage, keys))
    # In order: once the first is gone, the whole is known to be there.
    for one in keys:
        await storage.delete(one)
    async with work.open(actor) as tx:
        await assembled(tx, file.import_id, file.number)


async def _joined(storage: Storage, keys: Sequence[str]) -> AsyncIterator[bytes]:
    for key in keys:
        async for piece in storage.stream(key):
            yield piece


async def _open(work: Work, actor: Actor, file: ImportFile, kind: str) -> None:
    storage, key = work.machinery.storage, file.file_key or ""
    stored = cast(BinaryIO, io.BufferedReader(StoredFile(storage, key, await storage.size(key)), 1 << 16))
    if kind == "health" or await asyncio.to_thread(kind_of, stored) == "apple_health":
        async with opened_health(work.machinery.sandbox, storage, key) as export:
            await _unpack(work, actor, file, export, "apple_health")
    else:
        await _unpack(work, actor, file, Opened(stored, file.name, settings().largest_mb * MEGABYTE), "archive")


async def _unpack(work: Work, actor: Actor, file: ImportFile, opened: Unpacked, source: str) -> None:
    """Keep what holds many activities one by one and put them in its place, a few at a time and never all in memory."""
    many, left = await _keep_members(work, actor, file, opened)
    if many is None:
        return
    sentence = opened.sentence(many) + (f" {left:,} more are left out; split it." if left else "")
    async with work.open(actor) as tx:
        unneeded = await open_archive(
            tx,
            file.import_id,
            file.number,
            sentence,
            holds_any=bool(many),
            told=source != "archive" or left > 0,
            daily=values_of(opened.daily, source),
            sinks=work.machinery.plugged(WellnessSink),
        )
    # Its files are kept one by one now; when the worker dies before this line, only space is lost.
    if unneeded:
        await work.machinery.storage.delete(file.file_key or "")


async def _keep_members(work: Work, actor: Actor, file: ImportFile, opened: Unpacked) -> tuple[int | None, int]:
    """How many files there are and how many are too many; None when the archive was left out meanwhile.

    Begun again it passes over those that stand in the import already: they come in the same order.
    """
    async with work.open(actor) as tx:
        known = await members_known(tx, file.import_id, file.number)
    many, left = 0, 0
    fresh: list[Kept] = []
    inside = opened.members()
    while (member := await asyncio.to_thread(_next, inside)) is not None:
        if many == MOST_MEMBERS:
            left += 1
            continue
        many += 1
        if many > known:
            fresh.append(await _keep(work.machinery.storage, file, member, file.number + many))
        if len(fresh) == TOGETHER:
            if not await _add(work, actor, file, many, fresh, opened):
                return None, 0
            fresh = []
    if fresh and not await _add(work, actor, file, many, fresh, opened):
        return None, 0
    return many, left


async def _add(work: Work, actor: Actor, file: ImportFile, many: int, fresh: list[Kept], opened: Unpacked) -> bool:
    async with work.open(actor) as tx:
        added = await add_members(tx, file.import_id, file.number, many - len(fresh), fresh, opened.by_start)
    for one in () if added else fresh:
        if one.key:
            await work.machinery.storage.delete(one.key)
    return added


def _next(inside: Iterator[Member]) -> Member | None:
    return next(inside, None)


async def _keep(storage: Storage, file: ImportFile, member: Member, number: int) -> Kept:
    name = member.name.replace("\\", "/").rsplit("/", 1)[-1][:200] or "file"
    if member.data is None:
        return Kept(name, 0, None, member.problem)
    key = key_of(file.athlete_id, file.import_id, number)
    await storage.put(key, member.data)
    return Kept(name, len(member.data), key, details=member.said)
