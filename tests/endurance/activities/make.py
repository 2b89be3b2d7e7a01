"""Recordings and files for tests of activities."""

from types import MappingProxyType
from typing import Any

import numpy as np

from paceline.science.formats import Lap, Length, Recording, encode_activity

START = 1_781_071_200.0  # 2026-06-10 06:00 UTC


def recording(
    sport: str = "running",
    minutes: float = 30,
    *,
    start: float = START,
    speed: float = 3.0,
    places: bool = True,
    power: float | None = None,
    lengths: tuple[Length, ...] = (),
    sub_sport: str | None = None,
    **more: Any,
) -> Recording:
    """A steady session, one sample a second, going north from Oslo."""
    seconds = np.arange(minutes * 60 + 1, dtype=np.float64)
    channels = {"heart_rate": 140 + 10 * np.sin(seconds / 60)}
    if speed:
        channels["distance"] = seconds * speed
        channels["speed"] = np.full(seconds.size, speed)
        channels["altitude"] = 100 + 20 * np.sin(seconds / 200)
        channels["cadence"] = np.full(seconds.size, 170.0)
    if places:
        channels["latitude"] = 59.9 + seconds * speed / 111_195
        channels["longitude"] = np.full(seconds.size, 10.7)
    if power:
        channels["power"] = np.full(seconds.size, power)
    half = seconds[-1] / 2
    laps = tuple(Lap(start + n * half, half, half, half * speed or None, avg_heart_rate=140.0) for n in range(2))
    return Recording(
        format="fit",
        sport=sport,
        sub_sport=sub_sport,
        start=start,
        device="Paceline test watch",
        time=start + seconds,
        channels=MappingProxyType(channels),
        laps=laps,
        lengths=lengths,
        stated=MappingProxyType(more.pop("stated", {})),
    )


def fit(sport: str = "running", minutes: float = 30, **more: Any) -> bytes:
    """The same as a FIT file."""
    return encode_activity(recording(sport, minutes, **more))


def upload(data: bytes, name: str = "run.fit") -> dict[str, Any]:
    """The multipart body of one file."""
    return {"files": [("files", (name, data, "application/octet-stream"))]}
