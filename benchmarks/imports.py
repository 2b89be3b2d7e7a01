"""Five years of files through the real import, and the way most do it: one parser call, one transaction, a row a sample."""

import asyncio
import multiprocessing
import os
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import numpy as np
import psycopg

from benchmarks.ground import Ground
from benchmarks.report import Line
from paceline.app import boot
from paceline.endurance.activities.files.keys import key_of
from paceline.endurance.activities.importing.actions.receiving import Kept, begin_import
from paceline.endurance.activities.importing.jobs import import_files
from paceline.infra.database import Actor, DatabaseAddress
from paceline.infra.database.address import OWNER
from paceline.infra.ids import new_id
from paceline.infra.jobs import Work
from paceline.science.formats import Recording, encode_activity

FILES = int(os.environ.get("PACELINE_BENCH_IMPORTS", "3000"))
NAIVE = 100
FIRST = 1_600_000_000.0


@dataclass(frozen=True)
class Measured:
    """One import: seconds, the most memory of this process in MiB, and files a second of its first and last third."""

    seconds: float
    peak: float
    early: float
    late: float


def a_file(number: int) -> bytes:
    """A run or a ride of half an hour to two hours, at one sample a second, with noise as devices have it."""
    generator = np.random.default_rng(number)
    seconds = np.arange(float(generator.integers(1_800, 7_200)))
    ride = number % 3 == 0
    speed = (8.0 if ride else 3.0) + generator.normal(0, 0.3, seconds.size).cumsum() * 0.002
    distance = np.cumsum(np.clip(speed, 0.5, 15))
    channels = {
        "distance": distance,
        "speed": np.clip(speed, 0.5, 15),
        "heart_rate": np.round(np.clip(140 + generator.normal(0, 1, seconds.size).cumsum() * 0.1, 80, 190)),
        "altitude": 100 + 30 * np.sin(seconds / 300) + generator.normal(0, 0.2, seconds.size),
        "cadence": np.round(np.clip(generator.normal(85 if ride else 172, 2, seconds.size), 40, 220)),
        "latitude": 59.9 + distance / 111_195,
        "longitude": np.full(seconds.size, 10.7) + generator.normal(0, 1e-6, seconds.size).cumsum(),
    }
    if ride:
        channels["power"] = np.round(np.clip(generator.normal(210, 25, seconds.size), 0, 900))
    start = FIRST + number * 52_560.0
    return encode_activity(
        Recording(
            format="fit",
            sport="cycling" if ride else "running",
            start=start,
            device="Bench watch",
            time=start + seconds,
            channels=MappingProxyType(channels),
        )
    )


def lines(ground: Ground) -> list[Line]:
    """What is promised of imports."""
    ours = _apart(_ours, ground.folder, ground.address, ground.who.account_id, FILES)
    naive = _apart(_naive, ground.address, NAIVE) / NAIVE * FILES
    allowed = 120 * FILES / 3000
    ratio, slope = naive / ours.seconds, ours.late / ours.early
    shown = f"{ours.seconds:.1f} s"
    return [
        Line(f"import of {FILES} files", shown, target=f"<= {allowed:.0f} s", met=ours.seconds <= allowed),
        Line(f"import of {FILES} files, naive way", shown, f"{naive:.0f} s", f"{ratio:.1f}x", ">= 15x", ratio >= 15),
        Line("import, most memory of the worker", f"{ours.peak:.0f} MiB", target="<= 300 MiB", met=ours.peak <= 300),
        Line("import, last third against first", f"{slope:.2f}", target="<= 1.3", met=slope <= 1.3),
    ]


def _apart(measure: Any, *arguments: Any) -> Any:
    """In a process of its own, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, arguments)


def _ours(folder: Path, address: DatabaseAddress, athlete_id: UUID, count: int) -> Measured:
    os.environ["PACELINE_DATA"] = str(folder)
    return asyncio.run(_import(address, athlete_id, count))


async def _import(address: DatabaseAddress, athlete_id: UUID, count: int) -> Measured:
    async with boot.machinery(boot.load_settings(), address) as machinery:
        actor, import_id = Actor(athlete_id), new_id()
        kept: list[Kept] = []
        for number in range(1, count + 1):
            data, key = a_file(number), key_of(athlete_id, import_id, number)
            await machinery.storage.put(key, data)
            kept.append(Kept(f"{number}.fit", len(data), key))
        async with machinery.transactions.open(actor) as tx:
            await begin_import(tx, import_id, kept)
        watcher = asyncio.create_task(_watch(machinery.database.address, import_id, count))
        begun = time.perf_counter()
        await import_files.run(Work(machinery), athlete_id=str(athlete_id), import_id=str(import_id))
        seconds = time.perf_counter() - begun
        marks = await watcher
        early, late = marks[0] - begun, begun + seconds - marks[1]
        return Measured(seconds, _peak(), early, late)


async def _watch(address: DatabaseAddress, import_id: UUID, count: int) -> list[float]:
    """When a third and two thirds were through."""
    query = "SELECT count(*) FROM activities_import_file WHERE import_id = %s AND state <> 'waiting'"
    marks: list[float] = []
    async with await psycopg.AsyncConnection.connect(address.as_role("paceline_system"), autocommit=True) as connection:
        while len(marks) < 2:
            row = await (await connection.execute(query, (import_id,))).fetchone()
            while len(marks) < 2 and row is not None and row[0] >= count * (len(marks) + 1) // 3:
                marks.append(time.perf_counter())
            await asyncio.sleep(0.2)
    return marks


def _peak() -> float:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def _naive(address: DatabaseAddress, count: int) -> float:
    """Parse with fitdecode, one transaction a file, one row a sample."""
    import fitdecode

    files = [a_file(number) for number in range(1, count + 1)]
    with psycopg.connect(address.as_role(OWNER)) as connection:
        connection.execute("CREATE TABLE naive_activity (id bigserial PRIMARY KEY, started_at timestamptz)")
        connection.execute(
            "CREATE TABLE naive_sample (activity_id bigint REFERENCES naive_activity, at timestamptz, heart_rate int,"
            " power int, cadence int, speed float8, distance float8, altitude float8, latitude float8, longitude float8)"
        )
        connection.commit()
        begun = time.perf_counter()
        for data in files:
            _store_naively(connection, fitdecode, data)
        return time.perf_counter() - begun


FIELDS = (
    "heart_rate",
    "power",
    "cadence",
    "enhanced_speed",
    "distance",
    "enhanced_altitude",
    "position_lat",
    "position_long",
)


def _store_naively(connection: psycopg.Connection[Any], fitdecode: Any, data: bytes) -> None:
    rows: list[tuple[Any, ...]] = []
    with fitdecode.FitReader(BytesIO(data)) as reader:
        for frame in reader:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "record":
                values = [frame.get_value(name, fallback=None) for name in FIELDS]
                rows.append((frame.get_value("timestamp"), *values))
    started = rows[0][0] if rows else None
    with connection.transaction():
        found = connection.execute(
            "INSERT INTO naive_activity (started_at) VALUES (%s) RETURNING id", (started,)
        ).fetchone()
        assert found is not None
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO naive_sample VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [(found[0], *row) for row in rows],
            )
