"""What the page of an activity shows, worked out before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from paceline.endurance.activities.charts import Charts, charts_of
from paceline.endurance.activities.model import Activity, Lap
from paceline.endurance.activities.queries import ComparedBest, bests_of, laps_of
from paceline.endurance.activities.recorded import Samples, samples_of
from paceline.endurance.activities.types import PlanMatch
from paceline.endurance.activities.zoning import ZoneTimes, route_of, zone_times
from paceline.endurance.athletes import Athlete
from paceline.infra.tx import Tx
from paceline.ui.format import Figure, Formatter

SHOWN_BESTS = {
    "power": (5, 60, 300, 1200, 3600),
    "distance": (400, 1000, 1609.344, 5000, 10000, 21097.5, 42195, 100000),
}
METHODS = {
    "power": "power",
    "pace": "pace",
    "heart_rate": "heart rate",
    "rpe": "how hard it felt",
    "duration": "duration alone",
}
DRAWN = ("distance", "altitude", "speed", "heart_rate", "power", "cadence", "temperature", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Stat:
    """One of the six figures, with a note beneath it."""

    label: str
    value: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class BestRow:
    """A best effort in words beside the year's."""

    label: str
    value: str
    season: str
    gap: str
    record: bool


@dataclass(frozen=True, slots=True)
class LapRow:
    """A lap with its share of the quickest one, for the bar."""

    lap: Lap
    pace: Figure
    share: float
    best: bool


@dataclass(frozen=True, slots=True)
class LengthRow:
    """One length of the pool."""

    number: int
    seconds: float
    strokes: float | None
    stroke: str
    active: bool


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Everything of the page that is not the frame."""

    when: str
    stats: Sequence[Stat]
    charts: Charts | None
    laps: Sequence[LapRow]
    lengths: Sequence[LengthRow]
    bests: Sequence[BestRow]
    zones: Sequence[ZoneTimes]
    route: Markup | None
    remarks: Sequence[str]
    method: str
    match: PlanMatch | None


async def view_of(
    tx: Tx, activity: Activity, athlete: Athlete, fmt: Formatter, axis: str, match: PlanMatch | None
) -> ActivityView:
    """The page's content for one activity: four reads, whatever its length."""
    samples = await samples_of(tx, activity, DRAWN)
    known = athlete.thresholds_for(activity.sport)
    return ActivityView(
        when=_when(activity, fmt),
        stats=_stats(activity, fmt, match),
        charts=charts_of(activity, samples, fmt, axis),
        laps=_laps(await laps_of(tx, activity), activity, fmt),
        lengths=_lengths(activity),
        bests=[row for best in await bests_of(tx, activity) if (row := _best(best)) is not None],
        zones=zone_times(activity, samples, known, fmt),
        route=route_of(activity, samples, known, fmt),
        remarks=_remarks(activity, samples),
        method=METHODS.get(activity.load_method or "", ""),
        match=match,
    )


def local_start(activity: Activity) -> datetime:
    """The start on the clock where it happened."""
    if activity.utc_offset is not None:
        return (activity.started_at + timedelta(seconds=activity.utc_offset)).replace(tzinfo=None)
    return activity.started_at.astimezone(ZoneInfo(activity.time_zone)).replace(tzinfo=None)


def _when(activity: Activity, fmt: Formatter) -> str:
    start = local_start(activity)
    source = "Logged by hand" if activity.source == "manual" else activity.device
    return " · ".join(part for part in (f"{fmt.date_title(start.date())}, {start:%H:%M}", source) if part)


def pace_of(activity: Activity, speed: float | None, fmt: Formatter) -> Figure:
    """Speed the way the sport speaks of it."""
    if activity.family == "swimming":
        return fmt.swim_pace(speed)
    return fmt.pace(speed) if activity.family in ("running", "walking") else fmt.speed(speed)


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
    return Stat(label, pace_of(activity, activity.average_speed, fmt), note)


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


def _laps(laps: Sequence[Lap], activity: Activity, fmt: Formatter) -> list[LapRow]:
    if len(laps) < 2:
        return []
    speeds = [_lap_speed(lap) for lap in laps]
    quickest = max((speed for speed in speeds if speed), default=None)
    rows: list[LapRow] = []
    for lap, speed in zip(laps, speeds, strict=True):
        share = speed / quickest if speed and quickest else 0.0
        rows.append(LapRow(lap, pace_of(activity, speed, fmt), share, bool(speed) and speed == quickest))
    return rows


def _lap_speed(lap: Lap) -> float | None:
    seconds = lap.timer or lap.elapsed
    if lap.distance and seconds:
        return lap.distance / seconds
    return lap.average_speed


def _lengths(activity: Activity) -> list[LengthRow]:
    return [
        LengthRow(number, seconds, strokes, (stroke or "").capitalize(), active)
        for number, (_, seconds, strokes, stroke, active) in enumerate(activity.lengths, 1)
    ]


def _best(best: ComparedBest) -> BestRow | None:
    if best.span not in SHOWN_BESTS.get(best.kind, ()):
        return None
    fmt = Formatter()
    if best.kind == "distance":
        better = best.season is not None and best.value < best.season
        season = "–" if best.season is None else str(fmt.duration_exact(best.season))
        gap = "" if best.season is None else f"{best.value - best.season:+.0f} s".replace("-", "−")
        return BestRow(_metres(best.span), str(fmt.duration_exact(best.value)), season, gap, better)
    better = best.season is not None and best.value > best.season
    gap = "" if best.season is None else f"{best.value - best.season:+.0f} W".replace("-", "−")
    return BestRow(_seconds(best.span), str(fmt.power(best.value)), str(fmt.power(best.season)), gap, better)


def _metres(span: float) -> str:
    named = {1609.344: "1 mile", 21097.5: "Half marathon", 42195.0: "Marathon"}
    return named.get(span) or (f"{span / 1000:g} km" if span >= 1000 else f"{span:g} m")


def _seconds(span: float) -> str:
    return f"{span:g} s" if span < 60 else f"{span / 60:g} min" if span < 3600 else f"{span / 3600:g} h"


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
