"""Saying what a table's columns mean, so that the import can read it."""

import asyncio
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from paceline.endurance.activities.access import own_import
from paceline.endurance.activities.importing.actions.receiving import WHERE
from paceline.endurance.activities.importing.table_schemas import DescribeTable
from paceline.endurance.activities.importing.tables import HEAD, Look, look_at, offsets_of
from paceline.endurance.activities.model import Import, ImportFile
from paceline.infra.events import OWN
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound
from paceline.science.formats import Unreadable
from paceline.science.formats.table_files import mapping_of
from paceline.science.formats.table_reading import check_mapping

OPEN_STATES = ("asking", "cancelled", "failed")


async def own_table(tx: Tx, import_id: UUID, number: int, *, lock: bool = False) -> ImportFile:
    """A table of the actor's own that waits for its columns to be described."""
    await own_import(tx, import_id, lock=lock)
    query = select(ImportFile).where(
        ImportFile.import_id == import_id, ImportFile.athlete_id == tx.person, ImportFile.number == number
    )
    found = await tx.session.scalar(query.with_for_update() if lock else query)
    if found is None or not found.details.get("table"):
        raise NotFound("There is no table here that needs describing.")
    if found.state not in OPEN_STATES or found.file_key is None:
        raise Conflict("This table has been read already. Undo its import and upload it again to read it otherwise.")
    return found


async def look_at_file(tx: Tx, gear: Machinery, import_id: UUID, number: int) -> tuple[str, Look]:
    """A table's name, and the first look at it."""
    file = await own_table(tx, import_id, number)
    head = await asyncio.to_thread(gear.storage.piece, file.file_key or "", 0, min(file.size, HEAD))
    try:
        return file.name, await look_at(gear.sandbox, head)
    except Unreadable as problem:
        raise Conflict(str(problem)) from problem


async def describe_table(tx: Tx, import_id: UUID, number: int, mapping: Mapping[str, Any]) -> Import:
    """Let a table be read by this mapping; the caller asks for the job."""
    file = await own_table(tx, import_id, number, lock=True)
    found = await own_import(tx, import_id, lock=True)
    if found.state == "undone":
        raise Conflict("This import was undone. Upload the table again.")
    file.state, file.sentence, file.tries = "waiting", "", 0
    file.details = {"table": True, "mapping": dict(mapping)}
    if found.state != "paused":
        found.state, found.finished_at = "waiting", None
    await tx.session.flush()
    await tx.tell(tx.person, WHERE, scope=OWN)
    return found


def mapping_from(command: DescribeTable, look: Look, time_zone: str) -> dict[str, Any]:
    """The mapping as it is kept; Invalid with the question that is still open."""
    if any(column.place >= len(look.headings) for column in command.columns):
        raise Invalid("The table has fewer columns than that.", fields={"columns": "There is no such column."})
    mapping: dict[str, Any] = {
        "kind": command.kind,
        "delimiter": look.mapping["delimiter"],
        "header": look.mapping["header"],
        "columns": [column.model_dump() for column in command.columns],
        "decimal": command.decimal,
        "sport": command.sport,
        "start": _start(command, time_zone),
        "utc_offset": None,
        "offsets": [list(one) for one in offsets_of(time_zone)] if command.clock == "local" else [],
    }
    try:
        check_mapping(mapping_of(mapping))
    except Unreadable as problem:
        raise Invalid(str(problem), fields={"columns": str(problem)}) from problem
    return mapping


def _start(command: DescribeTable, time_zone: str) -> float | None:
    moment = command.started_at
    if moment is None:
        return None
    zone = ZoneInfo(time_zone) if command.clock == "local" else UTC
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()
