"""An Apple Health export in the store: its workouts as activity files, and the values of the days between them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from paceline.endurance.activities.files.archives import Daily, Member
from paceline.science.formats import encode_activity
from paceline.science.formats.health import HealthContent, HealthExport
from paceline.science.formats.table_files import file_name


class OpenedHealth:
    """Goes through an export without ever holding it; what one reads from it is written as FIT, which can be kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._notes: tuple[str, ...] = ()
        self.by_start: list[list[Any]] = []
        self.daily: Daily = []

    def members(self) -> Iterator[Member]:
        """Every workout; raises Unreadable when this is no export."""
        content = HealthContent(HealthExport(self._stream), seconds_ahead)
        content.look()
        self._notes = content.notes
        self.daily = [(one.day, one.kind, one.value) for one in content.daily]
        for workout, recording in zip(content.workouts, content.recordings(), strict=True):
            said = {"title": recording.name} if recording.name else {}
            flags = {"indoor": True} if workout.indoor else {}
            yield Member(file_name(recording), encode_activity(recording), said={**said, **flags})

    def sentence(self, many: int) -> str:
        """What was inside."""
        workouts = f"{many} {'workout' if many == 1 else 'workouts'}" if many else "No workouts"
        return " ".join((f"{workouts} in this Apple Health export.", *self._notes))


def seconds_ahead(zone: str, at: float) -> float | None:
    """How far ahead of UTC a zone was; None for a zone nobody knows."""
    try:
        offset = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    except (OSError, ValueError, KeyError):
        return None
    return None if offset is None else offset.total_seconds()
