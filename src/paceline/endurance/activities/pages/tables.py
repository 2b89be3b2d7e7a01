"""What a table's columns mean: shown as they seem to be, confirmed or corrected, and then read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.importing.actions.describing import describe_table, look_at_file, mapping_from
from paceline.endurance.activities.importing.jobs import import_files
from paceline.endurance.activities.importing.table_schemas import DescribeTable, DescribeTableForm, MappedColumn
from paceline.endurance.activities.importing.table_words import KINDS, NOT_USED, OPEN, choice_of, choices, meaning_of
from paceline.endurance.activities.importing.tables import Look
from paceline.endurance.activities.pages.words import NAMED_SPORTS
from paceline.endurance.athletes import me
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
Number = Annotated[int, Path(ge=1)]
SHOWN_VALUES = 3


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column with its first values and what is chosen for it."""

    heading: str
    samples: Sequence[str]
    chosen: str
    problem: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """The table, what each column may mean, and what is still to be said."""

    import_id: UUID
    number: int
    name: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[str]]
    form: Form[Any]
    problem: str
    time_zone: str
    choices: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    kinds: tuple[tuple[str, str], ...] = KINDS
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


@router.get("/activities/imports/{import_id}/files/{number}/mapping")
async def mapping(tx: RequestTx, gear: Gear, import_id: UUID, number: Number) -> Page:
    name, look = await look_at_file(tx, gear, import_id, number)
    known = {**look.mapping, "clock": "local", "column": proposed(look)}
    # Units are asked for beside their columns.
    whole = next((problem for problem in look.problems if not problem.startswith("Say the unit")), "")
    return await _page(tx, import_id, number, name, look, filled(known), whole)


@router.post("/activities/imports/{import_id}/files/{number}/mapping")
async def describe(
    tx: RequestTx,
    gear: Gear,
    import_id: UUID,
    number: Number,
    form: Annotated[Form[DescribeTableForm], reads(DescribeTableForm)],
) -> Response:
    name, look = await look_at_file(tx, gear, import_id, number)
    if form.value is None:
        return await _page(tx, import_id, number, name, look, form, "Please look at the marked fields.", 422)
    athlete = await me(tx)
    try:
        kept = mapping_from(_command(form.value, look), look, athlete.time_zone)
    except Invalid as problem:
        return await _page(tx, import_id, number, name, look, form, problem.message, 422)
    found = await describe_table(tx, import_id, number, kept)
    if found.state != "paused":
        await tx.defer(import_files, athlete_id=tx.person, import_id=import_id)
    return see(f"/activities/imports/{import_id}", flash="Thank you. We are reading the table.")


def proposed(look: Look) -> list[str]:
    """A choice for each column: what it seems to mean, open where its unit is, and otherwise not used."""
    found = {one["place"]: choice_of(one["channel"], one["unit"]) for one in look.mapping["columns"]}
    return [found.get(place, NOT_USED) for place in range(len(look.headings))]


def _command(typed: DescribeTableForm, look: Look) -> DescribeTable:
    columns: list[MappedColumn] = []
    for place, (heading, choice) in enumerate(zip(look.headings, typed.column, strict=False)):
        if choice == NOT_USED:
            continue
        if (meaning := meaning_of(choice)) is None:
            raise Invalid(f"Say what “{heading.strip()}” is, or leave it out.")
        columns.append(MappedColumn(place=place, channel=meaning[0], unit=meaning[1]))
    if not columns:
        raise Invalid("Every column is left out, so there is nothing to read.")
    return DescribeTable(columns=columns, **typed.model_dump(exclude={"column"}))


async def _page(
    tx: Tx,
    import_id: UUID,
    number: int,
    name: str,
    look: Look,
    form: Form[Any],
    problem: str = "",
    status: int = 200,
) -> Page:
    typed: list[str] = form.get("column", [])
    chosen = [*typed, *[NOT_USED] * len(look.headings)]
    columns = [
        TableColumn(
            heading.strip() or f"Column {place + 1}",
            [row[place] for row in look.rows[:SHOWN_VALUES] if place < len(row) and row[place].strip()],
            chosen[place],
            "Say what this is and its unit, or leave it out." if chosen[place] == OPEN else "",
        )
        for place, heading in enumerate(look.headings)
    ]
    zone = (await me(tx)).time_zone
    context = TablePage(
        import_id, number, name, columns, look.rows, form, problem, zone, choices(str(form.get("kind")))
    )
    return page("activities/mapping.html", context, status=status)
