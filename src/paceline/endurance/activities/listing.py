"""The list of activities as JSON, made by the database and passed on as bytes."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from paceline.endurance.activities.queries import Wanted
from paceline.endurance.activities.schemas import ActivityOut
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.kit.paging import MOST, decode_cursor

SIZE = 50
# Every column's name is a field of ActivityOut, so the shape in the documentation and the answer cannot differ.
_COLUMNS = ", ".join(f'a."{name}"' for name in ActivityOut.model_fields)
# The cursor is that of `kit.paging`: the last row's sort values as JSON in URL-safe base64 without padding.
_LIST = """
WITH page AS (
    SELECT {columns} FROM activities_activity a
    WHERE a.athlete_id = %({whose})s AND a.deleted_at IS NULL {conditions}
    ORDER BY a.started_at DESC, a.id DESC LIMIT %(size)s::int + 1
), shown AS (SELECT * FROM page ORDER BY started_at DESC, id DESC LIMIT %(size)s::int),
last AS (SELECT started_at, id FROM shown ORDER BY started_at, id LIMIT 1),
following AS (
    SELECT translate(encode(convert_to(json_build_array(started_at, id)::text, 'UTF8'), 'base64'), E'+/=\\n', '-_') AS cursor
    FROM last WHERE (SELECT count(*) FROM page) > %(size)s::int
)
SELECT convert_to(
    '{{"items":' || coalesce((SELECT json_agg(row_to_json(shown) ORDER BY started_at DESC, id DESC) FROM shown)::text, '[]')
    || ',"next_cursor":' || coalesce((SELECT to_json(cursor) FROM following)::text, 'null') || '}}', 'UTF8')
"""
# Only the conditions that are asked for: a plan that is kept has to suit every value, "not asked for" included.
_CONDITIONS = {
    "sport": "AND a.sport = %(sport)s",
    "first": "AND a.day >= %(first)s",
    "last": "AND a.day <= %(last)s",
    "before": "AND (a.started_at, a.id) < (%(before)s, %(before_id)s)",
}


async def activities_json(tx: Tx, athlete_id: UUID, wanted: Wanted, size: int, cursor: str | None) -> bytes:
    """One page, the latest first: `{"items": […], "next_cursor": …}`."""
    statement, values = asking(wanted, size, cursor, athlete_id)
    return bytes((await ask(tx.session, statement.encode(), {**values, "actor": tx.person}))[0][0])


def asking(
    wanted: Wanted, size: int, cursor: str | None, athlete_id: UUID | None = None
) -> tuple[str, Mapping[str, Any]]:
    """The statement and what it needs beside who acts; without an athlete it lists the actor's own."""
    before, before_id = decode_cursor(cursor, datetime.fromisoformat, UUID) if cursor else (None, None)
    chosen = {"sport": wanted.sport, "first": wanted.first, "last": wanted.last, "before": before}
    asked = tuple(name for name, value in chosen.items() if value is not None)
    statement = _statement("actor" if athlete_id is None else "athlete_id", asked)
    return statement, {**chosen, "before_id": before_id, "size": size, "athlete_id": athlete_id}


@cache
def _statement(whose: str, asked: tuple[str, ...]) -> str:
    # The athlete stands there bare: around row-level security only a plain comparison may use the index.
    return _LIST.format(whose=whose, columns=_COLUMNS, conditions=" ".join(_CONDITIONS[name] for name in asked))


def own_list(query: str) -> tuple[str, Mapping[str, Any]] | None:
    """The statement for a plain page of one's own list; None for whatever needs a closer look."""
    pairs = parse_qsl(query, keep_blank_values=True)
    asked = dict(pairs)
    limit = asked.get("limit", str(SIZE))
    if len(asked) < len(pairs) or asked.keys() - {"limit", "cursor"} or not (limit.isascii() and limit.isdigit()):
        return None
    if not 1 <= int(limit[:6]) <= MOST:
        return None
    try:
        return asking(Wanted(), int(limit), asked.get("cursor"))
    except Invalid:
        return None
