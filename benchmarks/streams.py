"""Samples at rest: packed columns beside a row a sample, their size on disk and reading one activity back."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from sqlalchemy import select

from benchmarks.ground import Ground
from benchmarks.report import Line
from benchmarks.science import START, a_ride
from paceline.app import boot
from paceline.endurance.activities.codec import pack
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import PLACES, samples_of
from paceline.endurance.activities.types import CHANNELS, DEGREES
from paceline.infra.database import Actor
from paceline.infra.database.address import OWNER, SYSTEM_ROLE
from paceline.infra.ids import new_id
from paceline.science.formats import Recording

HOURS = 40
HOUR = 3600
SIZES = (600, 6_000, 60_000)
ROUNDS = 9
NAMES = ("distance", "speed", "heart_rate", "power", "cadence", "altitude", *PLACES)
KEPT = ("activities_stream", "activities_track")
_NAIVE = (
    "CREATE TABLE naive_row (activity_id uuid NOT NULL, second int NOT NULL,"
    " distance float8, speed float8, heart_rate smallint, power smallint, cadence smallint, altitude float8,"
    " latitude float8, longitude float8, PRIMARY KEY (activity_id, second))"
)
_READ = f"SELECT second, {', '.join(NAMES)} FROM naive_row WHERE activity_id = %s ORDER BY second"


def lines(ground: Ground) -> list[Line]:
    """What was promised: a tenth of the size, ten times as fast to read, one activity within a millisecond."""
    recorded = [(new_id(), a_ride(HOUR + number)) for number in range(HOURS)]
    long = [(new_id(), a_ride(size)) for size in SIZES]
    with psycopg.connect(ground.address.as_role(SYSTEM_ROLE)) as connection:
        _keep(connection, ground.who.account_id, recorded)
        kept = sum(_size(connection, table) for table in KEPT)
        _keep(connection, ground.who.account_id, long)
    with psycopg.connect(ground.address.as_role(OWNER)) as connection:
        connection.execute(_NAIVE)
        _rows(connection, recorded)
        rows = _size(connection, "naive_row")
        _rows(connection, long)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE naive_row")
    return [_sizes(kept, rows), *asyncio.run(_reads(ground, [one for one, _ in recorded], [one for one, _ in long]))]


def _sizes(kept: int, rows: int) -> Line:
    samples = sum(HOUR + number for number in range(HOURS))
    ratio = rows / kept
    name = f"samples at rest, {len(NAMES) + 1} channels; a row a sample"
    ours, theirs = (f"{one / samples * HOUR / 1024:.0f} KiB an hour" for one in (kept, rows))
    return Line(name, ours, theirs, f"1/{ratio:.1f}", "<= 1/10", ratio >= 10)


def _keep(connection: psycopg.Connection[Any], who: UUID, rides: Sequence[tuple[UUID, Recording]]) -> None:
    for activity_id, ride in rides:
        connection.execute(
            "INSERT INTO activities_activity (id, athlete_id, source, sport, family, name, started_at, time_zone, day,"
            " elapsed, load_reason, notes, reasons, cautions, quality, pauses, lengths, file_part, created_at, changed_at)"
            " VALUES (%s, %s, 'upload', 'cycling', 'cycling', 'Ride', now(), 'UTC', now()::date, %s, '', '', '{}', '{}',"
            " '[]', '[]', '[]', 0, now(), now())",
            (activity_id, who, len(ride.time)),
        )
        steps = {**CHANNELS, **dict.fromkeys(PLACES, DEGREES)}
        samples = {"time": ride.time - START, **ride.channels}
        columns = {name: pack(values, steps[name]) for name, values in samples.items()}
        for table, names in zip(KEPT, (columns.keys() - set(PLACES), PLACES), strict=True):
            given = {"athlete_id": who, "activity_id": activity_id, **{name: columns[name] for name in names}}
            given |= {"samples": len(ride.time)} if table == KEPT[0] else {}
            query = f"INSERT INTO {table} ({', '.join(given)}) VALUES ({', '.join(['%s'] * len(given))})"
            connection.execute(query.encode(), list(given.values()))
    connection.commit()


def _rows(connection: psycopg.Connection[Any], rides: Sequence[tuple[UUID, Recording]]) -> None:
    copy = f"COPY naive_row (activity_id, second, {', '.join(NAMES)}) FROM STDIN"
    with connection.cursor().copy(copy.encode()) as out:
        for activity_id, ride in rides:
            whole = [ride.channels[name].tolist() for name in NAMES]
            for second, values in enumerate(zip(*whole, strict=True)):
                out.write_row(
                    (activity_id, second, *(int(one) if 2 <= n <= 4 else one for n, one in enumerate(values)))
                )


def _size(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute("SELECT pg_total_relation_size(%s::regclass)", (table,)).fetchone()
    assert row is not None
    return row[0]


async def _reads(ground: Ground, hours: Sequence[UUID], long: Sequence[UUID]) -> list[Line]:
    async with (
        boot.machinery(boot.load_settings(), ground.address) as machinery,
        machinery.transactions.open(Actor(ground.who.account_id, roles=frozenset({"athlete"}))) as tx,
        await psycopg.AsyncConnection.connect(ground.address.as_role(OWNER)) as connection,
    ):
        found = {
            row.id: row for row in await tx.session.scalars(select(Activity).where(Activity.id.in_([*hours, *long])))
        }
        mine, theirs = await _in_turn(
            [lambda one=one: samples_of(tx, found[one]) for one in hours],
            [lambda one=one: _by_rows(connection, one) for one in hours],
        )
        one_channel = await _median([lambda one=one: samples_of(tx, found[one], ("power",)) for one in hours])
        slope = [await _taken(lambda one=one: samples_of(tx, found[one])) for one in long]
    ratio, growth = theirs / mine, slope[2] / slope[1]
    shown = " / ".join(f"{one:.2f} ms" for one in slope)
    return [
        Line(
            "one activity of an hour read, every channel; a row a sample",
            f"{mine:.2f} ms",
            f"{theirs:.1f} ms",
            f"{ratio:.0f}x",
            ">= 10x",
            ratio >= 10,
        ),
        Line("the same, against the clock", f"{mine:.2f} ms", target="<= 1 ms", met=mine <= 1),
        Line("the same, power alone", f"{one_channel:.2f} ms", target="<= 1 ms", met=one_channel <= 1),
        Line("reading 600 / 6,000 / 60,000 samples", shown, "", f"{growth:.1f}x from 10x", "<= 15x", growth <= 15),
    ]


async def _by_rows(connection: psycopg.AsyncConnection[Any], activity_id: UUID) -> object:
    rows = await (await connection.execute(_READ.encode(), (activity_id,), prepare=True)).fetchall()
    return np.array(rows, dtype=np.float64).T


Ask = Callable[[], Awaitable[object]]


async def _in_turn(ours: Sequence[Ask], theirs: Sequence[Ask]) -> tuple[float, float]:
    """One of ours, one of theirs, so that both meet the same machine."""
    times = [(await _taken(mine), await _taken(other)) for mine, other in zip(ours, theirs, strict=True)]
    return statistics.median(mine for mine, _ in times), statistics.median(other for _, other in times)


async def _median(asks: Sequence[Ask]) -> float:
    return statistics.median([await _taken(ask) for ask in asks])


async def _taken(ask: Ask) -> float:
    """The shortest of several, the first of which warms the caches."""
    found: list[float] = []
    for _ in range(ROUNDS):
        began = perf_counter()
        await ask()
        found.append((perf_counter() - began) * 1000)
    return min(found)
