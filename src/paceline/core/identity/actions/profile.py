"""Changing how one is called, where one lives and how one reads numbers."""

from uuid import UUID

from paceline.core.identity.events import ProfileChanged
from paceline.core.identity.model import Account, Person
from paceline.core.identity.rules import check_time_zone
from paceline.core.identity.schemas import ChangeProfile
from paceline.infra.tx import Tx
from paceline.kit.errors import Forbidden, Invalid


async def change_profile(tx: Tx, command: ChangeProfile) -> Person:
    """Change what the command names and leave the rest."""
    person = await tx.session.get_one(Person, tx.person)
    changes = command.model_dump(exclude_unset=True, exclude_none=True)
    if "time_zone" in changes:
        check_time_zone(changes["time_zone"])
    if "name" in changes and not changes["name"].strip():
        raise Invalid("Tell us what to call you.", fields={"name": "Tell us what to call you."})
    for field, value in changes.items():
        setattr(person, field, value.strip() if isinstance(value, str) else value)
    person.updated_at = tx.now
    await tx.session.flush()
    await tx.emit(ProfileChanged(tx.person, person.time_zone))
    return person


async def workspace_of(tx: Tx, account_id: UUID) -> str:
    """The role somebody last looked through."""
    return (await tx.session.get_one(Person, account_id)).workspace


async def switch_workspace(tx: Tx, workspace: str) -> Person:
    """Look at the product as another of the roles one has."""
    if workspace not in tx.actor.roles:
        raise Forbidden("You have no such role here.", code="no_such_role")
    person = await tx.session.get_one(Person, tx.person)
    person.workspace = workspace
    return person


async def add_role(tx: Tx, account: Account, role: str) -> None:
    """Let an account also be a coach, an athlete or an administrator; a system transaction, or one's own athlete or coach role."""
    if role not in account.roles:
        account.roles = sorted({*account.roles, role})
