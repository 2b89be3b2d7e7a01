"""`paceline watch FOLDER --person EMAIL`: imports what appears in a folder, moves nothing, knows files by their bytes."""

import asyncio
import hashlib
from argparse import Namespace
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from paceline.app import boot
from paceline.app.commands.database import reachable
from paceline.app.commands.telling import plainly, tell
from paceline.app.place import make_ready
from paceline.core.identity import account_by_email
from paceline.endurance.activities.files.keys import key_of
from paceline.endurance.activities.importing.actions.receiving import Kept
from paceline.endurance.activities.importing.actions.watching import import_watched, seen_before
from paceline.endurance.activities.importing.jobs import import_files
from paceline.endurance.activities.importing.pipeline import MEGABYTE, settings
from paceline.infra.database import SYSTEM, Actor, DatabaseAddress
from paceline.infra.ids import new_id
from paceline.infra.machinery import Machinery
from paceline.kit.errors import Invalid, NotFound

ENDINGS = (".fit", ".gpx", ".tcx", ".fit.gz", ".gpx.gz", ".tcx.gz", ".zip")
AT_A_TIME = 200


@dataclass(slots=True)
class Seen:
    """What this process knows of the folder: sizes and times of the last look, and which files are dealt with."""

    last: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])
    done: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])


@plainly
def watch(arguments: Namespace) -> int:
    """Look every few seconds, until interrupted."""
    folder = Path(arguments.folder).expanduser().resolve()
    if not folder.is_dir():
        raise Invalid(f"{folder} is not a folder.")
    with reachable() as address:
        make_ready(address)
        try:
            asyncio.run(_watch(address, folder, arguments.person, arguments.every, once=arguments.once))
        except KeyboardInterrupt:
            tell("Stopped watching.")
    return 0


async def _watch(address: DatabaseAddress, folder: Path, email: str, every: float, *, once: bool) -> None:
    async with boot.machinery(boot.load_settings(), address) as machinery:
        async with machinery.transactions.open(SYSTEM) as tx:
            account = await account_by_email(tx, email.strip().lower())
            if account is None:
                raise NotFound(f"Nobody here has the address {email}.")
            actor = Actor(account.id, roles=frozenset(account.roles))
        tell(f"Watching {folder}. What appears is imported for {email}; a worker has to run (paceline serve).")
        seen = Seen()
        if once:
            seen.last = await asyncio.to_thread(_look, folder)
        while True:
            found = await bring(machinery, actor, folder, seen)
            if found:
                tell(f"{found} new {'file' if found == 1 else 'files'}.")
            if once:
                return
            await asyncio.sleep(every)


async def bring(machinery: Machinery, actor: Actor, folder: Path, seen: Seen) -> int:
    """Import the files that are new and no longer written to; how many they were."""
    now = await asyncio.to_thread(_look, folder)
    # A file that changed since the last look may still be copied.
    still = [path for path, marks in now.items() if seen.last.get(path) == marks and seen.done.get(path) != marks]
    seen.last = now
    total = 0
    for first in range(0, len(still), AT_A_TIME):
        total += await _import(machinery, actor, still[first : first + AT_A_TIME])
    seen.done.update({path: now[path] for path in still})
    return total


def _look(folder: Path) -> dict[Path, tuple[int, int]]:
    found: dict[Path, tuple[int, int]] = {}
    for path in sorted(folder.rglob("*")):
        if path.name.lower().endswith(ENDINGS) and path.is_file() and not path.is_symlink():
            about = path.stat()
            found[path] = (about.st_size, about.st_mtime_ns)
    return found


async def _import(machinery: Machinery, actor: Actor, paths: list[Path]) -> int:
    digests = {path: digest for path in paths if (digest := await asyncio.to_thread(_digest, path)) is not None}
    async with machinery.transactions.open(actor) as tx:
        before = await seen_before(tx, list(set(digests.values())))
    fresh = {digest: path for path, digest in digests.items() if digest not in before}
    if not fresh:
        return 0
    import_id, kept = new_id(), list[tuple[Kept, bytes]]()
    assert actor.account_id is not None
    for number, (digest, path) in enumerate(fresh.items(), 1):
        kept.append((await _keep(machinery, key_of(actor.account_id, import_id, number), path), digest))
    async with machinery.transactions.open(actor) as tx:
        await import_watched(tx, import_id, kept)
        await tx.defer(import_files, athlete_id=actor.account_id, import_id=import_id)
    return len(kept)


def _digest(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        # Gone again, or not ours to read; the next look sees it if that changes.
        return None


async def _keep(machinery: Machinery, key: str, path: Path) -> Kept:
    size, limits = path.stat().st_size, settings()
    largest = limits.largest_archive_mb if path.suffix.lower() == ".zip" else limits.largest_mb
    if size > largest * MEGABYTE:
        return Kept(path.name[:200], size, None, f"This file is larger than {largest} MB.")

    async def pieces() -> AsyncIterator[bytes]:
        with path.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, 1 << 20):
                yield piece

    await machinery.storage.put(key, pieces())
    return Kept(path.name[:200], size, key)
