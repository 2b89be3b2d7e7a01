"""Each phase of a plan with what was asked and done in it, as pages and programs show it."""

from dataclasses import dataclass
from datetime import date, timedelta

from paceline.endurance.activities import daily_loads
from paceline.endurance.athletes import athlete_for
from paceline.endurance.plans.model import Plan
from paceline.endurance.plans.phase_rows import phases_of, stretch_of
from paceline.endurance.plans.rules_phases import Stretch, stretches
from paceline.endurance.plans.types import PlanDraft
from paceline.infra.tx import Tx


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase with its figures; loads that were done are None where nothing was recorded."""

    phase: str
    starts_on: date
    ends_on: date
    weeks: int
    planned_load: float
    done_load: float | None
    planned_seconds: float
    sessions: int
    key_sessions: int
    is_current: bool
    left_on: date | None
    decided_by: str | None
    why: str
    load_share: float | None
    pain_free_days: int | None


async def phase_lines(tx: Tx, plan: Plan) -> list[PhaseLine]:
    """The phases in order: of a published plan its rows, of a preview what its weeks say."""
    athlete, draft = await athlete_for(tx, plan.athlete_id), plan.read()
    today = tx.today(athlete)
    rows = [stretch_of(row) for row in await phases_of(tx, plan.id)] or list(stretches(draft))
    last = min(today, draft.end)
    known = plan.status != "preview" and draft.request.start <= last
    loads = dict(await daily_loads(tx, athlete.id, draft.request.start, last)) if known else {}
    open_at = next((row for row in rows if row.left_on is None), None)
    return [_line(row, draft, loads, is_current=row is open_at and plan.status == "published") for row in rows]


def _line(row: Stretch, draft: PlanDraft, loads: dict[date, float], *, is_current: bool) -> PhaseLine:
    mine = [w for w in draft.workouts if row.starts_on <= w.on <= row.ends_on]
    done = [load for day, load in loads.items() if row.starts_on <= day <= row.ends_on]
    days = (row.ends_on + timedelta(days=1) - row.starts_on).days
    return PhaseLine(
        phase=row.phase,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        weeks=max(1, round(days / 7)),
        planned_load=sum(w.estimate.load for w in mine),
        done_load=sum(done) if done else None,
        planned_seconds=sum(w.estimate.duration for w in mine if not w.is_race),
        sessions=len(mine),
        key_sessions=sum(w.is_key for w in mine),
        is_current=is_current,
        left_on=row.left_on,
        decided_by=row.decided_by,
        why=row.why,
        load_share=row.criteria.load_share,
        pain_free_days=row.criteria.pain_free_days,
    )
