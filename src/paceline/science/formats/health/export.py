"""Opens an Apple Health export, a ZIP or the XML alone, and reads it piece by piece in little memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO, Final

from ..archive import FAULTS
from ..gpx import decode_gpx
from ..markup import ENTITIES
from ..recording import Decoded, Unreadable
from ..words import counted
from .columns import Columns
from .elements import Elements
from .gathering import Gathering
from .model import HealthChunk, HealthWorkout

PIECE: Final = 1 << 19
# One element larger than this is no entry of a health export.
LARGEST_ELEMENT: Final = 64 << 20
LARGEST_ROUTE: Final = 64 << 20
LARGEST_EXPORT: Final = 64 << 30
_ROOT: Final = re.compile(rb"<HealthData(?:\s[^>]*)?>")
_CLOSING: Final = b"</HealthData>"
NOT_HEALTH: Final = "This is not an Apple Health export: it holds no health data. Share “Export All Health Data” again."
EMPTY: Final = "The health data in this Apple Health export is empty; export it on the iPhone again."
BROKEN: Final = "The health data in this Apple Health export is damaged from its start; export it on the iPhone again."
DAMAGED: Final = "The export is damaged part of the way through; everything before that was read."
DAMAGED_ZIP: Final = "This zip archive is damaged; export the health data on the iPhone again."
TOO_LARGE: Final = "An entry of this export is far too large to be health data; export it on the iPhone again."


class HealthExport:
    """An opened export: its chunks, and the routes that its workouts refer to."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._archive = _archive(stream)
        self._name = _main(self._archive) if self._archive is not None else ""
        self._notes = _strangers(self._archive) if self._archive is not None else []
        names = self._archive.namelist() if self._archive is not None else []
        self._files = {_reference(name): name for name in names}

    def chunks(self) -> Iterator[HealthChunk]:
        """Every entry, in pieces; the last piece brings the notes."""
        if self._archive is None:
            self._stream.seek(0)
            yield from _chunks(self._stream, [])
            return
        try:
            with self._archive.open(self._name) as stream:
                yield from _chunks(stream, self._notes)
        except FAULTS as fault:
            raise Unreadable(DAMAGED_ZIP) from fault

    def routes(self) -> tuple[str, ...]:
        """The route files in the archive, as workouts name them."""
        names = self._archive.namelist() if self._archive is not None else []
        return tuple(_reference(name) for name in names if name.lower().endswith(".gpx") and "__MACOSX" not in name)

    def route(self, workout: HealthWorkout) -> Decoded | None:
        """The tracks of a workout; None when it has none in this archive."""
        names = self._files
        found = [decode_gpx(self._file(names[path])) for path in workout.routes if path in names]
        if not found:
            return None
        return Decoded(
            tuple(recording for each in found for recording in each.recordings),
            tuple(dict.fromkeys(note for each in found for note in each.notes)),
        )

    def _file(self, name: str) -> bytes:
        assert self._archive is not None
        try:
            with self._archive.open(name) as stream:
                data = stream.read(LARGEST_ROUTE + 1)
        except FAULTS as fault:
            raise Unreadable(DAMAGED_ZIP) from fault
        if len(data) > LARGEST_ROUTE:
            raise Unreadable(TOO_LARGE)
        return data


def _reference(name: str) -> str:
    """As `FileReference` has it: without the folder of the export."""
    return "/" + "/".join(name.replace("\\", "/").split("/")[-2:])


def _archive(stream: BinaryIO) -> zipfile.ZipFile | None:
    stream.seek(0)
    if not stream.read(4).startswith(b"PK"):
        return None
    try:
        return zipfile.ZipFile(stream)
    except FAULTS as fault:
        raise Unreadable(DAMAGED_ZIP) from fault


def _main(archive: zipfile.ZipFile) -> str:
    """The file with the data; its name is in the language of the phone, so the content decides."""
    entries = [
        entry
        for entry in archive.infolist()
        if entry.filename.lower().endswith(".xml") and not entry.filename.startswith("__MACOSX")
    ]
    for entry in sorted(entries, key=lambda entry: -entry.file_size):
        try:
            with archive.open(entry) as stream:
                if _ROOT.search(stream.read(PIECE)):
                    return entry.filename
        except FAULTS:
            continue
    if any(entry.filename.endswith("export.xml") and not entry.file_size for entry in entries):
        raise Unreadable(EMPTY)
    raise Unreadable(NOT_HEALTH)


def _strangers(archive: zipfile.ZipFile) -> list[str]:
    """Nothing is ever written under a name from the archive, but an export by Apple has no such names."""
    outside = sum(".." in name.replace("\\", "/").split("/") or name.startswith("/") for name in archive.namelist())
    return [f"{counted(outside, 'file', 'files')} passed over: the name leads out of the archive."] if outside else []


class _Pieces:
    """The inside of HealthData, from after its opening tag."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.total = 0
        head = b""
        while (root := _ROOT.search(head)) is None:
            piece = self.next()
            if not piece or len(head) > LARGEST_ELEMENT:
                raise Unreadable(EMPTY if not head.strip() else NOT_HEALTH)
            head += piece
        # Apple's own declarations are often malformed, so they are passed over unread; entities never occur in them.
        if b"<!ENTITY" in head[: root.start()]:
            raise Unreadable(ENTITIES)
        self.first = head[root.end() :]

    def next(self) -> bytes:
        piece = self._stream.read(PIECE)
        self.total += len(piece)
        if self.total > LARGEST_EXPORT:
            raise Unreadable(TOO_LARGE)
        return piece


def _chunks(stream: IO[bytes], notes: list[str]) -> Iterator[HealthChunk]:
    gathering = Gathering()
    pieces = _Pieces(stream)
    if len(pieces.first) < PIECE:
        pieces.first += pieces.next()
    # Apple indents each entry by one blank on a line of its own.
    apples = pieces.first[:3] == b"\n <" and pieces.first[3:4] not in (b"/", b"!")
    sound = True
    for went_well in _by_column(pieces, gathering) if apples else _by_element(pieces, gathering):
        sound = went_well
        if gathering.full:
            yield gathering.taken()
    if not sound and not gathering.anything:
        raise Unreadable(BROKEN)
    yield gathering.taken([*notes, *([] if sound else [DAMAGED]), *gathering.notes()])


def _by_element(pieces: _Pieces, gathering: Gathering) -> Iterator[bool]:
    """Whether all went well so far; ends with the first fault."""
    elements = Elements(gathering)
    piece = pieces.first
    rest = b""
    while piece:
        whole = rest + piece
        # The closing tag is held back until it is sure to be the end.
        rest = whole[-64:]
        if not elements.feed(whole[: len(whole) - len(rest)]):
            yield False
            return
        yield True
        piece = pieces.next()
    end = rest.rfind(_CLOSING)
    yield end >= 0 and elements.feed(rest[:end], last=True)


def _by_column(pieces: _Pieces, gathering: Gathering) -> Iterator[bool]:
    columns = Columns(gathering)
    waiting = pieces.first
    while piece := pieces.next():
        waiting += piece
        cut = _last_entry(waiting)
        if cut <= 2:
            if len(waiting) > LARGEST_ELEMENT:
                raise Unreadable(TOO_LARGE)
            continue
        if not columns.read(waiting[:cut]):
            yield False
            return
        yield True
        waiting = waiting[cut:]
        # The entry's own indentation belongs to it.
        waiting = b"\n " + waiting
    end = waiting.rfind(_CLOSING)
    last = waiting[:end].rstrip() + b"\n " if end >= 0 else waiting[: _last_entry(waiting)]
    yield columns.read(last) and end >= 0


def _last_entry(data: bytes) -> int:
    """Where the last entry opens, or 0."""
    end = len(data) - 1
    while (at := data.rfind(b"\n <", 0, end)) >= 0:
        if data[at + 3 : at + 4].isalpha():
            return at + 2
        end = at + 2
    return 0
