"""REST of tables among imported files: a first look, and what their columns mean."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.importing.actions.describing import describe_table, look_at_file, mapping_from
from paceline.endurance.activities.importing.jobs import import_files
from paceline.endurance.activities.importing.queries import import_state
from paceline.endurance.activities.importing.schemas import ImportOut
from paceline.endurance.activities.importing.table_schemas import DescribeTable, TableColumnOut, TableOut
from paceline.endurance.athletes import me
from paceline.science.formats.table_words import DIMENSIONS, UNITS

router = APIRouter(tags=["imports"])
Number = Annotated[int, Path(ge=1)]


@router.get("/imports/{import_id}/files/{number}/mapping")
async def look(tx: RequestTx, gear: Gear, import_id: UUID, number: Number) -> TableOut:
    """What a table's columns seem to mean, with their first values; a null unit has to be said."""
    name, found = await look_at_file(tx, gear, import_id, number)
    meanings = {one["place"]: one for one in found.mapping["columns"]}
    columns = [
        TableColumnOut(
            place=place,
            heading=heading,
            samples=[row[place] for row in found.rows if place < len(row)],
            channel=(channel := meanings.get(place, {}).get("channel")),
            unit=meanings.get(place, {}).get("unit"),
            units=list(UNITS[DIMENSIONS[channel]]) if channel else [],
        )
        for place, heading in enumerate(found.headings)
    ]
    known = found.mapping
    return TableOut(
        name=name, kind=known["kind"], decimal=known["decimal"], columns=columns, problems=list(found.problems)
    )


@router.put("/imports/{import_id}/files/{number}/mapping", status_code=202)
async def describe(tx: RequestTx, gear: Gear, import_id: UUID, number: Number, command: DescribeTable) -> ImportOut:
    """Say what the columns mean; the table is then read, and each activity it holds becomes a file of the import."""
    _, found = await look_at_file(tx, gear, import_id, number)
    mapping = mapping_from(command, found, (await me(tx)).time_zone)
    changed = await describe_table(tx, import_id, number, mapping)
    if changed.state != "paused":
        await tx.defer(import_files, athlete_id=tx.person, import_id=import_id)
    return ImportOut.model_validate(await import_state(tx, changed))
