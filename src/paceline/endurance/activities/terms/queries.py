"""Reads of terms: the defaults of sources, what holds for something that arrives, and what AI may read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select, text

from paceline.endurance.activities.model import Activity, SourceTerms
from paceline.endurance.activities.types import FREE, Terms
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

SOURCES: Mapping[str, str] = {
    "upload": "Uploaded files",
    "folder": "Watched folder",
    "manual": "Logged by hand",
}
_AGREED = """
SELECT 0, shareable, ai_allowed, keep_days FROM activities_import
WHERE id = %(import)s AND athlete_id = %(athlete)s AND shareable IS NOT NULL
UNION ALL
SELECT 1, shareable, ai_allowed, keep_days FROM activities_terms WHERE athlete_id = %(athlete)s AND source = %(source)s
ORDER BY 1
"""
_MAY_READ = text("activities_activity.athlete_id = ANY(ARRAY(SELECT app_athletes('ai')))")


@dataclass(frozen=True, slots=True)
class SourceDefault:
    """What holds for everything a source brings from now on."""

    source: str
    words: str
    shareable: bool
    ai_allowed: bool
    keep_days: int | None
    activities: int


def words_of(source: str) -> str:
    """A source in words."""
    return SOURCES.get(source) or source.replace("_", " ").capitalize()


async def source_defaults(tx: Tx) -> list[SourceDefault]:
    """The actor's sources with their defaults: those everybody has, and those that brought something."""
    counted = await tx.session.execute(
        select(Activity.source, func.count())
        .where(Activity.athlete_id == tx.person, Activity.deleted_at.is_(None))
        .group_by(Activity.source)
    )
    many = {source: count for source, count in counted}
    kept = (await tx.session.scalars(select(SourceTerms).where(SourceTerms.athlete_id == tx.person))).all()
    said = {one.source: one for one in kept}
    return [
        _default(source, said.get(source), many.get(source, 0)) for source in dict.fromkeys((*SOURCES, *said, *many))
    ]


def _default(source: str, said: SourceTerms | None, many: int) -> SourceDefault:
    if said is None:
        return SourceDefault(source, words_of(source), FREE.shareable, FREE.ai_allowed, None, many)
    return SourceDefault(source, words_of(source), said.shareable, said.ai_allowed, said.keep_days, many)


async def terms_of_source(tx: Tx, athlete_id: UUID, source: str, import_id: UUID | None = None) -> Terms:
    """On which terms something arrives: those said for its import, else its source's, else none."""
    asked = {"athlete": athlete_id, "import": import_id, "source": source}
    rows = await ask(tx.session, _AGREED, asked)
    return terms_from(tx, *rows[0][1:]) if rows else FREE


def terms_from(tx: Tx, shareable: bool, ai_allowed: bool, keep_days: int | None) -> Terms:
    """Terms that begin now."""
    return Terms(shareable, ai_allowed, tx.now + timedelta(days=keep_days) if keep_days else None)


async def activities_for_ai(
    tx: Tx,
    athlete_id: UUID,
    *,
    first: date | None = None,
    last: date | None = None,
    ids: Iterable[UUID] | None = None,
) -> Sequence[Activity]:
    """The only door through which AI reads activities, oldest first: what the actor sees, whose athlete shares their data
    with AI, and which is not kept from it. Everything else is as if it were not there.
    """
    query = select(Activity).where(
        Activity.athlete_id == athlete_id, Activity.deleted_at.is_(None), Activity.ai_allowed, _MAY_READ
    )
    if first is not None:
        query = query.where(Activity.day >= first)
    if last is not None:
        query = query.where(Activity.day <= last)
    if ids is not None:
        query = query.where(Activity.id.in_(list(ids)))
    return (await tx.session.scalars(query.order_by(Activity.started_at, Activity.id))).all()
