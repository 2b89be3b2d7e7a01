"""Writes FIT bytes: definitions, data messages, and the frame of header and checksum around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from fastcrc import crc16
from numpy.typing import NDArray

from .profile import BASE_TYPES

PROTOCOL, PROFILE, HEADER_SIZE = 0x20, 21_158, 14
# Base type numbers as they stand in definitions: multi-byte types carry bit 7.
CODES: Final = {"enum": 0x00, "i1": 0x01, "u1": 0x02, "i2": 0x83, "u2": 0x84, "i4": 0x85, "u4": 0x86, "u4z": 0x8C}
STRING_CODE: Final = 0x07


@dataclass(frozen=True, slots=True)
class Layout:
    """One message kind with its fields: number, base type name, and the string size for texts."""

    local: int
    message: int
    fields: tuple[tuple[int, str, int], ...]

    def definition(self) -> bytes:
        head = bytes((0x40 | self.local, 0, 0, self.message & 0xFF, self.message >> 8, len(self.fields)))
        return head + b"".join(
            bytes((number, self._size(base, size), self._code(base))) for number, base, size in self.fields
        )

    @property
    def dtype(self) -> np.dtype[np.void]:
        spec: list[tuple[str, str]] = [("header", "u1")]
        spec += [(str(number), f"S{size}" if base == "text" else _little(base)) for number, base, size in self.fields]
        return np.dtype(spec)

    def rows(self, count: int) -> NDArray[Any]:
        """Empty messages: every number is 'invalid' until it is set."""
        table = np.zeros(count, self.dtype)
        table["header"] = self.local
        for number, base, _ in self.fields:
            if base != "text":
                table[str(number)] = invalid(base)
        return table

    @staticmethod
    def _size(base: str, size: int) -> int:
        return size if base == "text" else np.dtype(_little(base)).itemsize

    @staticmethod
    def _code(base: str) -> int:
        return STRING_CODE if base == "text" else CODES[base]


def layout(
    local: int, message: int, fields: Sequence[tuple[int, str]], texts: Sequence[tuple[int, int]] = ()
) -> Layout:
    return Layout(local, message, (*((n, base, 0) for n, base in fields), *((n, "text", size) for n, size in texts)))


def one(shape: Layout, values: dict[int, int | bytes | None]) -> bytes:
    """One definition with one message; None stays 'invalid'."""
    row = shape.rows(1)
    for number, value in values.items():
        if value is not None:
            row[str(number)] = value
    return shape.definition() + row.tobytes()


def invalid(base: str) -> int:
    value = BASE_TYPES[CODES[base] & 0x1F].invalid
    return 0 if value is None else value


def _little(base: str) -> str:
    return "u1" if base == "enum" else f"<{base.rstrip('z')}"


def text(value: str, most: int) -> bytes:
    """UTF-8 that fits and never ends inside a letter."""
    return value.encode("utf-8")[:most].decode("utf-8", "ignore").encode("utf-8")


def framed(messages: Sequence[bytes]) -> bytes:
    """The complete file: header, messages, checksum (CRC-16/ARC, as the FIT protocol has it)."""
    body = b"".join(messages)
    head = bytes((HEADER_SIZE, PROTOCOL)) + PROFILE.to_bytes(2, "little") + len(body).to_bytes(4, "little") + b".FIT"
    whole = head + crc16.arc(head).to_bytes(2, "little") + body
    return whole + crc16.arc(whole).to_bytes(2, "little")
