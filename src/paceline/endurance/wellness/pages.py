"""The pages of wellness: kinds with their lines, days with their values, and a day with what every source says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from paceline.core.identity import Person, RequestTx
from paceline.endurance.wellness import actions
from paceline.endurance.wellness.access import wellness_of
from paceline.endurance.wellness.queries import first_day, order_of, stated_between
from paceline.endurance.wellness.rules import EARLIEST, moved_up, read_typed
from paceline.endurance.wellness.schemas import ValueForm
from paceline.endurance.wellness.types import KINDS, Kind, Stated, source_words
from paceline.infra.tx import Tx
from paceline.kit.days import days_between, local_day
from paceline.kit.errors import Invalid, NotFound
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
WINDOW = 28
MOST_COLUMNS = 7
LEAST_FOR_USUAL = 3


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind over four weeks: its line, its last value and what is usual."""

    kind: Kind
    line: Sequence[float | None]
    latest: Stated
    source: str
    usual: float | None
    days: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day: the values of the columns, and how many kinds more there are."""

    day: date
    values: Sequence[float | None]
    more: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source in the athlete's order."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class WellnessPage:
    """Four weeks of somebody's values."""

    name: str
    mine: bool
    path: str
    first: date
    last: date
    today: date
    earlier: str | None
    later: str | None
    kinds: Sequence[KindRow]
    columns: Sequence[Kind]
    days: Sequence[DayRow]
    order: Sequence[SourceRow]
    form: Form[Any]
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StatedRow:
    """What one source says of the day."""

    stated: Stated
    source: str


@dataclass(frozen=True, slots=True)
class DayPage:
    """One day with every value of every source."""

    name: str
    mine: bool
    path: str
    day: date
    rows: Sequence[StatedRow]
    form: Form[Any]
    choices: Sequence[tuple[str, str]]


@router.get("/wellness")
async def own(tx: RequestTx, until: str = "") -> Page:
    return page("wellness/wellness.html", await _overview(tx, await wellness_of(tx), until))


@router.get("/people/{athlete_id}/wellness")
async def of_athlete(tx: RequestTx, athlete_id: UUID, until: str = "") -> Page:
    return page("wellness/wellness.html", await _overview(tx, await wellness_of(tx, athlete_id), until))


@router.get("/wellness/days/{day}")
async def own_day(tx: RequestTx, day: date, correct: str = "") -> Page:
    return page("wellness/day.html", await _day(tx, await wellness_of(tx), day, correct))


@router.get("/people/{athlete_id}/wellness/days/{day}")
async def day_of_athlete(tx: RequestTx, athlete_id: UUID, day: date) -> Page:
    return page("wellness/day.html", await _day(tx, await wellness_of(tx, athlete_id), day))


@router.post("/wellness/values")
async def say(tx: RequestTx, form: Annotated[Form[ValueForm], reads(ValueForm)]) -> Response:
    """A value by hand, new or in place of what was said."""
    who = await wellness_of(tx)
    wrong = form
    if form.value is not None:
        command, kind = form.value, KINDS[form.value.kind]
        try:
            values = read_typed(kind, command.typed, imperial=who.units == "imperial")
            change = await actions.set_by_hand(tx, command.day, values)
            where = f"/wellness/days/{command.day}"
            return see(where, flash=Flash(f"{kind.label} saved.", undo=f"/wellness/changes/{change}/undoing"))
        except ValueError as problem:
            wrong = form.with_errors(typed=str(problem))
        except Invalid as problem:
            wrong = form.with_errors(**problem.fields)
    return page("wellness/wellness.html", await _overview(tx, who, "", wrong), status=422)


@router.post("/wellness/days/{day}/{kind}/{source}/deletion")
async def strike_out(
    tx: RequestTx,
    day: date,
    kind: Annotated[str, Path(max_length=60)],
    source: Annotated[str, Path(max_length=60)],
) -> Response:
    change = await actions.strike_out(tx, day, kind, source)
    undo = f"/wellness/changes/{change}/undoing"
    return see(f"/wellness/days/{day}", flash=Flash("Value struck out.", undo=undo))


@router.post("/wellness/changes/{change_id}/undoing")
async def undo(tx: RequestTx, change_id: UUID) -> Response:
    day = await actions.undo_change(tx, change_id)
    return see(f"/wellness/days/{day}", flash="As it was before.")


@router.post("/wellness/order/{source}/rise")
async def rise(tx: RequestTx, source: Annotated[str, Path(max_length=40)]) -> Response:
    """Let a source's word count before the one above it."""
    known = await order_of(tx, tx.person)
    if source not in known:
        raise NotFound()
    await actions.prefer(tx, moved_up(known, source))
    return see("/wellness#order", flash=f"{source_words(source)} counts a place earlier now.")


async def _overview(tx: Tx, who: Person, until: str, form: Form[Any] | None = None) -> WellnessPage:
    today = local_day(tx.now, who.time_zone)
    last = _day_of(until, today)
    first = last - timedelta(days=WINDOW - 1)
    stated = [one for one in await stated_between(tx, who.account_id, first, last) if one.shown]
    beginning = await first_day(tx, who.account_id)
    kinds = _kinds(stated, first, last)
    columns = [row.kind for row in kinds[:MOST_COLUMNS]]
    path = _path(tx, who)
    return WellnessPage(
        name=who.name,
        mine=who.account_id == tx.person,
        path=path,
        first=first,
        last=last,
        today=today,
        earlier=f"{path}?until={first - timedelta(days=1)}" if beginning and beginning < first else None,
        later=f"{path}?until={min(last + timedelta(days=WINDOW), today)}" if last < today else None,
        kinds=kinds,
        columns=columns,
        days=_days(stated, columns, first, last),
        order=[SourceRow(one, source_words(one)) for one in await order_of(tx, who.account_id)],
        form=form or filled(day=today.isoformat()),
        choices=_choices(who),
    )


def _day_of(written: str, today: date) -> date:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return today
    return min(max(found, EARLIEST + timedelta(days=WINDOW)), today)


def _path(tx: Tx, who: Person) -> str:
    return "/wellness" if who.account_id == tx.person else f"/people/{who.account_id}/wellness"


def _kinds(stated: Sequence[Stated], first: date, last: date) -> list[KindRow]:
    by_kind: dict[str, dict[date, Stated]] = {}
    for one in stated:
        by_kind.setdefault(one.kind.id, {})[one.day] = one
    return [_kind_row(KINDS[name], by_kind[name], first, last) for name in KINDS if name in by_kind]


def _kind_row(kind: Kind, known: dict[date, Stated], first: date, last: date) -> KindRow:
    newest = known[max(known)]
    values = [one.value for one in known.values()]
    usual = sum(values) / len(values) if len(values) >= LEAST_FOR_USUAL else None
    line = [known[day].value if day in known else None for day in days_between(first, last)]
    return KindRow(kind, line, newest, source_words(newest.source), usual, len(known))


def _days(stated: Sequence[Stated], columns: Sequence[Kind], first: date, last: date) -> list[DayRow]:
    by_day: dict[date, dict[str, float]] = {}
    for one in stated:
        by_day.setdefault(one.day, {})[one.kind.id] = one.value
    names = [kind.id for kind in columns]
    return [
        DayRow(day, [by_day[day].get(name) for name in names], len(by_day[day].keys() - set(names)))
        for day in reversed(days_between(first, last))
        if day in by_day
    ]


def _choices(who: Person) -> list[tuple[str, str]]:
    return [(kind.id, f"{kind.label}{_unit(kind, who)}") for kind in KINDS.values()]


def _unit(kind: Kind, who: Person) -> str:
    shown = kind.shown
    if who.units == "imperial":
        shown = {"mass": "lb", "temperature": "°F"}.get(kind.style, shown)
    return f", {shown}" if shown else ""


async def _day(tx: Tx, who: Person, day: date, correct: str = "") -> DayPage:
    stated = await stated_between(tx, who.account_id, day, day)
    place = {name: number for number, name in enumerate(KINDS)}
    rows = sorted(stated, key=lambda one: (place[one.kind.id], not one.shown, one.source))
    return DayPage(
        name=who.name,
        mine=who.account_id == tx.person,
        path=_path(tx, who),
        day=day,
        rows=[StatedRow(one, source_words(one.source)) for one in rows],
        form=filled(day=day.isoformat(), kind=correct if correct in KINDS else ""),
        choices=_choices(who),
    )
