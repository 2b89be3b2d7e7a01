"""What the metrics of a day are."""

from dataclasses import dataclass
from datetime import date

from paceline.science.endurance.flags import SpikeBand
from paceline.science.endurance.measure import Metric


@dataclass(frozen=True, slots=True)
class FitnessDay:
    """Fitness, fatigue and form at the end of a day; None where there is no history to say it from.

    `tsb` is the form the athlete woke up with; `ramp` the change of fitness over seven days, None before there are eight.
    """

    day: date
    load: float
    ctl: float | None
    atl: float | None
    tsb: float | None
    ramp: float | None
    days_of_history: int


@dataclass(frozen=True, slots=True)
class LoadFlags:
    """Evidence for a coach, each a value or the reason why there is none; described, never a diagnosis."""

    ramp: Metric
    spike: Metric
    spike_band: SpikeBand | None
    monotony: Metric
    strain: Metric
    acute_chronic: Metric
