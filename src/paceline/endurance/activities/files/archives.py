"""An uploaded archive in the store: its activity files one at a time, and what its lists say about them."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, Protocol, cast

from paceline.science.formats.accounts import AccountActivity, is_activity_file, metadata
from paceline.science.formats.archive import Limits, walk
from paceline.science.formats.recording import Unreadable

IN_MEMORY = 32 << 20
SAME_START = 2.0
MOST_PHOTOS = 50
Said = dict[str, Any]
# Day, kind, value and, where one is told in parts, the measurements behind it.
Daily = list[tuple[date, str, float] | tuple[date, str, float, int]]
DailyValues = Iterable[tuple[date, str, float] | tuple[date, str, float, int]]


@dataclass(frozen=True, slots=True)
class Member:
    """One activity file: its bytes or what is wrong with it, and what is said of it beside its bytes."""

    name: str
    data: bytes | None
    problem: str | None = None
    said: Said = field(default_factory=dict[str, Any])


class Unpacked(Protocol):
    """What holds many activities: its members one at a time, and, once they are through, the rest it told."""

    by_start: list[list[Any]]
    daily: Daily

    def members(self) -> Iterator[Member]: ...

    def sentence(self, many: int) -> str: ...


class Opened:
    """Walks an archive; `passed_over` counts the files that hold no activity, such as pictures."""

    def __init__(self, stream: BinaryIO, name: str, largest: int) -> None:
        self._stream, self._name = stream, name
        self._limits = Limits(largest=largest)
        self.passed_over = 0
        self.by_file: dict[str, Said] = {}
        self.by_start: list[list[Any]] = []
        self.daily: Daily = []

    def members(self) -> Iterator[Member]:
        """Every activity file, with its bytes or what is wrong with it; archives inside are opened once."""
        self._look_at_lists()
        self._stream.seek(0)
        for packed in walk(self._stream, self._name, self._limits, self._wanted, _spool):
            # A packed member comes out unpacked, without its last ending.
            known = self.by_file.get(packed.name) or self.by_file.get(f"{packed.name}.gz") or {}
            yield Member(packed.name, packed.data, packed.problem, known)

    def sentence(self, many: int) -> str:
        """What was inside."""
        if not many:
            return "There is no activity file in this archive."
        count = self.passed_over
        others = f", {count} other {'file' if count == 1 else 'files'} passed over" if count else ""
        return f"{many} {'file' if many == 1 else 'files'} inside{others}."

    def _wanted(self, name: str) -> bool:
        wanted = is_activity_file(name)
        self.passed_over += not wanted
        return wanted

    def _look_at_lists(self) -> None:
        """Titles are worth having; a damaged list is no reason to leave the activities."""
        try:
            listed = metadata(self._stream)
        except Unreadable:
            return
        for one in listed:
            if one.file is not None:
                self.by_file[one.file] = said(one)
            elif one.start is not None and (words := said(one)):
                self.by_start.append([one.start, words])


def said(activity: AccountActivity) -> Said:
    """What is worth keeping of an archive's words."""
    words = {"title": activity.title, "description": activity.description, "gear": activity.gear}
    known: Said = {name: text for name, text in words.items() if text}
    if activity.commute:
        known["commute"] = True
    if activity.photos:
        known["photos"] = list(activity.photos[:MOST_PHOTOS])
    return known


def said_at(by_start: list[list[Any]], start: float) -> Said:
    """The words about the one activity that began with a recording; none when two could be meant."""
    near = [words for began, words in by_start if abs(began - start) <= SAME_START]
    return near[0] if len(near) == 1 else {}


def _spool() -> BinaryIO:
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
