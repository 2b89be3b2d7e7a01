"""The command centre of a coach of 500: the queue, the caseload, and looking at one athlete anew."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

import psycopg

from benchmarks.ground import Ground
from benchmarks.report import Line
from paceline.app import boot
from paceline.coaching.desk.actions.evaluating import evaluate
from paceline.coaching.desk.caseload import caseload
from paceline.coaching.desk.pages.queue import open_queue
from paceline.coaching.desk.plugged import Plugged
from paceline.infra.database import Actor
from paceline.infra.database.address import SYSTEM_ROLE
from paceline.infra.ids import new_id

ATHLETES = (50, 500)
ROUNDS = 15
_PEOPLE = """
INSERT INTO identity_account (id, email, email_verified_at, password_hash, roles, created_at)
SELECT id, id::text || '@example.org', now(), 'none', '{athlete}', now() FROM unnest(%(ids)s::uuid[]) AS id
"""
_NAMES = """
INSERT INTO identity_person (account_id, name, time_zone, units, language, theme, workspace, updated_at)
SELECT id, 'Athlete ' || n, 'Europe/Oslo', 'metric', 'en', 'auto', 'athlete', now()
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS one (id, n)
"""
_RELATED = """
WITH made AS (
    INSERT INTO relationships_relationship (id, coach_id, athlete_id, status, started_by, scopes, created_at, changed_at)
    SELECT gen_random_uuid(), %(coach)s, id, 'active', %(coach)s, %(scopes)s, now(), now()
    FROM unnest(%(ids)s::uuid[]) AS id WHERE id <> %(coach)s
    RETURNING id, athlete_id)
INSERT INTO relationships_grant (coach_id, athlete_id, scope, relationship_id, granted_at)
SELECT %(coach)s, athlete_id, scope, id, now() FROM made, unnest(%(scopes)s::text[]) AS scope
"""
_WAITING = """
INSERT INTO desk_intervention (id, coach_id, athlete_id, status, headline, risk, band, factors, fingerprint, flagged_at,
    reply_due_at, evaluated_at, version, clock_from, clock_due)
SELECT gen_random_uuid(), %(coach)s, id, 'open', 'No check-in for ' || n || ' days', 20 + n %% 80, 'caution',
    jsonb_build_array(jsonb_build_object('rule_id', 'checkins.silence', 'kind', 'silence', 'label', 'Check-ins', 'value_text',
        n || ' days', 'reason', 'No check-in', 'points', 20 + n %% 80, 'link', '/', 'fingerprint', n::text, 'scope', 'wellness')),
    n::text, now() - n * interval '1 minute', now() + interval '1 day', now(), 1,
    extract(epoch FROM now()) - n * 60, extract(epoch FROM now()) + 86400
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS one (id, n) WHERE id <> %(coach)s
"""
_LOOKED = """
INSERT INTO desk_evaluation (coach_id, athlete_id, evaluated_at, risk, kinds)
SELECT %(coach)s, id, now(), 20 + n %% 80, '{silence}' FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS one (id, n)
WHERE id <> %(coach)s
"""
_DAYS = """
INSERT INTO metrics_day (athlete_id, day, load, ctl, atl, tsb)
SELECT id, current_date - back, 40, 50, 50, 0 FROM unnest(%(ids)s::uuid[]) AS id, generate_series(0, 59) AS back
"""


def lines(ground: Ground) -> list[Line]:
    """What was promised: the queue of 500 within 150 ms, one athlete looked at anew within 20 ms."""
    return asyncio.run(_lines(ground))


async def _lines(ground: Ground) -> list[Line]:
    found: dict[int, tuple[float, float, float]] = {}
    async with boot.machinery(boot.load_settings(), ground.address) as machinery:
        for number in ATHLETES:
            coach, athletes = _seed(ground, number)
            async with machinery.transactions.open(Actor(coach, roles=frozenset({"coach"}))) as tx:
                plugged = Plugged.into(machinery)
                queue = await _median(lambda tx=tx: open_queue(tx, machinery))
                table = await _median(
                    lambda tx=tx: caseload(tx, machinery, search="", show="all", sort="-risk", number=1)
                )
                anew = await _median(lambda tx=tx, one=athletes[3], plugged=plugged: evaluate(tx, plugged, one))
                found[number] = (queue, table, anew)
    (small, small_table, _), (queue, table, anew) = (found[number] for number in ATHLETES)
    return [
        Line("queue of 500 athletes, its data", f"{queue:.1f} ms", target="<= 150 ms", met=queue <= 150),
        Line("the same with 50", f"{small:.1f} ms"),
        Line("caseload of 500, its data", f"{table:.1f} ms", target="<= 150 ms", met=table <= 150),
        Line("the same with 50", f"{small_table:.1f} ms"),
        Line("looking at one athlete anew", f"{anew:.1f} ms", target="<= 20 ms", met=anew <= 20),
    ]


def _seed(ground: Ground, number: int) -> tuple[UUID, list[UUID]]:
    coach, athletes = new_id(), [new_id() for _ in range(number)]
    scopes = ["training", "wellness", "injuries"]
    values = {"coach": coach, "ids": [coach, *athletes], "scopes": scopes}
    with psycopg.connect(ground.address.as_role(SYSTEM_ROLE)) as connection:
        for statement in (_PEOPLE, _NAMES, _RELATED, _WAITING, _LOOKED, _DAYS):
            connection.execute(statement.encode(), values)
        connection.commit()
        connection.autocommit = True
        for table in ("desk_intervention", "desk_evaluation", "relationships_grant", "metrics_day"):
            connection.execute(f"ANALYZE {table}".encode())
    return coach, athletes


async def _median(ask: Callable[[], Awaitable[object]]) -> float:
    taken: list[float] = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)
