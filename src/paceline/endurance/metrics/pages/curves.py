"""The curves of power or pace of one period against another, with what was fitted to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.endurance.metrics.charts import Chart, curve_chart
from paceline.endurance.metrics.curves import TRIALS, Output, PeriodCurve, curve_of
from paceline.endurance.metrics.level_curves import level_curve_of
from paceline.endurance.metrics.pages.words import (
    FAMILIES,
    duration_words,
    formatter,
    output_figure,
    reserve_figure,
)
from paceline.endurance.metrics.periods import PERIODS, Period, days_of
from paceline.infra.tx import Tx
from paceline.ui.format import Figure, Formatter
from paceline.ui.page import Page, fragment

router = APIRouter()
LISTED = (5, 15, 60, *TRIALS, 1800, 3600, 7200)


@dataclass(frozen=True, slots=True)
class CurveRow:
    """One duration of the table."""

    words: str
    now: Figure
    before: Figure
    activity_id: UUID
    name: str
    day: date
    level: Figure


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted model in words, or why there is none."""

    from_level: bool
    critical: Figure | None
    low: Figure | None
    high: Figure | None
    reserve: Figure | None
    efforts: int
    reason: str


@dataclass(frozen=True, slots=True)
class CurvesPage:
    """The region of the curves."""

    path: str
    family: str
    families: Sequence[tuple[str, str]]
    output: Output
    now: Period
    before: str
    periods: Sequence[tuple[str, str]]
    chart: Chart | None
    rows: Sequence[CurveRow]
    model: Model
    unit: str
    with_heights: int
    activities: int


@router.get("/fitness/curves")
async def own(tx: RequestTx, family: str = "running", now: str = "90d", before: str = "all") -> Page:
    """One's own curves."""
    return await _region(tx, await me(tx), "/fitness/curves", family, now, before)


@router.get("/people/{athlete_id}/fitness/curves")
async def of_athlete(
    tx: RequestTx, athlete_id: UUID, family: str = "running", now: str = "90d", before: str = "all"
) -> Page:
    """The curves of an athlete who shares their training."""
    athlete = await athlete_for(tx, athlete_id)
    return await _region(tx, athlete, f"/people/{athlete_id}/fitness/curves", family, now, before)


async def _region(tx: Tx, athlete: Athlete, path: str, family: str, now: str, before: str) -> Page:
    fmt = formatter(athlete if athlete.id == tx.person else await me(tx), tx)
    today = tx.today(athlete)
    chosen: Period = now if now in PERIODS else "90d"  # type: ignore[assignment]
    against: Period | None = before if before in PERIODS and before != chosen else None  # type: ignore[assignment]
    sport = family if family in ("running", "cycling", "swimming") else "running"
    output: Output = "power" if sport == "cycling" else "speed"
    found = await curve_of(tx, athlete.id, output, sport, days_of(chosen, today))
    other = await curve_of(tx, athlete.id, output, sport, days_of(against, today)) if against else None
    level = await level_curve_of(tx, athlete.id, sport, days_of(chosen, today)) if sport == "running" else None
    context = CurvesPage(
        path=path,
        family=sport,
        families=[(one, FAMILIES[one]) for one in ("running", "cycling", "swimming")],
        output=output,
        now=chosen,
        before=against or "",
        periods=list(PERIODS.items()),
        chart=curve_chart(found, other, output, fmt, level.curve if level else None),
        rows=_rows(found, other, output, fmt, level.curve if level else None),
        model=_model(level.curve if level else found, output, fmt, from_level=level is not None),
        unit="W" if output == "power" else fmt.pace_unit,
        with_heights=level.with_heights if level else 0,
        activities=found.activities,
    )
    return fragment("metrics/curves.html", "curves", context)


def _rows(
    now: PeriodCurve, before: PeriodCurve | None, output: Output, fmt: Formatter, level: PeriodCurve | None
) -> list[CurveRow]:
    rows: list[CurveRow] = []
    for duration in LISTED:
        point = now.at(duration)
        if point is None:
            continue
        other = before.at(duration) if before else None
        beside = output_figure(output, other.value, fmt) if other else fmt.power(None)
        words = duration_words(duration)
        flat = level.at(duration) if level else None
        on_level = output_figure(output, flat.value, fmt) if flat else fmt.power(None)
        figure = output_figure(output, point.value, fmt)
        rows.append(CurveRow(words, figure, beside, point.activity_id, point.name, point.day, on_level))
    return rows


def _model(curve: PeriodCurve, output: Output, fmt: Formatter, *, from_level: bool) -> Model:
    fit = curve.fit
    if fit.model is None or fit.critical is None:
        return Model(from_level, None, None, None, None, len(fit.used), fit.reason or "")
    known = fit.critical.low is not None and fit.critical.high is not None
    return Model(
        from_level,
        output_figure(output, fit.model.critical, fmt),
        output_figure(output, fit.critical.low, fmt) if known and fit.critical.low else None,
        output_figure(output, fit.critical.high, fmt) if known and fit.critical.high else None,
        reserve_figure(output, fit.model.reserve, fmt),
        len(fit.used),
        "",
    )
