"""The models under the fitness page: form on race morning, durability, and what training does to this athlete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.endurance.metrics.charts import Chart
from paceline.endurance.metrics.lasting import FAMILIES, LOOK_BACK, Late, durability_of
from paceline.endurance.metrics.model_charts import response_chart, sharpening_chart
from paceline.endurance.metrics.pages.words import duration_words, formatter, output_figure
from paceline.endurance.metrics.records import families_of
from paceline.endurance.metrics.responding import Test, TrainingResponse, response_of
from paceline.endurance.metrics.sharpening import NO_RACE, Sharpening, sharpening_of, weeks_of
from paceline.infra.tx import Tx
from paceline.science.endurance.late_efforts import TIME, WORK
from paceline.ui.format import Figure, Formatter
from paceline.ui.page import Page, fragment

router = APIRouter()


@dataclass(frozen=True, slots=True)
class LateRow:
    """One row of durability in words."""

    after: str
    over: str
    fresh: Figure
    tired: Figure
    drop: Figure
    kept: float | None
    reason: str
    caution: str
    activity_id: UUID | None
    name: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Fading:
    """The fitted response in words: each number with the bounds it lies in."""

    fitness_days: Figure
    fitness_range: str
    fatigue_days: Figure
    fatigue_range: str
    harm: Figure
    peak: Figure
    explained: Figure
    caution: str


@dataclass(frozen=True, slots=True)
class ModelsPage:
    """The region of the models; `race_reason` and `response_reason` say why a part is empty."""

    athlete: Athlete
    mine: bool
    race: Sharpening | None
    race_reason: str
    no_race: bool
    race_chart: Chart | None
    race_weeks: Sequence[tuple[date, float | None, float, float | None, float]]
    late: Sequence[LateRow]
    look_back: int
    powered: bool
    response: Fading | None
    response_reason: str
    response_chart: Chart | None
    tests: Sequence[tuple[Test, Figure]]
    unit: str


@router.get("/fitness/models")
async def own(tx: RequestTx) -> Page:
    """One's own models."""
    return await _region(tx, await me(tx))


@router.get("/people/{athlete_id}/fitness/models")
async def of_athlete(tx: RequestTx, athlete_id: UUID) -> Page:
    """The models of an athlete who shares their training."""
    return await _region(tx, await athlete_for(tx, athlete_id))


async def _region(tx: Tx, athlete: Athlete) -> Page:
    mine = athlete.id == tx.person
    fmt = formatter(athlete if mine else await me(tx), tx)
    family = next((one.family for one in await families_of(tx, athlete.id) if one.family in FAMILIES), "")
    race = await sharpening_of(tx, athlete)
    known = race if isinstance(race, Sharpening) else None
    response = await response_of(tx, athlete, family)
    context = ModelsPage(
        athlete=athlete,
        mine=mine,
        race=known,
        race_reason=race if isinstance(race, str) else "",
        no_race=race == NO_RACE,
        race_chart=sharpening_chart(known) if known else None,
        race_weeks=weeks_of(known) if known else (),
        late=[_late_row(one, family, fmt) for one in await durability_of(tx, athlete, family)],
        look_back=LOOK_BACK,
        powered=family == "cycling",
        response=_fading(response, fmt),
        response_reason=response.fit.reason or "",
        response_chart=response_chart(response, tx.today(athlete)),
        tests=[(one, _worth(one, family, fmt)) for one in reversed(response.tests)],
        unit="W" if family == "cycling" else "VDOT",
    )
    return fragment("metrics/models.html", "models", context)


def _late_row(one: Late, family: str, fmt: Formatter) -> LateRow:
    output = "power" if family == "cycling" else "speed"
    missing = fmt.power(None)
    drop = one.drop.value
    return LateRow(
        after=fmt.number(WORK[one.step] / 1000, 0, "kJ") if family == "cycling" else duration_words(TIME[one.step]),
        over=duration_words(one.duration),
        fresh=output_figure(output, one.fresh, fmt) if one.fresh else missing,
        tired=output_figure(output, one.value, fmt) if one.value else missing,
        drop=fmt.signed(None if drop is None else -drop, 1, "%"),
        kept=None if drop is None else max(0.0, min(1.0, 1 - drop / 100)),
        reason=one.drop.reason or "",
        caution=one.drop.caution or "",
        activity_id=one.activity_id,
        name=one.name,
        day=one.day,
    )


def _fading(found: TrainingResponse, fmt: Formatter) -> Fading | None:
    fit = found.fit
    if fit.response is None or fit.low is None or fit.high is None:
        return None
    return Fading(
        fitness_days=fmt.number(fit.response.fitness_days, 0, "days"),
        fitness_range=f"{fit.low.fitness_days:.0f}–{fit.high.fitness_days:.0f}",
        fatigue_days=fmt.number(fit.response.fatigue_days, 0, "days"),
        fatigue_range=f"{fit.low.fatigue_days:.0f}–{fit.high.fatigue_days:.0f}",
        harm=fmt.number(found.harm.value, 0, "days"),
        peak=fmt.number(found.peak.value, 0, "days"),
        explained=fmt.percent(fit.r_squared),
        caution=fit.caution or "",
    )


def _worth(one: Test, family: str, fmt: Formatter) -> Figure:
    return fmt.power(one.value) if family == "cycling" else fmt.number(one.value, 1)
