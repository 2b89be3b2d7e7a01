"""Opens gzip and zip uploads within limits, and hands on each file inside with its problem, if it has one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from .recording import Unreadable

MOST_ENTRIES: Final = 5_000
HIGHEST_RATIO: Final = 200
# Below this size even a high ratio is harmless: a tiny file of zeros is no bomb.
RATIO_MATTERS_FROM: Final = 1 << 20
UNPACKED_LIMIT: Final = 1 << 30
GZIP_MAGIC, ZIP_MAGIC = b"\x1f\x8b", b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"

TOO_MANY: Final = f"The archive holds more than {MOST_ENTRIES:,} files; split it into smaller ones."
TOO_LARGE: Final = "The archive is too large when unpacked; split it into smaller ones."
TOO_DENSE: Final = "This file unpacks to far more than an activity can hold, so it was not opened."
DAMAGED_ZIP: Final = "This zip archive is damaged; download or create it again."
DAMAGED_GZIP: Final = "This compressed file is damaged; download or compress it again."
DAMAGED_ENTRY: Final = "This file is damaged inside the archive; create the archive again."
NESTED: Final = "This is an archive inside the archive; unpack it and upload it by itself."
ENCRYPTED: Final = "This file is protected by a password; create the archive without one."
LINK: Final = "This is a link to another file, not a file; add the file itself."
# What zipfile raises on damaged and forged archives.
FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
DUPLICATE: Final = "The archive holds two files of this name; only the first was read."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an archive is opened: files, archives within archives, bytes of one file and of all."""

    entries: int = 100_000
    depth: int = 2
    largest: int = 256 << 20
    total: int = 64 << 30


@dataclass
class PackedFile:
    """One file from an upload: its bytes, or one sentence about why it has none."""

    name: str
    data: bytes | None
    problem: str | None


def unpack(data: bytes, name: str, limit: int = UNPACKED_LIMIT) -> Iterator[PackedFile]:
    """The files of a gzip or zip upload; anything else is handed on as it is."""
    if data.startswith(GZIP_MAGIC):
        yield _from_gzip(data, name, limit)
    elif data.startswith((ZIP_MAGIC, EMPTY_ZIP)):
        yield from _from_zip(data, name, limit)
    else:
        yield PackedFile(name, data, None)


def gunzip(data: bytes, limit: int = UNPACKED_LIMIT) -> bytes:
    """Inflates all members, never beyond the limit; a cut-off end keeps what came before it."""
    allowed = min(limit, max(len(data) * HIGHEST_RATIO, RATIO_MATTERS_FROM))
    pieces: list[bytes] = []
    total = 0
    rest = data
    while rest.startswith(GZIP_MAGIC):
        inflater = zlib.decompressobj(wbits=31)
        try:
            piece = inflater.decompress(rest, allowed - total + 1)
        except zlib.error:
            break
        total += len(piece)
        if total > allowed:
            raise Unreadable(TOO_DENSE)
        pieces.append(piece)
        rest = inflater.unused_data
    if not total:
        raise Unreadable(DAMAGED_GZIP)
    return b"".join(pieces)


def _from_gzip(data: bytes, name: str, limit: int) -> PackedFile:
    inner = name[:-3] if name.lower().endswith(".gz") else name
    try:
        content = gunzip(data, limit)
    except Unreadable as problem:
        return PackedFile(inner, None, str(problem))
    if content.startswith((ZIP_MAGIC, GZIP_MAGIC)):
        return PackedFile(inner, None, NESTED)
    return PackedFile(inner, content, None)


def _from_zip(data: bytes, name: str, limit: int) -> Iterator[PackedFile]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        yield PackedFile(name, None, DAMAGED_ZIP)
        return
    entries = [entry for entry in archive.infolist() if not _passed_over(entry)]
    problem = TOO_MANY if len(entries) > MOST_ENTRIES else None
    # zipfile stops at the declared size, so the sum of declared sizes is a sound cap.
    problem = TOO_LARGE if sum(entry.file_size for entry in entries) > limit else problem
    if problem is not None:
        yield PackedFile(name, None, problem)
        return
    seen: set[str] = set()
    for entry in entries:
        yield (PackedFile(entry.filename, None, DUPLICATE) if entry.filename in seen else _entry(archive, entry))
        seen.add(entry.filename)


def _passed_over(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.replace("\\", "/").split("/")
    return entry.is_dir() or "__MACOSX" in parts or parts[-1] in ("", ".DS_Store", "Thumbs.db")


def walk(
    stream: BinaryIO,
    name: str,
    limits: Limits | None = None,
    wanted: Callable[[str], bool] = lambda _: True,
    spool: Callable[[], BinaryIO] = io.BytesIO,
) -> Iterator[PackedFile]:
    """The wanted files of a ZIP of any size, one in memory at a time, and those of ZIPs within it.

    An archive within the archive is copied to what `spool` opens: give a temporary file where they can be large.
    """
    yield from _Walk(limits or Limits(), wanted, spool).inside(stream, name, 1)


class _Walk:
    """Counts over all archives that are nested in one upload."""

    def __init__(self, limits: Limits, wanted: Callable[[str], bool], spool: Callable[[], BinaryIO]) -> None:
        self.limits, self.wanted, self.spool = limits, wanted, spool
        self.entries = self.total = 0

    def inside(self, stream: BinaryIO, name: str, depth: int) -> Iterator[PackedFile]:
        try:
            archive = zipfile.ZipFile(stream)
            entries = [entry for entry in archive.infolist() if not _passed_over(entry)]
        except FAULTS:
            yield PackedFile(name, None, DAMAGED_ZIP)
            return
        self.entries += len(entries)
        if self.entries > self.limits.entries:
            yield PackedFile(name, None, f"The archive holds more than {self.limits.entries:,} files; split it.")
            return
        seen: set[str] = set()
        for entry in entries:
            if entry.filename in seen:
                yield PackedFile(entry.filename, None, DUPLICATE)
            elif entry.filename.lower().endswith(".zip"):
                yield from self._nested(archive, entry, depth)
            elif self.wanted(entry.filename):
                yield self._one(archive, entry)
            seen.add(entry.filename)

    def _spent(self, entry: zipfile.ZipInfo) -> bool:
        """zipfile never reads more than the declared size, so the sum of declared sizes is a sound cap."""
        self.total += entry.file_size
        return self.total > self.limits.total

    def _one(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> PackedFile:
        if entry.file_size > self.limits.largest or self._spent(entry):
            return PackedFile(entry.filename, None, TOO_LARGE)
        return _entry(archive, entry)

    def _nested(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> Iterator[PackedFile]:
        problem = _problem(entry) or (NESTED if depth >= self.limits.depth else None)
        problem = problem or (TOO_LARGE if self._spent(entry) else None)
        if problem is not None:
            yield PackedFile(entry.filename, None, problem)
            return
        with self.spool() as copy:
            try:
                with archive.open(entry) as stream:
                    while piece := stream.read(1 << 20):
                        copy.write(piece)
            except FAULTS:
                yield PackedFile(entry.filename, None, DAMAGED_ENTRY)
                return
            yield from self.inside(copy, entry.filename, depth + 1)


def _problem(entry: zipfile.ZipInfo) -> str | None:
    """Why an entry is not opened at all."""
    if entry.flag_bits & 1:
        return ENCRYPTED
    if entry.file_size > max(entry.compress_size * HIGHEST_RATIO, RATIO_MATTERS_FROM):
        return TOO_DENSE
    return LINK if _is_link(entry) else None


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> PackedFile:
    if (problem := _problem(entry)) is not None:
        return PackedFile(entry.filename, None, problem)
    try:
        with archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
    except FAULTS:
        return PackedFile(entry.filename, None, DAMAGED_ENTRY)
    if content.startswith((ZIP_MAGIC, EMPTY_ZIP)):
        return PackedFile(entry.filename, None, NESTED)
    if content.startswith(GZIP_MAGIC):
        return _from_gzip(content, entry.filename, RATIO_MATTERS_FROM * HIGHEST_RATIO)
    return PackedFile(entry.filename, content, None)


def _is_link(entry: zipfile.ZipInfo) -> bool:
    return (entry.external_attr >> 16) & 0o170000 == 0o120000
