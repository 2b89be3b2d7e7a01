"""The calendar: sixty athletes over six weeks on one page, a month of one, a drag, and a week shifted and taken back."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
from starlette.requests import Request

from benchmarks.desk import _NAMES, _PEOPLE, _RELATED  # pyright: ignore[reportPrivateUsage]
from benchmarks.ground import Ground
from benchmarks.report import Line
from paceline.app import boot
from paceline.app.pages import configure_pages
from paceline.app.registry import slices
from paceline.endurance.calendar.forms import MoveForm
from paceline.endurance.calendar.pages.month import their_month
from paceline.endurance.calendar.rearranging.actions import rearrange
from paceline.endurance.calendar.rearranging.pages import move
from paceline.endurance.calendar.rearranging.schemas import Rearrange
from paceline.endurance.calendar.rearranging.undoing import take_back
from paceline.endurance.calendar.squad.pages import squad
from paceline.infra.database import Actor
from paceline.infra.database.address import SYSTEM_ROLE
from paceline.infra.ids import new_id
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.ui.forms import Form
from paceline.ui.page import Page

ATHLETES, WEEKS, ROUNDS = 60, 6, 9
_SESSIONS = """
INSERT INTO calendar_workout (id, athlete_id, day, position, sport, workout_type, title, notes, duration_s, load, is_key,
    is_race, locked, draft, version, created_by, created_at, changed_at)
SELECT gen_random_uuid(), id, %(first)s::date + n, 0, 'running', 'endurance', 'Easy run ' || n, '', 3600, 49, false, false,
    false, false, 1, %(coach)s, now(), now()
FROM unnest(%(ids)s::uuid[]) AS id, generate_series(0, 41) AS n WHERE n %% 7 < 5 AND id <> %(coach)s
"""


def lines(ground: Ground) -> list[Line]:
    """What was promised: sixty athletes by six weeks within 300 ms, a drag within 50 ms."""
    return asyncio.run(_lines(ground))


async def _lines(ground: Ground) -> list[Line]:
    async with boot.machinery(boot.load_settings(), ground.address) as machinery:
        configure_pages(machinery, slices())
        first = monday(machinery.clock.now().date() - timedelta(days=21))
        coach, athletes = _seed(ground, first)
        who = Actor(coach, roles=frozenset({"coach"}))

        async def taken(ask: Callable[[Tx], Awaitable[object]]) -> tuple[float, float]:
            """Wall time and this process's own share of it, in milliseconds."""
            spent: list[tuple[float, float]] = []
            for _ in range(ROUNDS):
                begun, worked = time.perf_counter(), time.process_time()
                async with machinery.transactions.open(who) as tx:
                    await ask(tx)
                spent.append(((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000))
            return statistics.median(one[0] for one in spent), statistics.median(one[1] for one in spent)

        wide = await taken(lambda tx: _shown(squad(tx, first, WEEKS, 1)))
        week = await taken(lambda tx: _shown(squad(tx, first, 1, 1)))
        month = await taken(lambda tx: _shown(their_month(tx, machinery, athletes[1], f"{first:%Y-%m}")))
        found = await _one(machinery, who, athletes[1], first)
        ahead = first + timedelta(days=36)
        days = iter(range(10_000))
        drag = await taken(lambda tx: move(tx, _form(found, ahead + timedelta(days=next(days) % 2))))
        shift = await taken(lambda tx: _there_and_back(tx, athletes[2], ahead))
    return [
        _line(f"{ATHLETES} athletes by {WEEKS} weeks, the page", wide, 300),
        _line(f"{ATHLETES} athletes, one week, the page", week),
        _line("one athlete's month, the page", month),
        _line("a drag, with its way back", drag, 50),
        _line("a week shifted and taken back", shift),
    ]


def _line(name: str, taken: tuple[float, float], most: float | None = None) -> Line:
    wall, worked = taken
    said = f"{wall:.0f} ms ({worked:.0f} ms of ours)"
    return Line(name, said) if most is None else Line(name, said, target=f"<= {most:.0f} ms", met=wall <= most)


async def _shown(asked: Awaitable[Page]) -> None:
    """The page with its markup, as a browser gets it."""
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [],
        "query_string": b"",
        "state": {},
    }
    answer = await asked
    answer._render(Request(scope))  # pyright: ignore[reportPrivateUsage]


def _form(workout: UUID, day: date) -> Form[MoveForm]:
    return Form({}, {}, MoveForm.model_validate({"item": workout, "day": day, "index": 0}))


async def _there_and_back(tx: Tx, athlete: UUID, first: date) -> None:
    last = first + timedelta(days=6)
    done = await rearrange(tx, Rearrange(kind="move", athlete_id=athlete, first=first, last=last, days=7))
    await take_back(tx, done.id)


async def _one(machinery: Machinery, who: Actor, athlete: UUID, first: date) -> UUID:
    async with machinery.transactions.open(who) as tx:
        made = await rearrange(tx, Rearrange(kind="copy", athlete_id=athlete, first=first, last=first, days=36))
        return made.workouts[0].id


def _seed(ground: Ground, first: date) -> tuple[UUID, list[UUID]]:
    coach, athletes = new_id(), [new_id() for _ in range(ATHLETES)]
    values = {"coach": coach, "ids": [coach, *athletes], "scopes": ["training", "wellness"], "first": first}
    with psycopg.connect(ground.address.as_role(SYSTEM_ROLE)) as connection:
        for statement in (_PEOPLE, _NAMES, _RELATED, _SESSIONS):
            connection.execute(statement.encode(), values)
        connection.commit()
        connection.autocommit = True
        for table in ("calendar_workout", "relationships_grant"):
            connection.execute(f"ANALYZE {table}".encode())
    return coach, athletes
