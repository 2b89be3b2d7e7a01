"""What is left late in one session: the best efforts after stated amounts of work or hours, as kept for the season."""

from collections.abc import Sequence
from dataclasses import dataclass

from paceline.science.endurance.durability import seconds_of_work
from paceline.science.endurance.efforts import best_by_time
from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.streams import Array

WORK = (1_000_000.0, 1_500_000.0, 2_000_000.0)  # J; the steps cycling teams and Maunder 2021 look at
TIME = (3600.0, 5400.0, 7200.0)  # s, for runners, whose work nobody measures
DURATIONS = (300, 1200)  # s
STEPS = len(WORK)
SLOTS = STEPS * len(DURATIONS)
LEAST = 3  # sessions


@dataclass(frozen=True, slots=True)
class LateEffort:
    """The best mean over `duration` seconds after step number `step` of work or time."""

    step: int
    duration: int
    value: float | None


def late_by_work(power: Array) -> tuple[LateEffort, ...]:
    """Watts at 1 Hz: best 5 and 20 minutes after 1000, 1500 and 2000 kJ."""
    splits = [seconds_of_work(power, work).value for work in WORK]
    return _late(power, splits, "zero")


def late_by_time(speed: Array) -> tuple[LateEffort, ...]:
    """Level speed at 1 Hz: best 5 and 20 minutes after 60, 90 and 120 minutes."""
    return _late(speed, [split if split < speed.size else None for split in TIME], "gap")


def season_drop(fresh: float | None, tired: Sequence[float | None]) -> Metric:
    """Percent by which the best late effort of a season lies below the season's best fresh one of the same length.

    Below nothing at all is lost; with few hard late efforts the loss is overstated, so it needs three sessions.
    """
    known = [value for value in tired if value is not None and positive(value)]
    if fresh is None or not positive(fresh):
        return undefined("There is no fresh effort of this length to compare with.")
    if not known:
        return undefined("No session went on long enough.")
    caution = None if len(known) >= LEAST else "From fewer than three sessions: how hard they were decides it."
    return measured(100 * (fresh - max(known)) / fresh, caution)


def _late(values: Array, splits: Sequence[float | None], missing: str) -> tuple[LateEffort, ...]:
    found: list[LateEffort] = []
    for step, split in enumerate(splits):
        tail = values[int(split) :] if split is not None else values[:0]
        best = {
            one.duration: one.value for one in best_by_time(tail, DURATIONS, "zero" if missing == "zero" else "gap")
        }
        found += [LateEffort(step, duration, best.get(duration)) for duration in DURATIONS]
    return tuple(found)
