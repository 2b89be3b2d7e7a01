"""A small FIT writer for tests: any layout, byte order, header and fault, independent of the product's own writer."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

EPOCH = 631_065_600
# 2021-09-08T00:00:00Z in FIT seconds.
START = 1_631_059_200 - EPOCH
CODES = {"enum": 0x00, "b": 0x01, "B": 0x02, "h": 0x83, "H": 0x84, "i": 0x85, "I": 0x86, "f": 0x88, "s": 0x07}


def crc(data: bytes) -> int:
    """CRC-16 bit by bit (polynomial 0xA001), as the FIT protocol describes it."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value


@dataclass
class Fit:
    """Collects messages; `done` frames them."""

    big: bool = False
    body: bytearray = field(default_factory=bytearray)
    layouts: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)

    def define(
        self,
        local: int,
        message: int,
        fields: list[tuple[int, int, str]],
        developer: list[tuple[int, int, int, str]] | None = None,
    ) -> Fit:
        """Fields are (number, size, struct letter); developer fields add the developer index."""
        order = ">" if self.big else "<"
        self.body += bytes([0x40 | (0x20 if developer else 0) | local, 0, int(self.big)])
        self.body += struct.pack(order + "HB", message, len(fields))
        for number, size, letter in fields:
            self.body += bytes([number, size, CODES[letter]])
        if developer:
            self.body += bytes([len(developer)])
            for number, size, index, _ in developer:
                self.body += bytes([number, size, index])
        self.layouts[local] = [*fields, *((number, size, letter) for number, size, _, letter in developer or [])]
        return self

    def data(self, local: int, *values: float | bytes, header: int | None = None) -> Fit:
        self.body.append(local if header is None else header)
        order = ">" if self.big else "<"
        for (_, size, letter), value in zip(self.layouts[local], values, strict=True):
            if isinstance(value, bytes):
                self.body += value.ljust(size, b"\0")
            else:
                self.body += struct.pack(order + ("B" if letter == "enum" else letter), value)
        return self

    def done(self, header: int = 14, wrong_crc: bool = False, size: int | None = None) -> bytes:
        head = bytes([header, 0x10]) + struct.pack("<HI", 2132, len(self.body) if size is None else size) + b".FIT"
        if header == 14:
            head += struct.pack("<H", crc(head))
        whole = head + bytes(self.body)
        return whole + struct.pack("<H", crc(whole) ^ (0xFFFF if wrong_crc else 0))


RECORD = [(253, 4, "I"), (3, 1, "B"), (5, 4, "I"), (6, 2, "H"), (7, 2, "H"), (4, 1, "B")]


def ride(count: int = 60, big: bool = False) -> Fit:
    """A plain activity: one record a second at 5 m/s, 140 bpm, 200 W, 80 rpm, and its session of cycling."""
    fit = Fit(big)
    fit.define(0, 0, [(0, 1, "enum"), (1, 2, "H"), (4, 4, "I")]).data(0, 4, 1, START)
    fit.define(1, 20, RECORD)
    for second in range(count):
        fit.data(1, START + second, 140, second * 500, 5000, 200, 80)
    session(fit, 2, count)
    return fit


def session(fit: Fit, local: int, seconds: int, sport: int = 2, start: int = START, sub: int = 0) -> Fit:
    fields = [(253, 4, "I"), (2, 4, "I"), (5, 1, "enum"), (6, 1, "enum"), (7, 4, "I"), (8, 4, "I"), (16, 1, "B")]
    return fit.define(local, 18, fields).data(
        local, start + seconds, start, sport, sub, seconds * 1000, seconds * 1000, 140
    )
