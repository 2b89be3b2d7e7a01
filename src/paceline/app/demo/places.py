"""Ground to train on: smooth closed rounds about an invented home, with heights that belong to them."""

from dataclasses import dataclass

import numpy as np

from paceline.app.demo.types import Place
from paceline.science.endurance.streams import Array

POINTS = 721
METRES_PER_DEGREE = 111_320.0
GPS_ERROR = 1.2  # metres, wandering slowly


@dataclass(frozen=True, slots=True)
class Round:
    """A closed way of `length` metres: position in metres east and north of home, and height, by distance along it."""

    length: float
    along: Array
    east: Array
    north: Array
    height: Array

    def at(self, distance: Array) -> tuple[Array, Array, Array]:
        """East, north and height at distances, going round and round."""
        on = np.mod(distance, self.length)
        return tuple(np.interp(on, self.along, line) for line in (self.east, self.north, self.height))  # type: ignore[return-value]


def round_of(place: Place, length: float, rng: np.random.Generator) -> Round:
    """A round of that length which begins and ends at home."""
    angle = np.linspace(0.0, 2 * np.pi, POINTS)
    phase = rng.uniform(0, 2 * np.pi, 6)
    radius = (
        1
        + 0.24 * np.cos(2 * angle + phase[0])
        + 0.13 * np.cos(3 * angle + phase[1])
        + 0.05 * np.cos(7 * angle + phase[2])
    )
    turn = rng.uniform(0, 2 * np.pi)
    east, north = radius * np.cos(angle + turn), radius * np.sin(angle + turn)
    steps = np.hypot(np.diff(east), np.diff(north))
    scale = length / steps.sum()
    along = np.concatenate(([0.0], np.cumsum(steps))) * scale
    east, north = (east - east[0]) * scale, (north - north[0]) * scale
    return Round(length, along, east, north, _heights(place, along / length, length, phase))


def _heights(place: Place, share: Array, length: float, phase: Array) -> Array:
    turns = 2 * np.pi * share
    big = 0.5 * (1 - np.cos(turns))
    rolling = 0.16 * np.sin(4 * turns + phase[3]) + 0.07 * np.sin(11 * turns + phase[4])
    # Longer rounds climb more, but not in proportion: they leave the hills too.
    rise = place.relief * (length / 5000) ** 0.6
    shape = big + rolling - rolling[0]
    return place.altitude + rise * shape


def length_of_round(total: float, sport: str, rng: np.random.Generator) -> float:
    """Short sessions are one round, long ones several of the same."""
    longest = (9_000.0 if sport == "running" else 45_000.0) * rng.uniform(0.8, 1.2)
    return total / max(1, round(total / longest))


def degrees(place: Place, east: Array, north: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Latitude and longitude as a watch would place them."""
    latitude = place.latitude + (north + wander(len(north), 15, rng) * GPS_ERROR) / METRES_PER_DEGREE
    shrink = METRES_PER_DEGREE * np.cos(np.radians(place.latitude))
    return latitude, place.longitude + (east + wander(len(east), 15, rng) * GPS_ERROR) / shrink


def wander(count: int, width: int, rng: np.random.Generator) -> Array:
    """Noise that changes slowly, with a standard deviation of about one."""
    white = rng.standard_normal(count + width)
    sums = np.cumsum(white)
    return (sums[width:] - sums[:-width])[:count] / np.sqrt(width)
