"""A stretch of an activity measured on its own: what was dragged over, typed in or a lap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paceline.endurance.activities.looking.recent import recent_samples
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import Samples
from paceline.endurance.activities.rules import duration_of
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.science.endurance.splits import summarise_part
from paceline.science.endurance.summary import Summary
from paceline.ui.format import Figure, Formatter

MEASURED = ("distance", "altitude", "speed", "heart_rate", "power", "cadence", "temperature")
SHORTEST = 1.0  # s


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds after the start, and what was measured between them."""

    start: float
    end: float
    summary: Summary


@dataclass(frozen=True, slots=True)
class StretchView:
    """A stretch in words: figures by label; `reasons` say what is missing."""

    start: str
    end: str
    figures: Sequence[tuple[str, Figure]]
    problem: str = ""


async def stretch_of(tx: Tx, activity: Activity, start: float, end: float) -> Stretch:
    """What happened between two moments; Invalid with a sentence when there is nothing between them."""
    return measured_stretch(activity, await recent_samples(tx, activity, MEASURED), start, end)


def measured_stretch(activity: Activity, samples: Samples, start: float, end: float) -> Stretch:
    """The same from samples that are at hand."""
    if samples.time.size < 2:
        raise Invalid("This activity has no samples along the way, so there is nothing to measure.")
    first, last = max(start, float(samples.time[0])), min(end, float(samples.time[-1]))
    if not last - first >= SHORTEST:
        wrong = "The end has to lie at least a second after the start, and both within the activity."
        raise Invalid(wrong, fields={"to": wrong})
    # Pool watches know the speed of lengths only, and moving time is that of the lengths.
    channels = {name: v for name, v in samples.channels.items() if not (name == "speed" and activity.lengths)}
    pauses = [(float(a), float(b)) for a, b in activity.pauses]
    return Stretch(first, last, summarise_part(samples.time, channels, activity.sport, pauses, first, last))


def moment_of(text: str) -> float:
    """`12:30`, `1:12:30` or plain seconds after the start."""
    plain = text.strip()
    try:
        seconds = float(plain) if ":" not in plain else _clock(plain)
    except ValueError as error:
        raise Invalid(f"“{plain[:20]}” is not a moment. Write it like 12:30 or 1:12:30.") from error
    if not 0 <= seconds <= 1e7:
        raise Invalid(f"“{plain[:20]}” is not a moment. Write it like 12:30 or 1:12:30.")
    return seconds


def _clock(text: str) -> float:
    """Minutes and seconds where there is one colon, as a stopwatch shows them."""
    found = duration_of(text if text.count(":") == 2 else f"0:{text}")
    if found is None:
        raise ValueError(text)
    return found


def view_of_stretch(activity: Activity, stretch: Stretch, fmt: Formatter) -> StretchView:
    """The figures that are known, in the reader's units."""
    return StretchView(
        str(fmt.duration_exact(stretch.start)), str(fmt.duration_exact(stretch.end)), figures_of(activity, stretch, fmt)
    )


def figures_of(activity: Activity, stretch: Stretch, fmt: Formatter) -> list[tuple[str, Figure]]:
    """Time and distance first, then how hard and how well; what was not recorded is left out."""
    found = stretch.summary
    on_foot = activity.family in ("running", "walking")
    pace = fmt.swim_pace if activity.family == "swimming" else fmt.pace if on_foot else fmt.speed
    rows: list[tuple[str, Figure]] = [
        ("Time", fmt.duration_exact(found.timer)),
        ("Moving", fmt.duration_exact(found.moving)),
        ("Distance", fmt.distance(found.distance, 2)),
        ("Pace" if on_foot or activity.family == "swimming" else "Speed", pace(found.average_speed)),
        ("Grade-adjusted", fmt.pace(found.graded_speed) if on_foot else fmt.pace(None)),
        ("Power", fmt.power(found.average_power)),
        ("Normalized", fmt.power(found.normalized_power)),
        ("Heart rate", fmt.heart_rate(found.average_heart_rate)),
        ("Highest", fmt.heart_rate(found.max_heart_rate)),
        ("Climb", fmt.climb(found.ascent)),
        ("Cadence", fmt.cadence(found.average_cadence, "spm" if on_foot else "rpm")),
        ("Efficiency", efficiency(activity, found, fmt)),
    ]
    return [(label, value) for label, value in rows if not value.missing]


def efficiency(activity: Activity, found: Summary, fmt: Formatter) -> Figure:
    """Output per heartbeat in the unit it is spoken of: watts, or metres a minute on foot."""
    unit = "W/bpm" if found.normalized_power is not None else "m/min/bpm"
    return fmt.number(found.efficiency_factor, 2, unit)


def plain(stretch: Stretch) -> dict[str, Any]:
    """Field by field in SI units, for the API."""
    found = stretch.summary
    names = (
        "elapsed", "timer", "moving", "distance", "ascent", "descent", "average_speed", "max_speed", "graded_speed",
        "average_heart_rate", "max_heart_rate", "average_power", "max_power", "normalized_power", "average_cadence",
        "average_temperature", "efficiency_factor", "variability_index",
    )  # fmt: skip
    known = {name: getattr(found, name) for name in names}
    missing = {name: found.reasons[name] for name in names if name in found.reasons}
    return {"start": stretch.start, "end": stretch.end, **known, "reasons": missing}
