"""The two halves of an activity beside each other: did the same heart rate still buy the same output?"""

from collections.abc import Sequence
from dataclasses import dataclass

from paceline.endurance.activities.listing.rows import pace_of
from paceline.endurance.activities.looking.stretches import efficiency, measured_stretch
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import Samples
from paceline.kit.errors import Invalid
from paceline.science.endurance.summary import Summary
from paceline.ui.format import Figure, Formatter

LEAST = 1200.0  # s; halves shorter than ten minutes compare warming up with running


@dataclass(frozen=True, slots=True)
class HalfRow:
    """One figure in the first and in the second half."""

    label: str
    first: Figure
    second: Figure


@dataclass(frozen=True, slots=True)
class Halves:
    """The figures of both halves, the decoupling between them, and what to think of it."""

    rows: Sequence[HalfRow]
    decoupling: Figure
    words: str


def halves_of(activity: Activity, samples: Samples, fmt: Formatter) -> Halves | None:
    """Halves by time; None without heart rate or output, and for sessions under twenty minutes."""
    if "heart_rate" not in samples.channels or samples.time.size < 2 or activity.family in ("swimming", "other"):
        return None
    start, end = float(samples.time[0]), float(samples.time[-1])
    if end - start < LEAST:
        return None
    middle = (start + end) / 2
    try:
        first = measured_stretch(activity, samples, start, middle).summary
        second = measured_stretch(activity, samples, middle, end).summary
    except Invalid:
        return None
    rows = [row for row in _rows(activity, first, second, fmt) if not row.first.missing and not row.second.missing]
    if not any(row.label == "Efficiency" for row in rows):
        return None
    return Halves(rows, fmt.signed(activity.decoupling, 1, "%"), _words(activity))


def _rows(activity: Activity, first: Summary, second: Summary, fmt: Formatter) -> list[HalfRow]:
    on_foot = activity.family in ("running", "walking")
    both = (first, second)
    graded = [fmt.pace(one.graded_speed if on_foot else None) for one in both]
    speed = [pace_of(activity.family, one.average_speed, fmt) for one in both]
    return [
        HalfRow("Grade-adjusted pace", *graded),
        HalfRow("Pace" if on_foot else "Speed", *speed),
        HalfRow("Normalized power", *(fmt.power(one.normalized_power) for one in both)),
        HalfRow("Heart rate", *(fmt.heart_rate(one.average_heart_rate) for one in both)),
        HalfRow("Efficiency", *(efficiency(activity, one, fmt) for one in both)),
    ]


def _words(activity: Activity) -> str:
    """Friel: under five percent the effort was within endurance."""
    if activity.decoupling is None:
        return str(activity.reasons.get("decoupling", ""))
    if caution := activity.cautions.get("decoupling"):
        return str(caution)
    if activity.decoupling < 5:
        return "Under 5 %: output and heart rate held together."
    return "Over 5 %: the heart worked harder for the same output in the second half."
