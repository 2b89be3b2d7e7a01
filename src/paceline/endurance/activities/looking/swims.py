"""Pool swims: each length with strokes and SWOLF, and the lengths between two rests as one repetition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from paceline.endurance.activities.model import Activity


@dataclass(frozen=True, slots=True)
class LengthRow:
    """One length of the pool, or a rest at the wall; SWOLF is its seconds and strokes together."""

    number: int
    seconds: float
    strokes: float | None
    stroke: str
    active: bool

    @property
    def swolf(self) -> float | None:
        """Seconds plus strokes of one length: lower is more economical in the same pool."""
        return None if self.strokes is None or not self.active else round(self.seconds) + self.strokes


@dataclass(frozen=True, slots=True)
class Repetition:
    """Lengths swum without a rest between them, and the rest after them."""

    number: int
    lengths: int
    metres: float | None
    seconds: float
    speed: float | None
    strokes: float | None
    swolf: float | None
    stroke: str
    rest: float | None
    start: float


def lengths_of(activity: Activity) -> list[LengthRow]:
    """Every length in the order it was swum."""
    return [
        LengthRow(number, seconds, strokes, (stroke or "").capitalize(), active)
        for number, (_, seconds, strokes, stroke, active) in enumerate(activity.lengths, 1)
    ]


def repetitions_of(activity: Activity, rows: Sequence[LengthRow]) -> list[Repetition]:
    """What was swum between rests; empty where the watch wrote no rest."""
    swum = sum(row.active for row in rows)
    if not swum or swum == len(rows):
        return []
    pool = activity.distance / swum if activity.distance else None
    found: list[Repetition] = []
    for active, group in groupby(rows, key=lambda row: row.active):
        lengths = list(group)
        if active:
            found.append(_repetition(len(found) + 1, lengths, pool, float(activity.lengths[lengths[0].number - 1][0])))
        elif found:
            found[-1] = replace(found[-1], rest=sum(row.seconds for row in lengths))
    return found


def _repetition(number: int, lengths: Sequence[LengthRow], pool: float | None, start: float) -> Repetition:
    seconds = sum(row.seconds for row in lengths)
    metres = None if pool is None else pool * len(lengths)
    strokes = [row.strokes for row in lengths if row.strokes is not None]
    swolf = [row.swolf for row in lengths if row.swolf is not None]
    names = {row.stroke for row in lengths if row.stroke}
    return Repetition(
        number,
        len(lengths),
        metres,
        seconds,
        metres / seconds if metres and seconds > 0 else None,
        sum(strokes) / len(strokes) if strokes else None,
        sum(swolf) / len(swolf) if swolf else None,
        names.pop() if len(names) == 1 else "Mixed" if names else "",
        None,
        start,
    )
