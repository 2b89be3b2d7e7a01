"""A transaction for what two people sign: the system's sight, in the name of the signed-in person.

An athlete cannot see a coach's invitation, and a coach cannot write an athlete's consent; accepting, resuming and
answering need both sides in one transaction. Actions called in it check who acts by explicit conditions.
"""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Annotated

from fastapi import Depends

from paceline.core.identity import Gear, RequestTx
from paceline.infra.database import SYSTEM
from paceline.infra.tx import Tx


async def signing_tx(tx: RequestTx, gear: Gear) -> AsyncGenerator[Tx]:
    """The system's transaction, acting for the signed-in person."""
    async with gear.transactions.open(SYSTEM) as system:
        yield replace(system, actor=tx.actor)


SigningTx = Annotated[Tx, Depends(signing_tx, scope="function")]
