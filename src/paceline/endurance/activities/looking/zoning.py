"""Time in zones of an activity, and its route coloured by them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import PLACES, Samples
from paceline.science.endurance.streams import Array
from paceline.science.endurance.summary import Thresholds
from paceline.science.endurance.zones import (
    Zone,
    heart_rate_zones,
    pace_zones,
    power_zones,
    time_in_zones,
    why_no_heart_rate_zones,
)
from paceline.ui import svg
from paceline.ui.format import Formatter

ROUTE_POINTS = 600


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One zone: its number for the colour, its bounds in words, the seconds in it and their share."""

    number: int
    name: str
    bounds: str
    seconds: float
    share: float


@dataclass(frozen=True, slots=True)
class ZoneTimes:
    """Time in zones of one channel, or the reason why there are none."""

    title: str
    rows: Sequence[ZoneRow] = ()
    reason: str = ""


def zone_times(activity: Activity, samples: Samples, known: Thresholds, fmt: Formatter) -> list[ZoneTimes]:
    """Heart rate, power and pace, each when it was recorded."""
    found: list[ZoneTimes] = []
    pauses = [(a, b) for a, b in activity.pauses]
    if "heart_rate" in samples.channels:
        zones, reason = _heart(activity, known)
        found.append(_times("Heart-rate zones", samples, "heart_rate", zones, reason, pauses, lambda v: f"{v:.0f}"))
    if "power" in samples.channels and activity.family == "cycling":
        reason = "zones need a threshold power."
        found.append(
            _times("Power zones", samples, "power", power_zones(known.ftp), reason, pauses, lambda v: f"{v:.0f}")
        )
    if "speed" in samples.channels and activity.family in ("running", "swimming"):
        reason = "zones need a threshold pace."
        zones = pace_zones(known.threshold_speed, activity.sport)
        pace = fmt.swim_pace if activity.family == "swimming" else fmt.pace
        found.append(_times("Pace zones", samples, "speed", zones, reason, pauses, lambda v: pace(v).value))
    return found


def zones_of(activity: Activity, known: Thresholds) -> dict[str, Sequence[Zone]]:
    """The zones of each channel that has some, for shading behind its line."""
    found: dict[str, Sequence[Zone]] = {"heart_rate": _heart(activity, known)[0]}
    if activity.family == "cycling":
        found["power"] = power_zones(known.ftp)
    if activity.family in ("running", "swimming"):
        found["speed"] = pace_zones(known.threshold_speed, activity.sport)
    return {channel: zones for channel, zones in found.items() if zones}


def _heart(activity: Activity, known: Thresholds) -> tuple[Sequence[Zone], str]:
    method = "lthr_bike" if known.lthr and activity.family == "cycling" else None
    body = {"max_hr": known.max_hr, "resting_hr": known.resting_hr, "lthr": known.lthr}
    reason = why_no_heart_rate_zones(**body, method=method) or ""
    return heart_rate_zones(**body, method=method), reason[:1].lower() + reason[1:]


def _times(
    title: str,
    samples: Samples,
    channel: str,
    zones: Sequence[Zone],
    reason: str,
    pauses: Sequence[tuple[float, float]],
    words: Callable[[float], str],
) -> ZoneTimes:
    if not zones:
        return ZoneTimes(title, (), reason)
    seconds = time_in_zones(samples.time, samples.channels[channel], zones, pauses)
    total = sum(seconds) or 1.0
    rows = [
        ZoneRow(
            number, zone.name if zone.name.startswith("Z") else f"Z{number}", _bounds(zone, words), spent, spent / total
        )
        for number, (zone, spent) in enumerate(zip(zones, seconds, strict=True), 1)
    ]
    return ZoneTimes(title, rows)


def _bounds(zone: Zone, words: Callable[[float], str]) -> str:
    if zone.low <= 0:
        return f"under {words(zone.high)}"
    if not np.isfinite(zone.high):
        return f"from {words(zone.low)}"
    return f"{words(zone.low)}–{words(zone.high)}"


@dataclass(frozen=True, slots=True)
class Route:
    """The drawing of a route, and the moments (seconds after the start) and places of its points in the same order."""

    drawing: Markup
    times: list[float]
    places: list[tuple[float, float]]
    zones: list[int]

    @property
    def data(self) -> dict[str, Any]:
        """What moves the dot on the drawing."""
        return {"t": self.times}

    @property
    def mapped(self) -> dict[str, Any]:
        """What a map needs besides."""
        return {"t": self.times, "places": [[round(a, 6), round(o, 6)] for a, o in self.places], "zones": self.zones}


def route_of(activity: Activity, samples: Samples, known: Thresholds, fmt: Formatter) -> Route | None:
    """The route, coloured by heart-rate zone when both are known; None when there is none to show."""
    if not set(PLACES) <= samples.channels.keys():
        return None
    latitude, longitude = samples.channels["latitude"], samples.channels["longitude"]
    good = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude) & (np.abs(latitude) <= 90))
    # The finish stays, however the points between are thinned.
    good = (
        good[np.unique(np.linspace(0, good.size - 1, min(good.size, ROUTE_POINTS)).astype(np.int64))]
        if good.size
        else good
    )
    if good.size < 2:
        return None
    zones, _ = _heart(activity, known)
    places = list(zip(latitude[good].tolist(), longitude[good].tolist(), strict=True))
    colours = _colours(samples.channels.get("heart_rate"), zones, good)
    drawing = svg.route(places, f"Route of {fmt.distance(activity.distance)}", zones=colours)
    return Route(drawing, np.round(samples.time[good], 1).tolist(), places, colours)


def _colours(pulse: Array | None, zones: Sequence[Zone], places: np.ndarray) -> list[int]:
    if pulse is None or not zones:
        return []
    edges = np.array([zone.low for zone in zones])
    numbers = np.searchsorted(edges, np.nan_to_num(pulse[places]), side="right")
    return [max(1, int(number)) for number in numbers]
