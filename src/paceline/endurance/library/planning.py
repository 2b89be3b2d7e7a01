"""Puts a session of the library into a calendar."""

from uuid import UUID

from paceline.endurance.library.outcomes import calendar_of
from paceline.endurance.library.ports import ToPlan
from paceline.endurance.library.queries import item_named
from paceline.endurance.library.schemas import PlanTemplate
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Unavailable


async def plan_template(tx: Tx, gear: Machinery, ref: str, command: PlanTemplate) -> UUID:
    """The planned workout; whoever keeps the calendar decides whose calendar is open to the actor."""
    item = await item_named(tx, ref)
    calendar = calendar_of(gear)
    if calendar is None:
        raise Unavailable("There is no calendar here to put it into.")
    session = ToPlan(item.ref, item.name, item.workout_type, item.structure)
    return await calendar.plan_session(tx, command.athlete_id or tx.person, command.day, session)
