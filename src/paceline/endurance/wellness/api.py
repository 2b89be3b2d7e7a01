"""REST of wellness: values of the day, whose word counts, and taking changes back."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from paceline.core.identity import RequestTx
from paceline.endurance.wellness import actions
from paceline.endurance.wellness.access import wellness_of
from paceline.endurance.wellness.queries import order_of, values_page
from paceline.endurance.wellness.schemas import (
    ChangeOut,
    KeptOut,
    KindOut,
    KindsOut,
    OrderOut,
    PutOrder,
    PutValues,
    ValueOut,
    ValuesOut,
)
from paceline.endurance.wellness.types import KINDS
from paceline.kit.paging import MOST

router = APIRouter(tags=["wellness"])


@router.get("/wellness/kinds")
async def kinds(tx: RequestTx) -> KindsOut:
    """Every kind of value, with its unit and what is plausible."""
    return KindsOut(kinds=[KindOut.model_validate(one) for one in KINDS.values()])


@router.get("/wellness")
async def values(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
    kind: Annotated[str | None, Query(max_length=60)] = None,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> ValuesOut:
    """What every source says of your days, or of an athlete's who shares their wellness, the latest day first."""
    whose = (await wellness_of(tx, athlete_id)).account_id
    found = await values_page(tx, whose, size=limit, cursor=cursor, since=since, until=until, kind=kind)
    items = [
        ValueOut(day=one.day, kind=one.kind.id, value=one.value, unit=one.kind.unit, source=one.source, shown=one.shown)
        for one in found.items
    ]
    return ValuesOut(items=items, next_cursor=found.next_cursor)


@router.put("/wellness")
async def put(tx: RequestTx, command: PutValues) -> KeptOut:
    """Values of your days from one source, up to 500 at a time; sent again they change nothing.

    Values nobody can have are left out and counted.
    """
    said = [(one.day, one.kind, one.value, 1) for one in command.values]
    changed, implausible = await actions.keep_values(tx, said, command.source)
    return KeptOut(changed=changed, implausible=implausible)


@router.delete("/wellness/{day}/{kind}/{source}")
async def strike_out(
    tx: RequestTx,
    day: date,
    kind: Annotated[str, Path(max_length=60)],
    source: Annotated[str, Path(max_length=60)],
) -> ChangeOut:
    """Strike a value out; the next source counts then, and the same file does not bring it back."""
    return ChangeOut(change_id=await actions.strike_out(tx, day, kind, source), day=day)


@router.post("/wellness/changes/{change_id}/undoing")
async def undo(tx: RequestTx, change_id: UUID) -> ChangeOut:
    """Take back what was said or struck out by hand."""
    return ChangeOut(change_id=change_id, day=await actions.undo_change(tx, change_id))


@router.get("/wellness/order")
async def order(tx: RequestTx) -> OrderOut:
    """Whose word counts first when several sources state a value."""
    return OrderOut(sources=await order_of(tx, tx.person))


@router.put("/wellness/order")
async def put_order(tx: RequestTx, command: PutOrder) -> OrderOut:
    """Say whose word counts first, for past days too."""
    await actions.prefer(tx, command.sources)
    return OrderOut(sources=await order_of(tx, tx.person))
