"""How much of the reserve above critical power was left along the way, where both are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from sqlalchemy import func, select

from paceline.endurance.activities.looking.intervals import pauses_of
from paceline.endurance.activities.model import Activity, Best
from paceline.endurance.activities.recorded import Samples
from paceline.infra.tx import Tx
from paceline.science.endurance.critical import CriticalFit, CriticalModel, Effort, critical_power
from paceline.science.endurance.streams import Array, even_clock, even_seconds
from paceline.science.endurance.wbalance import w_balance

DAYS = 90
# Trials of the lengths critical power is usually tested over that are kept with every activity.
TRIALS = (180.0, 300.0, 480.0, 1200.0)


@dataclass(frozen=True, slots=True)
class Reserve:
    """Critical power (W) and W′ (J) with the efforts behind them, what was left of W′ at the least, or the reason."""

    model: CriticalModel | None = None
    lowest: float | None = None
    lowest_at: float | None = None
    share: float | None = None
    caution: str = ""
    reason: str = ""


async def fitted_power(tx: Tx, activity: Activity) -> CriticalFit:
    """Critical power and W′ from the best efforts of the 90 days up to the activity's day, in its family of sports."""
    rows = await tx.session.execute(
        select(Best.span, func.max(Best.value))
        .join(Activity, Activity.id == Best.activity_id)
        .where(
            Best.athlete_id == activity.athlete_id,
            Best.kind == "power",
            Best.span.in_(TRIALS),
            Activity.deleted_at.is_(None),
            Activity.family == activity.family,
            Activity.day.between(activity.day - timedelta(days=DAYS), activity.day),
        )
        .group_by(Best.span)
        .order_by(Best.span)
    )
    return critical_power([Effort(span, value) for span, value in rows])


async def reserve_of(tx: Tx, activity: Activity, samples: Samples) -> tuple[Reserve | None, Array | None]:
    """The reserve along the way at every sample; None for sports and recordings without power."""
    if "power" not in samples.channels or activity.family not in ("running", "cycling") or samples.time.size < 2:
        return None, None
    fit = await fitted_power(tx, activity)
    if fit.model is None:
        return Reserve(reason=fit.reason or "critical power is not known."), None
    return spent(samples, pauses_of(activity), fit.model)


def spent(
    samples: Samples, pauses: Sequence[tuple[float, float]], model: CriticalModel
) -> tuple[Reserve | None, Array | None]:
    """What is left of W′ at every sample, and the least of it."""
    clock = even_clock(samples.time, pauses)
    found = w_balance(even_seconds(samples.time, samples.channels["power"], pauses), model.critical, model.reserve)
    if found.lowest.value is None or found.lowest_at is None:
        return Reserve(model, reason=found.lowest.reason or ""), None
    along = np.interp(samples.time, clock, found.left)
    reserve = Reserve(
        model,
        found.lowest.value,
        float(clock[found.lowest_at]),
        found.lowest.value / model.reserve,
        found.lowest.caution or "",
    )
    return reserve, along
