"""Samples at rest and looked at: their size beside a row a sample, reading one activity, its page and a stretch of it."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from sqlalchemy import select

from benchmarks.ground import Ground
from benchmarks.report import Line
from benchmarks.science import START, a_ride
from paceline.app import boot
from paceline.endurance.activities.access import activity_for
from paceline.endurance.activities.codec import pack
from paceline.endurance.activities.looking.stretches import stretch_of
from paceline.endurance.activities.looking.views import Told, view_of
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import PLACES, samples_of
from paceline.endurance.activities.types import CHANNELS, DEGREES
from paceline.endurance.athletes import me
from paceline.infra.database import Actor
from paceline.infra.database.address import OWNER, SYSTEM_ROLE
from paceline.infra.ids import new_id
from paceline.science.formats import Recording
from paceline.ui.format import Formatter

HOURS = 40
HOUR = 3600
SIZES = (600, 6_000, 60_000)
DAY = 86_400
ROUNDS = 9
NAMES = ("distance", "speed", "heart_rate", "power", "cadence", "altitude", *PLACES)
KEPT = ("activities_stream", "activities_track")
_NAIVE = (
    "CREATE TABLE naive_row (activity_id uuid NOT NULL, second int NOT NULL,"
    " distance float8, speed float8, heart_rate smallint, power smallint, cadence smallint, altitude float8,"
    " latitude float8, longitude float8, PRIMARY KEY (activity_id, second))"
)
_READ = f"SELECT second, {', '.join(NAMES)} FROM naive_row WHERE activity_id = %s ORDER BY second"


@dataclass(frozen=True)
class Taken:
    """Milliseconds: against the clock, and of our processor time alone."""

    wall: float
    own: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} ms ({self.own:.2f} ms of processor)"


def lines(ground: Ground) -> list[Line]:
    """What was promised: a tenth of the size, ten times as fast to read, one activity within a millisecond."""
    recorded = [(new_id(), a_ride(HOUR + number)) for number in range(HOURS)]
    long = [(new_id(), a_ride(size)) for size in SIZES]
    day = (new_id(), a_ride(DAY))
    with psycopg.connect(ground.address.as_role(SYSTEM_ROLE)) as connection:
        _keep(connection, ground.who.account_id, recorded)
        kept = sum(_size(connection, table) for table in KEPT)
        _keep(connection, ground.who.account_id, [*long, day])
        _know(connection, ground.who.account_id, day[0])
    with psycopg.connect(ground.address.as_role(OWNER)) as connection:
        connection.execute(_NAIVE)
        _rows(connection, recorded)
        rows = _size(connection, "naive_row")
        _rows(connection, long)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE naive_row")
    reads = asyncio.run(_reads(ground, [one for one, _ in recorded], [one for one, _ in long]))
    return [_sizes(kept, rows), *reads, *asyncio.run(_looks(ground, day[0]))]


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


def _know(connection: psycopg.Connection[Any], who: UUID, activity_id: UUID) -> None:
    """Thresholds and best efforts, so that zones, the reserve above critical power and the ranking are worked out too."""
    connection.execute(
        "INSERT INTO athletes_profile (athlete_id, max_hr, resting_hr, lthr, ftp, threshold_speed, updated_at)"
        " VALUES (%s, 188, 48, 168, 265, 4.1, now()) ON CONFLICT DO NOTHING",
        (who,),
    )
    connection.execute(
        "INSERT INTO activities_best (athlete_id, activity_id, kind, span, value, start_offset)"
        " SELECT %s, %s, 'power', span, 230 + 20000 / span, 60"
        " FROM unnest(ARRAY[5, 60, 180, 300, 480, 1200, 3600]::float8[]) AS span",
        (who, activity_id),
    )
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
        power = _median([await _taken(lambda one=one: samples_of(tx, found[one], ("power",))) for one in hours])
        slope = [await _taken(lambda one=one: samples_of(tx, found[one])) for one in long]
    ratio, growth = theirs.wall / mine.wall, slope[2].own / slope[1].own
    shown = " / ".join(f"{one.own:.2f} ms" for one in slope)
    return [
        Line(
            "one activity of an hour read, every channel; a row a sample",
            str(mine),
            str(theirs),
            f"{ratio:.0f}x",
            ">= 10x",
            ratio >= 10,
        ),
        Line("the same, against the clock", f"{mine.wall:.2f} ms", target="<= 1 ms", met=mine.wall <= 1),
        Line("the same, power alone", str(power), target="<= 1 ms", met=power.wall <= 1),
        Line(
            "reading 600 / 6,000 / 60,000 samples, of processor",
            shown,
            "",
            f"{growth:.1f}x from 10x",
            "<= 15x",
            growth <= 15,
        ),
    ]


async def _looks(ground: Ground, activity_id: UUID) -> list[Line]:
    """A whole day with ten lines: what its page shows, worked out from the samples, and a stretch of it."""
    actor = Actor(ground.who.account_id, roles=frozenset({"athlete"}))
    async with (
        boot.machinery(boot.load_settings(), ground.address) as machinery,
        machinery.transactions.open(actor) as tx,
    ):
        activity = await activity_for(tx, activity_id)
        athlete = await me(tx)
        fmt = Formatter(time_zone=athlete.time_zone, now=tx.now)
        page = await _taken(lambda: view_of(tx, activity, athlete, fmt, "", Told(), "", "/activities"))
        stretch = await _taken(lambda: stretch_of(tx, activity, 1000.0, 60_000.0))
    return [
        Line("page of 24 hours, everything on it", str(page), target="<= 250 ms", met=page.wall <= 250),
        Line("16 of its hours selected and measured", str(stretch), target="<= 20 ms", met=stretch.wall <= 20),
    ]


async def _by_rows(connection: psycopg.AsyncConnection[Any], activity_id: UUID) -> object:
    rows = await (await connection.execute(_READ.encode(), (activity_id,), prepare=True)).fetchall()
    return np.array(rows, dtype=np.float64).T


Ask = Callable[[], Awaitable[object]]


async def _in_turn(ours: Sequence[Ask], theirs: Sequence[Ask]) -> tuple[Taken, Taken]:
    """One of ours, one of theirs, so that both meet the same machine."""
    times = [(await _taken(mine), await _taken(other)) for mine, other in zip(ours, theirs, strict=True)]
    return _median([mine for mine, _ in times]), _median([other for _, other in times])


def _median(found: Sequence[Taken]) -> Taken:
    return Taken(statistics.median(one.wall for one in found), statistics.median(one.own for one in found))


async def _taken(ask: Ask) -> Taken:
    """The shortest of several, the first of which warms the caches."""
    found: list[Taken] = []
    for _ in range(ROUNDS):
        began, own = perf_counter(), process_time()
        await ask()
        found.append(Taken((perf_counter() - began) * 1000, (process_time() - own) * 1000))
    return Taken(min(one.wall for one in found), min(one.own for one in found))
