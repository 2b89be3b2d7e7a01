"""What the page of a correction shows before it is made: the line as it is and as it would be, and the figures of both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from paceline.endurance.activities.correcting.follow_up import changed_samples
from paceline.endurance.activities.files.reading import ReadSession
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import Samples
from paceline.science.endurance.streams import Array
from paceline.ui.format import Figure, Formatter

POINTS = 700
GAP = 30.0  # s; a line is not drawn over more than this
SERIES = {
    "heart_rate": ("Heart rate", "hr", "bpm"),
    "power": ("Power", "power", "W"),
    "speed": ("Speed", "pace", "km/h"),
    "cadence": ("Cadence", "cad", "/min"),
    "altitude": ("Elevation", "elev", "m"),
    "temperature": ("Temperature", "temp", "°C"),
    "distance": ("Distance", "pace", "km"),
}
SHOWN_FIRST = ("heart_rate", "speed", "altitude", "power", "cadence", "distance", "temperature")
BY_KIND = {"dropouts": "heart_rate", "elevation": "altitude", "power": "power", "distance": "speed", "pool": "speed"}


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after, in words; `same` when both read alike."""

    label: str
    before: Figure
    after: Figure

    @property
    def same(self) -> bool:
        """Whether a person would see no difference."""
        return str(self.before) == str(self.after)


@dataclass(frozen=True, slots=True)
class Preview:
    """The chart and the figures of a correction that was not made yet."""

    rows: list[dict[str, Any]]
    data: dict[str, list[float | None]]
    changes: list[Change]
    changed: int
    said: str


def channel_of(kind: str, values: Mapping[str, Any], channels: Mapping[str, Array]) -> str | None:
    """The channel a correction is best seen in."""
    wanted = values.get("channel") if kind == "spikes" else BY_KIND.get(kind)
    if wanted in channels:
        return wanted
    return next((name for name in SHOWN_FIRST if name in channels), None)


def preview_of(
    activity: Activity,
    samples: Samples,
    session: ReadSession,
    kind: str,
    values: Mapping[str, Any],
    fmt: Formatter,
    lead: float = 0.0,
) -> Preview:
    """The preview of one correction; lines over the time of the session as it is shown now."""
    changes = changes_of(activity, session, fmt)
    channel = channel_of(kind, values, {**session.channels, **samples.channels})
    if channel is None or samples.time.size < 2:
        return Preview([], {}, changes, 0, "")
    moved = 0.0 if kind == "clock" else session.start - activity.started_at.timestamp()
    before, after = samples.channels.get(channel), session.channels.get(channel)
    later = session.time + moved
    grid = np.linspace(0.0, max(float(samples.time[-1]), float(later[-1]) if later.size else 0.0), POINTS)
    was, now = _on(grid, samples.time, before), _on(grid, later, after)
    label, series, unit = SERIES[channel]
    data = {"x": _plain(grid), "before": _plain(was * _factor(channel)), "after": _plain(now * _factor(channel))}
    rows = [
        {"key": "before", "label": f"{label}, as it is", "series": series, "unit": unit, "now": _span(data["before"])},
        {"key": "after", "label": f"{label}, corrected", "series": series, "unit": unit, "now": _span(data["after"])},
    ]
    gone = _gone(grid, was, now, kind, values, lead)
    if gone is not None:
        data["gone"] = _plain(gone * _factor(channel))
        rows.insert(
            1, {"key": "gone", "label": "What goes", "series": "down", "unit": unit, "now": _span(data["gone"])}
        )
    count = _count(samples, before, session, after, moved, kind)
    return Preview(rows, data, changes, count, _said(kind, count, SERIES[channel][0].lower()))


def changes_of(activity: Activity, session: ReadSession, fmt: Formatter) -> list[Change]:
    """The figures of the page, before and after."""
    totals = session.totals
    pairs: list[tuple[str, float | None, float | None, Callable[[float | None], Figure]]] = [
        ("Time", activity.timer, totals["timer"], fmt.duration_exact),
        ("Moving time", activity.moving, totals["moving"], fmt.duration_exact),
        ("Distance", activity.distance, totals["distance"], partial(fmt.distance, decimals=2)),
        ("Climb", activity.ascent, totals["ascent"], fmt.climb),
        ("Average heart rate", activity.average_heart_rate, totals["average_heart_rate"], fmt.heart_rate),
        ("Highest heart rate", activity.max_heart_rate, totals["max_heart_rate"], fmt.heart_rate),
        ("Average power", activity.average_power, totals["average_power"], fmt.power),
        ("Normalized Power", activity.normalized_power, totals["normalized_power"], fmt.power),
        ("Load", activity.load, session.load["value"], fmt.load),
    ]
    return [
        Change(label, shown(before), shown(after))
        for label, before, after, shown in pairs
        if before is not None or after is not None
    ]


def _factor(channel: str) -> float:
    return 3.6 if channel == "speed" else 0.001 if channel == "distance" else 1.0


def _on(grid: Array, time: Array, values: Array | None) -> Array:
    """The nearest value to each moment, missing where the next one is far away."""
    if values is None or not time.size:
        return np.full(grid.size, np.nan)
    place = np.clip(np.searchsorted(time, grid), 0, time.size - 1)
    earlier = np.maximum(place - 1, 0)
    nearest = np.where(np.abs(time[earlier] - grid) <= np.abs(time[place] - grid), earlier, place)
    step = float(grid[1] - grid[0])
    outside = (grid < time[0] - step / 2) | (grid > time[-1] + step / 2)
    far = outside | (np.abs(time[nearest] - grid) > GAP)
    return np.where(far, np.nan, values[nearest])


def _gone(grid: Array, was: Array, now: Array, kind: str, values: Mapping[str, Any], lead: float) -> Array | None:
    """What is shown today and would not be any more."""
    if kind in ("trim", "cut", "split"):
        start = float(values.get("start") or 0.0) - lead
        end = float(values["end"]) - lead if values.get("end") is not None else np.inf
        inside = (grid >= start) & (grid <= end)
        return np.where(inside if kind == "cut" else ~inside, was, np.nan)
    if kind == "spikes":
        return np.where(np.isfinite(was) & ~np.isfinite(now), was, np.nan)
    return None


def _count(
    samples: Samples, before: Array | None, session: ReadSession, after: Array | None, moved: float, kind: str
) -> int:
    if kind in ("trim", "cut", "split", "joined"):
        return abs(samples.time.size - session.time.size)
    none = np.full(samples.time.size, np.nan)
    return changed_samples(none if before is None else before, none if after is None else after)


def _said(kind: str, count: int, channel: str) -> str:
    values = f"{count} {'value' if count == 1 else 'values'}"
    if kind in ("trim", "cut", "split"):
        return f"{count} {'sample' if count == 1 else 'samples'} left out."
    if kind == "joined":
        return f"{count} {'sample' if count == 1 else 'samples'} follow."
    return f"{values} of {channel} left out." if kind == "spikes" else f"{values} of {channel} changed."


def _span(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{min(known):.0f}–{max(known):.0f}" if known else "–"


def _plain(values: Array) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in np.round(values, 2).tolist()]
