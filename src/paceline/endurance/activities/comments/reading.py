"""What somebody has read of the talk beneath activities, and how much they have not."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.activities.comments.model import Comment, CommentsRead
from paceline.endurance.activities.model import Activity
from paceline.infra.tx import Tx


async def mark_read(tx: Tx, activity: Activity, shown: Sequence[Comment]) -> None:
    """The actor has seen these remarks, and so everything said before the latest of them."""
    # Up to what was shown and not up to now: a remark that arrives in between stays unread.
    latest = max((one.created_at for one in shown if one.author_id != tx.person), default=None)
    known = await _read_until(tx, activity) if latest else None
    if latest and (known is None or known < latest):
        row = insert(CommentsRead).values(
            reader_id=tx.person, activity_id=activity.id, athlete_id=activity.athlete_id, read_at=latest
        )
        later = func.greatest(CommentsRead.read_at, row.excluded.read_at)
        await tx.session.execute(
            row.on_conflict_do_update(index_elements=["reader_id", "activity_id"], set_={"read_at": later})
        )


async def _read_until(tx: Tx, activity: Activity) -> datetime | None:
    return await tx.session.scalar(
        select(CommentsRead.read_at).where(CommentsRead.reader_id == tx.person, CommentsRead.activity_id == activity.id)
    )


async def unread_comments(tx: Tx, activity_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many remarks of others the actor has not been shown, by activity; without those that have none."""
    if not activity_ids:
        return {}
    read = and_(CommentsRead.activity_id == Comment.activity_id, CommentsRead.reader_id == tx.person)
    rows = await tx.session.execute(
        select(Comment.activity_id, func.count())
        .outerjoin(CommentsRead, read)
        .where(
            Comment.activity_id.in_(activity_ids),
            Comment.deleted_at.is_(None),
            Comment.author_id != tx.person,
            or_(CommentsRead.read_at.is_(None), Comment.created_at > CommentsRead.read_at),
        )
        .group_by(Comment.activity_id)
    )
    return {activity: count for activity, count in rows}


class CommentsUnread:
    """Plugged into the calendar: the remarks on its activities that the actor has not read."""

    async def unread_comments(self, tx: Tx, activity_ids: Sequence[UUID]) -> Mapping[UUID, int]:
        """By activity, without those that have none."""
        return await unread_comments(tx, activity_ids)
