"""A table as plain data, for a process that may be thrown away: its first look, and the activity files it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from .fit_activity import encode_activity
from .listed import recordings_of
from .recording import Recording, Unreadable
from .table_reading import DailyValue, read_csv
from .tables import Column, CsvMapping, csv_preview

Plain = dict[str, Any]
MOST_ACTIVITIES: Final = 9_000
TOO_MANY: Final = f"This table lists more than {MOST_ACTIVITIES:,} activities; split it into smaller ones."


def look_at_table(data: bytes) -> Plain:
    """Headings, some rows, the proposed mapping and what is open; or `{"unreadable": sentence}`."""
    try:
        preview = csv_preview(data)
    except Unreadable as problem:
        return {"unreadable": str(problem)}
    return {
        "headings": list(preview.headings),
        "rows": [list(row) for row in preview.rows],
        "mapping": asdict(preview.mapping),
        "problems": list(preview.problems),
    }


def table_files(data: bytes, mapping: Mapping[str, Any]) -> Plain:
    """`{"files": [name, bytes, title], "daily": [day, kind, value], "notes": […]}`; or `{"unreadable": sentence}`."""
    try:
        chosen = mapping_of(mapping)
        content = read_csv(data, chosen)
        recordings, notes = recordings_of(content, chosen.utc_offset)
        if len(recordings) > MOST_ACTIVITIES:
            raise Unreadable(TOO_MANY)
        files = [[file_name(one), encode_activity(one), one.name] for one in recordings]
    except Unreadable as problem:
        return {"unreadable": str(problem)}
    return {"files": files, "daily": [plain_day(one) for one in content.daily], "notes": list(notes)}


def mapping_of(plain: Mapping[str, Any]) -> CsvMapping:
    """A mapping that was kept as plain data."""
    columns = tuple(Column(one["place"], one["channel"], one["unit"]) for one in plain["columns"])
    offsets = tuple((float(there), float(ahead)) for there, ahead in plain.get("offsets", ()))
    known: Plain = {**plain, "columns": columns, "offsets": offsets}
    return CsvMapping(**known)


def plain_day(value: DailyValue) -> list[Any]:
    """A daily value as it crosses the border."""
    return [value.day.isoformat(), value.kind, value.value]


def file_name(recording: Recording) -> str:
    """What an activity's file is called: when and what."""
    moment = datetime.fromtimestamp(recording.start, UTC) + timedelta(seconds=recording.utc_offset or 0.0)
    return f"{moment:%Y-%m-%d %H.%M} {recording.sport}.fit"
