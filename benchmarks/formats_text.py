"""GPX, TCX and Apple Health exports: ours beside gpxpy, ElementTree and lxml, in seconds of one processor."""

from __future__ import annotations

import gc
import io
import statistics
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

import gpxpy
import numpy as np
from lxml import etree

from benchmarks.report import Line
from paceline.science.formats import decode

HOURS = (1, 6, 24)
SMALL, LARGE = 20, 200
HEALTH_TARGET, MEMORY_TARGET, GPX_TARGET = 3.0, 160, 8.0


def gpx(hours: int) -> bytes:
    """A long run of a Garmin watch with every extension; one point in fifty lacks the heart rate."""
    count = hours * 3600
    chance = np.random.default_rng(1)
    stamps = np.datetime_as_string(np.datetime64("2026-05-01T06:00:00") + np.arange(count)).tolist()
    latitude = (46 + np.cumsum(chance.normal(2e-5, 1e-5, count))).tolist()
    altitude = (500 + np.cumsum(chance.normal(0, 0.2, count))).tolist()
    rows = [
        f'   <trkpt lat="{latitude[i]:.10f}" lon="{latitude[i] - 39:.10f}">\n    <ele>{altitude[i]:.1f}</ele>\n'
        f"    <time>{stamps[i]}.000Z</time>\n    <extensions>\n     <power>{200 + i % 50}</power>\n"
        f"     <ns3:TrackPointExtension>\n      <ns3:atemp>{20 + i % 5}.0</ns3:atemp>\n"
        + (f"      <ns3:hr>{120 + i % 60}</ns3:hr>\n" if i % 50 else "")
        + f"      <ns3:cad>{80 + i % 9}</ns3:cad>\n     </ns3:TrackPointExtension>\n    </extensions>\n   </trkpt>\n"
        for i in range(count)
    ]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="Watch" version="1.1" '
        'xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n <trk>\n  <type>running</type>\n'
    )
    return f"{head}  <trkseg>\n{''.join(rows)}  </trkseg>\n </trk>\n</gpx>\n".encode()


def tcx(hours: int) -> bytes:
    """The same kind of run as a TCX of one lap."""
    count = hours * 3600
    stamps = np.datetime_as_string(np.datetime64("2026-05-01T06:00:00") + np.arange(count)).tolist()
    rows = [
        f"     <Trackpoint>\n      <Time>{stamps[i]}Z</Time>\n      <Position>\n       <LatitudeDegrees>"
        f"{46 + i * 2e-5:.7f}</LatitudeDegrees>\n       <LongitudeDegrees>7.1</LongitudeDegrees>\n      </Position>\n"
        f"      <AltitudeMeters>{500 + i % 90}.2</AltitudeMeters>\n      <DistanceMeters>{i * 3.1:.2f}</DistanceMeters>\n"
        f"      <HeartRateBpm>\n       <Value>{120 + i % 60}</Value>\n      </HeartRateBpm>\n      <Extensions>\n"
        f'       <TPX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Speed>3.1</Speed><RunCadence>'
        f"{80 + i % 9}</RunCadence><Watts>{200 + i % 50}</Watts></TPX>\n      </Extensions>\n     </Trackpoint>\n"
        for i in range(count)
    ]
    lap = '<Lap StartTime="2026-05-01T06:00:00Z"><TotalTimeSeconds>9</TotalTimeSeconds>'
    namespace = 'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"'
    return (
        f'<TrainingCenterDatabase {namespace}><Activities><Activity Sport="Running">{lap}<Track>\n{"".join(rows)}'
        "</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def columns(iterparse: Callable[..., Any], data: bytes, tag: str) -> object:
    """What one would write by hand: the texts of every leaf of every point, as lists."""
    found: dict[str, list[str | None]] = {}
    for _, element in iterparse(io.BytesIO(data), events=("end",)):
        if isinstance(element.tag, str) and element.tag.endswith(tag):
            for leaf in element.iter():
                found.setdefault(leaf.tag, []).append(leaf.text)
            found.setdefault("lat", []).append(element.get("lat"))
            element.clear()
    times = next(values for name, values in found.items() if name.lower().endswith("time"))
    np.array([text.rstrip("Z") if text else "NaT" for text in times], "datetime64[ms]")
    return found


def seconds(work: Callable[[], object], rounds: int) -> float:
    taken: list[float] = []
    for _ in range(rounds):
        gc.collect()
        began = process_time()
        work()
        taken.append(process_time() - began)
    return statistics.median(taken)


def measure(rounds: int = 3) -> list[Line]:
    """Every comparison in one run, so that only ratios matter."""
    lines: list[Line] = []
    for hours in HOURS:
        lines += _track(f"GPX {hours} h", gpx(hours), "}trkpt", rounds if hours < 24 else 1, with_gpxpy=True)
    lines += _track("TCX 6 h", tcx(6), "}Trackpoint", rounds, with_gpxpy=False)
    return [*lines, *_health()]


def _track(what: str, data: bytes, tag: str, rounds: int, *, with_gpxpy: bool) -> list[Line]:
    decode(data)
    mine = seconds(lambda: decode(data), max(rounds, 3))
    others: list[tuple[str, Callable[[], object], float | None]] = [
        ("ElementTree", lambda: columns(ElementTree.iterparse, data, tag), None),
        ("lxml", lambda: columns(etree.iterparse, data, tag), None),
    ]
    if with_gpxpy:
        others.insert(0, ("gpxpy", lambda: gpxpy.parse(data), GPX_TARGET))
    lines: list[Line] = []
    for name, work, target in others:
        ratio = (theirs := seconds(work, rounds)) / mine
        wanted = f">= {target:.0f}x" if target else ""
        met = ratio >= target if target else None
        lines.append(
            Line(f"{what}, {name}", f"{mine * 1e3:.0f} ms", f"{theirs * 1e3:.0f} ms", f"{ratio:.1f}x", wanted, met)
        )
    return lines


def health(path: Path, megabytes: int) -> None:
    """An export in its ZIP, as a watch and a phone fill it over years."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("apple_health_export/export.xml", "w") as out,
    ):
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_GB">\n')
        written = 0
        entries = _entries()
        while written < megabytes * 1_000_000:
            piece = "".join(islice(entries, 5_000)).encode()
            out.write(piece)
            written += len(piece)
        out.write(b"</HealthData>\n")


def _entries() -> Any:
    kinds = (
        *(("HeartRate", "count/min", "{:d}", True),) * 4,
        ("StepCount", "count", "{:d}", False),
        ("ActiveEnergyBurned", "kcal", "{:d}.125", True),
        ("DistanceWalkingRunning", "km", "0.0{:d}", False),
        ("EnvironmentalAudioExposure", "dBASPL", "{:d}.4321", True),
    )
    device = 'device="&lt;&lt;HKDevice: 0x2826d1d10&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch&gt;" '
    base = np.datetime64("2020-01-01T00:00:00")
    number = 0
    while True:
        number += 1
        kind, unit, form, watch = kinds[number % len(kinds)]
        stamp = str(base + np.timedelta64(number * 7, "s")).replace("T", " ") + " +0100"
        closing = "/>"
        if kind == "HeartRate" and number % 3 == 0:
            closing = '>\n  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>\n </Record>'
        yield (
            f' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="{"Jane’s Watch" if watch else "iPhone"}" '
            f'sourceVersion="8.3" {device if watch else ""}unit="{unit}" creationDate="{stamp}" startDate="{stamp}" '
            f'endDate="{stamp}" value="{form.format(60 + number % 90)}"{closing}\n'
        )


OURS = """
import sys, time
from paceline.science.formats.health import HealthExport
began = time.process_time()
with open(sys.argv[1], "rb") as stream:
    count = sum(len(s.value) for chunk in HealthExport(stream).chunks() for s in chunk.samples)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time() - began, int(peak.split()[1]) / 1024)
"""
# The usual way: every record's attributes as texts, and the tree emptied as it goes.
LXML = """
import sys, time, zipfile
from lxml import etree
began, count = time.process_time(), 0
with zipfile.ZipFile(sys.argv[1]).open("apple_health_export/export.xml") as stream:
    for _, one in etree.iterparse(stream, tag="Record"):
        read = one.get("type"), one.get("startDate"), one.get("endDate"), one.get("value"), one.get("sourceName")
        count += 1
        one.clear()
        while one.getprevious() is not None:
            del one.getparent()[0]
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time() - began, int(peak.split()[1]) / 1024)
"""


def _alone(code: str, path: Path) -> tuple[float, float]:
    """Seconds and peak MiB, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    taken, memory = done.stdout.split()
    return float(taken), float(memory)


def _health() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.zip", Path(folder) / "large.zip"
        health(small, SMALL)
        health(large, LARGE)
        runs = [(_alone(OURS, large), _alone(LXML, large)) for _ in range(3)]
        _, least = _alone(OURS, small)
    mine, theirs = (statistics.median(run[side][0] for run in runs) for side in (0, 1))
    ratio, memory = theirs / mine, max(run[0][1] for run in runs)
    grown = memory - least
    what = f"Apple Health {LARGE} MB in its ZIP"
    return [
        Line(
            f"{what}, lxml iterparse",
            f"{mine:.2f} s",
            f"{theirs:.2f} s",
            f"{ratio:.1f}x",
            f">= {HEALTH_TARGET:.0f}x",
            ratio >= HEALTH_TARGET,
        ),
        Line(f"{what}, memory", f"{memory:.0f} MiB", target=f"<= {MEMORY_TARGET} MiB", met=memory <= MEMORY_TARGET),
        Line(f"{what}, more than for {SMALL} MB", f"{grown:.0f} MiB", target="<= 16 MiB", met=grown <= 16),
    ]
