"""The page of coming back: start a way back, see today's step, say how it went; the coach's view of the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.coaching.checkins import require_scope
from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.endurance.today.returning.actions import end_return, report_return, start_return
from paceline.endurance.today.returning.queries import Return, returns_of
from paceline.endurance.today.returning.schemas import EndReturn, ReportForm, StartReturn
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.science.endurance.returning import Rung, ladder
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()
TEMPLATE = "today/returning.html"
KINDS = (
    ("injury", "After an injury: walking, run and walk, then easy running, guided by pain"),
    ("illness", "After an illness: three easy days, one for each day without symptoms"),
    ("time_off", "After time off: part of the plan’s load, by how long the break was"),
    ("bone_stress", "A bone stress injury, suspected or known"),
)


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """The open way back with its ladder, the form to start or to report with, and those before."""

    athlete: Athlete
    mine: bool
    base: str
    now: Return | None
    rungs: Sequence[Rung]
    before: Sequence[Return]
    form: Form[Any]
    kinds: Sequence[tuple[str, str]] = KINDS


@router.get("/return")
async def own(tx: RequestTx) -> Response:
    """One's own way back to training."""
    return page(TEMPLATE, await _page(tx, await me(tx), filled()))


@router.post("/return")
async def start(tx: RequestTx, form: Annotated[Form[StartReturn], reads(StartReturn)]) -> Response:
    """Begin a way back."""
    return await _start(tx, await me(tx), form, "/return")


@router.post("/return/{return_id}/reports")
async def report(tx: RequestTx, return_id: UUID, form: Annotated[Form[ReportForm], reads(ReportForm)]) -> Response:
    """Say how a step went."""
    if form.value is None:
        return page(TEMPLATE, await _page(tx, await me(tx), form), status=422)
    await report_return(tx, return_id, form.value.command())
    return see("/return", flash="Noted. The next step follows from it.")


@router.post("/return/{return_id}/ending")
async def end(tx: RequestTx, return_id: UUID, form: Annotated[Form[EndReturn], reads(EndReturn)]) -> Response:
    """Finish or stop."""
    return await _end(tx, await me(tx), return_id, form, "/return")


@router.get("/people/{athlete_id}/return")
async def of_athlete(tx: RequestTx, athlete_id: UUID) -> Response:
    """An athlete's way back, for those they share injuries with."""
    return page(TEMPLATE, await _page(tx, await athlete_for(tx, athlete_id), filled()))


@router.post("/people/{athlete_id}/return")
async def start_for(
    tx: RequestTx, athlete_id: UUID, form: Annotated[Form[StartReturn], reads(StartReturn)]
) -> Response:
    """Begin a way back for an athlete."""
    return await _start(tx, await athlete_for(tx, athlete_id), form, f"/people/{athlete_id}/return")


@router.post("/people/{athlete_id}/return/{return_id}/ending")
async def end_for(
    tx: RequestTx, athlete_id: UUID, return_id: UUID, form: Annotated[Form[EndReturn], reads(EndReturn)]
) -> Response:
    """Finish or stop an athlete's way back."""
    return await _end(tx, await athlete_for(tx, athlete_id), return_id, form, f"/people/{athlete_id}/return")


async def _start(tx: Tx, athlete: Athlete, form: Form[StartReturn], url: str) -> Response:
    if form.value is None:
        return page(TEMPLATE, await _page(tx, athlete, form), status=422)
    await start_return(tx, athlete, form.value)
    return see(url, flash="The way back has begun. Each day’s session follows it.")


async def _end(tx: Tx, athlete: Athlete, return_id: UUID, form: Form[EndReturn], url: str) -> Response:
    if form.value is None:
        raise Invalid("Finish it or stop it.", fields={**form.errors})
    await end_return(tx, athlete, return_id, form.value.outcome)
    finished = form.value.outcome == "finished"
    return see(url, flash="Back to the plan." if finished else "The way back is stopped. Its history stays.")


async def _page(tx: Tx, athlete: Athlete, form: Form[Any]) -> ReturnPage:
    await require_scope(tx, athlete.id, "injuries")
    found = await returns_of(tx, athlete.id, tx.today(athlete))
    now = next((one for one in found if one.ended_on is None), None)
    mine = athlete.id == tx.person
    return ReturnPage(
        athlete=athlete,
        mine=mine,
        base="/return" if mine else f"/people/{athlete.id}/return",
        now=now,
        rungs=ladder(now.kind) if now else (),  # type: ignore[arg-type]
        before=[one for one in found if one.ended_on is not None],
        form=form,
    )
