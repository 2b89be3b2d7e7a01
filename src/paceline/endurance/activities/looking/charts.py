"""The stacked streams of an activity as the chart behaviour wants them: rows for the header, lists for the lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from paceline.endurance.activities.looking.thinning import smoothed, thin
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import Samples
from paceline.science.endurance.streams import Array
from paceline.science.endurance.zones import Zone
from paceline.ui.format import METRES_PER_FOOT, METRES_PER_MILE, Formatter

POINTS = 700
MOST_POINTS = 4000
# Samples: pace from positions jumps about from second to second, the rest between two steps of its sensor.
SMOOTHING = {"speed": 15, "cadence": 9, "temperature": 61}
SLOWEST_PACE = 0.4  # m/s; slower than this is standing, which has no pace


@dataclass(frozen=True, slots=True)
class Charts:
    """Rows and lines; `axis` is distance or time, `axes` those there are; `t` in the data are seconds after the start."""

    rows: list[dict[str, Any]]
    data: dict[str, Any]
    axis: str
    axes: tuple[str, ...]


Lines: TypeAlias = dict[str, list[float | None]]


def charts_of(
    activity: Activity, samples: Samples, fmt: Formatter, axis: str, zones: Mapping[str, Sequence[Zone]] | None = None
) -> Charts | None:
    """The streams there are, over distance or time; None when nothing was recorded along the way."""
    shown = [key for key in _ROWS if key in samples.channels]
    if samples.time.size < 2 or not shown:
        return None
    axes = axes_of(samples)
    chosen = axis_of(activity, samples, axis)
    rows: list[dict[str, Any]] = []
    for key in shown:
        row, scale, decimals = _ROWS[key](activity, samples, fmt)
        rows.append({"key": key, **row, "bands": _bands((zones or {}).get(key, ()), scale, decimals)})
    return Charts(rows, lines_of(activity, samples, fmt, chosen), chosen, axes)


def lines_of(
    activity: Activity,
    samples: Samples,
    fmt: Formatter,
    axis: str,
    points: int = POINTS,
    window: tuple[float, float] | None = None,
) -> Lines:
    """The lines of the whole session, or of the seconds in the window, in as many points as can be seen."""
    part = slice(None) if window is None else _around(samples.time, window)
    named = {key: samples.channels[key][part] for key in _ROWS if key in samples.channels}
    for name, width in SMOOTHING.items():
        if name in named and not (name == "speed" and activity.lengths):
            named[name] = smoothed(named[name], width)
    if axis == "distance":
        named["distance"] = np.maximum.accumulate(np.nan_to_num(samples.channels["distance"], nan=0.0))[part]
    time, lines = thin(samples.time[part], named, points)
    x = lines.pop("distance") / _long(fmt) if axis == "distance" else time
    data: Lines = {"x": _plain(x, 3 if axis == "time" else 5), "t": _plain(time, 1)}
    for key, line in lines.items():
        _, scale, decimals = _ROWS[key](activity, samples, fmt)
        data[key] = _plain(scale(line), decimals)
    return data


def axes_of(samples: Samples) -> tuple[str, ...]:
    """What the streams can be drawn over."""
    return ("distance", "time") if _moves(samples) else ("time",)


def axis_of(activity: Activity, samples: Samples, asked: str) -> str:
    """The axis asked for, else the usual one: the pool and the gym are told by time."""
    axes = axes_of(samples)
    return asked if asked in axes else "time" if activity.lengths else axes[0]


def _around(time: Array, window: tuple[float, float]) -> slice:
    """The samples of a window with one more on each side, so that lines reach the edge."""
    first, last = (int(place) for place in np.searchsorted(time, window))
    return slice(max(0, first - 1), min(time.size, last + 2))


def _bands(zones: Sequence[Zone], scale: Callable[[Array], Array], decimals: int) -> list[list[float | None]]:
    """Where each zone lies on the drawing; None where it has no end."""
    return [[*_plain(scale(np.array([zone.low, zone.high])), decimals), number] for number, zone in enumerate(zones, 1)]


def _moves(samples: Samples) -> bool:
    distance = samples.channels.get("distance")
    return distance is not None and float(np.nanmax(distance, initial=0.0)) > 100


def _long(fmt: Formatter) -> float:
    return METRES_PER_MILE if fmt.imperial else 1000.0


def _plain(values: Array, decimals: int) -> list[float | None]:
    rounded = np.round(values, decimals)
    return [value if np.isfinite(value) else None for value in rounded.tolist()]


Row: TypeAlias = tuple[dict[str, Any], Callable[[Array], Array], int]


def _altitude(activity: Activity, samples: Samples, fmt: Formatter) -> Row:
    factor = 1 / METRES_PER_FOOT if fmt.imperial else 1.0
    heights = samples.channels["altitude"] * factor
    now = f"{np.nanmin(heights):.0f}–{np.nanmax(heights):.0f}"
    return {"label": "Elevation", "series": "elev", "unit": fmt.climb_unit, "now": now}, lambda v: v * factor, 1


def _speed(activity: Activity, samples: Samples, fmt: Formatter) -> Row:
    if activity.family not in ("running", "walking", "swimming"):
        figure = fmt.speed(activity.average_speed)
        factor = 3600 / METRES_PER_MILE if fmt.imperial else 3.6
        unit = "mph" if fmt.imperial else "km/h"
        return {"label": "Speed", "series": "pace", "unit": unit, "now": figure.value}, lambda v: v * factor, 1
    swims = activity.family == "swimming"
    figure = fmt.swim_pace(activity.average_speed) if swims else fmt.pace(activity.average_speed)
    metres = 100.0 if swims else _long(fmt)
    row = {"label": "Pace", "series": "pace", "unit": "/100 m" if swims else fmt.pace_unit, "now": figure.value}
    return {**row, "invert": True, "kind": "pace"}, lambda v: _paces(v, metres), 1


def _paces(speed: Array, metres: float) -> Array:
    moving = speed > SLOWEST_PACE
    return np.where(moving & np.isfinite(speed), metres / np.where(moving, speed, 1.0), np.nan)


def _heart_rate(activity: Activity, samples: Samples, fmt: Formatter) -> Row:
    now = fmt.heart_rate(activity.average_heart_rate).value
    return {"label": "Heart rate", "series": "hr", "unit": "bpm", "now": now}, _above_zero, 0


def _power(activity: Activity, samples: Samples, fmt: Formatter) -> Row:
    return (
        {"label": "Power", "series": "power", "unit": "W", "now": fmt.power(activity.average_power).value},
        lambda v: v,
        0,
    )


def _cadence(activity: Activity, samples: Samples, fmt: Formatter) -> Row:
    unit = "spm" if activity.family in ("running", "walking") else "rpm"
    now = fmt.cadence(activity.average_cadence).value
    return {"label": "Cadence", "series": "cad", "unit": unit, "now": now}, _above_zero, 0


def _balance(activity: Activity, samples: Samples, fmt: Formatter) -> Row:
    lowest = float(np.nanmin(samples.channels["balance"], initial=np.inf)) / 1000
    now = fmt.number(lowest if np.isfinite(lowest) else None, 1)
    return {"label": "W′ left", "series": "balance", "unit": "kJ", "now": now}, lambda v: v / 1000, 2


def _temperature(activity: Activity, samples: Samples, fmt: Formatter) -> Row:
    figure = fmt.temperature(activity.average_temperature)
    row = {"label": "Temperature", "series": "temp", "unit": figure.unit, "now": figure.value}
    return row, (lambda v: v * 9 / 5 + 32) if fmt.imperial else (lambda v: v), 1


def _above_zero(values: Array) -> Array:
    return np.where(values > 0, values, np.nan)


_ROWS: Mapping[str, Callable[[Activity, Samples, Formatter], Row]] = {
    "altitude": _altitude,
    "speed": _speed,
    "heart_rate": _heart_rate,
    "power": _power,
    "balance": _balance,
    "cadence": _cadence,
    "temperature": _temperature,
}
