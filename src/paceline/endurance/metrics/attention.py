"""What training load tells a coach's queue: one session far longer than before, a week far above the month, a steep ramp."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from paceline.coaching.desk import TrendLine, Unknown
from paceline.coaching.recommendations import Evidence, Kind, RemedyCall, fingerprint_of
from paceline.endurance.metrics.queries import fitness_between, load_flags
from paceline.endurance.metrics.types import FitnessDay, LoadFlags
from paceline.infra.tx import Tx

# Frandsen et al. 2025 found more injuries after sessions over 1.3 and over 2 times the month's longest [points: own choice].
SPIKES = {"moderate": 24, "large": 36}
# Descriptive only (Impellizzeri 2020): a reason to look, never a verdict [points: own choice].
RATIOS = ((1.5, 26), (1.3, 16))
RAMPS = ((10.0, 28), (8.0, 20))
ESTABLISHED = 28
# A share of the month says something only of a month that was trained: a long record with an empty month has nothing to
# compare with, and three easy weeks of next to nothing make any run look like a leap [own choice].
WEEKS_BEFORE = 3
TRAINED_DAYS_A_WEEK = 1
LEAST_CHRONIC = 10.0  # load a day; about three easy half hours a week
WEEKS_DRAWN = 6
_WEEKLY = text(
    """
    SELECT athlete_id, (CAST(:last AS date) - day) / 7 AS back, sum(load) FROM metrics_day
    WHERE athlete_id = ANY(:athletes) AND day BETWEEN :first AND :last GROUP BY athlete_id, back
    """
)


class LoadAttention:
    """Load rests on the consent to training; the first four weeks have nothing to be compared with."""

    id = "metrics"
    listens = ("activities.",)

    async def evidence(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Evidence]:
        """What stands out today or yesterday."""
        month = await fitness_between(tx, athlete_id, today - timedelta(days=ESTABLISHED - 1), today)
        week = month[-7:]
        if month[-1].days_of_history < ESTABLISHED:
            return []
        yesterday = today - timedelta(days=1)
        flags = {day: await load_flags(tx, athlete_id, day) for day in (yesterday, today)}
        spikes = [_spike(flags[day], day, athlete_id) for day in (today, yesterday)]
        spike = [one for one in spikes if one][:1]
        # One session against the month's longest is asked first; what it explains is not said again as a ratio.
        share = not spike and a_month(month)
        return [*spike, *from_week(week, flags[today], athlete_id, share=share)]

    async def unknowns(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Unknown]:
        """Why load says nothing, where it says nothing."""
        month = await fitness_between(tx, athlete_id, today - timedelta(days=ESTABLISHED - 1), today)
        if month[-1].days_of_history >= ESTABLISHED and a_month(month):
            return []
        return [Unknown("metrics", "Load: there is no month of training to compare with.", "training")]

    async def load_trends(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, TrendLine]:
        """Six weeks of training, a value a week; nobody who did nothing in them."""
        last = now.date()
        rows = await tx.session.execute(
            _WEEKLY, {"athletes": list(athlete_ids), "last": last, "first": last - timedelta(days=7 * WEEKS_DRAWN - 1)}
        )
        weeks: dict[UUID, list[float | None]] = {}
        for athlete_id, back, load in rows:
            weeks.setdefault(athlete_id, [0.0] * WEEKS_DRAWN)[WEEKS_DRAWN - 1 - back] = load
        return {one: _line(values) for one, values in weeks.items()}


def _line(values: Sequence[float | None]) -> TrendLine:
    now = round(values[-1] or 0)
    return TrendLine(values, str(now), "neutral", f"Load of {WEEKS_DRAWN} weeks, the last seven days {now}")


def a_month(days: Sequence[FitnessDay]) -> bool:
    """Whether each of the three weeks before this one was trained, and enough for a share of it to mean something."""
    before = days[-7 * (WEEKS_BEFORE + 1) : -7]
    weeks = [before[n : n + 7] for n in range(0, len(before), 7)]
    trained = [sum(one.load > 0 for one in one_week) >= TRAINED_DAYS_A_WEEK for one_week in weeks]
    chronic = sum(one.load for one in before) / (7 * WEEKS_BEFORE)
    return len(weeks) == WEEKS_BEFORE and all(trained) and chronic >= LEAST_CHRONIC


def _spike(flags: LoadFlags, day: date, athlete_id: UUID) -> Evidence | None:
    points = SPIKES.get(flags.spike_band or "")
    if points is None or flags.spike.value is None:
        return None
    more = round(flags.spike.value, 1)
    return _fact(
        athlete_id,
        "session_spike",
        label="Longest session",
        value_text=f"× {more:.1f}",
        reason=f"One session was {more:.1f} times the longest of the month before",
        points=points,
        fingerprint=fingerprint_of("spike", day, flags.spike_band),
    )


def from_week(week: Sequence[FitnessDay], flags: LoadFlags, athlete_id: UUID, *, share: bool = True) -> list[Evidence]:
    """A steep ramp, or else a week far above the month: two views of one thing, so the stronger speaks.

    Without `share` the month is not one to compare with, and only the ramp, which is absolute, may speak.
    """
    # The week's hardest day names the episode: it stays while the ratio drifts from day to day.
    hardest = max(week, key=lambda one: (one.load, one.day)).day
    found: list[Evidence] = []
    ramp = _step(flags.ramp.value, RAMPS)
    if ramp is not None and flags.ramp.value is not None:
        found.append(
            _fact(
                athlete_id,
                "ramp",
                label="Ramp",
                value_text=f"+{flags.ramp.value:.1f} a week",
                reason=f"Fitness rose by {flags.ramp.value:.0f} in a week; {RAMPS[-1][0]:.0f} is steep",
                points=ramp[1],
                fingerprint=fingerprint_of("ramp", hardest, str(ramp[0])),
            )
        )
    ratio = _step(flags.acute_chronic.value, RATIOS) if share else None
    if ratio is not None and flags.acute_chronic.value is not None:
        percent = round((flags.acute_chronic.value - 1) * 100)
        found.append(
            _fact(
                athlete_id,
                "load_spike",
                label="Week against month",
                value_text=f"+{percent} %",
                reason=f"This week’s load is {percent} % above the month’s",
                points=ratio[1],
                fingerprint=fingerprint_of("ratio", hardest, str(ratio[0])),
            )
        )
    return sorted(found, key=lambda one: -one.points)[:1]


def _step(value: float | None, steps: Sequence[tuple[float, int]]) -> tuple[float, int] | None:
    return None if value is None else next((step for step in steps if value > step[0]), None)


def _fact(
    athlete_id: UUID, rule: str, *, label: str, value_text: str, reason: str, points: int, fingerprint: str
) -> Evidence:
    return Evidence(
        rule_id=f"metrics.{rule}",
        kind=Kind.LOAD,
        label=label,
        value_text=value_text,
        reason=reason,
        points=points,
        link=f"/people/{athlete_id}/activities",
        fingerprint=fingerprint,
        scope="training",
        reply_within=timedelta(hours=24),
        remedy=RemedyCall("ease_next_session", {"change": "shorter"}),
    )


ATTENTION = LoadAttention()
