"""An Apple Health export as plain data bit by bit, for a process that may be thrown away: days, then activity files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from .fit_activity import encode_activity
from .health import HealthContent, HealthExport
from .recording import Unreadable
from .table_files import file_name, plain_day

Plain = dict[str, Any]
DAYS_AT_A_TIME: Final = 5_000


def health_files(stream: BinaryIO) -> Iterator[Plain]:
    """`{"daily": [day, kind, value]}` as often as needed, `{"notes": […]}`, then `{"file": [name, bytes, said]}` each.

    Whatever comes before it, `{"unreadable": sentence}` ends it.
    """
    try:
        yield from _told(HealthContent(HealthExport(stream), seconds_ahead))
    except Unreadable as problem:
        yield {"unreadable": str(problem)}


def _told(content: HealthContent) -> Iterator[Plain]:
    content.look()
    for first in range(0, len(content.daily), DAYS_AT_A_TIME):
        yield {"daily": [plain_day(one) for one in content.daily[first : first + DAYS_AT_A_TIME]]}
    yield {"notes": list(content.notes)}
    for workout, recording in zip(content.workouts, content.recordings(), strict=True):
        said: Plain = {"title": recording.name} if recording.name else {}
        flags = {"indoor": True} if workout.indoor else {}
        yield {"file": [file_name(recording), encode_activity(recording), {**said, **flags}]}


def seconds_ahead(zone: str, at: float) -> float | None:
    """How far ahead of UTC a zone was; None for a zone nobody knows."""
    try:
        offset = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    except (OSError, ValueError, KeyError):
        return None
    return None if offset is None else offset.total_seconds()
