"""Which activities a list shows and in which order, as conditions the database understands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from paceline.kit.errors import Invalid
from paceline.kit.paging import decode_cursor

Sort = Literal["date", "distance", "duration", "load", "pace", "best"]
Has = Literal["power", "heart_rate", "gps"]
METRES_A_DEGREE = 111_195.0  # of latitude, on a sphere of the mean radius 6 371 km
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which activities a list shows, in SI units; `sort` begins with a minus for the highest first."""

    sport: str | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""
    distance_min: float | None = None
    distance_max: float | None = None
    duration_min: float | None = None
    duration_max: float | None = None
    load_min: float | None = None
    load_max: float | None = None
    intensity_min: float | None = None
    intensity_max: float | None = None
    gear: UUID | None = None
    device: str = ""
    near: tuple[float, float] | None = None
    within: float = 5000.0
    has: tuple[Has, ...] = ()
    best: tuple[str, float] | None = None
    sort: str = "-date"

    @property
    def narrowed(self) -> bool:
        """True when anything is left out; the order alone leaves nothing out."""
        asked = (f.name for f in fields(self) if f.name not in {"sort", "within"})
        return any(getattr(self, name) not in (None, "", ()) for name in asked)


# Only the conditions that are asked for: a plan that is kept has to suit every value, "not asked for" included.
_SECONDS = "coalesce(a.moving, a.timer, a.elapsed)"
_CONDITIONS = {
    "sport": "a.sport = %(sport)s",
    "first": "a.day >= %(first)s",
    "last": "a.day <= %(last)s",
    "words": "a.search @@ to_tsquery('simple', %(words)s)",
    "distance_min": "a.distance >= %(distance_min)s",
    "distance_max": "a.distance <= %(distance_max)s",
    "duration_min": f"{_SECONDS} >= %(duration_min)s",
    "duration_max": f"{_SECONDS} <= %(duration_max)s",
    "load_min": "a.load >= %(load_min)s",
    "load_max": "a.load <= %(load_max)s",
    "intensity_min": "a.intensity >= %(intensity_min)s",
    "intensity_max": "a.intensity <= %(intensity_max)s",
    "gear": "a.gear_id = %(gear)s",
    "device": "strpos(lower(a.device), lower(%(device)s)) > 0",
    "power": "a.average_power IS NOT NULL",
    "heart_rate": "a.average_heart_rate IS NOT NULL",
    # "IS TRUE" keeps the planner from a join: it takes row-level security for far choosier than it is, and would look
    # every row up by itself instead of making a set once.
    "gps": "(a.id IN (SELECT t.activity_id FROM activities_track t WHERE t.athlete_id = {who})) IS TRUE",
    # A box the index knows first, then the distance on a sphere (haversine).
    "near": """(a.id IN (SELECT t.activity_id FROM activities_track t WHERE t.athlete_id = {who}
        AND t.start_latitude BETWEEN %(south)s AND %(north)s
        AND 12742000 * asin(least(1, sqrt(sin(radians(t.start_latitude - %(latitude)s) / 2) ^ 2
            + cos(radians(t.start_latitude)) * cos(radians(%(latitude)s))
            * sin(radians(t.start_longitude - %(longitude)s) / 2) ^ 2))) <= %(within)s)) IS TRUE""",
}
_BEST = (
    "best AS MATERIALIZED (SELECT activity_id, value FROM activities_best WHERE athlete_id = {who}"
    " AND kind = %(best_kind)s AND span = %(best_span)s),"
)
_KEYS = {
    "date": "a.started_at",
    "distance": "a.distance",
    "duration": _SECONDS,
    "load": "a.load",
    "pace": "a.average_speed",
    "best": "best.value",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A selection as SQL: what to read first and from, which rows, by what and which way; hashable, so that it is kept."""

    first: str
    source: str
    where: str
    key: str
    down: bool
    after: bool

    @property
    def way(self) -> str:
        """Which way the rows are ordered."""
        return "DESC" if self.down else "ASC"

    @property
    def order(self) -> str:
        """The order of the rows."""
        return f"{self.key} {self.way}, a.id {self.way}"

    def beyond(self, key: str, identity: str) -> str:
        """The rows after the cursor's."""
        return f"({key}, {identity}) {'<' if self.down else '>'} (%(at)s, %(at_id)s)" if self.after else "true"


def asked_of(wanted: Wanted, cursor: str | None, who: str) -> tuple[Asked, Mapping[str, Any]]:
    """The selection of an athlete's activities as SQL with its values; `who` is the parameter that names the athlete."""
    name, down = wanted.sort.removeprefix("-"), wanted.sort.startswith("-")
    if name not in _KEYS or (name == "best" and wanted.best is None):
        raise Invalid("Choose one of the orders.", fields={"sort": "This order is not one of ours."})
    person = f"%({who})s"
    values = _values(wanted)
    chosen = [_CONDITIONS[one].format(who=person) for one in _CONDITIONS if one in values or one in wanted.has]
    # The athlete stands there bare: around row-level security only a plain comparison may use the index.
    where = " AND ".join((f"a.athlete_id = {person}", "a.deleted_at IS NULL", *chosen))
    first = _BEST.format(who=person) if wanted.best else ""
    source = "best JOIN activities_activity a ON a.id = best.activity_id" if wanted.best else "activities_activity a"
    dated = name == "date"
    # What is not known comes last either way.
    key = _KEYS[name] if dated else f"coalesce({_KEYS[name]}, '{'-' if down else ''}Infinity')"
    if cursor:
        at, at_id = decode_cursor(cursor, datetime.fromisoformat if dated else float, UUID)
        values |= {"at": at, "at_id": at_id}
    return Asked(first, source, where, key, down, bool(cursor)), values


def _values(wanted: Wanted) -> dict[str, Any]:
    plain = ("sport", "first", "last", "gear", "device", "distance_min", "distance_max", "duration_min", "duration_max",
             "load_min", "load_max", "intensity_min", "intensity_max")  # fmt: skip
    values: dict[str, Any] = {name: value for name in plain if (value := getattr(wanted, name)) not in (None, "")}
    if words := search_words(wanted.words):
        values["words"] = words
    if wanted.near is not None:
        latitude, longitude = wanted.near
        reach = wanted.within / METRES_A_DEGREE
        values |= {"near": True, "latitude": latitude, "longitude": longitude, "within": wanted.within}
        values |= {"south": latitude - reach, "north": latitude + reach}
    if wanted.best is not None:
        values |= {"best_kind": wanted.best[0], "best_span": wanted.best[1]}
    return values


def search_words(typed: str) -> str:
    """What was typed as a query: every word has to be there, as the beginning of one."""
    return " & ".join(f"{word}:*" for word in _WORD.findall(typed.lower()))
