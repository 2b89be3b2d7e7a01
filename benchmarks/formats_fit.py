"""FIT files: every message of real and generated files, ours beside the official decoder and the native wheels.

All times are processor time. `PACELINE_BENCH_PEERS` names a virtual environment that holds the native wheels, where this
one does not; a wheel that is in neither is said to be missing.
"""

from __future__ import annotations

import importlib
import os
import statistics
import struct
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import fitdecode
import fitparse
import numpy as np
from fastcrc import crc16
from garmin_fit_sdk import Decoder, Stream

from benchmarks.report import Line
from paceline.science.formats import decode
from paceline.science.formats.fit.layouts import layout_of
from paceline.science.formats.fit.messages import read_messages
from paceline.science.formats.fit.reader import definition, frames
from paceline.science.formats.fit.writing import framed, layout, one

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
PEERS = os.environ.get("PACELINE_BENCH_PEERS")
START = 1_000_000_000
LONG = 100_000
# Of files longer than this the decoders in Python read the first part only, and their time is scaled by the bytes: all
# files whole would take them a quarter of an hour. Ours and the native ones read every file whole.
WHOLE, PART = 200_000, 120_000
FIELDS = (
    *((253, "u4"), (0, "i4"), (1, "i4"), (5, "u4"), (73, "u4"), (78, "u4"), (2, "u2"), (6, "u2"), (7, "u2")),
    *((3, "u1"), (4, "u1"), (53, "u1"), (13, "i1"), (39, "u2"), (41, "u2"), (83, "u2"), (84, "u2"), (85, "u2")),
    *((108, "u2"), (29, "u4")),
)


def generated(seconds: int, *, beats: bool) -> bytes:
    """One record a second with twenty fields; with `beats` an hrv message of five intervals after each."""
    shape, pulse = layout(1, 20, FIELDS), layout(2, 78, [(0, "u2")])
    second = np.arange(seconds)
    rows = shape.rows(seconds)
    for number, base in FIELDS:
        rows[str(number)] = (second * (number + 1)) % (100 if base.endswith("1") else 20_000)
    rows["253"] = START + second
    head = one(layout(0, 0, [(0, "enum"), (1, "u2"), (4, "u4")]), {0: 4, 1: 255, 4: START})
    session = one(
        layout(3, 18, [(253, "u4"), (2, "u4"), (5, "enum"), (7, "u4"), (8, "u4")]),
        {253: START + seconds, 2: START, 5: 2, 7: seconds * 1000, 8: seconds * 1000},
    )
    if not beats:
        return framed([head, shape.definition(), rows.tobytes(), session])
    five = bytes((0x42, 0, 0, 78, 0, 1, 0, 10, 0x84))
    intervals = np.full((seconds, 11), 2, np.uint8)
    intervals[:, 1:] = np.tile(np.array([800, 810, 65_535, 65_535, 65_535], "<u2"), (seconds, 1)).view(np.uint8)
    both = np.hstack([rows.view(np.uint8).reshape(seconds, -1), intervals])
    assert pulse.message == 78
    return framed([head, shape.definition(), five, both.tobytes(), session])


def ours(data: bytes) -> object:
    """Every message of every kind, every field a scaled float64 column, components and sub-fields included."""
    return read_messages(data)


def sdk(data: bytes) -> object:
    """With everything it does beyond that switched off: words for codes, datetime objects, merging of heart rates."""
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read(
        convert_types_to_strings=False, convert_datetimes_to_dates=False, merge_heart_rates=False
    )
    if errors:
        raise errors[0]
    return messages


def by_fitdecode(data: bytes) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: list[Any] = []
        with fitdecode.FitReader(data) as reader:
            for frame in reader:
                if isinstance(frame, fitdecode.FitDataMessage):
                    found.append([(field.name, field.value) for field in frame.fields])
        return found


def by_fitparse(data: bytes) -> object:
    return [message.get_values() for message in fitparse.FitFile(data).get_messages()]


def wheels() -> dict[str, Callable[[bytes], object] | None]:
    """The native decoders by name, None where one is not installed."""
    if PEERS:
        sys.path += [str(place) for place in sorted(Path(PEERS).glob("lib/python*/site-packages"))]
    return {name: _wheel(name, read) for name, read in NATIVE.items()}


def _wheel(name: str, read: Callable[[Any, bytes], object]) -> Callable[[bytes], object] | None:
    try:
        module = importlib.import_module(name)
    except ImportError:
        return None
    return lambda data: read(module, data)


NATIVE: dict[str, Callable[[Any, bytes], object]] = {
    "fitfast": lambda module, data: module.parse(data, enum_names=False, datetimes=False),
    "pyfitparsernative": lambda module, data: module.parse_fit_bytes(data),
}


def taken(read: Callable[[bytes], object], data: bytes, rounds: int) -> float | None:
    """The shortest of several times in ms, None when the reader refuses the file."""
    best = float("inf")
    for _ in range(rounds):
        began = process_time()
        try:
            found = read(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            # A panic of a native decoder is no `Exception`.
            return None
        best = min(best, process_time() - began)
        del found
    return best * 1000


def part(data: bytes) -> tuple[bytes, float]:
    """A long file up to some message in its middle, as a file of its own, and how many times longer the whole is."""
    found = list(frames(data))
    if len(data) <= WHOLE or len(found) != 1 or found[0].damaged or found[0].cut_off:
        return data, 1.0
    places = np.sort(np.concatenate([group.offsets for group in found[0].groups]))
    start, end = data[0], int(places[np.searchsorted(places, PART)])
    # A header may leave its own checksum out.
    head = data[:4] + struct.pack("<I", end - start) + data[8:12] + bytes(start - 12)
    cut = head + data[start:end]
    return cut + struct.pack("<H", crc16.arc(cut)), (found[0].stopped - start) / (end - start)


def measure(rounds: int) -> list[Line]:
    """The table goes to the standard output as it is measured, the lines into the common report."""
    native = wheels()
    print(f"{'file':46} {'kB':>6} {'ours':>8} {'cold':>8} {'SDK':>9} {'fitdecode':>10} {'native':>8}  ratios (ms)")
    files = sorted(path for path in SHARED.glob("fit_*/*") if path.suffix.lower() == ".fit")
    rows = [found for path in files if (found := _row(path.name, path.read_bytes(), rounds, native))]
    long = [
        (name, _row(name, generated(86_400, beats=beats), rounds, native))
        for beats, name in ((False, DAY), (True, f"{DAY} with an hrv message after each record"))
    ]
    lines = _summary("FIT, real files and 24 h", [*rows, *(row for _, row in long[:1] if row)])
    for name, least, most in (("under 10 kB", 0, 10_000), ("10 to 100 kB", 10_000, LONG), ("from 100 kB", LONG, 1e9)):
        lines += _summary(
            f"FIT, real files {name}", [row for row in rows if least <= row["size"] < most], targets=False
        )
    for name, row in long:
        lines += _summary(name, [row] if row else [])
    missing = [name for name, read in native.items() if read is None]
    lines += [Line(f"FIT, {name}", "", "not installed") for name in missing]
    lines += _slope(rounds)
    lines.append(_fitparse(rounds))
    return lines


DAY = "FIT, 24 h at 1 Hz"


def _row(
    name: str, data: bytes, rounds: int, native: dict[str, Callable[[bytes], object] | None]
) -> dict[str, float] | None:
    piece, times = part(data)
    theirs = taken(sdk, piece, 2)
    if theirs is None:
        return None
    layout_of.cache_clear()
    definition.cache_clear()
    cold = taken(ours, data, 1)
    # Turn about, so that a busy moment of the machine hits each of them.
    mine = [taken(ours, data, max(rounds, 5))]
    wheel = [taken(read, data, 2) for read in native.values() if read is not None]
    other = taken(by_fitdecode, piece, 2)
    recordings = taken(decode, data, 3)
    mine.append(taken(ours, data, max(rounds, 5)))
    fastest = min((found for found in wheel if found is not None), default=None)
    own = min(found for found in mine if found is not None)
    theirs, other = theirs * times, None if other is None else other * times
    row = {"size": float(len(data)), "ours": own, "sdk": theirs / own, "cold": theirs / (cold or own)}
    row |= {"fitdecode": other / own} if other else {}
    row |= {"native": fastest / own} if fastest else {}
    row |= {"recordings": theirs / recordings} if recordings else {}
    shown = [f"{found:{width}.2f}" if found else "-".rjust(width) for found, width in ((other, 10), (fastest, 8))]
    ratios = "  ".join(f"{key} {row[key]:.1f}x" for key in ("sdk", "fitdecode", "native", "recordings") if key in row)
    scaled = f"  (SDK, fitdecode: a part x {times:.1f})" if times > 1 else ""
    print(
        f"{name[:46]:46} {len(data) / 1000:6.0f} {own:8.2f} {cold or 0:8.2f} {theirs:9.1f} {' '.join(shown)}"
        f"  {ratios}{scaled}"
    )
    sys.stdout.flush()
    return row


def _summary(what: str, rows: list[dict[str, float]], *, targets: bool = True) -> list[Line]:
    """The median of the ratios, file by file."""
    if not rows:
        return []
    mine = statistics.median(row["ours"] for row in rows)
    lines: list[Line] = []
    for key, name, target in (
        ("sdk", "garmin-fit-sdk", 100.0),
        ("fitdecode", "fitdecode", 100.0),
        ("native", "fastest native wheel", 3.0),
        ("cold", "garmin-fit-sdk, layouts never seen before", None),
        ("recordings", "garmin-fit-sdk, whole recordings", None),
    ):
        found = [row[key] for row in rows if key in row]
        if found:
            times = statistics.median(found)
            met = None if target is None or not targets else times >= target
            aim = "" if target is None or not targets else f">= {target:.0f}x"
            lines.append(Line(f"{what} ({len(found)}), {name}", f"{mine:.2f} ms", "", f"{times:.1f}x", aim, met))
    return lines


def _slope(rounds: int) -> list[Line]:
    """Time per sample at one, ten and a hundred times the samples: it must not grow."""
    times = [
        (taken(ours, generated(count, beats=True), max(rounds, 5)) or 0.0) / count for count in (864, 8640, 86_400)
    ]
    shown = " / ".join(f"{1e6 * one:.0f}" for one in times)
    growth = times[2] / times[1]
    return [
        Line("FIT, ns per sample at 1x / 10x / 100x", shown, "", f"{growth:.2f}x from 10x", "<= 1.5x", growth <= 1.5)
    ]


def _fitparse(rounds: int) -> Line:
    data = generated(3600, beats=False)
    theirs, mine = taken(by_fitparse, data, 1) or 0.0, taken(ours, data, max(rounds, 3)) or 1.0
    return Line("FIT, 1 h at 1 Hz, fitparse", f"{mine:.2f} ms", f"{theirs:.0f} ms", f"{theirs / mine:.0f}x")
