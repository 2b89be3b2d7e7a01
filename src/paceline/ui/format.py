"""Turns stored SI values, times and scores into the words and figures a viewer prefers to read."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal, Self
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names

from paceline.ui.viewer import UnitSystem

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"
MISSING = "–"
Width = Literal["abbreviated", "narrow", "wide"]

METRES_PER_MILE = 1609.344  # international yard and pound agreement, 1959
METRES_PER_FOOT = 0.3048
KILOGRAMS_PER_POUND = 0.45359237
CURRENCIES = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CHF": "CHF" + NO_BREAK, "NOK": "NOK" + NO_BREAK}


@cache
def _day_names(width: Width, language: str) -> Mapping[int, str]:
    return dict(get_day_names(width, locale=language))


@cache
def _month_names(width: Width, language: str) -> Mapping[int, str]:
    return dict(get_month_names(width, locale=language))


class Figure(str):
    """A formatted number that still knows its two halves, so that templates can set the unit smaller."""

    value: str
    unit: str
    __slots__ = ("unit", "value")

    def __new__(cls, value: str, unit: str = "") -> Self:
        """Join value and unit with a space that never breaks; `98 %` takes the narrow one."""
        gap = "" if not unit else NARROW if unit == "%" else NO_BREAK
        figure = super().__new__(cls, f"{value}{gap}{unit}")
        figure.value, figure.unit = value, unit
        return figure

    @property
    def missing(self) -> bool:
        """True when there was nothing to show."""
        return self.value == MISSING


NOTHING = Figure(MISSING)


def grouped(value: float, decimals: int = 0) -> str:
    """A number with a true minus and thousands set apart by a narrow space."""
    text = f"{abs(value):,.{decimals}f}".replace(",", NARROW)
    return (MINUS if value < 0 and any(digit in text for digit in "123456789") else "") + text


def with_sign(value: float, decimals: int = 0) -> str:
    """A number that always says its direction; nought has none."""
    text = grouped(value, decimals)
    positive = value > 0 and any(digit in text for digit in "123456789")
    return f"+{text}" if positive else text


def hours_minutes_seconds(seconds: float) -> str:
    """`3:02:14`, or `4:10` under an hour."""
    whole = round(abs(seconds))
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return (MINUS if seconds < 0 and whole else "") + text


def hours_minutes(seconds: float) -> tuple[int, int]:
    """Whole hours and minutes, rounded to the minute."""
    minutes = round(abs(seconds) / 60)
    return minutes // 60, minutes % 60


def known(value: float | Decimal | None) -> float | None:
    """The value as a float when it is a real, finite number."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


@dataclass(frozen=True, slots=True)
class Formatter:
    """All formats for one viewer. Values come in SI, ratios as fractions, times with a zone."""

    units: UnitSystem = "metric"
    time_zone: str = "UTC"
    language: str = "en"
    now: datetime | None = None

    @property
    def imperial(self) -> bool:
        """True for miles, feet, pounds and Fahrenheit."""
        return self.units == "imperial"

    def _scaled(
        self, value: float | None, metric: tuple[float, str], imperial: tuple[float, str], places: int
    ) -> Figure:
        number = known(value)
        if number is None:
            return NOTHING
        factor, unit = imperial if self.imperial else metric
        return Figure(grouped(number * factor, places), unit)

    def _plain(self, value: float | Decimal | None, unit: str = "", places: int = 0) -> Figure:
        number = known(value)
        return NOTHING if number is None else Figure(grouped(number, places), unit)

    # -- Body, road and sky -------------------------------------------------

    @property
    def distance_unit(self) -> str:
        """For column heads."""
        return "mi" if self.imperial else "km"

    @property
    def pace_unit(self) -> str:
        """For column heads."""
        return "/mi" if self.imperial else "/km"

    @property
    def climb_unit(self) -> str:
        """For column heads."""
        return "ft" if self.imperial else "m"

    @property
    def weight_unit(self) -> str:
        """For column heads and field affixes."""
        return "lb" if self.imperial else "kg"

    def distance(self, metres: float | None, decimals: int = 1) -> Figure:
        """`28.4 km`; laps use two decimals."""
        return self._scaled(metres, (0.001, "km"), (1 / METRES_PER_MILE, "mi"), decimals)

    def climb(self, metres: float | None) -> Figure:
        """`812 m`."""
        return self._scaled(metres, (1, "m"), (1 / METRES_PER_FOOT, "ft"), 0)

    def weight(self, kilograms: float | None) -> Figure:
        """`58.4 kg`."""
        return self._scaled(kilograms, (1, "kg"), (1 / KILOGRAMS_PER_POUND, "lb"), 1)

    def temperature(self, celsius: float | None) -> Figure:
        """`31 °C`."""
        number = known(celsius)
        if number is None:
            return NOTHING
        return Figure(grouped(number * 9 / 5 + 32), "°F") if self.imperial else Figure(grouped(number), "°C")

    def speed(self, metres_per_second: float | None) -> Figure:
        """`31.2 km/h`."""
        return self._scaled(metres_per_second, (3.6, "km/h"), (3600 / METRES_PER_MILE, "mph"), 1)

    def pace(self, metres_per_second: float | None) -> Figure:
        """`6:25 /km` from a speed; standing still has no pace."""
        number = known(metres_per_second)
        if number is None or number <= 0:
            return NOTHING
        return self.pace_of(1000 / number)

    def pace_of(self, seconds_per_kilometre: float | None) -> Figure:
        """`6:25 /km` from seconds per kilometre."""
        number = known(seconds_per_kilometre)
        if number is None or number <= 0:
            return NOTHING
        seconds = number * METRES_PER_MILE / 1000 if self.imperial else number
        return Figure(hours_minutes_seconds(seconds), self.pace_unit)

    def swim_pace(self, metres_per_second: float | None) -> Figure:
        """`1:42 /100 m` in every unit system, as pools are marked."""
        number = known(metres_per_second)
        return NOTHING if number is None or number <= 0 else Figure(hours_minutes_seconds(100 / number), "/100 m")

    # -- Time spent ---------------------------------------------------------

    def duration_plan(self, seconds: float | None) -> Figure:
        """`1:12 h`, or `45 min` under an hour."""
        number = known(seconds)
        if number is None:
            return NOTHING
        hours, minutes = hours_minutes(number)
        return Figure(f"{hours}:{minutes:02}", "h") if hours else Figure(str(minutes), "min")

    def duration_exact(self, seconds: float | None) -> Figure:
        """`3:02:14`, as an activity or a rep is timed."""
        number = known(seconds)
        return NOTHING if number is None else Figure(hours_minutes_seconds(number))

    def duration_sleep(self, seconds: float | None) -> Figure:
        """`5 h 48`, as people speak of sleep and waiting."""
        number = known(seconds)
        if number is None:
            return NOTHING
        hours, minutes = hours_minutes(number)
        return Figure(f"{hours}{NO_BREAK}h{NO_BREAK}{minutes:02}") if hours else Figure(str(minutes), "min")

    # -- Training and trading figures --------------------------------------

    def number(self, value: float | Decimal | None, decimals: int = 0, unit: str = "") -> Figure:
        """A plain number, grouped."""
        return self._plain(value, unit, decimals)

    def load(self, value: float | None) -> Figure:
        """`186`."""
        return self._plain(value)

    def signed(self, value: float | Decimal | None, decimals: int = 0, unit: str = "") -> Figure:
        """`−12`, `+3`: form and deltas."""
        number = known(value)
        return NOTHING if number is None else Figure(with_sign(number, decimals), unit)

    def power(self, watts: float | None) -> Figure:
        """`215 W`."""
        return self._plain(watts, "W")

    def power_to_weight(self, watts_per_kilogram: float | None) -> Figure:
        """`3.9 W/kg`."""
        return self._plain(watts_per_kilogram, "W/kg", 1)

    def heart_rate(self, beats_per_minute: float | None) -> Figure:
        """`141 bpm`."""
        return self._plain(beats_per_minute, "bpm")

    def cadence(self, per_minute: float | None, unit: str = "spm") -> Figure:
        """`169 spm`; cycling passes `rpm`."""
        return self._plain(per_minute, unit)

    def percent(self, fraction: float | None, decimals: int = 0) -> Figure:
        """`98 %` from 0.98."""
        number = known(fraction)
        return NOTHING if number is None else Figure(grouped(number * 100, decimals), "%")

    def r_multiple(self, value: float | Decimal | None, decimals: int = 1) -> Figure:
        """`+1.4 R`; tables use two decimals."""
        return self.signed(value, decimals, "R")

    def price(self, value: Decimal | None, tick: Decimal = Decimal("0.01")) -> Figure:
        """`6055.25` at tick size, never grouped."""
        if value is None or not value.is_finite():
            return NOTHING
        places = max(0, -int(tick.normalize().as_tuple().exponent))
        return Figure(f"{value:.{places}f}".replace("-", MINUS))

    def money(self, value: Decimal | None, currency: str = "EUR", decimals: int = 2) -> Figure:
        """`€1 234.50`."""
        if value is None or not value.is_finite():
            return NOTHING
        amount = f"{abs(value):,.{decimals}f}".replace(",", NARROW)
        sign = MINUS if value < 0 and any(digit in amount for digit in "123456789") else ""
        return Figure(f"{sign}{CURRENCIES.get(currency, currency + NO_BREAK)}{amount}")

    def size(self, byte_count: int | None) -> Figure:
        """`1.4 MB`."""
        if byte_count is None:
            return NOTHING
        for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
            if byte_count >= factor:
                return Figure(grouped(byte_count / factor, 1), unit)
        return Figure(grouped(byte_count), "bytes")

    # -- Days and moments -----------------------------------------------------

    def local(self, moment: datetime) -> datetime:
        """The moment on the viewer's own clock; a time without a zone is a mistake."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return moment.astimezone(ZoneInfo(self.time_zone))

    def _day(self, when: date | datetime) -> date:
        return self.local(when).date() if isinstance(when, datetime) else when

    @property
    def today(self) -> date | None:
        """The viewer's date, when the formatter knows the time."""
        return self.local(self.now).date() if self.now else None

    def day(self, when: date | datetime | None, width: Width = "abbreviated") -> str:
        """`Thu`; `wide` gives Thursday, `narrow` T."""
        return MISSING if when is None else _day_names(width, self.language)[self._day(when).weekday()]

    def month(self, when: date | datetime | None, width: Width = "wide") -> str:
        """`June`."""
        return MISSING if when is None else _month_names(width, self.language)[self._day(when).month]

    def month_title(self, when: date | datetime | None) -> str:
        """`June 2026`."""
        return MISSING if when is None else f"{self.month(when)} {self._day(when).year}"

    def date_title(self, when: date | datetime | None) -> str:
        """`Thu 11 June`, with the year when it is another one."""
        if when is None:
            return MISSING
        return f"{self.day(when)} {self._day(when).day} {self.month(when)}{self._other_year(when)}"

    def date_full(self, when: date | datetime | None) -> str:
        """`Thursday 11 June`."""
        return MISSING if when is None else f"{self.day(when, 'wide')} {self._day(when).day} {self.month(when)}"

    def date_short(self, when: date | datetime | None) -> str:
        """`11 Jun`, with the year when it is another one."""
        if when is None:
            return MISSING
        return f"{self._day(when).day} {self.month(when, 'abbreviated')}{self._other_year(when)}"

    def date_year(self, when: date | datetime | None) -> str:
        """`11 Jun 2026`, for days that may lie years back."""
        return (
            MISSING
            if when is None
            else f"{self._day(when).day} {self.month(when, 'abbreviated')} {self._day(when).year}"
        )

    def _other_year(self, when: date | datetime) -> str:
        year = self._day(when).year
        return f" {year}" if self.today is not None and year != self.today.year else ""

    def clock(self, when: datetime | None) -> str:
        """`08:41` on the viewer's clock."""
        return MISSING if when is None else f"{self.local(when):%H:%M}"

    def moment(self, when: datetime | None) -> str:
        """`11 Jun, 08:41`."""
        return MISSING if when is None else f"{self.date_short(when)}, {self.clock(when)}"

    def relative(self, when: datetime | None) -> str:
        """`38 min ago`, `in 2 h`; a date from 24 hours on."""
        if when is None:
            return MISSING
        if self.now is None or abs(when - self.now) >= timedelta(hours=24):
            return self.moment(when)
        gap = (when - self.now).total_seconds()
        if abs(gap) < 60:
            return "just now" if gap <= 0 else "in less than a minute"
        span = self.duration_sleep(gap)
        return f"{span} ago" if gap < 0 else f"in {span}"

    def due(self, when: datetime | None) -> str:
        """`38 min left`, `1 d 4 h left` or `Overdue 1 h 20`."""
        if when is None or self.now is None:
            return MISSING
        gap = (when - self.now).total_seconds()
        hours, minutes = hours_minutes(gap)
        span = f"{hours // 24}{NO_BREAK}d{NO_BREAK}{hours % 24}{NO_BREAK}h" if hours >= 24 else ""
        if not span:
            span = f"{hours}{NO_BREAK}h{NO_BREAK}{minutes:02}" if hours else f"{minutes}{NO_BREAK}min"
        return f"Overdue {span}" if gap < 0 else f"{span} left"
