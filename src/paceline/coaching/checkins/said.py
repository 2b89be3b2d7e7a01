"""All that an athlete said of their health lately, each part as far as the reader has its consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from paceline.coaching.checkins.access import scopes_shared
from paceline.coaching.checkins.health import DiaryWeek, RedFlag, cycle_of, cycle_said, diary_of, red_flags_between
from paceline.coaching.checkins.queries import recent_pains
from paceline.coaching.checkins.rules import CycleDay
from paceline.coaching.checkins.types import DayPain
from paceline.infra.tx import Tx

DIARY_WEEKS = 8


@dataclass(frozen=True, slots=True)
class HealthSaid:
    """Pain, red flags, the injury diary and the cycle; None where the consent is missing, empty where nothing was said."""

    flags: Sequence[RedFlag]
    pains: Sequence[DayPain] | None
    diary: Sequence[DiaryWeek] | None
    cycle: CycleDay | None


async def health_said(tx: Tx, athlete_id: UUID, until: date, days: int) -> HealthSaid:
    """What was said in so many days up to and with `until`; the cycle only when it is logged."""
    scopes = await scopes_shared(tx, athlete_id)
    first = until - timedelta(days=days - 1)
    logged = "cycle" in scopes and bool(await cycle_said(tx, athlete_id, until - timedelta(days=60), until))
    return HealthSaid(
        flags=await red_flags_between(tx, athlete_id, first, until),
        pains=await recent_pains(tx, athlete_id, until, days) if "injuries" in scopes else None,
        diary=await diary_of(tx, athlete_id, until, DIARY_WEEKS) if "injuries" in scopes else None,
        cycle=await cycle_of(tx, athlete_id, until) if logged else None,
    )
