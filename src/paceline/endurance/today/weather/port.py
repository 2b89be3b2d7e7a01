"""The port to a weather service: what is asked, what comes back, and what can go wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

ROUNDED = 1  # decimals of a degree: about 10 km, which is enough for the weather and too little to find a door


@dataclass(frozen=True, slots=True)
class Place:
    """Where, to a tenth of a degree; made only by `rounded`."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour in °C, percent, m/s and mm; None where the service does not say."""

    at: datetime
    temperature: float | None
    humidity: float | None
    wind: float | None
    gusts: float | None
    rain: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The coming hours at a place and its height above the sea in metres."""

    hours: Sequence[Hour]
    elevation: float | None


class ForecastFailed(Exception):
    """There is no forecast; the message is a sentence for the athlete."""


class Forecaster(Protocol):
    """A weather service."""

    async def forecast(self, place: Place) -> Forecast:
        """Today's and tomorrow's hours; raises ForecastFailed with the reason in words."""
        ...


def rounded(latitude: float, longitude: float) -> Place:
    """The place as the outside may know it."""
    return Place(round(latitude, ROUNDED), round(longitude, ROUNDED))
