"""Account archives of Strava and Garmin: which files are activities, and the titles, gear and photos that go with them."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, BinaryIO, Final, Literal, TypeAlias, cast

from .archive import FAULTS
from .recording import Unreadable
from .table_reading import moment
from .tables import readable
from .words import sport_named

AccountKind: TypeAlias = Literal["strava", "garmin", "apple_health"]
LARGEST_LIST: Final = 256 << 20
# Garmin names its files by upload and its list by activity, so the start tells which belong together.
SAME_START: Final = 2.0
ENDINGS: Final = (".fit", ".gpx", ".tcx", ".fit.gz", ".gpx.gz", ".tcx.gz")
DAMAGED: Final = "The list of activities in this archive is damaged; ask for the archive again."
# Strava's words that are no sport of ours by themselves.
_STRAVA: Final = MappingProxyType(
    {
        "weight_training": ("strength", None),
        "gravel_ride": ("cycling", "gravel"),
        "mountain_bike_ride": ("cycling", "mountain"),
        "e_bike_ride": ("cycling", None),
        "virtual_run": ("running", "treadmill"),
        "nordic_ski": ("skiing", "cross_country"),
        "alpine_ski": ("skiing", None),
        "backcountry_ski": ("skiing", None),
        "virtual_row": ("rowing", "indoor"),
    }
)


@dataclass(frozen=True, slots=True)
class AccountActivity:
    """What an archive says about one activity beside its file; photos are paths within the archive."""

    file: str | None
    start: float | None
    title: str | None
    sport: str
    sub_sport: str | None
    description: str | None
    gear: str | None
    commute: bool | None
    photos: tuple[str, ...]
    source_id: str | None


def recognise(names: Iterable[str]) -> AccountKind | None:
    """Whose archive it is, by the names of its files."""
    for name in names:
        path = name.replace("\\", "/").lower()
        if path.startswith(("di_connect/", "di-connect")) or "/di_connect/" in path:
            return "garmin"
        if path == "activities.csv" or path.endswith("/activities.csv"):
            return "strava"
        if path.startswith("apple_health_export/") and not path.endswith(".gpx"):
            return "apple_health"
    return None


def kind_of(stream: BinaryIO) -> AccountKind | None:
    """The same of an opened archive; None for what is no archive."""
    try:
        return recognise(zipfile.ZipFile(stream).namelist())
    except FAULTS:
        return None


def is_activity_file(name: str) -> bool:
    """By its ending; pictures and lists of an account are none."""
    return name.lower().endswith(ENDINGS) and "__MACOSX" not in name


def metadata(stream: BinaryIO) -> tuple[AccountActivity, ...]:
    """Everything the lists in the archive say, in their order; nothing for an archive of another kind."""
    try:
        archive = zipfile.ZipFile(stream)
        kind = recognise(archive.namelist())
        if kind == "strava":
            return tuple(_strava(archive))
        return tuple(_garmin(archive)) if kind == "garmin" else ()
    except FAULTS as fault:
        raise Unreadable(DAMAGED) from fault


def by_file(activities: Iterable[AccountActivity]) -> Mapping[str, AccountActivity]:
    """For joining: the path of the file as the archive has it."""
    return {activity.file: activity for activity in activities if activity.file is not None}


def started_at(activities: Iterable[AccountActivity], start: float) -> AccountActivity | None:
    """The one that began with a recording; None when two could be meant."""
    near = [a for a in activities if a.start is not None and abs(a.start - start) <= SAME_START]
    return near[0] if len(near) == 1 else None


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        data = stream.read(LARGEST_LIST + 1)
    if len(data) > LARGEST_LIST:
        raise Unreadable(DAMAGED)
    return data


def _strava(archive: zipfile.ZipFile) -> Iterator[AccountActivity]:
    """Headings are in the athlete's language, but the first five columns never move."""
    name = min((name for name in archive.namelist() if name.lower().endswith("activities.csv")), key=len)
    folder = name[: -len("activities.csv")]
    try:
        rows = list(csv.reader(io.StringIO(readable(_read(archive, name)), newline="")))
    except csv.Error as fault:
        raise Unreadable(DAMAGED) from fault
    headings = [heading.strip().lower() for heading in rows[0]]
    files = _place(headings, "filename", rows, "activities/")
    media = _place(headings, "media", rows, "media/")
    for row in rows[1:]:
        if len(row) < 4 or not row[0].strip().isdigit():
            continue
        start = moment(row[1].strip())
        sport, sub_sport = _sport(row[3])
        file = _cell(row, files)
        photos = tuple(folder + photo for photo in (_cell(row, media) or "").split("|") if photo)
        yield AccountActivity(
            file=folder + file if file else None,
            start=start if math.isfinite(start) else None,
            title=row[2].strip() or None,
            sport=sport,
            sub_sport=sub_sport,
            description=_cell(row, 4),
            gear=_cell(row, _named(headings, "activity gear")),
            commute=_yes(_cell(row, _named(headings, "commute"))),
            photos=photos,
            source_id=row[0].strip(),
        )


def _named(headings: Sequence[str], name: str) -> int | None:
    return headings.index(name) if name in headings else None


def _place(headings: Sequence[str], name: str, rows: Sequence[Sequence[str]], prefix: str) -> int | None:
    """By its heading or, in another language, by what its values look like."""
    if name in headings:
        return headings.index(name)
    for row in rows[1:50]:
        for place, cell in enumerate(row[5:], 5):
            if cell.startswith(prefix):
                return place
    return None


def _cell(row: Sequence[str], place: int | None) -> str | None:
    return row[place].strip() or None if place is not None and place < len(row) else None


def _yes(text: str | None) -> bool | None:
    return {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}.get((text or "").lower())


def _sport(text: str) -> tuple[str, str | None]:
    key = text.strip().lower().replace(" ", "_").replace("-", "_")
    return _STRAVA.get(key) or sport_named(text)


def _garmin(archive: zipfile.ZipFile) -> Iterator[AccountActivity]:
    for name in archive.namelist():
        if not name.lower().endswith("summarizedactivities.json"):
            continue
        try:
            content: Any = json.loads(_read(archive, name))
        except RecursionError as fault:
            raise Unreadable(DAMAGED) from fault
        yield from (_summary(entry) for entry in _entries(content))


def _entries(content: Any) -> Iterator[Mapping[str, Any]]:
    """A list of activities, or a list of objects that hold one under summarizedActivitiesExport."""
    for item in cast("list[Any]", content) if isinstance(content, list) else [content]:
        if not isinstance(item, dict):
            continue
        entry = cast("dict[str, Any]", item)
        inner: Any = entry.get("summarizedActivitiesExport")
        if isinstance(inner, list):
            yield from (cast("dict[str, Any]", one) for one in cast("list[Any]", inner) if isinstance(one, dict))
        elif "activityId" in entry:
            yield entry


def _summary(entry: Mapping[str, Any]) -> AccountActivity:
    began = entry.get("startTimeGmt", entry.get("beginTimestamp"))
    sport, sub_sport = sport_named(str(entry.get("activityType") or ""))
    words = {name: str(entry.get(name) or "").strip() or None for name in ("name", "description", "activityId")}
    return AccountActivity(
        file=None,
        start=began / 1000 if isinstance(began, int | float) and math.isfinite(began) else None,
        title=words["name"],
        sport=sport,
        sub_sport=sub_sport,
        description=words["description"],
        gear=None,
        commute=None,
        photos=(),
        source_id=words["activityId"],
    )
