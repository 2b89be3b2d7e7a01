"""The caseload page: everybody in one table, with saved views and what can be done for several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from paceline.coaching.desk.actions.batch import decide_many
from paceline.coaching.desk.caseload import Caseload, Show, Sort, caseload, delete_view, save_view, views_of
from paceline.coaching.desk.jobs import wake
from paceline.coaching.desk.model import View
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.policies import save_policy
from paceline.coaching.desk.schemas import AthleteAutomation, CaseloadForm, DecideMany, SaveView
from paceline.core.identity import Gear, RequestTx, require_role
from paceline.kit.errors import Conflict
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, reads
from paceline.ui.page import page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, and the addresses that ask for it a little differently."""

    search: str
    show: Show
    sort: Sort

    def url(self, **other: str | int) -> str:
        """The page with something asked for differently."""
        return f"/queue/caseload?{self.query(**other)}"

    def query(self, **other: str | int) -> str:
        """What was asked for as the end of an address."""
        asked = {"q": self.search, "show": self.show, "sort": self.sort, **other}
        return urlencode({name: value for name, value in asked.items() if value not in ("", "all", "-risk", 1)})


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """The table, with what was asked for."""

    table: Caseload
    asked: Asked
    search: str
    show: Show
    sort: Sort
    views: Sequence[View]


@router.get("/queue/caseload")
async def caseload_page(
    tx: RequestTx,
    gear: Gear,
    q: Annotated[str, Query(max_length=80)] = "",
    show: Show = "all",
    sort: Sort = "-risk",
    number: Annotated[int, Query(alias="page", ge=1, le=1000)] = 1,
) -> Response:
    """Everybody you coach: where they stand, who is quiet, overreaching or racing next."""
    require_role(tx, "coach")
    table = await caseload(tx, gear, search=q, show=show, sort=sort, number=number)
    return page(
        "desk/caseload.html",
        CaseloadPage(table, Asked(q, show, sort), q, show, sort, await views_of(tx)),
        block="region",
    )


@router.post("/queue/caseload/decisions")
async def together(tx: RequestTx, gear: Gear, form: Annotated[Form[CaseloadForm], reads(CaseloadForm)]) -> Response:
    """The same for everybody who is ticked: put off, dismiss, or let changes be made another way."""
    require_role(tx, "coach")
    if form.value is None:
        return see("/queue/caseload", Flash(next(iter(form.errors.values())), "critical"))
    command = form.value
    if command.decision in ("as_usual", "manual", "assisted", "automatic"):
        for athlete_id in command.athletes():
            await save_policy(tx, athlete_id, AthleteAutomation.model_validate({"mode": command.decision}))
        return see("/queue/caseload", f"Set for {_people(len(command.athletes()))}.")
    waiting = command.waiting()
    if not waiting:
        return see("/queue/caseload", Flash("Nobody you ticked waits in the queue.", "critical"))
    done = await decide_many(
        tx,
        Plugged.into(gear),
        DecideMany(decision=command.decision, items=waiting, reason=command.reason or "Decided from the caseload"),
        wake,
    )
    return see("/queue/caseload", f"Decided about {_people(len(done.decided))} of {len(command.picked)} ticked.")


@router.post("/queue/views")
async def keep_view(tx: RequestTx, form: Annotated[Form[SaveView], reads(SaveView)]) -> Response:
    """Keep the filters under a name."""
    require_role(tx, "coach")
    if form.value is None:
        return see("/queue/caseload", Flash(next(iter(form.errors.values())), "critical"))
    try:
        view = await save_view(tx, form.value)
    except Conflict as refusal:
        return see("/queue/caseload", Flash(refusal.message, "critical"))
    return see(f"/queue/caseload?{view.query}", f"Saved as “{view.name}”.")


@router.post("/queue/views/{view_id}/deletion")
async def forget_view(tx: RequestTx, view_id: UUID) -> Response:
    """Forget a view."""
    require_role(tx, "coach")
    await delete_view(tx, view_id)
    return see("/queue/caseload", "The view is gone.")


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
