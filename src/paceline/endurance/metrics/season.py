"""The season at a look: fitness, fatigue and form up to today, and on through what is planned to the race."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar import planned_loads, race_ahead
from paceline.endurance.metrics.periods import Span, span_of
from paceline.endurance.metrics.queries import series_until
from paceline.endurance.metrics.series import Series
from paceline.infra.tx import Tx
from paceline.kit.days import days_between
from paceline.science.endurance.fitness import FitnessSeries, project
from paceline.science.endurance.flags import CHRONIC_DAYS, acute_chronic_ratio, monotony, strain
from paceline.science.endurance.measure import Metric
from paceline.science.endurance.streams import Array

AHEAD = 42  # days looked ahead without a race
FARTHEST = 300
AFTER_RACE = 7
# Bands of form as coaches commonly read them (Friel; after Coggan's performance management chart), with their tones.
BANDS = (
    (25.0, math.inf, "Detraining", "caution"),
    (5.0, 25.0, "Fresh", "positive"),
    (-10.0, 5.0, "Neutral", "neutral"),
    (-30.0, -10.0, "Productive", "positive"),
    (-math.inf, -30.0, "High risk", "critical"),
)


@dataclass(frozen=True, slots=True)
class Ahead:
    """The days after today, if the plan is done; with the race the calendar names next."""

    first: date
    load: Sequence[float]
    ctl: Array
    atl: Array
    tsb: Array


@dataclass(frozen=True, slots=True)
class RaceDay:
    """What the projection says of the morning of a race."""

    title: str
    day: date
    days: int
    workout_id: UUID
    fitness: float | None
    form: float | None


@dataclass(frozen=True, slots=True)
class Season:
    """Everything the first half of the fitness page shows; `past` is None before the first session."""

    today: date
    past: Series | None
    shown: Series | None
    ahead: Ahead | None
    race: RaceDay | None
    acute_chronic: Metric
    monotony: Metric
    strain: Metric


def band_of(form: float) -> tuple[str, str]:
    """The word for a form and its tone; a band holds its lower edge."""
    return next((name, tone) for low, high, name, tone in BANDS if low <= form < high)


async def season_of(tx: Tx, athlete: Athlete, span: Span) -> Season:
    """The athlete's season as far as the actor may see it."""
    today = tx.today(athlete)
    first = span_of(span, today)
    past = await series_until(tx, athlete.id, min(first, today - timedelta(days=365)), today)
    race = await race_ahead(tx, athlete.id, today)
    until = today + timedelta(days=AHEAD)
    if race is not None:
        until = min(race.day + timedelta(days=AFTER_RACE), today + timedelta(days=FARTHEST))
    planned = await planned_loads(tx, athlete.id, today + timedelta(days=1), until) if past else {}
    ahead = _ahead(
        past, [planned.get(day, 0.0) for day in days_between(today + timedelta(days=1), until)], bool(planned)
    )
    month: list[float] = past.since(today - timedelta(days=CHRONIC_DAYS - 1)).load.tolist() if past else []
    week = month[-7:] if past and len(past) >= 7 else []
    return Season(
        today=today,
        past=past,
        shown=past.since(first) if past else None,
        ahead=ahead,
        race=None if race is None else _race(race.title, race.day, race.id, today, past, ahead),
        acute_chronic=acute_chronic_ratio(month),
        monotony=monotony(week),
        strain=strain(week),
    )


async def form_on(tx: Tx, athlete: Athlete, days: Sequence[date]) -> dict[date, float]:
    """Form on days past as it was, and on days ahead if the plan is done; unknown days are left out."""
    today = tx.today(athlete)
    past = await series_until(tx, athlete.id, min(*days, today), min(max(days), today))
    if past is None:
        return {}
    found = {day.day: day.tsb for day in past.days() if day.tsb is not None}
    until = min(max(days), today + timedelta(days=FARTHEST))
    if until > today:
        tomorrow = today + timedelta(days=1)
        planned = await planned_loads(tx, athlete.id, tomorrow, until)
        ahead = _ahead(past, [planned.get(day, 0.0) for day in days_between(tomorrow, until)], bool(planned))
        if ahead is not None:
            found |= {ahead.first + timedelta(days=n): form for n, form in enumerate(ahead.tsb.tolist())}
    return {day: found[day] for day in days if day in found}


def _ahead(past: Series | None, loads: Sequence[float], has_plan: bool) -> Ahead | None:
    """Nothing is foretold where nothing is planned: a line falling to nought would only frighten."""
    if past is None or not has_plan:
        return None
    found = project(FitnessSeries(past.ctl, past.atl, past.tsb, past.ramp), loads)
    return Ahead(past.first + timedelta(days=len(past)), loads, found.ctl, found.atl, found.tsb)


def _race(title: str, day: date, key: UUID, today: date, past: Series | None, ahead: Ahead | None) -> RaceDay:
    fitness = form = None
    if day == today and past is not None:
        fitness, form = float(past.ctl[-1]), float(past.tsb[-1])
    elif ahead is not None and 0 <= (place := (day - ahead.first).days) < ahead.tsb.size:
        # The race's own load is in the evening's fitness, so fitness is that of the evening before.
        fitness = float(ahead.ctl[place - 1]) if place else float(past.ctl[-1]) if past else None
        form = float(ahead.tsb[place])
    return RaceDay(title, day, (day - today).days, key, fitness, form)


def levels(loads: Array) -> list[int | None]:
    """Days in five steps of the athlete's own hardest, for a calendar of colours; None is a day of rest."""
    done = loads[loads > 0]
    if not done.size:
        return [None] * int(loads.size)
    edges = np.quantile(done, (0.25, 0.5, 0.75))
    places = np.searchsorted(edges, loads, side="right")
    pairs: list[tuple[float, int]] = list(zip(loads.tolist(), places.tolist(), strict=True))
    return [None if load <= 0 else place + 1 for load, place in pairs]
