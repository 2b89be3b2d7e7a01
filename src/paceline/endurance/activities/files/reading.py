"""What reading a file gives, as it comes out of the sandbox, and asking the sandbox for it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from paceline.endurance.athletes import Athlete
from paceline.infra.sandbox import Sandbox, SandboxFailure
from paceline.science.endurance.reading import read_file
from paceline.science.endurance.streams import Array
from paceline.science.formats import Unreadable

READER = "paceline.science.endurance.reading:read_file"
FAMILIES = {"running": "running", "walking": "walking", "cycling": "cycling", "swimming": "swimming", "": "other"}
WHY = {
    "crashed": "Reading this file stopped our reader. Its bytes are kept; export the activity again and upload that.",
    "slow": "Reading this file took too long, so we stopped. Export the activity again, or split it.",
    "memory": "Reading this file took too much memory, so we stopped. Export the activity again, or split it.",
    "broken": "Our reader did not understand this file. Its bytes are kept, so that it can be tried again later.",
}


@dataclass(frozen=True, slots=True)
class ReadSession:
    """One session of a file: `start` is epoch seconds, every other time counts from it."""

    sport: str
    sub_sport: str | None
    name: str | None
    device: str | None
    start: float
    utc_offset: float | None
    totals: Mapping[str, float | None]
    calories: float | None
    load: Mapping[str, Any]
    rpe: float | None
    reasons: dict[str, Any]
    cautions: dict[str, Any]
    pauses: list[Any]
    lengths: list[Any]
    laps: list[dict[str, Any]]
    efforts: list[dict[str, Any]]
    time: Array
    channels: Mapping[str, Array]
    sets: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def has_track(self) -> bool:
        """Whether it says where it went."""
        return "latitude" in self.channels and "longitude" in self.channels


@dataclass(frozen=True, slots=True)
class Reading:
    """Every session of a file, and what the athlete should know about its quality; a watch's daily file has `daily`."""

    sessions: tuple[ReadSession, ...]
    notes: tuple[str, ...]
    sha256: bytes
    daily: tuple[tuple[date, str, float, int], ...] = ()


def thresholds_of(athlete: Athlete) -> dict[str, dict[str, Any]]:
    """An athlete's thresholds by family of sports, as data."""
    return {kind: asdict(athlete.thresholds_for(sport)) for kind, sport in FAMILIES.items()}


async def read_safely(sandbox: Sandbox, data: bytes, name: str, known: Mapping[str, Mapping[str, Any]]) -> Reading:
    """What is in a stranger's file; Unreadable with a sentence when that is nothing, whatever it did to its reader."""
    try:
        return reading_of(await sandbox.run(READER, data, name, dict(known)))
    except SandboxFailure as failure:
        raise Unreadable(WHY[failure.why]) from failure


def read_own(data: bytes, name: str, known: Mapping[str, Mapping[str, Any]]) -> Reading:
    """The same in this process, for files the product made itself."""
    return reading_of(read_file(data, name, known))


def reading_of(plain: Mapping[str, Any]) -> Reading:
    """Plain data as what it is."""
    if "unreadable" in plain:
        raise Unreadable(plain["unreadable"])
    daily = tuple((date.fromisoformat(day), *rest) for day, *rest in plain.get("daily", ()))
    sessions = tuple(ReadSession(**one) for one in plain["sessions"])
    return Reading(sessions, tuple(plain["notes"]), plain["sha256"], daily)
