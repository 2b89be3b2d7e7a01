"""An Apple Health export in the store, read in the sandbox: its workouts as activity files, and the days between them."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from paceline.endurance.activities.files.archives import Daily, Member
from paceline.endurance.activities.files.reading import WHY
from paceline.infra.sandbox import Sandbox, SandboxFailure
from paceline.infra.storage import Storage
from paceline.science.formats import Unreadable

READER = "paceline.science.formats.health_files:health_files"
MEGABYTE = 1_000_000
# Seconds of computing: for every export, for each megabyte more as packed, and for the largest.
LEAST, PER_MEGABYTE, MOST = 60, 10, 3_600


class OpenedHealth:
    """What the sandbox tells of an export, as it tells it; what one reads from it comes as FIT, which can be kept."""

    def __init__(self, told: Iterator[dict[str, Any]]) -> None:
        self._told = told
        self._notes: list[str] = []
        self.by_start: list[list[Any]] = []
        self.daily: Daily = []

    def members(self) -> Iterator[Member]:
        """Every workout; raises Unreadable when this is no export, or one that harmed its reader."""
        try:
            for bit in self._told:
                yield from self._taken(bit)
        except SandboxFailure as failure:
            raise Unreadable(WHY[failure.why]) from failure

    def _taken(self, bit: dict[str, Any]) -> Iterator[Member]:
        if "unreadable" in bit:
            raise Unreadable(bit["unreadable"])
        self.daily += [(date.fromisoformat(day), kind, value) for day, kind, value in bit.get("daily", ())]
        self._notes += bit.get("notes", ())
        if "file" in bit:
            name, data, said = bit["file"]
            yield Member(name, data, said=said)

    def sentence(self, many: int) -> str:
        """What was inside."""
        workouts = f"{many} {'workout' if many == 1 else 'workouts'}" if many else "No workouts"
        return " ".join((f"{workouts} in this Apple Health export.", *self._notes))


@asynccontextmanager
async def opened_health(sandbox: Sandbox, storage: Storage, key: str) -> AsyncGenerator[OpenedHealth]:
    """An export that is gone through in the sandbox, which is handed a stretch of it at a time."""
    size = await storage.size(key)
    seconds = min(MOST, LEAST + PER_MEGABYTE * size // MEGABYTE)
    reading = sandbox.reading(
        READER, piece=lambda start, length: storage.piece(key, start, length), size=size, cpu=seconds
    )
    async with reading as told:
        yield OpenedHealth(told)
