"""Reading uploaded files: one transaction a file, so that a killed worker goes on where it stopped."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from paceline.endurance.activities.actions.importing import (
    STEP,
    Kept,
    digest_of,
    fail_file,
    finish_file,
    finish_import,
    key_of,
    next_file,
    open_archive,
)
from paceline.endurance.activities.actions.weighing import weigh_batch
from paceline.endurance.activities.model import ImportFile
from paceline.endurance.athletes import me
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work
from paceline.kit.errors import NotFound
from paceline.science.endurance.analysis import analyse
from paceline.science.formats import PackedFile, Unreadable, sniff, unpack

jobs = Jobs("activities")
MISSING = "The uploaded file is no longer in the store. Upload it again."
_ENDINGS = (".fit", ".gpx", ".tcx", ".gz")


@jobs.job("import_files", one_running="{athlete_id}", one_waiting="{import_id}")
async def import_files(work: Work, *, athlete_id: str, import_id: str) -> None:
    """Read every waiting file of an upload; started again it goes on with what is left."""
    actor, upload = Actor(UUID(athlete_id)), UUID(import_id)
    while True:
        async with work.open(actor) as tx:
            file = await next_file(tx, upload)
        if file is None:
            break
        await _read(work, actor, file)
    async with work.open(actor) as tx:
        await finish_import(tx, upload)


async def _read(work: Work, actor: Actor, file: ImportFile) -> None:
    storage = work.machinery.storage
    try:
        data = await storage.get(file.file_key or "")
    except NotFound:
        await _fail(work, actor, file, MISSING)
        return
    if sniff(data) == "zip" and file.number % STEP == 0:
        await _open(work, actor, file, data)
        return
    try:
        async with work.open(actor) as tx:
            athlete = await me(tx)
        analysis = await asyncio.to_thread(analyse, data, file.name, athlete.thresholds_for)
    except Unreadable as problem:
        await _fail(work, actor, file, str(problem))
        return
    async with work.open(actor) as tx:
        stored = await finish_file(tx, athlete, file.import_id, file.number, analysis, digest_of(data))
    if stored and all(one.already_here for one in stored) and file.file_key:
        await storage.delete(file.file_key)


async def _fail(work: Work, actor: Actor, file: ImportFile, sentence: str) -> None:
    async with work.open(actor) as tx:
        await fail_file(tx, file.import_id, file.number, sentence)


async def _open(work: Work, actor: Actor, file: ImportFile, data: bytes) -> None:
    members: list[Kept] = []
    passed_over = 0
    inside = unpack(data, file.name)
    while (member := await asyncio.to_thread(_next, inside)) is not None:
        if member.data is not None and not _is_activity(member):
            passed_over += 1
            continue
        members.append(await _keep(work, file, member, file.number + len(members) + 1))
    async with work.open(actor) as tx:
        await open_archive(tx, file.import_id, file.number, members, passed_over)
    # Its files are kept one by one now; when the worker dies before this line, only space is lost.
    with suppress(NotFound):
        await work.machinery.storage.delete(file.file_key or "")


def _next(inside: Iterator[PackedFile]) -> PackedFile | None:
    return next(inside, None)


def _is_activity(member: PackedFile) -> bool:
    """An export of a service holds pictures and tables too; they are not worth a complaint."""
    return member.name.lower().endswith(_ENDINGS) or sniff(member.data or b"") is not None


async def _keep(work: Work, file: ImportFile, member: PackedFile, number: int) -> Kept:
    name = member.name.replace("\\", "/").rsplit("/", 1)[-1][:200] or "file"
    if member.data is None:
        return Kept(name, 0, None, member.problem)
    key = key_of(file.athlete_id, file.import_id, number)
    await work.machinery.storage.put(key, member.data)
    return Kept(name, len(member.data), key)


@jobs.job("weigh_again", one_waiting="{athlete_id}", one_running="{athlete_id}")
async def weigh_again(work: Work, *, athlete_id: str) -> None:
    """Measure every load against the athlete's thresholds of today, a few activities at a time."""
    actor = Actor(UUID(athlete_id))
    after: UUID | None = None
    while True:
        async with work.open(actor) as tx:
            after = await weigh_batch(tx, await me(tx), after)
            if after is None:
                await tx.tell(tx.person, "activities.changed")
                return
