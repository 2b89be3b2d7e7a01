"""REST of comments on an activity."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.access import activity_for
from paceline.endurance.activities.comments.actions import (
    change_comment,
    delete_comment,
    restore_comment,
    write_comment,
)
from paceline.endurance.activities.comments.queries import SHOWN, comments_of
from paceline.endurance.activities.comments.reading import mark_read
from paceline.endurance.activities.comments.schemas import CommentOut, CommentsOut, WriteComment

router = APIRouter(tags=["activities"])


@router.get("/activities/{activity_id}/comments")
async def comments(
    tx: RequestTx,
    activity_id: UUID,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = SHOWN,
) -> CommentsOut:
    """What athlete and coach said about an activity, the latest first."""
    found = await comments_of(tx, await activity_for(tx, activity_id), limit, cursor)
    return CommentsOut(items=[CommentOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.put("/activities/{activity_id}/comments/read", status_code=204)
async def read(tx: RequestTx, activity_id: UUID) -> Response:
    """Everything said so far has been shown to the person; listing alone does not say so."""
    activity = await activity_for(tx, activity_id)
    await mark_read(tx, activity, (await comments_of(tx, activity)).items)
    return Response(status_code=204)


@router.post("/activities/{activity_id}/comments", status_code=201)
async def write(tx: RequestTx, activity_id: UUID, command: WriteComment) -> CommentOut:
    """Say something; the athlete and the coaches who share the training are told."""
    return CommentOut.model_validate(await write_comment(tx, activity_id, command))


@router.put("/activities/{activity_id}/comments/{comment_id}")
async def change(tx: RequestTx, activity_id: UUID, comment_id: UUID, command: WriteComment) -> CommentOut:
    """Rewrite a comment of one's own."""
    return CommentOut.model_validate(await change_comment(tx, activity_id, comment_id, command))


@router.delete("/activities/{activity_id}/comments/{comment_id}", status_code=204)
async def delete(tx: RequestTx, activity_id: UUID, comment_id: UUID) -> Response:
    """Take a comment of one's own back."""
    await delete_comment(tx, activity_id, comment_id)
    return Response(status_code=204)


@router.post("/activities/{activity_id}/comments/{comment_id}/restoration")
async def restore(tx: RequestTx, activity_id: UUID, comment_id: UUID) -> CommentOut:
    """Bring a deleted comment back."""
    return CommentOut.model_validate(await restore_comment(tx, activity_id, comment_id))
