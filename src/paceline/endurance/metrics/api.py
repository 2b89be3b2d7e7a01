"""REST of metrics: fitness by day, weeks, zones, curves, records, race times and proposed thresholds."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.metrics.curves import PeriodCurve, curve_of, fitted
from paceline.endurance.metrics.level_curves import level_curve_of
from paceline.endurance.metrics.periods import Days, Span
from paceline.endurance.metrics.predicting import race_times
from paceline.endurance.metrics.proposing import proposals_of, put_aside, take_proposal
from paceline.endurance.metrics.records import records_of
from paceline.endurance.metrics.schemas import (
    AnswerProposal,
    CriticalOut,
    CurveOut,
    CurvePointOut,
    FitnessDayOut,
    FitnessOut,
    MetricOut,
    ProposalOut,
    ProposalsOut,
    RaceAheadOut,
    RaceTimeOut,
    RaceTimesOut,
    RecordOut,
    RecordsOut,
    SportWeekOut,
    WeeksOut,
    ZonesOut,
    ZoneWeekOut,
)
from paceline.endurance.metrics.season import Season, season_of
from paceline.endurance.metrics.volumes import weeks_by_sport, zone_weeks
from paceline.infra.tx import Tx
from paceline.science.endurance.measure import Metric

router = APIRouter(tags=["metrics"])
Family = Literal["running", "cycling", "swimming", "walking", "other"]
First = Annotated[date | None, Query(alias="from", description="Athlete-local day.")]
Last = Annotated[date | None, Query(alias="to", description="Athlete-local day.")]
QUARTER = timedelta(days=89)


def _days(tx: Tx, athlete: Athlete, first: date | None, last: date | None) -> Days:
    end = last or tx.today(athlete)
    return Days(first or end - QUARTER, end)


@router.get("/fitness")
async def fitness(tx: RequestTx, athlete_id: UUID | None = None, span: Span = "season") -> FitnessOut:
    """Fitness, fatigue and form by day, on through the plan to the next race."""
    athlete = await athlete_for(tx, athlete_id or tx.person)
    season = await season_of(tx, athlete, span)
    return FitnessOut(
        athlete_id=athlete.id,
        days=_fitness_days(season),
        race=None if season.race is None else RaceAheadOut.model_validate(season.race),
        acute_chronic=_metric(season.acute_chronic),
        monotony=_metric(season.monotony),
        strain=_metric(season.strain),
    )


def _fitness_days(season: Season) -> list[FitnessDayOut]:
    past = season.shown.days() if season.shown else []
    found = [
        FitnessDayOut(
            day=one.day,
            load=one.load,
            ctl=one.ctl or 0.0,
            atl=one.atl or 0.0,
            tsb=one.tsb or 0.0,
            ramp=one.ramp,
            planned=False,
        )
        for one in past
    ]
    ahead = season.ahead
    if ahead is None:
        return found
    return found + [
        FitnessDayOut(
            day=ahead.first + timedelta(days=n),
            load=load,
            ctl=float(ahead.ctl[n]),
            atl=float(ahead.atl[n]),
            tsb=float(ahead.tsb[n]),
            ramp=None,
            planned=True,
        )
        for n, load in enumerate(ahead.load)
    ]


def _metric(found: Metric) -> MetricOut:
    return MetricOut(value=found.value, reason=found.reason)


@router.get("/fitness/weeks")
async def weeks(tx: RequestTx, athlete_id: UUID | None = None, first: First = None, last: Last = None) -> WeeksOut:
    """What was done of each sport in each week; the last quarter unless you ask for other days."""
    athlete = await athlete_for(tx, athlete_id or tx.person)
    days = _days(tx, athlete, first, last)
    found = await weeks_by_sport(tx, athlete.id, days.first, days.last)
    return WeeksOut(athlete_id=athlete.id, weeks=[SportWeekOut.model_validate(one) for one in found])


@router.get("/fitness/zones")
async def zones(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    kind: Literal["heart", "power", "pace"] = "heart",
    family: Family | None = None,
    first: First = None,
    last: Last = None,
) -> ZonesOut:
    """Time in zones by week; the last quarter unless you ask for other days."""
    athlete = await athlete_for(tx, athlete_id or tx.person)
    days = _days(tx, athlete, first, last)
    found = await zone_weeks(tx, athlete.id, days.first, days.last, kind=kind, family=family or "")
    items = [ZoneWeekOut(week=week, seconds=list(seconds)) for week, seconds in found.items()]
    return ZonesOut(athlete_id=athlete.id, kind=kind, weeks=items)


@router.get("/fitness/curves")
async def curves(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    output: Literal["power", "speed", "level"] = "speed",
    family: Family = "running",
    first: First = None,
    last: Last = None,
) -> CurveOut:
    """The best power or speed over every duration, and the critical power or speed fitted to it.

    `level` is speed as it would be without hills; it is empty where no session of the days has heights.
    """
    athlete = await athlete_for(tx, athlete_id or tx.person)
    days = _days(tx, athlete, first, last)
    if output == "level":
        level = await level_curve_of(tx, athlete.id, family, days)
        found = level.curve if level else PeriodCurve(days, (), fitted((), "speed"), 0)
    else:
        found = await curve_of(tx, athlete.id, output, family, days)
    fit = found.fit
    return CurveOut(
        athlete_id=athlete.id,
        output=output,
        family=family,
        first=days.first,
        last=days.last,
        points=[CurvePointOut.model_validate(one) for one in found.points],
        model=CriticalOut(
            critical=fit.model.critical if fit.model else None,
            low=fit.critical.low if fit.model and fit.critical else None,
            high=fit.critical.high if fit.model and fit.critical else None,
            reserve=fit.model.reserve if fit.model else None,
            r_squared=fit.r_squared if fit.model else None,
            reason=fit.reason,
        ),
    )


@router.get("/records")
async def records(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    family: Family = "running",
    kind: Literal["distance", "power", "heart_rate"] = "distance",
    first: First = None,
    last: Last = None,
) -> RecordsOut:
    """The three best efforts over each distance or duration, of all time unless you ask for days."""
    athlete = await athlete_for(tx, athlete_id or tx.person)
    days = Days(first or date(1970, 1, 1), last or tx.today(athlete))
    found = await records_of(tx, athlete.id, family, kind, days.first, days.last)
    return RecordsOut(athlete_id=athlete.id, family=family, records=[RecordOut.model_validate(one) for one in found])


@router.get("/fitness/race-times")
async def predicted(tx: RequestTx, athlete_id: UUID | None = None) -> RaceTimesOut:
    """Race times foretold from the best efforts of the year, each with its band and what it rests on."""
    athlete = await athlete_for(tx, athlete_id or tx.person)
    items = [
        RaceTimeOut(
            name=one.name,
            distance=one.distance,
            seconds=one.found.time.value,
            low=one.found.low.value,
            high=one.found.high.value,
            confidence=one.found.confidence,
            reason=one.found.time.reason,
            caution=one.found.time.caution,
            activity_ids=_ids(reference for part in one.found.parts for reference in part.references),
        )
        for one in await race_times(tx, athlete)
    ]
    return RaceTimesOut(athlete_id=athlete.id, races=items)


@router.get("/fitness/thresholds")
async def proposals(tx: RequestTx, athlete_id: UUID | None = None) -> ProposalsOut:
    """Thresholds that recent efforts suggest, with the sessions they come from."""
    return await _proposals(tx, await athlete_for(tx, athlete_id or tx.person))


@router.post("/fitness/thresholds")
async def answer(tx: RequestTx, command: AnswerProposal, athlete_id: UUID | None = None) -> ProposalsOut:
    """Take a proposed threshold, or put it aside; what is left to decide comes back."""
    athlete = await athlete_for(tx, athlete_id or tx.person)
    if command.choice == "dismissed":
        await put_aside(tx, athlete, command.threshold)
    else:
        athlete = await take_proposal(tx, athlete, command.threshold, command.value)
    return await _proposals(tx, athlete)


async def _proposals(tx: Tx, athlete: Athlete) -> ProposalsOut:
    items = [
        ProposalOut(
            threshold=one.threshold,  # type: ignore[arg-type]
            value=one.value,
            current=one.current,
            method=one.found.method,
            confidence=one.found.confidence,
            activity_ids=_ids(effort.activity for effort in one.found.evidence),
        )
        for one in await proposals_of(tx, athlete)
    ]
    return ProposalsOut(athlete_id=athlete.id, proposals=items)


def _ids(references: Iterable[str]) -> list[UUID]:
    """The activities among references, each once; a race of the profile is none."""
    found: dict[UUID, None] = {}
    for reference in references:
        if len(reference) == 36:
            found.setdefault(UUID(reference))
    return list(found)
