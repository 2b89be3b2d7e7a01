"""Which sessions are here already: by their bytes, or by sport, start and length."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from paceline.endurance.activities.files.reading import Reading
from paceline.endurance.activities.model import Activity, Duplicate
from paceline.endurance.activities.rules import SAME_START, is_same_length
from paceline.infra.tx import Tx


@dataclass(slots=True)
class Known:
    """What is here that a batch of files may hold once more; what the batch adds is added."""

    bytes_here: dict[tuple[bytes, int], Activity] = field(default_factory=dict[tuple[bytes, int], Activity])
    sessions: list[Activity] = field(default_factory=list[Activity])

    def by_bytes(self, sha256: bytes, part: int) -> Activity | None:
        """The activity these bytes became, or were decided to be a recording of."""
        return self.bytes_here.get((sha256, part))

    def same_session(self, activity: Activity) -> Activity | None:
        """The first that is likely the same session, recorded or exported by something else."""
        return next(
            (
                one
                for one in self.sessions
                if one.family == activity.family
                and abs(one.started_at - activity.started_at) <= SAME_START
                and is_same_length(one.elapsed, activity.elapsed)
            ),
            None,
        )

    def add(self, activity: Activity, twin: Activity | None) -> None:
        """Later files of the batch may be the same."""
        if activity.file_sha256 is not None:
            self.bytes_here[activity.file_sha256, activity.file_part] = twin or activity
        if twin is None:
            self.sessions.append(activity)


async def known_to(tx: Tx, athlete_id: UUID, readings: Sequence[Reading]) -> Known:
    """Everything of the athlete's that these files could hold once more."""
    known = Known()
    digests = list({reading.sha256 for reading in readings})
    mine = select(Activity).where(Activity.athlete_id == athlete_id, Activity.deleted_at.is_(None))
    for found in await tx.session.scalars(mine.where(Activity.file_sha256.in_(digests))):
        known.bytes_here[found.file_sha256 or b"", found.file_part] = found
    # A recording that was held back or decided about stands for the activity that is shown in its place.
    decided = (
        select(Duplicate.other_sha256, Duplicate.other_part, Activity)
        .join(Activity, Activity.id == Duplicate.activity_id)
        .where(
            Duplicate.athlete_id == athlete_id,
            Duplicate.other_sha256.in_(digests),
            Activity.deleted_at.is_(None),
        )
    )
    for sha256, part, shown in await tx.session.execute(decided):
        known.bytes_here.setdefault((sha256 or b"", part), shown)
    # So does a recording that was joined with the one before it.
    joined, whole = aliased(Activity), aliased(Activity)
    parts = (
        select(joined.file_sha256, joined.file_part, whole)
        .join(whole, whole.id == joined.merged_into)
        .where(joined.athlete_id == athlete_id, joined.file_sha256.in_(digests), whole.deleted_at.is_(None))
    )
    for sha256, part, shown in await tx.session.execute(parts):
        if sha256 is not None:
            known.bytes_here.setdefault((sha256, part), shown)
    starts = {datetime.fromtimestamp(session.start, UTC) for reading in readings for session in reading.sessions}
    if starts:
        near = or_(*(Activity.started_at.between(one - SAME_START, one + SAME_START) for one in starts))
        nearby = mine.where(near, Activity.source != "manual").order_by(Activity.created_at, Activity.id)
        known.sessions.extend(await tx.session.scalars(nearby))
    return known
