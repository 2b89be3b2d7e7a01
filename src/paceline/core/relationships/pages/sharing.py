"""The athlete's side: my coaches, what each sees, and who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import Gear, RequestTx
from paceline.core.relationships import access
from paceline.core.relationships.actions import invitations
from paceline.core.relationships.actions.consent import change_consent
from paceline.core.relationships.actions.relationships import move
from paceline.core.relationships.queries import invitations_to, named, relationships_page, standing_of
from paceline.core.relationships.rules import moves
from paceline.core.relationships.schemas import ChangeConsent, Move, RelationshipOut
from paceline.core.relationships.signing import SigningTx
from paceline.core.relationships.types import OPEN, SCOPES, ScopeWords
from paceline.infra.database import SYSTEM
from paceline.kit.errors import Invalid, NotFound, Problem
from paceline.ui.forms import Form, reads
from paceline.ui.page import page, see, toast

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Shared:
    """One of my coaches, and what I may do."""

    relationship: RelationshipOut
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asking:
    """An invitation to my address."""

    id: UUID
    coach: str
    message: str
    scopes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who sees what of mine, and who asks."""

    coaches: Sequence[Shared]
    invitations: Sequence[Asking]
    scopes: tuple[ScopeWords, ...] = SCOPES


@dataclass(frozen=True, slots=True)
class OneCoach:
    """One coach's part of the page, by itself."""

    one: Shared
    scopes: tuple[ScopeWords, ...] = SCOPES


@router.get("/settings/sharing")
async def sharing(tx: RequestTx, gear: Gear) -> Response:
    """My coaches and who asks."""
    found = await relationships_page(tx, side="athlete", statuses=OPEN, size=200)
    rows = [await access.relationship_of(tx, one.id) for one in found.items]
    coaches = [Shared(one, moves(standing_of(row), "athlete")) for one, row in zip(found.items, rows, strict=True)]
    async with gear.transactions.open(SYSTEM) as system:
        asking = [Asking(i.id, name, i.message, i.scopes) for i, name in await invitations_to(system, tx.person)]
    return page("relationships/sharing.html", Sharing(coaches, asking), block="main")


@router.post("/settings/sharing/{relationship_id}/consent")
async def consent(
    tx: RequestTx, relationship_id: UUID, form: Annotated[Form[ChangeConsent], reads(ChangeConsent)]
) -> Response:
    """Share exactly what is switched on."""
    row = await access.relationship_for_athlete(tx, relationship_id)
    said = toast("Saved. It holds from this moment.")
    try:
        await change_consent(tx, row, [*(form.value.scopes if form.value else ()), "training"])
    except Problem as error:
        said = toast(error.message, "critical")
    may = moves(standing_of(row), "athlete")
    shown = OneCoach(Shared((await named(tx, [row]))[0], may))
    return page("relationships/consent.html", shown, block="consent", toasts=[said])


@router.post("/settings/sharing/{relationship_id}/transition")
async def change(tx: SigningTx, relationship_id: UUID, form: Annotated[Form[Move], reads(Move)]) -> Response:
    """Pause, resume, end, or take a request back."""
    if form.value is None:
        raise Invalid("That is not something you can do here.")
    row = await access.relationship_of(tx, relationship_id, lock=True)
    if row.athlete_id != tx.person:
        raise NotFound
    await move(tx, row, form.value.to, form.value.reason)
    return see("/settings/sharing", flash=SAID[form.value.to])


@router.post("/settings/sharing/invitations/{invitation_id}/acceptance")
async def accept(
    tx: SigningTx, invitation_id: UUID, form: Annotated[Form[ChangeConsent], reads(ChangeConsent)]
) -> Response:
    """Say yes to an invitation sent to my address."""
    invitation = await access.invitation_for_addressee(tx, invitation_id)
    await invitations.accept(tx, invitation, [*(form.value.scopes if form.value else ()), "training"])
    return see("/settings/sharing", flash="Your coach sees what you chose, from now on.")


@router.post("/settings/sharing/invitations/{invitation_id}/refusal")
async def refuse(tx: SigningTx, invitation_id: UUID) -> Response:
    """Say no to an invitation sent to my address."""
    await invitations.decline(tx, await access.invitation_for_addressee(tx, invitation_id))
    return see("/settings/sharing", flash="Declined. Nothing was shared.")


SAID = {
    "active": "Your coach sees what you chose again, from now on.",
    "paused": "Paused. Your coach sees nothing until you resume.",
    "ended": "Ended. Your coach no longer sees anything of yours.",
    "declined": "Declined. Nothing was shared.",
    "revoked": "Taken back.",
}
