"""Tables as activity files: each row of a list of activities, or the samples of one, and what cannot be told without help."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np

from .recording import Decoded, Recording, Unreadable
from .table_reading import CsvContent, ListedActivity, read_csv
from .tables import csv_preview
from .words import counted

ASK: Final = "This table needs a word about its columns before it can be read: "
DAYS_ONLY: Final = "This table holds values by day and no activity."


def decode_csv(data: bytes) -> Decoded:
    """The activities of a table whose headings leave nothing open."""
    preview = csv_preview(data)
    if preview.problems:
        raise Unreadable(ASK + preview.problems[0])
    content = read_csv(data, preview.mapping)
    recordings, notes = recordings_of(content)
    if not recordings:
        raise Unreadable(DAYS_ONLY if content.daily else notes[-1])
    return Decoded(recordings, notes)


def recordings_of(
    content: CsvContent, utc_offset: float | None = None
) -> tuple[tuple[Recording, ...], tuple[str, ...]]:
    """Samples as they are, and rows as recordings of totals only; and what is to be said about them."""
    lasting = [one for one in content.activities if one.values.get("duration", 0.0) > 0]
    short = len(content.activities) - len(lasting)
    told = (f"{counted(short, 'row', 'rows')} left out because no duration is stated.",) if short else ()
    found = tuple(listed_recording(one, utc_offset) for one in lasting)
    return (*content.recordings, *found), (*content.notes, *told)


def listed_recording(listed: ListedActivity, utc_offset: float | None) -> Recording:
    """One row: what it states, and no samples."""
    stated = dict(listed.values)
    duration = stated.pop("duration", None)
    if duration is not None:
        stated |= {"elapsed": duration, "timer": duration}
    return Recording(
        format="csv",
        sport=listed.sport,
        sub_sport=listed.sub_sport,
        start=listed.start,
        utc_offset=utc_offset,
        name=listed.title,
        time=np.empty(0),
        channels=MappingProxyType({}),
        stated=MappingProxyType(stated),
    )
