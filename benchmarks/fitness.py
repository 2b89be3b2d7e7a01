"""Fitness over ten years: what a page asks for, how it grows with the years, and the best of five years of curves."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np
import psycopg

from benchmarks.ground import Ground
from benchmarks.report import Line
from paceline.app import boot
from paceline.endurance.athletes import me
from paceline.endurance.metrics.curves import curve_of
from paceline.endurance.metrics.grid import DURATIONS, packed
from paceline.endurance.metrics.keeping import freshen
from paceline.endurance.metrics.measuring import against
from paceline.endurance.metrics.pages.fitness import context_of
from paceline.endurance.metrics.periods import Days
from paceline.endurance.metrics.versions import ACTIVITIES
from paceline.infra.database import Actor
from paceline.infra.database.address import SYSTEM_ROLE
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.science.endurance.efforts import best_by_time
from paceline.ui.format import Formatter

WARMING, ROUNDS = 9, 25  # a statement is planned anew until it was asked a few times
YEARS = (1, 5, 10)
A_YEAR = 300  # sessions
_PERSON = """
INSERT INTO identity_account (id, email, email_verified_at, password_hash, roles, created_at)
VALUES (%(id)s, %(id)s::text || '@example.org', now(), 'none', '{athlete}', now());
"""
_NAMED = """
INSERT INTO identity_person (account_id, name, time_zone, units, language, theme, workspace, updated_at)
VALUES (%(id)s, 'Ida', 'Europe/Oslo', 'metric', 'en', 'auto', 'athlete', now())
"""
_SESSIONS = """
INSERT INTO activities_activity (id, athlete_id, source, sport, family, name, started_at, time_zone, day, elapsed, timer, moving,
    distance, ascent, average_heart_rate, efficiency_factor, decoupling, variability_index, load, load_reason, notes, reasons,
    cautions, quality, pauses, lengths, file_part, created_at, changed_at)
SELECT gen_random_uuid(), %(id)s, 'upload', CASE WHEN n %% 4 = 0 THEN 'cycling' ELSE 'running' END,
    CASE WHEN n %% 4 = 0 THEN 'cycling' ELSE 'running' END, 'Session ' || n, at, 'Europe/Oslo', at::date, 3600, 3600, 3600,
    10000 + n %% 5000, 120, 145, 1.2, 3, 1.02, 40 + n %% 60, '', '', '{}', '{}', '[]', '[]', '[]', 0, at, at
FROM generate_series(0, %(rows)s - 1) AS n, LATERAL (SELECT now() - n * interval '29 hours' AS at) AS moment
"""
_BESTS = """
INSERT INTO activities_best (athlete_id, activity_id, kind, span, value, start_offset)
SELECT %(id)s, a.id, 'distance', span, span / 3.4 * (1 + 0.06 * random()) * power(span / 5000, 0.06), 60
FROM activities_activity AS a, unnest(ARRAY[400, 1000, 1500, 3000, 5000, 10000]::float8[]) AS span
WHERE a.athlete_id = %(id)s AND a.family = 'running'
"""


def lines(ground: Ground) -> list[Line]:
    """What was promised: 20 ms for ten years, growth no worse than linear, 150 ms for five years of curves."""
    return asyncio.run(_lines(ground))


@dataclass(frozen=True)
class Taken:
    """Medians in milliseconds: against the clock, and of our processor time alone."""

    wall: float
    own: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} ms ({self.own:.1f} ms of processor)"


async def _lines(ground: Ground) -> list[Line]:
    async with boot.machinery(boot.load_settings(), ground.address) as machinery:
        seasons: list[Taken] = []
        wholes: list[Taken] = []
        curve, recompute = Taken(0.0, 0.0), 0.0
        for years in YEARS:
            who = _seed(ground, years)
            async with machinery.transactions.open(Actor(who, roles=frozenset({"athlete"}))) as tx:
                begun = time.perf_counter()
                await freshen(tx, who, at_once=True)
                recompute = (time.perf_counter() - begun) * 1000
            async with machinery.transactions.open(Actor(who, roles=frozenset({"athlete"}))) as tx:
                seasons.append(await _page(tx, "season"))
                wholes.append(await _page(tx, "all"))
                if years == 5:
                    curve = await _curve(tx, who)
    over = naive_curve(5 * A_YEAR)
    return [
        Line("fitness page's data, ten years kept", str(seasons[-1]), target="<= 20 ms", met=seasons[-1].wall <= 20),
        Line("the same, all ten years drawn", str(wholes[-1]), target="<= 20 ms", met=wholes[-1].wall <= 20),
        _slope("half a year drawn, with 1 / 5 / 10 years kept", seasons),
        _slope("all of 1 / 5 / 10 years drawn", wholes),
        Line("ten years of days computed anew", f"{recompute:.0f} ms"),
        Line(
            "power curve over five years, from samples",
            str(curve),
            f"{over:.0f} ms",
            f"{over / curve.wall:.0f}x",
            "<= 150 ms",
            curve.wall <= 150,
        ),
    ]


def _slope(what: str, found: list[Taken]) -> Line:
    growth = found[-1].wall / found[0].wall
    shown = " / ".join(f"{one.wall:.1f} ms" for one in found)
    return Line(what, shown, "", f"{growth:.1f}x from 1 to {YEARS[-1]}", f"<= {YEARS[-1]}x", growth <= YEARS[-1])


def _seed(ground: Ground, years: int) -> UUID:
    who = new_id()
    curve = packed([(duration, 200.0 + 900.0 / duration**0.5) for duration in DURATIONS if duration <= 5400])
    with psycopg.connect(ground.address.as_role(SYSTEM_ROLE)) as connection:
        for statement in (_PERSON, _NAMED):
            connection.execute(statement.encode(), {"id": who})
        connection.execute(_SESSIONS.encode(), {"id": who, "rows": years * A_YEAR})
        connection.execute(_BESTS.encode(), {"id": who})
        connection.execute(
            b"INSERT INTO metrics_measured (athlete_id, activity_id, measured_against, version, heart_zones, power_curve, speed_curve)"
            b" SELECT athlete_id, id, '', %(version)s, ARRAY[900, 1800, 700, 200, 0]::float8[],"
            b" CASE WHEN family = 'cycling' THEN %(curve)s::bytea END, %(curve)s"
            b" FROM activities_activity WHERE athlete_id = %(id)s",
            {"id": who, "version": ACTIVITIES.version, "curve": curve},
        )
        connection.commit()
        connection.autocommit = True
        for table in ("activities_activity", "activities_best", "metrics_measured"):
            connection.execute(f"ANALYZE {table}".encode())
    return who


async def _page(tx: Tx, span: str) -> Taken:
    athlete = await me(tx)
    assert against(athlete) == ""
    fmt = Formatter(time_zone=athlete.time_zone, now=tx.now)
    return await _median(lambda: context_of(tx, athlete, "/fitness", fmt, span, ""))


async def _curve(tx: Tx, who: UUID) -> Taken:
    days = Days(date(1970, 1, 1), tx.now.date() + timedelta(days=1))
    return await _median(lambda: curve_of(tx, who, "speed", "running", days))


async def _median(ask: Callable[[], Awaitable[object]]) -> Taken:
    for _ in range(WARMING):
        await ask()
    walls: list[float] = []
    owns: list[float] = []
    for _ in range(ROUNDS):
        begun, own = time.perf_counter(), time.process_time()
        await ask()
        walls.append((time.perf_counter() - begun) * 1000)
        owns.append((time.process_time() - own) * 1000)
    return Taken(statistics.median(walls), statistics.median(owns))


def naive_curve(sessions: int) -> float:
    """The same from the samples of every session, an hour each: ten are measured and the rest reckoned."""
    watts = np.random.default_rng(1).integers(100, 400, 3600).astype(np.float64)
    begun = time.perf_counter()
    for _ in range(10):
        best_by_time(watts, DURATIONS, "zero")
    return (time.perf_counter() - begun) * 1000 / 10 * sessions
