"""Records of a sport: the best efforts over distances and durations, of all time or of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.endurance.metrics.pages.words import family_name, formatter, record_figure, span_words
from paceline.endurance.metrics.periods import BEGINNING
from paceline.endurance.metrics.records import KINDS, Kind, Record, families_of, records_of
from paceline.infra.tx import Tx
from paceline.ui.format import Figure, Formatter
from paceline.ui.page import Page, page

router = APIRouter()
KIND_WORDS: dict[Kind, str] = {"distance": "By distance", "power": "Power", "heart_rate": "Heart rate"}


@dataclass(frozen=True, slots=True)
class Place:
    """One effort of the ranking."""

    rank: int
    figure: Figure
    pace: Figure | None
    activity_id: UUID
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class RecordRow:
    """The ranking over one span."""

    words: str
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """Somebody's records."""

    athlete: Athlete
    mine: bool
    path: str
    family: str
    families: Sequence[tuple[str, str, str]]
    kind: str
    kinds: Sequence[tuple[str, str, str]]
    year: str
    years: Sequence[tuple[str, str, str]]
    rows: Sequence[RecordRow]


@router.get("/records")
async def own(tx: RequestTx, sport: str = "", by: str = "", year: str = "") -> Page:
    """One's own records."""
    return await _page(tx, await me(tx), "/records", sport, by, year)


@router.get("/people/{athlete_id}/records")
async def of_athlete(tx: RequestTx, athlete_id: UUID, sport: str = "", by: str = "", year: str = "") -> Page:
    """The records of an athlete who shares their training."""
    return await _page(tx, await athlete_for(tx, athlete_id), f"/people/{athlete_id}/records", sport, by, year)


async def _page(tx: Tx, athlete: Athlete, path: str, sport: str, by: str, year: str) -> Page:
    fmt = formatter(athlete if athlete.id == tx.person else await me(tx), tx)
    today = tx.today(athlete)
    known = await families_of(tx, athlete.id)
    done = next((one for one in known if one.family == sport), known[0] if known else None)
    family = done.family if done else "running"
    kind: Kind = by if by in KINDS else "distance"
    all_years = range(today.year, done.first.year - 1, -1) if done else range(0)
    wanted = int(year) if year.isdigit() and int(year) in all_years else None
    first = date(wanted, 1, 1) if wanted else BEGINNING
    last = date(wanted, 12, 31) if wanted else today
    found = await records_of(tx, athlete.id, family, kind, first, last) if done else ()

    def link(**change: str) -> str:
        chosen = {"sport": family, "by": kind, "year": year if wanted else "", **change}
        return f"{path}?{'&'.join(f'{key}={value}' for key, value in chosen.items() if value)}"

    context = RecordsPage(
        athlete=athlete,
        mine=athlete.id == tx.person,
        path=path,
        family=family,
        families=[(one.family, family_name(one.family), link(sport=one.family)) for one in known],
        kind=kind,
        kinds=[(one, words, link(by=one)) for one, words in KIND_WORDS.items()],
        year=str(wanted or ""),
        years=[("", "All time", link(year="")), *((str(one), str(one), link(year=str(one))) for one in all_years)],
        rows=[_row(one, family, fmt) for one in found],
    )
    return page("metrics/records.html", context, block="records")


def _row(record: Record, family: str, fmt: Formatter) -> RecordRow:
    def pace(seconds: float) -> Figure | None:
        if record.kind != "distance":
            return None
        speed = record.span / seconds
        return (
            fmt.swim_pace(speed)
            if family == "swimming"
            else fmt.speed(speed)
            if family == "cycling"
            else fmt.pace(speed)
        )

    places = [
        Place(one.rank, record_figure(record.kind, one.value, fmt), pace(one.value), one.activity_id, one.name, one.day)
        for one in record.holders
    ]
    return RecordRow(span_words(record.kind, record.span), places)
