"""The legs of a triathlon or another session of several sports that came in one file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.model import Activity
from paceline.infra.tx import Tx


@dataclass(frozen=True, slots=True)
class Leg:
    """One sport of the file, or a change between two: `is_change` legs are transitions."""

    id: UUID | None
    name: str
    sport: str
    family: str
    seconds: float | None
    distance: float | None
    current: bool
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Legs:
    """All legs in order with the transitions between them, and what they come to."""

    rows: Sequence[Leg]
    seconds: float | None
    distance: float | None
    load: float | None


async def legs_of(tx: Tx, activity: Activity) -> Legs | None:
    """The other activities of the same file; None when it held one only."""
    if activity.file_sha256 is None:
        return None
    query = select(Activity).where(
        Activity.athlete_id == activity.athlete_id,
        Activity.file_sha256 == activity.file_sha256,
        Activity.deleted_at.is_(None),
    )
    found = (await tx.session.scalars(query.order_by(Activity.started_at, Activity.file_part))).all()
    return None if len(found) < 2 else joined(found, activity)


def joined(found: Sequence[Activity], current: Activity) -> Legs:
    """Legs and the gaps between them; a watch may also have recorded the change as a leg of its own."""
    rows: list[Leg] = []
    for before, one in zip((None, *found), found, strict=False):
        gap = _gap(before, one)
        if gap is not None:
            rows.append(Leg(None, "Transition", "transition", "other", gap, None, False, True))
        rows.append(
            Leg(
                one.id,
                one.name,
                one.sport,
                one.family,
                one.timer or one.elapsed,
                one.distance,
                one.id == current.id,
                one.sport == "transition" or one.sub_sport == "transition",
            )
        )
    first, last = found[0], found[-1]
    seconds = (last.started_at - first.started_at).total_seconds() + (last.elapsed or 0.0)
    return Legs(rows, seconds, _sum(one.distance for one in found), _sum(one.load for one in found))


def _gap(before: Activity | None, one: Activity) -> float | None:
    if before is None or before.elapsed is None:
        return None
    gap = (one.started_at - before.started_at).total_seconds() - before.elapsed
    return gap if gap >= 5 else None


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
