"""The parts of the fitness page in words and drawings: tiles, weeks, zones, the year, predictions and proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from markupsafe import Markup

from paceline.endurance.metrics.drawing import Part, week_bar
from paceline.endurance.metrics.pages.words import (
    SERIES,
    THRESHOLDS,
    family_name,
    monotony_words,
    ratio_words,
    threshold_figure,
)
from paceline.endurance.metrics.predicting import RaceTime
from paceline.endurance.metrics.proposing import Proposed
from paceline.endurance.metrics.season import Season, band_of, levels
from paceline.endurance.metrics.volumes import SportWeek
from paceline.kit.days import monday
from paceline.ui import svg
from paceline.ui.format import Figure, Formatter

YEAR_DAYS = 371  # 53 whole weeks
RAMP_STEEP = 8.0  # points a week, the upper end of what coaches commonly allow
MOST_WEEKS = 12
MOST_ROWS = 60  # weeks of the season's table


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with its note."""

    label: str
    value: Figure
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week as a bar and as figures."""

    week: date
    bar: Markup
    load: float
    seconds: float
    parts: Sequence[tuple[str, Figure]]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One week of the season's table."""

    week: date
    load: float
    fitness: float
    fatigue: float
    form: float
    planned: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """A proposed threshold in words."""

    threshold: str
    name: str
    value: float
    figure: Figure
    current: Figure
    method: str
    confidence: str
    evidence: Sequence[tuple[str, str, date | None]]


@dataclass(frozen=True, slots=True)
class Foretold:
    """A race time in words."""

    name: str
    time: Figure
    low: Figure
    high: Figure
    pace: Figure
    confidence: str
    note: str


def tiles_of(season: Season, fmt: Formatter) -> list[Tile]:
    """Fitness, fatigue, form, ramp, and the race ahead."""
    past = season.past
    if past is None or not len(past):
        return []
    now = past.days()[-1] if len(past) < 3 else past.since(season.today).days()[-1]
    word, tone = band_of(now.tsb or 0.0)
    steep = now.ramp is not None and now.ramp > RAMP_STEEP
    found = [
        Tile("Fitness", fmt.load(now.ctl), "42 days of load"),
        Tile("Fatigue", fmt.load(now.atl), "7 days of load"),
        Tile("Form", fmt.signed(now.tsb), word, "" if tone == "neutral" else tone),
        Tile("Ramp", fmt.signed(now.ramp, 1, "/wk"), "steep" if steep else "over 7 days", "caution" if steep else ""),
    ]
    if season.race is not None:
        when = fmt.date_short(season.race.day)
        note = f"fitness on {when}" if season.race.fitness is None else f"form {fmt.signed(season.race.form)} on {when}"
        found.append(Tile(season.race.title, fmt.load(season.race.fitness), note))
    return found


def load_tiles(season: Season, fmt: Formatter) -> list[Tile]:
    """The last week against the month, described."""
    return [
        Tile("Week against month", fmt.number(season.acute_chronic.value, 2), ratio_words(season.acute_chronic)),
        Tile("Monotony", fmt.number(season.monotony.value, 1), monotony_words(season.monotony)),
        Tile("Strain", fmt.load(season.strain.value), season.strain.reason or "week’s load × monotony"),
    ]


def season_rows(season: Season) -> list[TableRow]:
    """The chart as a table: the evening of each Sunday, and of the last day."""
    rows: list[TableRow] = []
    past = None if season.shown is None else season.shown.since(monday(season.today) - timedelta(days=7 * MOST_ROWS))
    for part, planned in ((past, False), (season.ahead, True)):
        if part is None or not len(part.load):
            continue
        loads: list[float] = np.asarray(part.load, dtype=np.float64).tolist()
        begin, sunday = 0, 6 - part.first.weekday()
        for end in [*range(sunday, len(loads) - 1, 7), len(loads) - 1]:
            values = (float(part.ctl[end]), float(part.atl[end]), float(part.tsb[end]))
            week = monday(part.first + timedelta(days=end))
            rows.append(TableRow(week, sum(loads[begin : end + 1]), *values, planned))
            begin = end + 1
    return rows[-MOST_ROWS:]


def sport_weeks(weeks: Sequence[SportWeek], last: date, fmt: Formatter, many: int = MOST_WEEKS) -> list[WeekRow]:
    """Load of each week by sport; weeks without training stand there empty."""
    mondays = [monday(last) - timedelta(days=7 * n) for n in range(many - 1, -1, -1)]
    by_week: dict[date, list[SportWeek]] = {}
    for one in weeks:
        by_week.setdefault(one.week, []).append(one)
    most = max((sum(one.load for one in found) for found in by_week.values()), default=0.0)
    rows: list[WeekRow] = []
    for week in mondays:
        found = by_week.get(week, [])
        parts = [Part(one.load, "series", SERIES.get(one.family, "elev")) for one in found]
        load = sum(one.load for one in found)
        words = ", ".join(f"{family_name(one.family)} {one.load:.0f}" for one in found) or "nothing"
        bar = week_bar(parts, most, f"Week of {fmt.date_title(week)}: load {load:.0f}, {words}")
        said = [(family_name(one.family), fmt.load(one.load)) for one in found]
        rows.append(WeekRow(week, bar, load, sum(one.seconds for one in found), said))
    return rows


def zone_rows(
    weeks: Mapping[date, Sequence[float]], last: date, fmt: Formatter, many: int = MOST_WEEKS
) -> list[WeekRow]:
    """Time in zones of each week."""
    if not weeks:
        return []
    most = max(sum(zones) for zones in weeks.values())
    rows: list[WeekRow] = []
    for n in range(many - 1, -1, -1):
        week = monday(last) - timedelta(days=7 * n)
        zones = weeks.get(week, ())
        seconds = sum(zones)
        parts = [Part(spent, "z", str(number)) for number, spent in enumerate(zones, 1)]
        said = [(f"Z{number}", fmt.duration_plan(spent)) for number, spent in enumerate(zones, 1)]
        shares = ", ".join(f"Z{number} {spent / seconds:.0%}" for number, spent in enumerate(zones, 1) if seconds)
        label = f"Week of {fmt.date_title(week)}: {fmt.duration_plan(seconds)}{', ' + shares if shares else ''}"
        rows.append(WeekRow(week, week_bar(parts, most, label), 0.0, seconds, said))
    return rows


def year_map(season: Season, fmt: Formatter) -> Markup | None:
    """Every day of the last year as a square."""
    if season.past is None:
        return None
    first = monday(season.today) - timedelta(days=YEAR_DAYS - 7)
    part = season.past.since(first)
    missing = (part.first - first).days
    loads = (0,) * missing + tuple(round(load) for load in part.load.tolist())
    steps = (None,) * missing + tuple(levels(part.load))
    return _year_drawn(first, steps, loads, fmt.language)


@lru_cache(maxsize=64)
def _year_drawn(first: date, steps: tuple[int | None, ...], loads: tuple[int, ...], language: str) -> Markup:
    # Hundreds of squares that change once a day: drawn once for each person.
    fmt = Formatter(language=language)
    days = [first + timedelta(days=n) for n in range(len(steps))]
    squares = [
        (day, step, f"{fmt.date_title(day)}: load {load}") for day, step, load in zip(days, steps, loads, strict=True)
    ]
    done = sum(1 for step in steps if step is not None)
    return svg.heatmap(squares, f"The last year by day: {done} days with training")


def advice_of(proposals: Sequence[Proposed], fmt: Formatter) -> list[Advice]:
    """Proposals with where they come from."""
    return [
        Advice(
            threshold=one.threshold,
            name=THRESHOLDS[one.threshold],
            value=one.value,
            figure=threshold_figure(one.threshold, one.value, fmt),
            current=threshold_figure(one.threshold, one.current, fmt),
            method=one.found.method,
            confidence=one.found.confidence,
            evidence=[
                (
                    effort.activity,
                    str(threshold_figure(one.threshold, effort.value, fmt)),
                    one.days.get(effort.activity),
                )
                for effort in one.found.evidence
            ],
        )
        for one in proposals
    ]


def foretold(times: Sequence[RaceTime], fmt: Formatter) -> list[Foretold]:
    """Race times with their bands; a distance nothing is known for says why."""
    rows: list[Foretold] = []
    for one in times:
        seconds = one.found.time.value
        rows.append(
            Foretold(
                one.name,
                fmt.duration_exact(seconds),
                fmt.duration_exact(one.found.low.value),
                fmt.duration_exact(one.found.high.value),
                fmt.pace(one.distance / seconds) if seconds else fmt.pace(None),
                one.found.confidence or "",
                one.found.time.reason or one.found.time.caution or "",
            )
        )
    return rows
