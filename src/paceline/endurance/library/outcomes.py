"""How a session went whenever it was planned, and what that calls for next."""

from collections.abc import Sequence
from statistics import fmean

from paceline.endurance.library.items import Item
from paceline.endurance.library.ports import SessionCalendar, Use
from paceline.endurance.library.rules import progression
from paceline.endurance.library.schemas import OutcomesOut
from paceline.endurance.library.sessions import session_named
from paceline.endurance.library.types import Outcome, Suggestion
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx


def calendar_of(gear: Machinery) -> SessionCalendar | None:
    """Whoever keeps the calendar."""
    found = gear.plugged(SessionCalendar)
    return found[0] if found else None


async def uses_of(tx: Tx, gear: Machinery, ref: str) -> Sequence[Use]:
    """Every time it was planned, the latest last."""
    calendar = calendar_of(gear)
    return await calendar.uses_of(tx, ref) if calendar is not None else []


def summary(uses: Sequence[Use]) -> OutcomesOut:
    """Counts and means of what is known."""
    done = [use.outcome for use in uses if use.outcome is not None and use.outcome.is_done]
    compliance = [one.compliance for one in done if one.compliance is not None]
    effort = [one.rpe for one in done if one.rpe is not None]
    return OutcomesOut(
        planned=len(uses),
        done=len(done),
        athletes=len({use.athlete_id for use in uses}),
        mean_compliance=fmean(compliance) if compliance else None,
        mean_rpe=fmean(effort) if effort else None,
    )


def suggestion_for(item: Item, history: Sequence[Outcome]) -> Suggestion | None:
    """What one athlete's times so far call for, by the rules of the session it is or was copied from."""
    origin = item.template.origin if item.template is not None else item.ref
    session = session_named(origin or "")
    return progression(session, history) if session is not None else None
