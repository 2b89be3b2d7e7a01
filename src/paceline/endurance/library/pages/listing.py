"""The list of sessions: found by words, kind, sport, length and load, and by who wrote them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from fastapi import APIRouter, Request

from paceline.core.identity import RequestTx
from paceline.endurance.library.items import Item
from paceline.endurance.library.model import Folder
from paceline.endurance.library.pages.words import (
    CATEGORY_CHOICES,
    NAMED_SPORTS,
    ORIGINS,
    day_in,
    name_of,
    number_in,
    uuid_in,
)
from paceline.endurance.library.queries import Origin, Wanted, folders_of, items_matching, tags_of
from paceline.endurance.library.types import CATEGORIES
from paceline.ui.page import Page, page

router = APIRouter()
FIELDS = ("q", "category", "sport", "origin", "tag", "folder", "shortest", "longest", "lightest", "heaviest")
# So many cards are drawn at once; more come on asking.
AT_ONCE = 72


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The sessions that match, by category."""

    groups: Sequence[tuple[str, Sequence[Item]]]
    number: int
    shown: int
    marked: frozenset[str]
    values: Mapping[str, str]
    is_narrowed: bool
    more: str
    carried: str
    empty: str
    folders: Sequence[Folder]
    tags: Sequence[str]
    mine: int
    categories: Sequence[tuple[str, str]] = CATEGORY_CHOICES
    sports: Sequence[tuple[str, str]] = NAMED_SPORTS
    origins: Sequence[tuple[str, str]] = ORIGINS


@router.get("/library")
async def library(tx: RequestTx, request: Request) -> Page:
    """Every session, or those that match; `athlete` and `day` travel along to the form of each."""
    values = {name: request.query_params.get(name, "")[:100] for name in FIELDS}
    wanted = _wanted(values)
    found, marked = await items_matching(tx, wanted)
    shown = found if request.query_params.get("all") else found[:AT_ONCE]
    by_category = [(name_of(name), [item for item in shown if item.category == name]) for name in CATEGORIES]
    asked = {name: value for name, value in values.items() if value}
    context = LibraryPage(
        groups=[(name, items) for name, items in by_category if items],
        number=len(found),
        shown=len(shown),
        marked=marked,
        values=values,
        is_narrowed=bool(asked),
        more=f"/library?{request.url.query}&all=1" if request.url.query else "/library?all=1",
        carried=_carried(request),
        empty=values["origin"] if set(asked) <= {"origin"} else "",
        folders=await folders_of(tx),
        tags=tags_of(found),
        mine=sum(item.template is not None for item in found),
    )
    return page("library/list.html", context, block="sessions")


def _wanted(values: Mapping[str, str]) -> Wanted:
    spans = {name: number_in(values[name]) for name in ("shortest", "longest", "lightest", "heaviest")}
    origin = values["origin"] if values["origin"] in dict(ORIGINS) else ""
    return Wanted(
        words=values["q"],
        category=values["category"],
        sport=values["sport"],
        origin=cast("Origin", origin),
        tag=values["tag"],
        folder_id=uuid_in(values["folder"]),
        shortest=spans["shortest"] and spans["shortest"] * 60,
        longest=spans["longest"] and spans["longest"] * 60,
        lightest=spans["lightest"],
        heaviest=spans["heaviest"],
    )


def _carried(request: Request) -> str:
    athlete = uuid_in(request.query_params.get("athlete", ""))
    day = day_in(request.query_params.get("day", ""))
    pairs = [f"{key}={value}" for key, value in (("athlete", athlete), ("day", day)) if value is not None]
    return "?" + "&".join(pairs) if pairs else ""
