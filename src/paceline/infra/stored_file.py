"""A stored file as one to seek in and read from, a piece at a time, so that no large archive is ever in memory."""

import io
from typing import Protocol

PIECE = 1 << 20
KEPT = 4


class HasPieces(Protocol):
    """What gives some bytes of a file, such as the store."""

    def piece(self, key: str, start: int, length: int, /) -> bytes: ...


class StoredFile(io.RawIOBase):
    """Reads blocks through the store; belongs into a thread, because it waits for them."""

    def __init__(self, storage: HasPieces, key: str, size: int) -> None:
        super().__init__()
        self._storage, self._key, self._size = storage, key, size
        self._place = 0
        self._pieces: dict[int, bytes] = {}

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; never before the beginning."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as the piece at hand goes."""
        if self._place >= self._size or not len(buffer):
            return 0
        number, offset = divmod(self._place, PIECE)
        piece = self._piece(number)[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def _piece(self, number: int) -> bytes:
        if number not in self._pieces:
            while len(self._pieces) >= KEPT:
                self._pieces.pop(next(iter(self._pieces)))
            start = number * PIECE
            self._pieces[number] = self._storage.piece(self._key, start, min(PIECE, self._size - start))
        return self._pieces[number]
