"""The coach's working hours and automation: the rule for everybody, and for one athlete where it differs."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.coaching.desk.actions.acting import undo
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.policies import policy_of, save_policy, save_settings, settings_of
from paceline.coaching.desk.schemas import AthleteAutomation, DeskSettings
from paceline.core.identity import Gear, RequestTx, require_role
from paceline.core.relationships import Client, client_for_coach
from paceline.infra.tx import Tx
from paceline.kit.errors import Problem
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()
DAYS = ((0, "Mon"), (1, "Tue"), (2, "Wed"), (3, "Thu"), (4, "Fri"), (5, "Sat"), (6, "Sun"))


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The form of the rule for everybody."""

    form: Form[Any]
    days: tuple[tuple[int, str], ...] = DAYS


@dataclass(frozen=True, slots=True)
class AutomationPage:
    """The form of one athlete's rule."""

    client: Client
    form: Form[Any]
    usual: DeskSettings


@router.get("/queue/settings")
async def settings_page(tx: RequestTx) -> Response:
    """Working hours, and what may be done without asking."""
    require_role(tx, "coach")
    return page("desk/settings.html", SettingsPage(_filled(await settings_of(tx))), block="form")


@router.post("/queue/settings")
async def keep_settings(tx: RequestTx, form: Annotated[Form[DeskSettings], reads(DeskSettings)]) -> Response:
    """Keep them."""
    require_role(tx, "coach")
    if form.value is None:
        return page("desk/settings.html", SettingsPage(form), block="form", status=422)
    await save_settings(tx, form.value)
    return see("/queue/settings", "Saved. Clocks in the queue follow your hours from now on.")


@router.get("/queue/automation/{athlete_id}")
async def automation_page(tx: RequestTx, athlete_id: UUID) -> Response:
    """What may be done without asking for one athlete."""
    require_role(tx, "coach")
    client = await client_for_coach(tx, athlete_id)
    return page("desk/automation.html", await _automation(tx, client, None), block="form")


@router.post("/queue/automation/{athlete_id}")
async def keep_automation(
    tx: RequestTx, athlete_id: UUID, form: Annotated[Form[AthleteAutomation], reads(AthleteAutomation)]
) -> Response:
    """Keep it."""
    require_role(tx, "coach")
    client = await client_for_coach(tx, athlete_id)
    if form.value is None:
        return page("desk/automation.html", await _automation(tx, client, form), block="form", status=422)
    await save_policy(tx, athlete_id, form.value)
    return see(f"/people/{athlete_id}/case", "Saved.")


@router.post("/queue/{intervention_id}/undoing")
async def undoing(tx: RequestTx, gear: Gear, intervention_id: UUID) -> Response:
    """Bring back what was changed without asking."""
    require_role(tx, "coach")
    try:
        async with tx.session.begin_nested():
            result = await undo(tx, Plugged.into(gear), intervention_id)
    except Problem as refusal:
        if refusal.status == 404:
            raise
        return see("/queue?tab=closed", Flash(refusal.message, "critical"))
    return see(f"/queue?case={intervention_id}", f"{result} It waits for you in the queue.")


def _filled(known: DeskSettings) -> Form[Any]:
    times = {name: f"{value:%H:%M}" for name in TIMES if (value := getattr(known, name)) is not None}
    return filled(known, **{name: times.get(name, "") for name in TIMES})


TIMES = ("work_from", "work_until", "quiet_from", "quiet_until")


async def _automation(tx: Tx, client: Client, form: Form[Any] | None) -> AutomationPage:
    usual = await settings_of(tx)
    own = await policy_of(tx, client.id)
    chosen = own or usual
    known = {
        "mode": own.mode if own else "as_usual",
        "max_risk": chosen.max_risk,
        "min_confidence": chosen.min_confidence,
    }
    return AutomationPage(client, form or filled(known), usual)
