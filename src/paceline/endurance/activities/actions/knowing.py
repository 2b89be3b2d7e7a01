"""Which sessions are here already: by their bytes, or by sport, start and length."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.files.reading import Reading
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.rules import SAME_START, is_same_length
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

# By their bytes, the activities themselves first; then what a recording that was held back or decided about stands for,
# and what one that was joined with the one before it became. Without bytes: what began at nearly the same time.
_HERE = """
WITH mine AS (
    SELECT id, file_sha256, file_part, merged_into, deleted_at FROM activities_activity
    WHERE athlete_id = %(athlete)s AND file_sha256 = ANY(%(digests)s)
)
SELECT file_sha256, file_part, id FROM (
    SELECT 1 AS rank, file_sha256, file_part, id FROM mine WHERE deleted_at IS NULL
    UNION ALL
    SELECT 2, other_sha256, other_part, shown.id FROM activities_duplicate
    JOIN activities_activity AS shown ON shown.id = activity_id AND shown.deleted_at IS NULL
    WHERE activities_duplicate.athlete_id = %(athlete)s AND other_sha256 = ANY(%(digests)s)
    UNION ALL
    SELECT 3, mine.file_sha256, mine.file_part, whole.id FROM mine
    JOIN activities_activity AS whole ON whole.id = mine.merged_into AND whole.deleted_at IS NULL
    UNION ALL
    SELECT 4, NULL, 0, near.id
    FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[]) AS span (since, until)
    JOIN activities_activity AS near ON near.athlete_id = %(athlete)s AND near.deleted_at IS NULL
        AND near.source <> 'manual' AND near.started_at BETWEEN span.since AND span.until
) AS here ORDER BY rank
"""


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
    starts = sorted({session.start for reading in readings for session in reading.sessions})
    asked = {
        "athlete": athlete_id,
        "digests": list({reading.sha256 for reading in readings}),
        "since": [datetime.fromtimestamp(start, UTC) - SAME_START for start in starts],
        "until": [datetime.fromtimestamp(start, UTC) + SAME_START for start in starts],
    }
    found = await ask(tx.session, _HERE, asked)
    known = Known()
    if not found:
        return known  # most files are new
    loaded = await tx.session.scalars(select(Activity).where(Activity.id.in_({shown for *_, shown in found})))
    activities = {one.id: one for one in loaded}
    for sha256, part, shown in found:
        if sha256 is not None:
            known.bytes_here.setdefault((bytes(sha256), part), activities[shown])
    near = {shown for sha256, _, shown in found if sha256 is None}
    known.sessions.extend(sorted((activities[one] for one in near), key=lambda one: (one.created_at, one.id)))
    return known
