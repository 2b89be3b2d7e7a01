"""What the coach did at the desk, how quickly, and what became of it; and the rules everything rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from paceline.coaching.desk.automation import RAILS, Rail
from paceline.coaching.desk.log import LogLine, Statistics, log_page, statistics
from paceline.coaching.desk.rulebook import RULES, Rule
from paceline.core.identity import RequestTx, require_role
from paceline.ui.page import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of decisions, under four weeks in numbers."""

    lines: Sequence[LogLine]
    older: str | None
    first: bool
    numbers: Statistics


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Every rule, and everything that holds back an automatic change."""

    rules: Sequence[Rule] = RULES
    rails: Sequence[Rail] = RAILS


@router.get("/queue/log")
async def log(tx: RequestTx, cursor: Annotated[str | None, Query(max_length=300)] = None) -> Response:
    """Your decisions, response times and outcomes."""
    require_role(tx, "coach")
    found = await log_page(tx, cursor=cursor)
    older = f"/queue/log?cursor={found.next_cursor}" if found.next_cursor else None
    return page("desk/log.html", LogPage(found.items, older, cursor is None, await statistics(tx)))


@router.get("/queue/rules")
async def rules(tx: RequestTx) -> Response:
    """What leads to a place in the queue, and what holds back an automatic change."""
    require_role(tx, "coach")
    return page("desk/rules.html", RulesPage())
