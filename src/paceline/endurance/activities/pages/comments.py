"""The comments beneath an activity: reading, writing, rewriting, taking back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from paceline.core.identity import RequestTx, people
from paceline.endurance.activities.access import activity_for
from paceline.endurance.activities.comments.actions import (
    change_comment,
    delete_comment,
    restore_comment,
    write_comment,
)
from paceline.endurance.activities.comments.queries import comments_of, own_comment
from paceline.endurance.activities.comments.reading import mark_read
from paceline.endurance.activities.comments.schemas import WriteComment
from paceline.endurance.activities.model import Activity
from paceline.endurance.athletes import Athlete, athlete_for
from paceline.infra.tx import Tx
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One remark with who said it."""

    id: UUID
    author: str
    initials: str
    body: str
    at: datetime
    changed: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of remarks, the oldest of it first, and where earlier ones are."""

    rows: Sequence[CommentRow]
    cursor: str
    older: str


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """The whole thread on a page of its own."""

    activity: Activity
    comments: Thread
    form: Form[Any]


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One remark of one's own, to rewrite it."""

    activity: Activity
    comment_id: UUID
    form: Form[Any]


async def thread_of(tx: Tx, activity: Activity, athlete: Athlete, cursor: str = "") -> Thread:
    """The latest remarks, or those before a cursor; from now on the actor has read them."""
    found = await comments_of(tx, activity, cursor=cursor or None)
    await mark_read(tx, activity, found.items)
    known = await people(tx, list({one.author_id for one in found.items}))
    names = {author: one.name for author, one in known.items()} | {athlete.id: athlete.name}
    rows = [
        CommentRow(
            one.id,
            names.get(one.author_id, "Another coach"),
            _initials(names.get(one.author_id, "A C")),
            one.body,
            one.created_at,
            one.changed_at is not None,
            one.author_id == tx.person,
        )
        for one in reversed(found.items)
    ]
    older = f"/activities/{activity.id}/comments?cursor={found.next_cursor}" if found.next_cursor else ""
    return Thread(rows, cursor, older)


def _initials(name: str) -> str:
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"


@router.get("/activities/{activity_id}/comments")
async def comments(tx: RequestTx, activity_id: UUID, cursor: Annotated[str, Query(max_length=200)] = "") -> Page:
    activity = await activity_for(tx, activity_id)
    thread = await thread_of(tx, activity, await athlete_for(tx, activity.athlete_id), cursor)
    return page("activities/comments.html", CommentsPage(activity, thread, filled({})), block="thread")


@router.post("/activities/{activity_id}/comments")
async def write(tx: RequestTx, activity_id: UUID, form: Annotated[Form[WriteComment], reads(WriteComment)]) -> Response:
    if form.value is None:
        activity = await activity_for(tx, activity_id)
        thread = await thread_of(tx, activity, await athlete_for(tx, activity.athlete_id))
        return page("activities/comments.html", CommentsPage(activity, thread, form), status=422)
    await write_comment(tx, activity_id, form.value)
    return see(f"/activities/{activity_id}#comments", flash="Comment sent.")


@router.get("/activities/{activity_id}/comments/{comment_id}")
async def comment(tx: RequestTx, activity_id: UUID, comment_id: UUID) -> Page:
    activity = await activity_for(tx, activity_id)
    found = await own_comment(tx, activity, comment_id)
    return page("activities/comment.html", CommentPage(activity, comment_id, filled({"body": found.body})))


@router.post("/activities/{activity_id}/comments/{comment_id}")
async def change(
    tx: RequestTx, activity_id: UUID, comment_id: UUID, form: Annotated[Form[WriteComment], reads(WriteComment)]
) -> Response:
    if form.value is None:
        activity = await activity_for(tx, activity_id)
        await own_comment(tx, activity, comment_id)
        return page("activities/comment.html", CommentPage(activity, comment_id, form), status=422)
    await change_comment(tx, activity_id, comment_id, form.value)
    return see(f"/activities/{activity_id}#comments", flash="Comment changed.")


@router.post("/activities/{activity_id}/comments/{comment_id}/deletion")
async def delete(tx: RequestTx, activity_id: UUID, comment_id: UUID) -> Response:
    await delete_comment(tx, activity_id, comment_id)
    undo = f"/activities/{activity_id}/comments/{comment_id}/restoration"
    return see(f"/activities/{activity_id}#comments", flash=Flash("Comment deleted.", undo=undo))


@router.post("/activities/{activity_id}/comments/{comment_id}/restoration")
async def restore(tx: RequestTx, activity_id: UUID, comment_id: UUID) -> Response:
    await restore_comment(tx, activity_id, comment_id)
    return see(f"/activities/{activity_id}#comments", flash="Comment is back.")
