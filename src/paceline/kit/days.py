"""Calendar days as a person lives them: local dates, weeks that start on Monday, and wall times that survive clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class InTimeZone(Protocol):
    """Anybody whose days follow a time zone."""

    @property
    def time_zone(self) -> str: ...


def local_day(instant: datetime, time_zone: str) -> date:
    """The date on the wall calendar of that zone at that instant."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def monday(day: date) -> date:
    """The Monday of the week the day lies in."""
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included; empty when last is before first."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def instant_of(day: date, at: time, time_zone: str) -> datetime:
    """The UTC instant of a wall time on a day.

    A wall time that a clock change skips becomes the first instant after the gap; one that happens twice means the first.
    """
    zone = ZoneInfo(time_zone)
    wall = datetime.combine(day, at, tzinfo=zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _end_of_gap(instant, zone)


def _end_of_gap(instant: datetime, zone: ZoneInfo) -> datetime:
    # The offset in force changes exactly once within the day around a gap: halve the span until the change is found.
    before, after = instant - timedelta(hours=24), instant + timedelta(hours=24)
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
