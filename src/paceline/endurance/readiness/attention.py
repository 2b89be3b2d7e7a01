"""What readiness tells a coach's queue: a red morning, or a falling week."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from paceline.coaching.recommendations import Evidence, Kind, RemedyCall, fingerprint_of
from paceline.endurance.readiness.queries import readiness_history
from paceline.endurance.readiness.types import ScoreOfDay
from paceline.infra.tx import Tx

WEEK = 7
# Points of a red morning by score, and of a fall within a week [own choice].
RED = ((20, 60), (30, 52), (100, 44))
FALL_OF = 15
FALL_POINTS = 22
REST_BELOW = 30


class ReadinessAttention:
    """Readiness rests on the consent to wellness; a day that was not assessed says nothing."""

    id = "readiness"
    listens = ("readiness.",)

    async def evidence(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Evidence]:
        """A red score of today or yesterday, or a fall over the week."""
        days = await readiness_history(tx, athlete_id, today - timedelta(days=WEEK - 1), today)
        return from_scores(days, athlete_id, today)


def from_scores(days: Sequence[ScoreOfDay], athlete_id: UUID, today: date) -> list[Evidence]:
    """Evidence in the scores of a week, oldest first."""
    known = [(one.day, one.score) for one in days if one.score is not None]
    if not known or (today - known[-1][0]).days > 1:
        return []
    latest = days[-1] if days[-1].score is not None else next(d for d in reversed(days) if d.score is not None)
    if latest.band == "red":
        return [_red(known, athlete_id)]
    peak_day, peak = max(known, key=lambda one: one[1])
    fall = peak - known[-1][1]
    return [_falling(peak_day, peak, known[-1][1], athlete_id)] if len(known) >= 4 and fall >= FALL_OF else []


def _red(known: Sequence[tuple[date, int]], athlete_id: UUID) -> Evidence:
    day, score = known[-1]
    usual = round(sum(one for _, one in known) / len(known))
    return Evidence(
        rule_id="readiness.red",
        kind=Kind.LOW_READINESS,
        label="Readiness",
        value_text=f"{score}, red",
        reason=f"Readiness is red: {score}" + (f", against {usual} over the week" if len(known) >= 3 else ""),
        points=next(points for most, points in RED if score < most),
        link=f"/people/{athlete_id}",
        # Rounded, so that a later correction by a point or two is no news.
        fingerprint=fingerprint_of("red", day, score // 5),
        scope="wellness",
        reply_within=timedelta(hours=4),
        remedy=RemedyCall("ease_next_session", {"change": "rest" if score < REST_BELOW else "shorter"}),
    )


def _falling(peak_day: date, peak: int, score: int, athlete_id: UUID) -> Evidence:
    return Evidence(
        rule_id="readiness.falling",
        kind=Kind.FALLING_READINESS,
        label="Readiness",
        value_text=f"−{peak - score}",
        reason=f"Readiness fell from {peak} to {score} within a week",
        points=FALL_POINTS,
        link=f"/people/{athlete_id}",
        fingerprint=fingerprint_of("falling", peak_day, (peak - score) // 10),
        scope="wellness",
        reply_within=timedelta(hours=24),
        remedy=RemedyCall("ease_next_session", {"change": "shorter"}),
    )


ATTENTION = ReadinessAttention()
