"""Loading and authorising in one step: a relationship for its two sides, an invitation for its coach or its addressee."""

from uuid import UUID

from sqlalchemy import or_, select

from paceline.core.identity import Account, person
from paceline.core.relationships.model import Grant, Invitation, Relationship
from paceline.core.relationships.types import Client
from paceline.infra.secrets import Vault
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

PURPOSE = "invitation"
UNKNOWN = "This invitation is not known. If a newer one was sent to you, use the link in that one."


async def relationship_of(tx: Tx, relationship_id: UUID, *, lock: bool = False) -> Relationship:
    """A relationship the actor is a side of."""
    query = select(Relationship).where(
        Relationship.id == relationship_id,
        or_(Relationship.coach_id == tx.person, Relationship.athlete_id == tx.person),
    )
    found = await tx.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound
    return found


async def relationship_for_athlete(tx: Tx, relationship_id: UUID) -> Relationship:
    """A relationship in which the actor is the athlete, locked."""
    found = await relationship_of(tx, relationship_id, lock=True)
    if found.athlete_id != tx.person:
        raise NotFound
    return found


async def relationship_for_coach(tx: Tx, athlete_id: UUID) -> Relationship:
    """The latest relationship of the acting coach with an athlete, whatever its status."""
    found = await tx.session.scalar(
        select(Relationship)
        .where(Relationship.coach_id == tx.person, Relationship.athlete_id == athlete_id)
        .order_by(Relationship.id.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound
    return found


async def client_for_coach(tx: Tx, athlete_id: UUID) -> Client:
    """An athlete the acting coach coaches at this moment."""
    found = await tx.session.scalar(
        select(Relationship).where(
            Relationship.coach_id == tx.person, Relationship.athlete_id == athlete_id, Relationship.status == "active"
        )
    )
    known = await person(tx, athlete_id) if found else None
    if found is None or known is None:
        raise NotFound
    scopes = await tx.session.scalars(
        select(Grant.scope).where(Grant.coach_id == tx.person, Grant.athlete_id == athlete_id)
    )
    return Client(athlete_id, known.name, known.time_zone, found.id, frozenset(scopes))


async def invitation_of_coach(tx: Tx, invitation_id: UUID) -> Invitation:
    """An invitation the actor made, locked."""
    found = await tx.session.scalar(
        select(Invitation).where(Invitation.id == invitation_id, Invitation.coach_id == tx.person).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


async def invitation_by_token(tx: Tx, token: str, vault: Vault, *, lock: bool = False) -> Invitation:
    """The invitation a token belongs to; a system transaction. Locked, the second of two waits for the first."""
    hashes = [bytes.fromhex(candidate) for candidate in vault.hmac_candidates(token, PURPOSE)]
    query = select(Invitation).where(Invitation.token_hash.in_(hashes))
    found = await tx.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound(UNKNOWN, code="token_invalid")
    return found


async def invitation_for_addressee(tx: Tx, invitation_id: UUID) -> Invitation:
    """An invitation sent to the actor's own confirmed address, locked; a system transaction."""
    found = await tx.session.scalar(
        select(Invitation)
        .join(Account, Account.email == Invitation.email)
        .where(Invitation.id == invitation_id, Account.id == tx.person, Account.email_verified_at.is_not(None))
        .with_for_update(of=Invitation)
    )
    if found is None:
        raise NotFound
    return found
