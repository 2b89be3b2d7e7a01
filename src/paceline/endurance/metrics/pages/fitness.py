"""The page that answers: am I getting fitter, and will I be fresh on race day?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from markupsafe import Markup

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.endurance.metrics.charts import Chart, season_chart
from paceline.endurance.metrics.keeping import standing_of
from paceline.endurance.metrics.pages.months import MonthRow, month_rows
from paceline.endurance.metrics.pages.views import (
    Advice,
    Foretold,
    TableRow,
    Tile,
    WeekRow,
    advice_of,
    foretold,
    load_tiles,
    season_rows,
    sport_weeks,
    tiles_of,
    year_map,
    zone_rows,
)
from paceline.endurance.metrics.pages.words import FAMILIES, SERIES, THRESHOLDS, formatter
from paceline.endurance.metrics.periods import SPANS, Span
from paceline.endurance.metrics.predicting import Efficiencies, efficiency_of, race_times
from paceline.endurance.metrics.proposing import considered
from paceline.endurance.metrics.records import families_of
from paceline.endurance.metrics.season import Season, season_of
from paceline.endurance.metrics.volumes import all_zone_weeks, weeks_by_sport
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.science.endurance.catalogue import CATALOGUE
from paceline.ui.format import Formatter
from paceline.ui.page import Page, page

router = APIRouter()
WEEKS = 12
TOLD_DAYS = 30
KIND_WORDS = {"heart": "Heart rate", "power": "Power", "pace": "Pace"}
CURVED = ("running", "cycling", "swimming")


@dataclass(frozen=True, slots=True)
class FitnessPage:
    """Somebody's fitness; `season.past` is None before their first session."""

    athlete: Athlete
    mine: bool
    path: str
    season: Season
    span: str
    spans: Sequence[tuple[str, str, str]]
    tiles: Sequence[Tile]
    chart: Chart | None
    rows: Sequence[TableRow]
    load_tiles: Sequence[Tile]
    weeks: Sequence[WeekRow]
    sports: Sequence[tuple[str, str]]
    zones: Sequence[WeekRow]
    zone_kinds: Sequence[tuple[str, str, str]]
    zone_kind: str
    year: Markup | None
    races: Sequence[Foretold]
    efficiency: Efficiencies | None
    proposals: Sequence[Advice]
    unasked: Sequence[tuple[str, str]]
    months: Sequence[MonthRow]
    notices: Sequence[str]
    family: str
    curves_href: str
    models_href: str


@router.get("/fitness")
async def own(tx: RequestTx, span: str = "season", zones: str = "") -> Page:
    """One's own fitness."""
    return await _page(tx, await me(tx), "/fitness", span, zones)


@router.get("/people/{athlete_id}/fitness")
async def of_athlete(tx: RequestTx, athlete_id: UUID, span: str = "season", zones: str = "") -> Page:
    """The fitness of an athlete who shares their training."""
    return await _page(tx, await athlete_for(tx, athlete_id), f"/people/{athlete_id}/fitness", span, zones)


async def _page(tx: Tx, athlete: Athlete, path: str, span: str, zones: str) -> Page:
    mine = athlete.id == tx.person
    fmt = formatter(athlete if mine else await me(tx), tx)
    return page("metrics/fitness.html", await context_of(tx, athlete, path, fmt, span, zones), block="fitness")


async def context_of(tx: Tx, athlete: Athlete, path: str, fmt: Formatter, span: str, zones: str) -> FitnessPage:
    """Everything the page shows, but for the curves, which it asks for itself."""
    chosen: Span = span if span in SPANS else "season"  # type: ignore[assignment]
    season = await season_of(tx, athlete, chosen)
    today = season.today
    first = monday(today) - timedelta(days=7 * (WEEKS - 1))
    weeks = await weeks_by_sport(tx, athlete.id, first, today)
    by_zone = await all_zone_weeks(tx, athlete.id, first, today)
    kind = zones if zones in by_zone else next(iter(by_zone), "heart")
    family = next((one.family for one in await families_of(tx, athlete.id) if one.family in CURVED), "")
    looked_at = await considered(tx, athlete) if family else None
    return FitnessPage(
        athlete=athlete,
        mine=athlete.id == tx.person,
        path=path,
        season=season,
        span=chosen,
        spans=[(key, words, f"{path}?span={key}") for key, (words, _) in SPANS.items()],
        tiles=tiles_of(season, fmt),
        chart=season_chart(season),
        rows=season_rows(season),
        load_tiles=load_tiles(season, fmt) if season.past else (),
        weeks=sport_weeks(weeks, today, fmt, WEEKS) if season.past else (),
        sports=[
            (SERIES.get(one, "elev"), FAMILIES.get(one, one)) for one in dict.fromkeys(week.family for week in weeks)
        ],
        zones=zone_rows(by_zone.get(kind, {}), today, fmt, WEEKS),
        zone_kinds=[(one, KIND_WORDS[one], f"{path}?span={chosen}&zones={one}") for one in by_zone],
        zone_kind=kind,
        year=year_map(season, fmt),
        races=foretold(await race_times(tx, athlete), fmt) if family == "running" else (),
        efficiency=await efficiency_of(tx, athlete, family) if family else None,
        proposals=advice_of(looked_at.proposals, fmt) if looked_at else (),
        unasked=[(THRESHOLDS[name], why) for name, why in looked_at.reasons.items()] if looked_at else (),
        months=month_rows(season),
        notices=await _notices(tx, athlete, fmt, has_any=season.past is not None),
        family=family,
        curves_href=f"{path}/curves?family={family}",
        models_href=f"{path}/models",
    )


async def _notices(tx: Tx, athlete: Athlete, fmt: Formatter, *, has_any: bool) -> list[str]:
    """What the reader should know about how these figures came about."""
    found: list[str] = []
    standing = await standing_of(tx, athlete.id)
    for metric, at in standing.replaced.items():
        if tx.now - at < timedelta(days=TOLD_DAYS):
            name = CATALOGUE[metric].name
            found.append(f"{name}: computed anew on {fmt.date_short(at)}, because the formula was improved.")
    if has_any and standing.measured_against is None:
        found.append("Zones and curves of earlier sessions are still being measured. They appear here by themselves.")
    return found
