"""A coach's working clock: how many working seconds lie before an instant, and which instant a number of them is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from paceline.kit.days import instant_of

# A Monday before everything that is kept, from which working seconds are counted.
ORIGIN = date(2020, 1, 6)
WEEK = 7


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Certain hours of certain days (Monday is 0) in a time zone."""

    time_zone: str
    days: Sequence[int]
    start: time
    end: time

    @property
    def seconds(self) -> int:
        """The working seconds of a working day, by the wall clock."""
        return _of_day(self.end) - _of_day(self.start)


def ticks_at(hours: WorkingHours | None, instant: datetime) -> float:
    """Working seconds until the instant; plain seconds for somebody whose clock never stops."""
    if hours is None:
        return instant.timestamp()
    wall = instant.astimezone(ZoneInfo(hours.time_zone)).replace(tzinfo=None)
    weeks, weekday = divmod((wall.date() - ORIGIN).days, WEEK)
    done = weeks * len(hours.days) + sum(1 for day in hours.days if day < weekday)
    return float(done * hours.seconds) + (_today(hours, wall) if weekday in hours.days else 0.0)


def instant_at(hours: WorkingHours | None, ticks: float) -> datetime:
    """The first instant by which so many working seconds have gone."""
    if hours is None:
        return datetime.fromtimestamp(ticks, UTC)
    whole, rest = divmod(ticks, hours.seconds)
    if rest == 0:
        # A day's last second is that day's end, not the beginning of the next working day.
        whole, rest = whole - 1, float(hours.seconds)
    weeks, nth = divmod(int(whole), len(hours.days))
    day = ORIGIN + timedelta(days=WEEK * weeks + sorted(hours.days)[nth])
    began = instant_of(day, hours.start, hours.time_zone)
    return began + timedelta(seconds=rest)


def runs_at(hours: WorkingHours | None, instant: datetime) -> bool:
    """Whether the clock runs now."""
    if hours is None:
        return True
    wall = instant.astimezone(ZoneInfo(hours.time_zone))
    return wall.weekday() in hours.days and hours.start <= wall.time() < hours.end


def next_start(hours: WorkingHours | None, instant: datetime) -> datetime | None:
    """When a clock that stands still runs again; None when it runs."""
    if hours is None or runs_at(hours, instant):
        return None
    today = instant.astimezone(ZoneInfo(hours.time_zone)).date()
    days = (today + timedelta(days=n) for n in range(WEEK + 1))
    starts = (instant_of(day, hours.start, hours.time_zone) for day in days if day.weekday() in hours.days)
    return next(start for start in starts if start > instant)


def _today(hours: WorkingHours, wall: datetime) -> float:
    gone = _of_day(wall.time()) - _of_day(hours.start) + wall.microsecond / 1e6
    return min(max(gone, 0.0), float(hours.seconds))


def _of_day(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
