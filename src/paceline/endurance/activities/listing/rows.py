"""Draws the rows of the list in Python: fifty rows of macros would cost more than everything else on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from paceline.ui import jinja
from paceline.ui.format import (
    METRES_PER_FOOT,
    METRES_PER_MILE,
    MISSING,
    Figure,
    Formatter,
    grouped,
    hours_minutes_seconds,
)
from paceline.ui.i18n import gettext as _

ICONS = {"running": "footprints", "walking": "footprints", "cycling": "bike", "swimming": "waves"}


@dataclass(frozen=True, slots=True)
class Rows:
    """The body of the table; drawn when the page is, because only then the language is known."""

    items: Sequence[Mapping[str, Any]]
    fmt: Formatter
    pick: bool
    best: str = ""

    def __html__(self) -> str:
        """The rows as markup; every word that comes from outside is escaped."""
        missing = f'<span aria-hidden="true">{MISSING}</span><span class="sr">{escape(_("no data"))}</span>'
        choose, icon = escape(_("Select")), jinja.engine().macros.icon
        pen = _Pen(self.fmt, missing)
        return "".join([self._row(one, pen, choose, icon) for one in self.items])

    def _row(self, one: Mapping[str, Any], pen: "_Pen", choose: Markup, icon: Any) -> str:
        key, name = one["id"], escape(one["name"])
        drawing = icon("dumbbell" if one["sport"] == "strength" else ICONS.get(one["family"], "activity"))
        box = (
            f'<td class="pick"><label><input type="checkbox" name="activity_ids" value="{key}" data-activities--picking-'
            f'target="box"><span class="sr">{choose} {name}</span></label></td>'
            if self.pick
            else ""
        )
        effort = f'<td class="r strong">{pen.effort(self.best, one["best"])}</td>' if self.best else ""
        return (
            f'<tr>{box}<th scope="row"><a class="session-link" href="/activities/{key}">{drawing}<span>{name} <small>'
            f'{pen.day(one["day"])}</small></span></a></th>{effort}<td class="r">{pen.distance(one["distance"])}</td>'
            f'<td class="r">{pen.time(one["seconds"])}</td><td class="r opt">{pen.pace(one["family"], one["speed"])}</td>'
            f'<td class="r opt">{pen.whole(one["pulse"])}</td><td class="r opt">{pen.climb(one["ascent"])}</td>'
            f'<td class="r opt">{pen.whole(one["load"])}</td></tr>\n'
        )


class _Pen:
    """Bare figures, as the heads of the columns carry the units."""

    def __init__(self, fmt: Formatter, missing: str) -> None:
        self._fmt, self._missing = fmt, missing
        self._per_unit = 1 / METRES_PER_MILE if fmt.imperial else 0.001
        self._per_climb = 1 / METRES_PER_FOOT if fmt.imperial else 1.0
        self._days: dict[str, str] = {}
        self._year = fmt.today.year if fmt.today else None

    def day(self, text: str) -> str:
        known = self._days.get(text)
        if known is None:
            known = self._days[text] = self._day(date.fromisoformat(text))
        return known

    def _day(self, when: date) -> str:
        # As `Formatter.date_title`, which would look for the present year each time.
        year = "" if self._year in (None, when.year) else f" {when.year}"
        return f"{self._fmt.day(when)} {when.day} {self._fmt.month(when)}{year}"

    def distance(self, metres: float | None) -> str:
        return self._missing if metres is None else grouped(metres * self._per_unit, 1)

    def climb(self, metres: float | None) -> str:
        return self._missing if metres is None else grouped(metres * self._per_climb)

    def time(self, seconds: float | None) -> str:
        return self._missing if seconds is None else hours_minutes_seconds(seconds)

    def whole(self, value: float | None) -> str:
        return self._missing if value is None else grouped(value)

    def pace(self, family: str, speed: float | None) -> str:
        return self._figure(pace_of(family, speed, self._fmt))

    def effort(self, kind: str, value: float) -> str:
        return self._figure(self._fmt.duration_exact(value) if kind == "distance" else self._unit(kind, value))

    def _unit(self, kind: str, value: float) -> Figure:
        return self._fmt.power(value) if kind == "power" else self._fmt.heart_rate(value)

    def _figure(self, figure: Figure) -> str:
        if figure.missing:
            return self._missing
        return f'{figure.value}<span class="unit">{figure.unit}</span>' if figure.unit else figure.value


def pace_of(family: str, speed: float | None, fmt: Formatter) -> Figure:
    """Speed the way the sport speaks of it."""
    if family == "swimming":
        return fmt.swim_pace(speed)
    return fmt.pace(speed) if family in ("running", "walking") else fmt.speed(speed)
