"""Commands and read shapes of metrics; SI units, dates are the athlete's own."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.kit.shapes import Command, Shape

ThresholdWord = Literal["lthr", "ftp", "threshold_speed", "max_hr", "resting_hr"]


class AnswerProposal(Command):
    """Take a proposed threshold or put it aside. With `value` only the proposal that was looked at is taken."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"threshold": "ftp", "choice": "accepted", "value": 262}]}
    )

    threshold: ThresholdWord
    choice: Literal["accepted", "dismissed"]
    value: float | None = Field(None, gt=0, le=1000)


class FitnessDayOut(Shape):
    """The evening of a day; `planned` days are foretold from the calendar."""

    day: date
    load: float
    ctl: float
    atl: float
    tsb: float
    ramp: float | None
    planned: bool


class MetricOut(Shape):
    """A value, or the reason why there is none."""

    value: float | None
    reason: str | None


class RaceAheadOut(Shape):
    """The next race with what the plan makes of its morning."""

    workout_id: UUID
    title: str
    day: date
    fitness: float | None
    form: float | None


class FitnessOut(Shape):
    """Fitness, fatigue and form by day, and the last week against the month: described, never a verdict."""

    athlete_id: UUID
    days: list[FitnessDayOut]
    race: RaceAheadOut | None
    acute_chronic: MetricOut
    monotony: MetricOut
    strain: MetricOut


class SportWeekOut(Shape):
    """What was done of one family of sports in a week that starts on a Monday."""

    week: date
    family: str
    sessions: int
    load: float
    seconds: float
    distance: float
    ascent: float


class WeeksOut(Shape):
    """Weeks by sport, oldest first."""

    athlete_id: UUID
    weeks: list[SportWeekOut]


class ZoneWeekOut(Shape):
    """Seconds in each zone of a week, the easiest first."""

    week: date
    seconds: list[float]


class ZonesOut(Shape):
    """Time in zones by week."""

    athlete_id: UUID
    kind: str
    weeks: list[ZoneWeekOut]


class CurvePointOut(Shape):
    """The best mean over a duration, in W or m/s, and which activity holds it."""

    duration: int
    value: float
    activity_id: UUID
    day: date


class CriticalOut(Shape):
    """Critical power (W, J) or critical speed (m/s, m) with its 95 % range; `reason` says why there is none."""

    critical: float | None
    low: float | None
    high: float | None
    reserve: float | None
    r_squared: float | None
    reason: str | None


class CurveOut(Shape):
    """The best over every duration within the days, and the model fitted to it."""

    athlete_id: UUID
    output: Literal["power", "speed", "level"]
    family: str
    first: date
    last: date
    points: list[CurvePointOut]
    model: CriticalOut


class HolderOut(Shape):
    """One effort of a ranking: seconds for a distance, a mean for a duration."""

    rank: int
    value: float
    start_offset: float
    activity_id: UUID
    day: date


class RecordOut(Shape):
    """The best efforts over a span: metres for distances, seconds for the rest."""

    kind: Literal["distance", "power", "heart_rate"]
    span: float
    holders: list[HolderOut]


class RecordsOut(Shape):
    """Records of a family of sports."""

    athlete_id: UUID
    family: str
    records: list[RecordOut]


class RaceTimeOut(Shape):
    """A race time foretold, with the band meant to hold nine in ten; `reason` says why there is none."""

    name: str
    distance: float
    seconds: float | None
    low: float | None
    high: float | None
    confidence: Literal["high", "moderate", "low"] | None
    reason: str | None
    caution: str | None
    activity_ids: list[UUID]


class RaceTimesOut(Shape):
    """What the athlete could run now."""

    athlete_id: UUID
    races: list[RaceTimeOut]


class ProposalOut(Shape):
    """A threshold recent efforts suggest: bpm, W or m/s."""

    threshold: ThresholdWord
    value: float
    current: float | None
    method: str
    confidence: Literal["high", "medium", "low"]
    activity_ids: list[UUID]


class ProposalsOut(Shape):
    """Proposed thresholds; empty when nothing is above what is on file."""

    athlete_id: UUID
    proposals: list[ProposalOut]
