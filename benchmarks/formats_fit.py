"""FIT files: every message of real and generated files, ours beside the official decoder and the native wheels."""

from __future__ import annotations

import gc
import os
import statistics
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import fitdecode
import fitfast
import fitparse
import numpy as np
import pyfitparsernative
from garmin_fit_sdk import Decoder, Stream

from benchmarks.report import Line
from paceline.science.formats import decode
from paceline.science.formats.fit.layouts import layout_of
from paceline.science.formats.fit.messages import read_messages
from paceline.science.formats.fit.reader import definition
from paceline.science.formats.fit.writing import framed, layout, one

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
START = 1_000_000_000
# Shorter than this the official decoder itself takes under a tenth of a second.
LONG = 100_000
# Real files read; the official decoder takes a second for a long one, and all of them would take most of the time there is.
MOST = int(os.environ.get("PACELINE_BENCH_FIT", "24"))
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


def by_fitfast(data: bytes) -> object:
    return fitfast.parse(data, enum_names=False, datetimes=False)


def by_pyfitparsernative(data: bytes) -> object:
    return pyfitparsernative.parse_fit_bytes(data)


NATIVE = (by_fitfast, by_pyfitparsernative)


def taken(read: Callable[[bytes], object], data: bytes, rounds: int) -> float | None:
    """The shortest of several times in ms, None when the reader refuses the file."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect() if len(data) > LONG else None
        began = perf_counter()
        try:
            found = read(data)
        except Exception:
            return None
        best = min(best, perf_counter() - began)
        del found
    return best * 1000


def measure(rounds: int) -> list[Line]:
    """The table goes to the standard output as it is measured, the lines into the common report."""
    print(f"{'file':46} {'kB':>6} {'ours':>8} {'cold':>8} {'SDK':>9} {'fitdecode':>10} {'native':>8}  ratios (ms)")
    files = sorted(path for path in SHARED.glob("fit_*/*") if path.suffix.lower() == ".fit")
    files = files[:: max(1, len(files) // MOST)]
    rows = [found for path in files if (found := _row(path.name, path.read_bytes(), rounds))]
    lines = _summary("FIT, real files", rows)
    long = [row for row in rows if row["size"] >= LONG]
    lines += _summary("FIT, real files from 100 kB", long)
    for beats in (False, True):
        name = "FIT, 24 h at 1 Hz" + (" with an hrv message after each record" if beats else "")
        data = generated(86_400, beats=beats)
        row = _row(name, data, rounds)
        if row:
            lines += _summary(name, [row])
    lines += _slope(rounds)
    lines.append(_fitparse(rounds))
    return lines


def _row(name: str, data: bytes, rounds: int) -> dict[str, float] | None:
    theirs = taken(sdk, data, 1)
    if theirs is None:
        return None
    layout_of.cache_clear()
    definition.cache_clear()
    cold = taken(ours, data, 1)
    # Turn about, so that a busy moment of the machine hits each of them.
    mine, native = [taken(ours, data, max(rounds, 3))], [taken(read, data, 2) for read in NATIVE]
    theirs = theirs if len(data) > LONG else min(theirs, taken(sdk, data, 3) or theirs)
    other = taken(by_fitdecode, data, 1)
    recordings = taken(decode, data, 2)
    mine.append(taken(ours, data, max(rounds, 3)))
    fastest = min((one for one in native if one is not None), default=None)
    own = min(one for one in mine if one is not None)
    row = {"size": float(len(data)), "ours": own, "sdk": theirs / own, "cold": theirs / (cold or own)}
    row |= {"fitdecode": other / own} if other else {}
    row |= {"native": fastest / own} if fastest else {}
    row |= {"recordings": theirs / recordings} if recordings else {}
    shown = [f"{one:{width}.2f}" if one else "-".rjust(width) for one, width in ((other, 10), (fastest, 8))]
    ratios = "  ".join(f"{key} {row[key]:.1f}x" for key in ("sdk", "fitdecode", "native", "recordings") if key in row)
    print(
        f"{name[:46]:46} {len(data) / 1000:6.0f} {own:8.2f} {cold or 0:8.2f} {theirs:9.1f} {' '.join(shown)}  {ratios}"
    )
    sys.stdout.flush()
    return row


def _summary(what: str, rows: list[dict[str, float]]) -> list[Line]:
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
            met = None if target is None else times >= target
            aim = "" if target is None else f">= {target:.0f}x"
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
