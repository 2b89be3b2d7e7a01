"""Reads of comments."""

from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.comments.model import Comment
from paceline.endurance.activities.model import Activity
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

SHOWN = 20


async def comments_of(tx: Tx, activity: Activity, size: int = SHOWN, cursor: str | None = None) -> Page[Comment]:
    """What was said about an activity, the latest first."""
    query = select(Comment).where(
        Comment.activity_id == activity.id,
        Comment.athlete_id == activity.athlete_id,
        Comment.deleted_at.is_(None),
    )
    if cursor:
        query = query.where(Comment.id < decode_cursor(cursor, UUID)[0])
    rows = (await tx.session.scalars(query.order_by(Comment.id.desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda one: encode_cursor(one.id))


async def own_comment(tx: Tx, activity: Activity, comment_id: UUID, *, deleted: bool = False) -> Comment:
    """A comment the actor wrote, to change it."""
    gone = Comment.deleted_at.is_not(None) if deleted else Comment.deleted_at.is_(None)
    found = await tx.session.scalar(
        select(Comment).where(
            Comment.id == comment_id, Comment.activity_id == activity.id, Comment.author_id == tx.person, gone
        )
    )
    if found is None:
        raise NotFound("This comment is not here, or somebody else wrote it.")
    return found
