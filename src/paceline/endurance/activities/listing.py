"""The list of activities as JSON, made by the database and passed on as bytes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from paceline.endurance.activities.queries import Wanted
from paceline.endurance.activities.schemas import ActivityOut
from paceline.infra.tx import Tx
from paceline.kit.paging import decode_cursor, encode_cursor

# Every column's name is a field of ActivityOut, so the shape in the documentation and the answer cannot differ.
_COLUMNS = ", ".join(f'a."{name}"' for name in ActivityOut.model_fields)
_LIST = text(
    f"""
    WITH page AS (
        SELECT {_COLUMNS} FROM activities_activity a
        WHERE a.athlete_id = :athlete_id AND a.deleted_at IS NULL
          AND (CAST(:sport AS text) IS NULL OR a.sport = :sport)
          AND (CAST(:first AS date) IS NULL OR a.day >= :first)
          AND (CAST(:last AS date) IS NULL OR a.day <= :last)
          AND (CAST(:before AS timestamptz) IS NULL OR (a.started_at, a.id) < (:before, CAST(:before_id AS uuid)))
        ORDER BY a.started_at DESC, a.id DESC LIMIT :size + 1
    ), shown AS (SELECT * FROM page ORDER BY started_at DESC, id DESC LIMIT :size)
    SELECT coalesce(json_agg(row_to_json(shown) ORDER BY started_at DESC, id DESC), '[]')::text AS items,
           (SELECT count(*) FROM page) > :size AS more, min(started_at) AS last_start,
           (array_agg(id ORDER BY started_at, id))[1] AS last_id
    FROM shown
    """  # noqa: S608 - made of our own field names
)


async def activities_json(tx: Tx, athlete_id: UUID, wanted: Wanted, size: int, cursor: str | None) -> bytes:
    """One page, the latest first: `{"items": […], "next_cursor": …}`."""
    before, before_id = decode_cursor(cursor, datetime.fromisoformat, UUID) if cursor else (None, None)
    values = {"athlete_id": athlete_id, "sport": wanted.sport, "first": wanted.first, "last": wanted.last}
    row = (await tx.session.execute(_LIST, {**values, "before": before, "before_id": before_id, "size": size})).one()
    following = f'"{encode_cursor(row.last_start, row.last_id)}"' if row.more else "null"
    return f'{{"items":{row.items},"next_cursor":{following}}}'.encode()
