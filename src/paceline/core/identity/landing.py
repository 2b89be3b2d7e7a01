"""Where a person starts."""

from paceline.core.identity.actions.registration import has_accounts
from paceline.core.identity.queries import account_and_person
from paceline.core.identity.rules import landing
from paceline.infra.database import SYSTEM
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx


async def home_of(tx: Tx, gear: Machinery) -> str:
    """The first page of the signed-in person; the sign-in page, or on a new instance its set-up, for nobody."""
    if tx.actor.account_id is not None:
        _, person = await account_and_person(tx)
        return landing(tx.actor.roles, person.workspace)
    async with gear.transactions.open(SYSTEM) as system:
        return "/sign-in" if await has_accounts(system) else "/set-up"
