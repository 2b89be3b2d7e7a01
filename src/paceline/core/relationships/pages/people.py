"""The coach's people: the roster, inviting, and the relationship with one athlete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from paceline.core.identity import Gear, RequestTx, require_role
from paceline.core.relationships import access
from paceline.core.relationships.actions import invitations
from paceline.core.relationships.actions.relationships import move
from paceline.core.relationships.api import hand_out
from paceline.core.relationships.model import Transition
from paceline.core.relationships.queries import (
    invitations_page,
    named,
    relationships_page,
    roster_page,
    standing_of,
    transitions_of,
)
from paceline.core.relationships.rules import moves
from paceline.core.relationships.schemas import InvitationMade, InvitationOut, Invite, Move, RelationshipOut
from paceline.core.relationships.signing import SigningTx
from paceline.core.relationships.types import OPEN, SCOPES, RosterCell, RosterColumn, ScopeWords
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid, Problem
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()
View = Literal["current", "active", "paused", "requested", "former"]
VIEWS: dict[View, tuple[str, ...]] = {
    "current": OPEN,
    "active": ("active",),
    "paused": ("paused",),
    "requested": ("requested",),
    "former": ("ended",),
}
SIZE = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A plugged-in column, read for everybody on the page."""

    label: str
    cells: Mapping[UUID, RosterCell]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody a coach works with, and who has not answered yet."""

    view: View
    relationships: Sequence[RelationshipOut]
    older: str | None
    first: bool
    pending: Sequence[InvitationOut]
    more_pending: bool
    columns: Sequence[Column] = ()


@dataclass(frozen=True, slots=True)
class Inviting:
    """The form of an invitation."""

    form: Form[Invite]
    scopes: tuple[ScopeWords, ...] = SCOPES


@dataclass(frozen=True, slots=True)
class Handed:
    """A link, shown this once."""

    made: InvitationMade


@dataclass(frozen=True, slots=True)
class OneRelationship:
    """A relationship, what may be done with it, and how it came to be."""

    relationship: RelationshipOut
    may: frozenset[str]
    history: Sequence[Transition]
    scopes: tuple[ScopeWords, ...] = SCOPES


@router.get("/people")
async def roster(
    tx: RequestTx, gear: Gear, view: View = "current", cursor: Annotated[str | None, Query(max_length=300)] = None
) -> Response:
    """Everybody I coach by name, and who has not answered yet; former people, who have no name any more, by time."""
    require_role(tx, "coach")
    if view == "former":
        found = await relationships_page(tx, side="coach", statuses=VIEWS[view], size=SIZE, cursor=cursor)
    else:
        found = await roster_page(tx, VIEWS[view], SIZE, cursor)
    pending = await invitations_page(tx, pending=True, size=SIZE)
    older = f"/people?view={view}&cursor={found.next_cursor}" if found.next_cursor else None
    columns = await _columns(tx, gear, [one.athlete_id for one in found.items if one.status == "active"])
    more = pending.next_cursor is not None
    context = Roster(view, found.items, older, cursor is None, pending.items, more, columns)
    return page("relationships/people.html", context, block="main")


async def _columns(tx: Tx, gear: Machinery, athlete_ids: Sequence[UUID]) -> list[Column]:
    sources = sorted(gear.plugged(RosterColumn), key=lambda one: one.place) if athlete_ids else []
    return [Column(one.label, await one.roster_cells(tx, athlete_ids, tx.now)) for one in sources]


@router.get("/people/invite")
async def invite_page(tx: RequestTx) -> Response:
    """Whom to invite."""
    require_role(tx, "coach")
    return page("relationships/invite.html", Inviting(filled(scopes=["training", "wellness", "injuries", "messages"])))


@router.post("/people/invite")
async def invite(tx: RequestTx, gear: Gear, form: Annotated[Form[Invite], reads(Invite)]) -> Response:
    """Send the mail, or show the link."""
    require_role(tx, "coach")
    if form.value is None:
        return page("relationships/invite.html", Inviting(form), status=422)
    try:
        await gear.limiter.hit("invite", str(tx.person), "60/hour")
        made = await hand_out(tx, gear, *await invitations.invite(tx, form.value, gear.vault))
    except Problem as error:
        shown = form.with_errors(**(error.fields or {"": error.message}))
        return page("relationships/invite.html", Inviting(shown), status=422)
    if made.link:
        return page("relationships/link.html", Handed(made))
    return see("/people", flash=f"Your invitation to {made.email} is on its way.")


@router.post("/people/invitations/{invitation_id}/dispatch")
async def dispatch(tx: RequestTx, gear: Gear, invitation_id: UUID) -> Response:
    """Send again, or show a new link."""
    require_role(tx, "coach")
    invitation = await access.invitation_of_coach(tx, invitation_id)
    made = await hand_out(tx, gear, invitation, await invitations.send_again(tx, invitation, gear.vault))
    if made.link:
        return page("relationships/link.html", Handed(made))
    return see("/people", flash=f"A new invitation to {made.email} is on its way. The old link no longer works.")


@router.post("/people/invitations/{invitation_id}/revocation")
async def revoke(tx: RequestTx, invitation_id: UUID) -> Response:
    """Take an invitation back."""
    require_role(tx, "coach")
    await invitations.revoke(tx, await access.invitation_of_coach(tx, invitation_id))
    return see("/people", flash="The invitation is taken back. Its link no longer works.")


@router.get("/people/{athlete_id}/relationship")
async def relationship(tx: RequestTx, athlete_id: UUID) -> Response:
    """What is shared, what may be done, what happened."""
    require_role(tx, "coach")
    row = await access.relationship_for_coach(tx, athlete_id)
    may = moves(standing_of(row), "coach")
    shape = (await named(tx, [row]))[0]
    context = OneRelationship(shape, may, await transitions_of(tx, row.id))
    return page("relationships/relationship.html", context)


@router.post("/people/{athlete_id}/relationship")
async def change(tx: SigningTx, athlete_id: UUID, form: Annotated[Form[Move], reads(Move)]) -> Response:
    """Accept, decline, pause, resume or end."""
    require_role(tx, "coach")
    if form.value is None:
        raise Invalid("That is not something you can do here.")
    found = await access.relationship_for_coach(tx, athlete_id)
    row = await access.relationship_of(tx, found.id, lock=True)
    await tx.session.refresh(row)
    await move(tx, row, form.value.to, form.value.reason)
    return see(
        "/people" if form.value.to in ("ended", "declined") else f"/people/{athlete_id}/relationship",
        flash=SAID[form.value.to],
    )


SAID = {
    "active": "You coach them now, and see what they share.",
    "paused": "Paused. You see nothing of theirs until it goes on.",
    "ended": "Ended. You no longer see anything of theirs.",
    "declined": "Declined.",
    "revoked": "Taken back.",
}
