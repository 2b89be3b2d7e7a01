"""Another team full of canaries: words nobody else may ever be shown, by the consent it takes to see them.

Slices with an API are filled through it. Every other table with somebody's data gets a made-up row, found in the
database's own catalogue, so that a new table is watched from its first day.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from paceline.app.registry import slices
from paceline.infra.database import SYSTEM
from paceline.science.formats import Recording, encode_activity
from tests.cast import NOW, Member, Stage
from tests.house.asking import Answer, Body, as_file, as_json, ask

# Whom a row is about, in the order in which the columns are believed.
WHOSE = ("athlete_id", "account_id", "person_id", "client_id", "coach_id", "actor_id", "author_id", "sender_id")
# Machinery: what stands in them is not shown to people, or is made by asking.
# What a made-up row holds where a rule of the table would refuse the usual value: (table, column) to value.
HINTS: dict[tuple[str, str], Any] = {}
LEFT_ALONE = {"audit_entry", "realtime_hint", "schedule_entry", "schedule_run", "identity_ticket", "identity_refresh"}
START = NOW.timestamp() - 7200


def canary(scope: str) -> str:
    """A word that occurs nowhere else."""
    return f"canary-{scope}-{uuid4().hex[:12]}"


@dataclass
class World:
    """The other team: Victor, coached by Vera, and all that is theirs."""

    victor: Member
    vera: Member
    words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    owned: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tables: Sequence[str] = ()

    def word(self, scope: str) -> str:
        """A new canary that it takes this consent to see."""
        made = canary(scope)
        self.words[scope].add(made)
        return made

    @property
    def people(self) -> set[UUID]:
        return {self.victor.id, self.vera.id}

    def seen_in(self, answer: Answer, *, allowed: Sequence[str] = ()) -> list[str]:
        """The canaries in an answer that should not be there."""
        everything = answer.everything
        forbidden = (word for scope, words in self.words.items() if scope not in allowed for word in words)
        return [word for word in forbidden if word.encode() in everything]


def headers_of(member: Member | None, *, api: bool) -> dict[str, str]:
    """How a member shows who they are, to a program's route or a browser's."""
    if member is None:
        return {}
    if api:
        return {"authorization": member.api.headers["Authorization"]}
    return {"cookie": f"session={member.web.cookies['session']}"}


async def build_world(app: FastAPI, stage: Stage) -> World:
    """The other team, filled through every API there is."""
    victor = await stage.member(canary("name"), "athlete")
    vera = await stage.member(canary("name"), "coach")
    world = World(victor, vera)
    world.words["name"] |= {victor.name, vera.name, victor.email, vera.email}
    await stage.relate(vera, victor)
    paths = app.openapi()["paths"]
    for path, method, fill in FILLS:
        if method in paths.get(path, {}):
            await fill(app, world, stage)
    await stage.run_jobs()
    return world


async def _post(app: FastAPI, who: Member, path: str, body: Body, method: str = "POST") -> Answer:
    answer = await ask(app, method, path, headers=headers_of(who, api=True), body=body)
    assert answer.status < 300, f"filling {path}: {answer.status} {answer.body[:600]!r}"
    return answer


async def _activities(app: FastAPI, world: World, stage: Stage) -> None:
    logged = {
        "sport": "running",
        "started_at": "2026-06-10T06:30:00+02:00",
        "duration": 2700,
        "distance": 8000,
        "rpe": 4,
    }
    words = {"name": world.word("training"), "notes": world.word("training")}
    await _post(app, world.victor, "/api/v1/activities/manual", as_json(logged | words))
    name = world.word("training") + ".fit"
    await _post(app, world.victor, "/api/v1/activities", as_file(name, encode_activity(recording())))


async def _profile(app: FastAPI, world: World, stage: Stage) -> None:
    path = f"/api/v1/athletes/{world.victor.id}/profile"
    await _post(app, world.victor, path, as_json({"max_hr": 191, "lthr": 171}), "PATCH")


async def _checkin(app: FastAPI, world: World, stage: Stage) -> None:
    ratings = dict.fromkeys(("energy", "mood", "recovery", "sleep", "soreness", "stress"), 3)
    pain = [{"level": 4, "place": "left calf"}]
    await _post(
        app, world.victor, "/api/v1/checkins", as_json({**ratings, "note": world.word("wellness"), "pain": pain})
    )


async def _workout(app: FastAPI, world: World, stage: Stage) -> None:
    easy = {
        "segments": [{"duration_seconds": 1800, "pace_target": "E", "type": "warmup"}],
        "sport": "running",
        "version": 1,
    }
    command = {"day": "2026-06-16", "title": world.word("training"), "workout_type": "endurance", "structure": easy}
    await _post(app, world.victor, "/api/v1/workouts", as_json(command))


async def _plan(app: FastAPI, world: World, stage: Stage) -> None:
    command = {"days_per_week": 4, "goal": "half", "level": "intermediate", "race_date": "2026-09-20"}
    await _post(app, world.victor, "/api/v1/plans", as_json(command))


async def _invitation(app: FastAPI, world: World, stage: Stage) -> None:
    words = {"name": world.word("own"), "message": world.word("own"), "email": f"{canary('own')}@example.org"}
    world.words["own"].add(words["email"])
    await _post(app, world.vera, "/api/v1/invitations", as_json({**words, "scopes": ["training"]}))


Fill = Callable[[FastAPI, World, Stage], Coroutine[Any, Any, None]]
FILLS: list[tuple[str, str, Fill]] = [
    ("/api/v1/athletes/{athlete_id}/profile", "patch", _profile),
    ("/api/v1/activities/manual", "post", _activities),
    ("/api/v1/checkins", "post", _checkin),
    ("/api/v1/workouts", "post", _workout),
    ("/api/v1/plans", "post", _plan),
    ("/api/v1/invitations", "post", _invitation),
]


def recording(seconds: int = 900) -> Recording:
    """A steady ride on a straight road."""
    time = START + np.arange(float(seconds))
    ramp = np.linspace(0.0, 1.0, seconds)
    channels = {
        "latitude": 59.9 + 0.02 * ramp,
        "longitude": 10.7 + 0.02 * ramp,
        "altitude": 100 + 20 * ramp,
        "distance": 8.0 * np.arange(float(seconds)),
        "speed": np.full(seconds, 8.0),
        "heart_rate": 130 + 20 * ramp,
        "power": 200 + 10 * ramp,
    }
    return Recording(format="fit", sport="cycling", start=START, utc_offset=7200.0, time=time, channels=channels)


# The catalogue: which tables say something about somebody, and what a row of them takes.

_COLUMNS = text(
    """
    SELECT c.table_name, c.column_name, c.udt_name, c.is_nullable = 'NO' AND c.column_default IS NULL
           AND c.is_identity = 'NO' AND c.is_generated = 'NEVER' AS needed, c.is_generated = 'ALWAYS' AS made
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position
    """
)
_CHECKS = text(
    "SELECT conrelid::regclass::text AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint"
    " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
)
_REFERENCES = text(
    """
    SELECT c.conrelid::regclass::text AS name, a.attname AS column, c.confrelid::regclass::text AS target
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
    """
)
_SCOPES = text("SELECT tablename AS name, qual FROM pg_policies WHERE schemaname = 'public' AND policyname = 'see'")


@dataclass
class Catalogue:
    """What the database says of its tables."""

    columns: dict[str, list[Any]]
    choices: dict[tuple[str, str], list[str]]
    references: dict[tuple[str, str], str]
    scopes: dict[str, str]
    least: dict[tuple[str, str], float]

    def whose(self, table: str) -> str | None:
        """The column that says whom a row is about."""
        names = {column.column_name for column in self.columns[table]}
        return next((name for name in WHOSE if name in names), None)


async def catalogue(session: AsyncSession) -> Catalogue:
    """Read it."""
    columns: dict[str, list[Any]] = defaultdict(list)
    for row in await session.execute(_COLUMNS):
        columns[row.table_name].append(row)
    choices: dict[tuple[str, str], list[str]] = {}
    least: dict[tuple[str, str], float] = {}
    for row in await session.execute(_CHECKS):
        for bounded in re.finditer(r"\((\w+) (>=?) \(?'?(-?[\d.]+)", row.rule):
            least[row.name, bounded.group(1)] = float(bounded.group(3)) + (bounded.group(2) == ">")
        if found := re.search(r"\(?\((\w+) = ANY", row.rule):
            choices[row.name, found.group(1)] = re.findall(r"'([^']*)'::", row.rule)
    references = {(row.name, row.column): row.target for row in await session.execute(_REFERENCES)}
    scopes = {row.name: _scope(row.qual) for row in await session.execute(_SCOPES)}
    return Catalogue(dict(columns), choices, references, scopes, least)


def _scope(condition: str | None) -> str:
    found = re.search(r"app_athletes\('(\w+)'", condition or "")
    return found.group(1) if found else "own"


async def collect(world: World, stage: Stage) -> Catalogue:
    """The identifiers of everything that is theirs, by table."""
    async with stage.gear.database.session(SYSTEM) as session:
        known = await catalogue(session)
        world.tables = sorted(name for name in known.columns if "_" in name)
        world.owned["identity_account"] = [str(world.victor.id), str(world.vera.id)]
        for table in known.columns:
            whose = known.whose(table)
            has_id = any(column.column_name == "id" for column in known.columns[table])
            if whose is None or not has_id or table in LEFT_ALONE or table == "identity_account":
                continue
            query = text(f"SELECT id::text FROM {table} WHERE {whose} = ANY(:people) ORDER BY ({whose} = :victor) DESC")
            found = await session.scalars(query, {"people": list(world.people), "victor": world.victor.id})
            world.owned[table] = list(found)
    return known


async def make_up_rows(world: World, stage: Stage, known: Catalogue) -> list[str]:
    """A row of Victor's in every table of people's data that has none; the tables that took none and why."""
    served = tuple(f"{one.name}_" for one in slices())
    waiting = [
        name for name in known.columns if known.whose(name) and name not in LEFT_ALONE and name.startswith(served)
    ]
    refused: dict[str, str] = {}
    for _ in range(4):
        waiting = [name for name in waiting if not await _has_row(world, stage, name, known.whose(name) or "")]
        for table in waiting:
            try:
                await _make_up(world, stage, known, table)
                refused.pop(table, None)
            except Exception as error:
                refused[table] = f"{table}: {str(error).splitlines()[0][:200]}"
    return list(refused.values())


async def _has_row(world: World, stage: Stage, table: str, whose: str) -> bool:
    async with stage.gear.database.session(SYSTEM) as session:
        query = text(f"SELECT EXISTS (SELECT FROM {table} WHERE {whose} = ANY(:people))")
        return bool(await session.scalar(query, {"people": list(world.people)}))


async def _make_up(world: World, stage: Stage, known: Catalogue, table: str) -> None:
    scope, values = known.scopes.get(table, "own"), dict[str, Any]()
    for column in known.columns[table]:
        name = column.column_name
        target = known.references.get((table, name))
        free_text = column.udt_name in {"text", "varchar"} and (table, name) not in known.choices
        wanted = column.needed or free_text or (target is not None and bool(world.owned.get(target)))
        if column.made or not wanted:
            continue
        values[name] = await _value(world, stage, known, table, column, scope)
    row_id = values.get("id")
    names = ", ".join(values)
    casts = ", ".join(f"CAST(:{name} AS {_type(known, table, name)})" for name in values)
    async with stage.gear.database.session(SYSTEM) as session:
        await session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({casts})"), values)
    if row_id is not None:
        world.owned[table].append(str(row_id))


def _type(known: Catalogue, table: str, name: str) -> str:
    udt = next(column.udt_name for column in known.columns[table] if column.column_name == name)
    return f"{udt[1:]}[]" if udt.startswith("_") else udt


_numbers = itertools.count(1)


async def _value(world: World, stage: Stage, known: Catalogue, table: str, column: Any, scope: str) -> Any:
    name, kind = column.column_name, column.udt_name
    if (table, name) in HINTS:
        return HINTS[table, name]
    if (table, name) in known.choices:
        return known.choices[table, name][0] if kind == "text" else known.choices[table, name][:1]
    if kind == "uuid":
        if name == "coach_id":
            return world.vera.id
        if name in WHOSE:
            return world.victor.id
        target = known.references.get((table, name))
        if target == "identity_account":
            return world.victor.id
        if target and (rows := world.owned.get(target)):
            return UUID(rows[0])
        return uuid4()
    if kind in {"text", "varchar"}:
        return world.word(scope)
    plain: dict[str, Any] = {
        "timestamptz": NOW,
        "date": NOW.date(),
        "time": NOW.time(),
        "bool": False,
        "bytea": uuid4().bytes,
    }
    if kind in plain:
        return plain[kind]
    if kind == "jsonb":
        return f'{{"note": "{world.word(scope)}"}}'
    if kind.startswith("_"):
        return []
    low = int(known.least.get((table, name), 1))
    return next(_numbers) if kind in {"int8", "int4"} and low <= 1 and (table, name) not in known.least else low


async def fingerprints(world: World, stage: Stage, known: Catalogue) -> dict[str, set[str]]:
    """The rows that are theirs, table by table, to see afterwards that nobody changed one."""
    found: dict[str, set[str]] = {}
    async with stage.gear.database.session(SYSTEM) as session:
        for table in known.columns:
            whose = "id" if table == "identity_account" else known.whose(table)
            if whose is None or table in {"audit_entry", "realtime_hint"}:
                continue
            query = text(f"SELECT md5(t::text) FROM {table} t WHERE {whose} = ANY(:people)")
            found[table] = set(await session.scalars(query, {"people": list(world.people)}))
    return found
