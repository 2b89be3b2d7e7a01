"""The settings of the feed, and the feed itself."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from paceline.core.identity import RequestTx, SystemTx
from paceline.endurance.calendar.feed.actions import end_feed, feed_file, make_feed, own_feed
from paceline.endurance.calendar.model import Feed
from paceline.kit.shapes import Command
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, see

router = APIRouter()


class FeedForm(Command):
    """What the feed tells beside titles."""

    details: bool = Field(False, description="Lengths and notes as well.")


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The feed there is, and its address just after it was made."""

    feed: Feed | None
    address: str | None = None


@router.get("/settings/calendar")
async def show(tx: RequestTx) -> Page:
    """Whether there is a feed."""
    return page("calendar/feed.html", FeedPage(await own_feed(tx)))


@router.post("/settings/calendar")
async def make(request: Request, tx: RequestTx, form: Annotated[Form[FeedForm], reads(FeedForm)]) -> Page:
    """A new address, shown this once."""
    token = await make_feed(tx, details=form.value is not None and form.value.details)
    address = f"{request.url.scheme}://{request.url.netloc}/calendar/feed/{token}.ics"
    return page("calendar/feed.html", FeedPage(await own_feed(tx), address))


@router.post("/settings/calendar/removal")
async def remove(tx: RequestTx) -> Response:
    """The address is no longer good."""
    await end_feed(tx)
    return see("/settings/calendar", flash="The address no longer works.")


@router.get("/calendar/feed/{token}.ics", include_in_schema=False)
async def feed(request: Request, tx: SystemTx, token: str) -> Response:
    """The calendar for whoever knows the address; titles of sessions and nothing about health."""
    body = await feed_file(tx, token, request.url.hostname or "paceline")
    headers = {
        "Content-Disposition": 'inline; filename="training.ics"',
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
    }
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)
