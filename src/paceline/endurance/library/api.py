"""REST of the session library."""

from typing import Annotated

from fastapi import APIRouter, Query

from paceline.core.identity import RequestTx
from paceline.endurance.library.queries import sessions_matching
from paceline.endurance.library.schemas import SessionOut, SessionsOut, session_out
from paceline.endurance.library.sessions import session_named
from paceline.endurance.library.types import Category
from paceline.kit.errors import NotFound
from paceline.kit.paging import MOST, decode_cursor, encode_cursor
from paceline.science.endurance.structure import Sport

router = APIRouter(tags=["library"])


@router.get("/library/sessions")
async def sessions(
    tx: RequestTx,
    q: Annotated[str, Query(max_length=100, description="Words that all have to be in it.")] = "",
    category: Category | None = None,
    sport: Sport | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> SessionsOut:
    """Sessions to plan with, in the library's order."""
    found = sessions_matching(words=q, category=category or "", sport=sport or "")
    start = decode_cursor(cursor, int)[0] if cursor else 0
    if not 0 <= start <= len(found):
        start = len(found)
    rest = start + limit < len(found)
    return SessionsOut(
        items=[session_out(session) for session in found[start : start + limit]],
        next_cursor=encode_cursor(start + limit) if rest else None,
    )


@router.get("/library/sessions/{session_id}")
async def session(tx: RequestTx, session_id: str) -> SessionOut:
    """One session with its steps."""
    found = session_named(session_id)
    if found is None:
        raise NotFound("There is no such session in the library.")
    return session_out(found)
