"""The list of activities and the totals of a selection, made by the database in one statement and passed on as bytes."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import orjson

from paceline.endurance.activities.listing.selection import Asked, Wanted, asked_of
from paceline.endurance.activities.schemas import ActivityOut
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.kit.paging import MOST

SIZE = 50
# Every column's name is a field of ActivityOut, so the shape in the documentation and the answer cannot differ.
_COLUMNS = ", ".join(f'a."{name}"' for name in ActivityOut.model_fields)
# What the page shows of each.
_SHOWN = (
    "a.id, a.name, a.sport, a.family, a.day, a.distance, coalesce(a.moving, a.timer, a.elapsed) AS seconds, "
    "a.average_speed AS speed, a.average_heart_rate AS pulse, a.ascent, a.load"
)
# The cursor is that of `kit.paging`: the last row's sort values as JSON in URL-safe base64 without padding.
_PAGE = """
WITH {first} page AS (
    SELECT {columns}, {key} AS _key, a.id AS _id FROM {source} WHERE {where} {beyond}
    ORDER BY {order} LIMIT %(size)s::int + 1
), {rest}
"""
# The same with every row of the selection looked at once, for its totals too.
_SUMMED = """
WITH {first} matching AS MATERIALIZED (
    SELECT a.id AS _id, {key} AS _key, coalesce(a.moving, a.timer, a.elapsed) AS seconds, a.distance, a.ascent, a.load{best}
    FROM {source} WHERE {where}
), page AS (
    SELECT {columns}, m._key, m._id FROM (
        SELECT * FROM matching WHERE {beyond} ORDER BY _key {way}, _id {way} LIMIT %(size)s::int + 1
    ) AS m JOIN activities_activity a ON a.id = m._id AND a.athlete_id = {person}
), {rest}
"""
_REST = """
last AS (SELECT _key, _id FROM page ORDER BY _key {way}, _id {way} OFFSET %(size)s::int - 1 LIMIT 1),
following AS (
    SELECT translate(encode(convert_to(json_build_array({written}, _id)::text, 'UTF8'), 'base64'), E'+/=\\n', '-_') AS cursor
    FROM last WHERE (SELECT count(*) FROM page) > %(size)s::int
)
"""
_ITEMS = """coalesce((SELECT json_agg(row_to_json(listed)) FROM (
    SELECT {names} FROM page ORDER BY _key {way}, _id {way} LIMIT %(size)s::int) AS listed)::text, '[]')"""
_NEXT = "coalesce((SELECT to_json(cursor) FROM following)::text, 'null')"
_TOTALS = """json_build_object('count', count(*), 'seconds', sum(seconds), 'distance', sum(distance),
    'ascent', sum(ascent), 'load', sum(load))"""
_OF_MATCHING = "(SELECT {totals} FROM matching)::text"
_SUMS = """
WITH {first} matching AS (
    SELECT coalesce(a.moving, a.timer, a.elapsed) AS seconds, a.distance, a.ascent, a.load FROM {source} WHERE {where}
) SELECT convert_to(({totals})::text, 'UTF8') FROM matching
"""
_GEAR = """coalesce((SELECT json_agg(json_build_array(g.id, g.name, g.retired_on IS NULL) ORDER BY g.name)
    FROM activities_gear g WHERE g.athlete_id = {person} AND g.deleted_at IS NULL)::text, '[]')"""


async def activities_json(tx: Tx, athlete_id: UUID, wanted: Wanted, size: int, cursor: str | None) -> bytes:
    """One page: `{"items": […], "next_cursor": …}`."""
    statement, values = asking(wanted, size, cursor, athlete_id)
    return bytes((await ask(tx.session, statement.encode(), {**values, "actor": tx.person}))[0][0])


async def totals_json(tx: Tx, athlete_id: UUID, wanted: Wanted) -> bytes:
    """What a selection comes to."""
    asked, values = asked_of(wanted, None, "athlete_id")
    statement = _totals_statement(asked)
    return bytes((await ask(tx.session, statement.encode(), {**values, "athlete_id": athlete_id}))[0][0])


async def activities_shown(
    tx: Tx, athlete_id: UUID, wanted: Wanted, size: int, cursor: str | None
) -> Mapping[str, Any]:
    """What the page needs: rows, the next cursor, the totals of what it is narrowed to, and the athlete's gear."""
    statement, values = showing(wanted, size, cursor, athlete_id)
    return orjson.loads((await ask(tx.session, statement.encode(), {**values, "actor": tx.person}))[0][0])


def asking(
    wanted: Wanted, size: int, cursor: str | None, athlete_id: UUID | None = None
) -> tuple[str, Mapping[str, Any]]:
    """The statement and what it needs beside who acts; without an athlete it lists the actor's own."""
    asked, values = asked_of(wanted, cursor, _who(athlete_id))
    return _list_statement(asked), {**values, "size": size, "athlete_id": athlete_id}


def showing(
    wanted: Wanted, size: int, cursor: str | None, athlete_id: UUID | None = None
) -> tuple[str, Mapping[str, Any]]:
    """The same for the page."""
    asked, values = asked_of(wanted, cursor, _who(athlete_id))
    statement = _page_statement(asked, f"%({_who(athlete_id)})s", wanted.narrowed)
    return statement, {**values, "size": size, "athlete_id": athlete_id}


def _who(athlete_id: UUID | None) -> str:
    return "actor" if athlete_id is None else "athlete_id"


@lru_cache(maxsize=256)
def _list_statement(asked: Asked) -> str:
    items = _items(asked, ", ".join(f'"{name}"' for name in ActivityOut.model_fields))
    body = f"""'{{"items":' || {items} || ',"next_cursor":' || {_NEXT} || '}}'"""
    return f"{_page(asked, _COLUMNS)} SELECT convert_to({body}, 'UTF8')"


@lru_cache(maxsize=256)
def _page_statement(asked: Asked, person: str, narrowed: bool) -> str:
    names = "id, name, sport, family, day, distance, seconds, speed, pulse, ascent, load"
    columns, best = (f"{_SHOWN}, m.best", ", best") if asked.first else (_SHOWN, "")
    # What everything comes to would be counted anew on every visit, and nobody asked for it.
    rows = _summed(asked, columns, person) if narrowed else _page(asked, columns)
    totals = _OF_MATCHING.format(totals=_TOTALS) if narrowed else "'null'"
    body = (
        f"""'{{"rows":' || {_items(asked, names + best)} || ',"next":' || {_NEXT} || ',"totals":' || {totals} """
        f"""|| ',"gear":' || {_GEAR.format(person=person)} || '}}'"""
    )
    return f"{rows} SELECT convert_to({body}, 'UTF8')"


@lru_cache(maxsize=256)
def _totals_statement(asked: Asked) -> str:
    return _SUMS.format(first=asked.first, source=asked.source, where=asked.where, totals=_TOTALS)


def _page(asked: Asked, columns: str) -> str:
    known = {"first": asked.first, "key": asked.key, "source": asked.source, "where": asked.where}
    beyond = f"AND {asked.beyond(asked.key, 'a.id')}"
    return _PAGE.format(columns=columns, beyond=beyond, order=asked.order, rest=_rest(asked), **known)


def _summed(asked: Asked, columns: str, person: str) -> str:
    known = {"first": asked.first, "key": asked.key, "source": asked.source, "where": asked.where, "person": person}
    best = ", best.value AS best" if asked.first else ""
    beyond = asked.beyond("_key", "_id")
    return _SUMMED.format(columns=columns, best=best, beyond=beyond, way=asked.way, rest=_rest(asked), **known)


def _rest(asked: Asked) -> str:
    return _REST.format(way=asked.way, written="_key" if asked.key == "a.started_at" else "_key::text")


def _items(asked: Asked, names: str) -> str:
    return _ITEMS.format(names=names, way=asked.way)


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
