"""Tables among the files of an import: what the sandbox says of one, and the activity files it becomes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from paceline.endurance.activities.files.archives import Daily, Member
from paceline.infra.sandbox import Sandbox, SandboxFailure
from paceline.science.formats import Unreadable

LOOK = "paceline.science.formats.table_files:look_at_table"
READ = "paceline.science.formats.table_files:table_files"
FAILED = "Reading this table stopped our reader. Split it into smaller ones, or export it again."
# As much of a table as its first look needs.
HEAD = 256 << 10
FIRST_YEAR, LAST_YEAR = 1990, 2050
ENDINGS = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Look:
    """The first look at a table: headings, a few rows, the proposed mapping and what is still open."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    mapping: Mapping[str, Any]
    problems: Sequence[str]


class OpenedTable:
    """What a table became by its mapping."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self._files: list[list[Any]] = found["files"]
        self._notes: list[str] = found["notes"]
        self.by_start: list[list[Any]] = []
        self.daily: Daily = [(date.fromisoformat(day), kind, value) for day, kind, value in found["daily"]]

    def members(self) -> Iterator[Member]:
        """Every activity of it."""
        for name, data, title in self._files:
            yield Member(name, data, said={"title": title} if title else {})

    def sentence(self, many: int) -> str:
        """What was inside."""
        activities = f"{many} {'activity' if many == 1 else 'activities'}" if many else "No activities"
        return " ".join((f"{activities} in this table.", *self._notes))


async def look_at(sandbox: Sandbox, head: bytes) -> Look:
    """The first look; Unreadable with a sentence when this is no table."""
    # The last line may be cut off.
    whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1]
    return Look(**await _ask(sandbox, LOOK, whole))


async def read_by(sandbox: Sandbox, data: bytes, mapping: Mapping[str, Any]) -> OpenedTable:
    """The whole table by a confirmed mapping; Unreadable with a sentence when it does not fit."""
    return OpenedTable(await _ask(sandbox, READ, data, dict(mapping)))


async def _ask(sandbox: Sandbox, function: str, *arguments: Any) -> dict[str, Any]:
    try:
        found = await sandbox.run(function, *arguments)
    except SandboxFailure as failure:
        raise Unreadable(FAILED) from failure
    if "unreadable" in found:
        raise Unreadable(found["unreadable"])
    return found


@cache
def offsets_of(zone: str) -> tuple[tuple[float, float], ...]:
    """From which reading of a zone's clock on it was how many seconds ahead of UTC."""
    there, found = ZoneInfo(zone), list[tuple[float, float]]()
    moment, last = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 1, 1, tzinfo=UTC)
    while moment < last:
        ahead = _ahead(there, moment)
        if not found or ahead != found[-1][1]:
            # Within the day before, to the hour.
            while found and _ahead(there, moment - timedelta(hours=1)) == ahead:
                moment -= timedelta(hours=1)
            found.append((moment.timestamp() + ahead, ahead))
        moment = moment.replace(hour=0) + timedelta(days=1)
    return tuple(found)


def _ahead(zone: ZoneInfo, moment: datetime) -> float:
    offset = moment.astimezone(zone).utcoffset()
    return offset.total_seconds() if offset is not None else 0.0
