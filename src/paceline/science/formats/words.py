"""Turns counts, durations and sport names into the words athletes read and the sports we know."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

FOOT_SPORTS: Final = frozenset({"running", "walking", "hiking"})

# What GPX and TCX writers put into type and Sport (Strava writes numbers) → our sport and sub-sport.
_SPORTS: Final = MappingProxyType(
    {
        "1": ("cycling", None),
        "4": ("hiking", None),
        "9": ("running", None),
        "10": ("walking", None),
        "16": ("swimming", None),
        "23": ("rowing", None),
        "biking": ("cycling", None),
        "bike": ("cycling", None),
        "ride": ("cycling", None),
        "cycling": ("cycling", None),
        "road_biking": ("cycling", "road"),
        "gravel_cycling": ("cycling", "gravel"),
        "mountain_biking": ("cycling", "mountain"),
        "indoor_cycling": ("cycling", "indoor"),
        "virtual_ride": ("cycling", "virtual"),
        "virtualride": ("cycling", "virtual"),
        "run": ("running", None),
        "running": ("running", None),
        "trail_running": ("running", "trail"),
        "trail_run": ("running", "trail"),
        "trailrun": ("running", "trail"),
        "treadmill_running": ("running", "treadmill"),
        "track_running": ("running", "track"),
        "walk": ("walking", None),
        "walking": ("walking", None),
        "hike": ("hiking", None),
        "hiking": ("hiking", None),
        "swim": ("swimming", None),
        "swimming": ("swimming", None),
        "lap_swimming": ("swimming", "pool"),
        "open_water_swimming": ("swimming", "open_water"),
        "openwater_swimming": ("swimming", "open_water"),
        "rowing": ("rowing", None),
        "indoor_rowing": ("rowing", "indoor"),
        "strength_training": ("strength", None),
        "skiing": ("skiing", None),
        "cross_country_skiing": ("skiing", "cross_country"),
        "multi_sport": ("multisport", None),
        "multisport": ("multisport", None),
    }
)


def sport_named(text: str | None) -> tuple[str, str | None]:
    """The sport behind a free text; unknown words are 'other'."""
    key = (text or "").strip().lower().replace(" ", "_").replace("-", "_")
    return _SPORTS.get(key, ("other", None))


def duration(seconds: float) -> str:
    """As on a watch: 1:12:03, or 4:05 below an hour."""
    minutes, second = divmod(max(round(seconds), 0), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


def counted(count: int, one: str, many: str) -> str:
    """'1 point was' or '12 points were'."""
    return f"1 {one} was" if count == 1 else f"{count:,} {many} were"
