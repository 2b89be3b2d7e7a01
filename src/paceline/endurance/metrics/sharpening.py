"""Form on race morning: as the plan has it, and with a usual taper for the distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar import planned_loads, race_ahead
from paceline.endurance.metrics.queries import series_until
from paceline.endurance.metrics.season import FARTHEST
from paceline.infra.tx import Tx
from paceline.kit.days import days_between
from paceline.science.endurance.fitness import FitnessSeries, project
from paceline.science.endurance.streams import Array
from paceline.science.endurance.taper import REDUCTION, taper, usual_days

USUAL = 28  # days the daily load before the taper is the mean of
ASSUMED = 14  # days of taper for a race of unknown length
SHOWN_BEFORE = 21
NO_RACE = "There is no race in the calendar."


@dataclass(frozen=True, slots=True)
class Sharpening:
    """From three weeks ago to race morning: form done, as planned (where there is a plan), and with a usual taper."""

    title: str
    day: date
    days: int
    first: date
    done: Array
    planned: Array | None
    tapered: Array
    planned_load: Sequence[float]
    tapered_load: Sequence[float]
    taper_days: int
    reduction: float
    distance_known: bool

    @property
    def planned_form(self) -> float | None:
        """Form on race morning if the plan is done."""
        return None if self.planned is None else float(self.planned[-1])

    @property
    def tapered_form(self) -> float:
        """Form on race morning after a usual taper."""
        return float(self.tapered[-1])


async def sharpening_of(tx: Tx, athlete: Athlete) -> Sharpening | str:
    """The way to the next race; a sentence where there is none, or no training to taper from."""
    today = tx.today(athlete)
    race = await race_ahead(tx, athlete.id, today)
    if race is None:
        return NO_RACE
    days = (race.day - today).days
    if not 0 < days <= FARTHEST:
        return "The race is today." if days == 0 else "The race is too far away to say anything of its morning."
    past = await series_until(tx, athlete.id, today - timedelta(days=max(USUAL, SHOWN_BEFORE)), today)
    if past is None:
        return "There is no training yet to taper from."
    planned = await planned_loads(tx, athlete.id, today + timedelta(days=1), race.day - timedelta(days=1))
    ahead = days_between(today + timedelta(days=1), race.day - timedelta(days=1)) if days > 1 else []
    loads = [planned.get(day, 0.0) for day in ahead]
    usual = float(past.load[-USUAL:].mean())
    length = usual_days(race.distance_m) if race.distance_m else None
    tapering = min(length or ASSUMED, len(ahead))
    shares: list[float] = taper(tapering).shares.tolist() if tapering else []
    before = loads[: len(ahead) - tapering] if planned else [usual] * (len(ahead) - tapering)
    sharp = [*before, *(share * usual for share in shares)]
    series = FitnessSeries(past.ctl, past.atl, past.tsb, past.ramp)
    shown = past.since(today - timedelta(days=SHOWN_BEFORE))
    return Sharpening(
        title=race.current_title,
        day=race.day,
        days=days,
        first=shown.first,
        done=shown.tsb,
        planned=project(series, [*loads, 0.0]).tsb if planned else None,
        tapered=project(series, [*sharp, 0.0]).tsb,
        planned_load=loads,
        tapered_load=sharp,
        taper_days=tapering,
        reduction=REDUCTION if tapering else 0.0,
        distance_known=length is not None,
    )


def weeks_of(found: Sharpening) -> list[tuple[date, float | None, float, float | None, float]]:
    """By week up to the race: planned load, load with the taper, and form at the end of both."""
    start = found.first + timedelta(days=int(found.done.size))
    rows: list[tuple[date, float | None, float, float | None, float]] = []
    ends = [n for n in range(found.days) if (start + timedelta(days=n)).weekday() == 6 or n == found.days - 1]
    begin = 0
    for end in ends:
        part = slice(begin, end + 1)
        rows.append(
            (
                start + timedelta(days=end),
                None if found.planned is None else float(np.sum(found.planned_load[part])),
                float(np.sum(found.tapered_load[part])),
                None if found.planned is None else float(found.planned[end]),
                float(found.tapered[end]),
            )
        )
        begin = end + 1
    return rows
