"""Writing, rewriting and taking back comments; the other side is told."""

from uuid import UUID

from paceline.endurance.activities.access import activity_for
from paceline.endurance.activities.comments.model import Comment
from paceline.endurance.activities.comments.queries import own_comment
from paceline.endurance.activities.comments.schemas import WriteComment
from paceline.endurance.activities.events import CommentChanged, CommentWritten
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx


async def write_comment(tx: Tx, activity_id: UUID, command: WriteComment) -> Comment:
    """Say something about an activity that is shared with the actor."""
    activity = await activity_for(tx, activity_id)
    comment = Comment(
        id=new_id(),
        athlete_id=activity.athlete_id,
        activity_id=activity.id,
        author_id=tx.person,
        body=_clean(command.body),
        created_at=tx.now,
    )
    tx.session.add(comment)
    await tx.session.flush()
    await tx.emit(CommentWritten(comment.id, activity.id, activity.athlete_id, tx.person))
    return comment


async def change_comment(tx: Tx, activity_id: UUID, comment_id: UUID, command: WriteComment) -> Comment:
    """Say it otherwise."""
    comment = await own_comment(tx, await activity_for(tx, activity_id), comment_id)
    comment.body, comment.changed_at = _clean(command.body), tx.now
    await _changed(tx, comment)
    return comment


async def delete_comment(tx: Tx, activity_id: UUID, comment_id: UUID) -> None:
    """Take it back."""
    comment = await own_comment(tx, await activity_for(tx, activity_id), comment_id)
    comment.deleted_at = tx.now
    await _changed(tx, comment)


async def restore_comment(tx: Tx, activity_id: UUID, comment_id: UUID) -> Comment:
    """Say it again after all."""
    comment = await own_comment(tx, await activity_for(tx, activity_id), comment_id, deleted=True)
    comment.deleted_at = None
    await _changed(tx, comment)
    return comment


async def _changed(tx: Tx, comment: Comment) -> None:
    await tx.session.flush()
    await tx.emit(CommentChanged(comment.id, comment.activity_id, comment.athlete_id))


def _clean(body: str) -> str:
    """PostgreSQL takes no zero byte; line ends are those of the web."""
    return body.replace("\0", "").replace("\r\n", "\n").strip() or "–"
