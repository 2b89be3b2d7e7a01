"""REST of relationships: invitations, their answers, status and consent."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import Gear, RequestTx, SystemTx, account_by_email, person, require_role
from paceline.core.relationships import access
from paceline.core.relationships.actions import invitations
from paceline.core.relationships.actions.consent import change_consent
from paceline.core.relationships.actions.relationships import move, request_coach
from paceline.core.relationships.jobs import send_invitation
from paceline.core.relationships.model import Invitation
from paceline.core.relationships.queries import invitations_page, named, relationships_page, shown
from paceline.core.relationships.rules import invitation_status
from paceline.core.relationships.schemas import (
    Accept,
    AskCoach,
    ChangeConsent,
    InvitationList,
    InvitationMade,
    Invite,
    Move,
    Preview,
    RelationshipList,
    RelationshipOut,
)
from paceline.core.relationships.signing import SigningTx
from paceline.core.relationships.types import Side, Status
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

router = APIRouter(tags=["relationships"])
Cursor = Annotated[str | None, Query(max_length=300)]
Limit = Annotated[int, Query(ge=1, le=200)]


async def hand_out(tx: Tx, gear: Machinery, invitation: Invitation, token: str) -> InvitationMade:
    """By mail when there is an address; else the link, this once."""
    made = InvitationMade.model_validate(shown(tx, invitation).model_dump())
    if invitation.email is None:
        made.link = f"{gear.settings.public_url}/invitations/{token}"
    else:
        await tx.defer(send_invitation, invitation_id=invitation.id)
    return made


@router.post("/invitations", status_code=201)
async def invite(tx: RequestTx, gear: Gear, command: Invite) -> InvitationMade:
    """Invite an athlete by mail, or without an address by a link that is shown this once."""
    require_role(tx, "coach")
    await gear.limiter.hit("invite", str(tx.person), "60/hour")
    return await hand_out(tx, gear, *await invitations.invite(tx, command, gear.vault))


@router.get("/invitations")
async def list_invitations(tx: RequestTx, cursor: Cursor = None, limit: Limit = 50) -> InvitationList:
    """Your invitations as a coach, the newest first."""
    require_role(tx, "coach")
    return InvitationList.model_validate(await invitations_page(tx, size=limit, cursor=cursor))


@router.delete("/invitations/{invitation_id}", status_code=204)
async def revoke(tx: RequestTx, invitation_id: UUID) -> Response:
    """Take an invitation back; its link stops working."""
    require_role(tx, "coach")
    await invitations.revoke(tx, await access.invitation_of_coach(tx, invitation_id))
    return Response(status_code=204)


@router.post("/invitations/{invitation_id}/dispatch")
async def dispatch(tx: RequestTx, gear: Gear, invitation_id: UUID) -> InvitationMade:
    """Send again, three times at most: a new link, the old one stops working, 14 new days."""
    require_role(tx, "coach")
    invitation = await access.invitation_of_coach(tx, invitation_id)
    return await hand_out(tx, gear, invitation, await invitations.send_again(tx, invitation, gear.vault))


@router.get("/invitations/{token}")
async def preview(tx: SystemTx, gear: Gear, token: str) -> Preview:
    """Who asks and for what; needs no account."""
    return await preview_of(tx, await access.invitation_by_token(tx, token, gear.vault))


async def preview_of(tx: Tx, invitation: Invitation) -> Preview:
    """The invitation as the holder of its link sees it; a system transaction."""
    coach = await person(tx, invitation.coach_id)
    if coach is None:
        raise NotFound(access.UNKNOWN, code="token_invalid")
    return Preview(
        coach_name=coach.name,
        name=invitation.name,
        message=invitation.message,
        scopes=invitation.scopes,
        status=invitation_status(invitation.status, invitation.expires_at, tx.now),
        expires_at=invitation.expires_at,
        for_one_address=invitation.email is not None,
    )


@router.post("/invitations/{token}/acceptance", status_code=201)
async def accept(tx: SigningTx, gear: Gear, token: str, command: Accept) -> RelationshipOut:
    """Say yes as an athlete, to what was asked for or to less of it."""
    invitation = await access.invitation_by_token(tx, token, gear.vault, lock=True)
    return (await named(tx, [await invitations.accept(tx, invitation, command.scopes)]))[0]


@router.post("/invitations/{token}/refusal", status_code=204)
async def refuse(tx: SystemTx, gear: Gear, token: str) -> Response:
    """Say no; needs no account."""
    await invitations.decline(tx, await access.invitation_by_token(tx, token, gear.vault, lock=True))
    return Response(status_code=204)


@router.get("/relationships")
async def list_relationships(
    tx: RequestTx,
    side: Side | None = None,
    status: Annotated[list[Status] | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> RelationshipList:
    """Those you coach and those who coach you, the newest first."""
    return RelationshipList.model_validate(
        await relationships_page(tx, side=side, statuses=status or (), size=limit, cursor=cursor)
    )


@router.post("/relationships", status_code=201)
async def ask(tx: SigningTx, gear: Gear, command: AskCoach) -> RelationshipOut:
    """As an athlete, ask a coach whose address you know; nothing is shared until they accept."""
    require_role(tx, "athlete")
    await gear.limiter.hit("ask-coach", str(tx.person), "10/day")
    account = await account_by_email(tx, command.coach_email)
    if account is None or "coach" not in account.roles:
        raise NotFound("No coach here goes by that address. Check it with them.", code="no_such_coach")
    return (await named(tx, [await request_coach(tx, account.id, command.scopes)]))[0]


@router.patch("/relationships/{relationship_id}/consent")
async def consent(tx: RequestTx, relationship_id: UUID, command: ChangeConsent) -> RelationshipOut:
    """As the athlete, share exactly these from now on."""
    row = await access.relationship_for_athlete(tx, relationship_id)
    return (await named(tx, [await change_consent(tx, row, command.scopes)]))[0]


@router.post("/relationships/{relationship_id}/transition")
async def transition(tx: SigningTx, relationship_id: UUID, command: Move) -> RelationshipOut:
    """Accept or decline a request, pause, resume or end; a change that is not lawful is a 409."""
    row = await access.relationship_of(tx, relationship_id, lock=True)
    return (await named(tx, [await move(tx, row, command.to, command.reason)]))[0]
