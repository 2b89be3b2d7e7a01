"""Finding sessions: the library's own and those people wrote; favourites, folders and versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select

from paceline.core.identity import people
from paceline.endurance.library.access import template_for, visible
from paceline.endurance.library.items import Item, item_of_session, item_of_template
from paceline.endurance.library.model import Favourite, Folder, Template, Version
from paceline.endurance.library.sessions import SESSIONS, session_named
from paceline.endurance.library.types import SessionTemplate
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

Origin = Literal["", "paceline", "mine", "shared", "favourites"]
MOST_OWN = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; lengths in seconds."""

    words: str = ""
    category: str = ""
    sport: str = ""
    origin: Origin = ""
    tag: str = ""
    folder_id: UUID | None = None
    shortest: float | None = None
    longest: float | None = None
    lightest: float | None = None
    heaviest: float | None = None


def sessions_matching(*, words: str = "", category: str = "", sport: str = "") -> Sequence[SessionTemplate]:
    """The library's sessions of a category and sport that hold every word somewhere, in the library's order."""
    wanted = Wanted(words, category, sport)
    return [session for session in SESSIONS if fits(item_of_session(session), wanted)]


async def items_matching(tx: Tx, wanted: Wanted) -> tuple[list[Item], frozenset[str]]:
    """Every session that fits, one's own first, and which are favourites."""
    marked = await favourites_of(tx)
    own = [] if wanted.origin == "paceline" else await _own_items(tx, wanted)
    alone = wanted.origin in ("mine", "shared") or wanted.folder_id is not None
    ours = [] if alone else [item_of_session(session) for session in SESSIONS]
    found = [item for item in (*own, *ours) if fits(item, wanted)]
    if wanted.origin == "favourites":
        found = [item for item in found if item.ref in marked]
    return found, marked


def fits(item: Item, wanted: Wanted) -> bool:
    """Whether a session is what was looked for."""
    return (
        (not wanted.category or item.category == wanted.category)
        and (not wanted.sport or item.sport == wanted.sport)
        and (not wanted.tag or wanted.tag in item.tags)
        and _between(item.duration, wanted.shortest, wanted.longest)
        and _between(item.load, wanted.lightest, wanted.heaviest)
        and all(word in item.search for word in wanted.words.casefold().split())
    )


def _between(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


async def _own_items(tx: Tx, wanted: Wanted) -> list[Item]:
    query = select(Template).where(Template.deleted_at.is_(None), await visible(tx))
    if wanted.folder_id is not None:
        query = query.where(Template.folder_id == wanted.folder_id)
    if wanted.origin in ("mine", "shared"):
        mine = Template.account_id == tx.person
        query = query.where(mine if wanted.origin == "mine" else ~mine)
    for word in wanted.words.casefold().split()[:10]:
        query = query.where(Template.search.contains(word, autoescape=True))
    rows = (await tx.session.scalars(query.order_by(func.lower(Template.name), Template.id).limit(MOST_OWN))).all()
    return await _named(tx, rows)


async def _named(tx: Tx, rows: Sequence[Template]) -> list[Item]:
    others = {row.account_id for row in rows} - {tx.person}
    known = await people(tx, list(others)) if others else {}
    names = {id: person.name for id, person in known.items()}
    return [item_of_template(row, names.get(row.account_id, "")) for row in rows]


async def item_named(tx: Tx, ref: str) -> Item:
    """One session by its name in the library or by the id of one's own; NotFound for everything else."""
    session = session_named(ref)
    if session is not None:
        return item_of_session(session)
    try:
        template_id = UUID(ref)
    except ValueError as error:
        raise NotFound("There is no such session in the library.") from error
    return (await _named(tx, [await template_for(tx, template_id)]))[0]


async def favourites_of(tx: Tx) -> frozenset[str]:
    """What the actor marked."""
    return frozenset(await tx.session.scalars(select(Favourite.session_ref).where(Favourite.account_id == tx.person)))


async def folders_of(tx: Tx) -> Sequence[Folder]:
    """The actor's folders and those a coach shares with them, by name."""
    return (await tx.session.scalars(select(Folder).order_by(func.lower(Folder.name), Folder.id))).all()


async def versions_of(tx: Tx, template_id: UUID) -> Sequence[Version]:
    """A session of the actor's as it was, the latest first."""
    query = select(Version).where(Version.template_id == template_id, Version.account_id == tx.person)
    return (await tx.session.scalars(query.order_by(Version.number.desc()))).all()


def sports() -> tuple[str, ...]:
    """The sports the library has sessions for, in its order."""
    return tuple(dict.fromkeys(session.sport for session in SESSIONS))


def tags_of(items: Iterable[Item]) -> tuple[str, ...]:
    """Every tag that is used, by name."""
    return tuple(sorted({tag for item in items for tag in item.tags}))
