"""What the page of an activity shows, worked out before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from paceline.endurance.activities.listing.rows import pace_of
from paceline.endurance.activities.looking.balance import Reserve, reserve_of
from paceline.endurance.activities.looking.charts import Charts, charts_of
from paceline.endurance.activities.looking.curves import Curve, curve_of
from paceline.endurance.activities.looking.following import StepsView, steps_view
from paceline.endurance.activities.looking.halves import Halves, halves_of
from paceline.endurance.activities.looking.intervals import Pieces, pieces_of
from paceline.endurance.activities.looking.legs import Legs, legs_of
from paceline.endurance.activities.looking.ranking import BestRow, ranked, rows_of
from paceline.endurance.activities.looking.recent import recent_samples
from paceline.endurance.activities.looking.stretches import MEASURED
from paceline.endurance.activities.looking.swims import LengthRow, Repetition, lengths_of, repetitions_of
from paceline.endurance.activities.looking.zoning import Route, ZoneTimes, route_of, zone_times, zones_of
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.queries import laps_of
from paceline.endurance.activities.recorded import PLACES, Samples, samples_of
from paceline.endurance.activities.types import PlanMatch, PlannedSession
from paceline.endurance.athletes import Athlete
from paceline.infra.tx import Tx
from paceline.ui.format import Figure, Formatter

METHODS = {
    "power": "power",
    "pace": "pace",
    "heart_rate": "heart rate",
    "rpe": "how hard it felt",
    "duration": "duration alone",
}


@dataclass(frozen=True, slots=True)
class Stat:
    """One of the six figures, with a note beneath it."""

    label: str
    value: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Everything of the page that is not the frame."""

    when: str
    stats: Sequence[Stat]
    charts: Charts | None
    pieces: Pieces | None
    steps: StepsView | None
    lengths: Sequence[LengthRow]
    repetitions: Sequence[Repetition]
    bests: Sequence[BestRow]
    curve: Curve | None
    halves: Halves | None
    zones: Sequence[ZoneTimes]
    reserve: Reserve | None
    route: Route | None
    legs: Legs | None
    remarks: Sequence[str]
    method: str
    match: PlanMatch | None


@dataclass(frozen=True, slots=True)
class Told:
    """What higher slices know of an activity: the plan it matches and the steps it was meant to have."""

    match: PlanMatch | None = None
    steps: PlannedSession | None = None


async def view_of(
    tx: Tx, activity: Activity, athlete: Athlete, fmt: Formatter, axis: str, told: Told, by: str, path: str
) -> ActivityView:
    """The page's content for one activity: a handful of reads, whatever its length; `path` is the list it stands in."""
    samples = await _drawn(tx, activity)
    known = athlete.thresholds_for(activity.sport)
    laps = await laps_of(tx, activity)
    reserve, along = await reserve_of(tx, activity, samples)
    if along is not None:
        samples.channels["balance"] = along
    lengths = lengths_of(activity)
    return ActivityView(
        when=_when(activity, fmt),
        stats=_stats(activity, fmt, told.match),
        charts=charts_of(activity, samples, fmt, axis, zones_of(activity, known)),
        pieces=pieces_of(activity, samples, laps, fmt, by),
        steps=None if told.steps is None else steps_view(activity, samples, laps, told.steps, fmt),
        lengths=lengths,
        repetitions=repetitions_of(activity, lengths),
        bests=rows_of(await ranked(tx, activity), activity.family, fmt, path),
        curve=await curve_of(tx, activity, fmt),
        halves=halves_of(activity, samples, fmt),
        zones=zone_times(activity, samples, known, fmt),
        reserve=reserve,
        route=route_of(activity, samples, known, fmt),
        legs=await legs_of(tx, activity),
        remarks=_remarks(activity, samples),
        method=METHODS.get(activity.load_method or "", ""),
        match=told.match,
    )


async def _drawn(tx: Tx, activity: Activity) -> Samples:
    """What is drawn: the channels stay at hand for the stretches that are looked at next, positions do not."""
    samples = await recent_samples(tx, activity, MEASURED)
    places = await samples_of(tx, activity, PLACES)
    samples.channels.update(places.channels)
    return samples


def local_start(activity: Activity) -> datetime:
    """The start on the clock where it happened."""
    if activity.utc_offset is not None:
        return (activity.started_at + timedelta(seconds=activity.utc_offset)).replace(tzinfo=None)
    return activity.started_at.astimezone(ZoneInfo(activity.time_zone)).replace(tzinfo=None)


def _when(activity: Activity, fmt: Formatter) -> str:
    start = local_start(activity)
    source = "Logged by hand" if activity.source == "manual" else activity.device
    return " · ".join(part for part in (f"{fmt.date_title(start.date())}, {start:%H:%M}", source) if part)


def _stats(activity: Activity, fmt: Formatter, match: PlanMatch | None) -> list[Stat]:
    planned = f"{match[2]:.0f} planned" if match and match[2] is not None else ""
    method = f"by {METHODS[activity.load_method]}" if activity.load_method in METHODS else ""
    load = Stat("Load", fmt.load(activity.load), planned or method)
    pulse = Stat("Heart rate", fmt.heart_rate(activity.average_heart_rate), _top(activity))
    moving = Stat("Moving time", fmt.duration_exact(activity.moving), _elapsed(activity, fmt))
    if activity.distance is None:
        felt = Stat("Felt like", fmt.number(activity.rpe), "of 10" if activity.rpe else "")
        energy = Stat("Energy", fmt.number(activity.calories, unit="kcal"))
        elapsed = Stat("Elapsed time", fmt.duration_exact(activity.elapsed))
        return [Stat("Time", fmt.duration_exact(activity.timer)), elapsed, pulse, energy, felt, load]
    distance = Stat("Distance", fmt.distance(activity.distance, 2 if activity.distance < 10_000 else 1))
    return [distance, moving, _effort(activity, fmt), _fourth(activity, fmt), pulse, load]


def _effort(activity: Activity, fmt: Formatter) -> Stat:
    if activity.family == "cycling" and activity.average_power is not None:
        normalized = fmt.power(activity.normalized_power)
        return Stat(
            "Power", fmt.power(activity.average_power), "" if normalized.missing else f"{normalized} normalized"
        )
    label = "Pace" if activity.family in ("running", "walking", "swimming") else "Speed"
    note = "" if activity.graded_speed is None else f"{fmt.pace(activity.graded_speed).value} grade-adjusted"
    return Stat(label, pace_of(activity.family, activity.average_speed, fmt), note)


def _fourth(activity: Activity, fmt: Formatter) -> Stat:
    if activity.family == "swimming":
        lengths = sum(1 for length in activity.lengths if length[4])
        return Stat("Lengths", fmt.number(lengths or None), "")
    return Stat("Climb", fmt.climb(activity.ascent))


def _top(activity: Activity) -> str:
    return "" if activity.max_heart_rate is None else f"max {activity.max_heart_rate:.0f}"


def _elapsed(activity: Activity, fmt: Formatter) -> str:
    if activity.elapsed is None or activity.moving is None or activity.elapsed - activity.moving < 60:
        return ""
    return f"{fmt.duration_exact(activity.elapsed)} elapsed"


def _remarks(activity: Activity, samples: Samples) -> list[str]:
    """Quality notes, cautions and why a figure on the page is missing."""
    shown = {
        "distance": activity.distance,
        "average_heart_rate": activity.average_heart_rate,
        "ascent": activity.ascent,
    }
    shown |= {"average_speed": activity.average_speed if activity.distance is not None else 0.0}
    if activity.family == "swimming":
        shown.pop("ascent")
    if activity.distance is None and activity.family == "other":
        shown = {"average_heart_rate": activity.average_heart_rate}
    missing = [
        str(activity.reasons[name]) for name, value in shown.items() if value is None and name in activity.reasons
    ]
    cautions = [str(text) for name, text in activity.cautions.items() if name in ("normalized_power", "decoupling")]
    return list(dict.fromkeys([*activity.quality, *missing, *cautions]))
