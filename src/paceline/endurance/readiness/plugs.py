"""What readiness tells others: two weeks as a small line in the queue, today's score in the roster, a mark a day in the calendar."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from paceline.coaching.desk import TrendLine
from paceline.core.identity import people
from paceline.core.relationships import RosterCell
from paceline.endurance.readiness.queries import scores_since
from paceline.endurance.readiness.types import BANDS, ScoreOfDay
from paceline.infra.tx import Tx
from paceline.kit.days import days_between, local_day

DAYS = 14


class ReadinessTrends:
    """Readiness of everybody in the queue who shares it, each by their own calendar."""

    async def trends(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, TrendLine]:
        """One line a person; nobody who was never assessed."""
        known = await scores_since(tx, athlete_ids, now.date() - timedelta(days=DAYS))
        who = await people(tx, list(known))
        return {found: _line(known[found], local_day(now, one.time_zone)) for found, one in who.items()}


def _line(known: Sequence[ScoreOfDay], today: date) -> TrendLine:
    by_day = {one.day: one for one in known}
    scores = [
        by_day[day].score if day in by_day else None for day in days_between(today - timedelta(days=DAYS - 1), today)
    ]
    latest = by_day.get(today)
    tone = BANDS[latest.band][1] if latest and latest.band else "neutral"
    words = "–" if scores[-1] is None else str(scores[-1])
    spoken = "unknown" if scores[-1] is None else words
    values = [None if score is None else float(score) for score in scores]
    return TrendLine(values, words, tone, f"Readiness of {DAYS} days, today {spoken}")


class ReadinessColumn:
    """Today's score of everybody who shares it and said something today, each by their own calendar."""

    label = "Readiness"
    place = 10

    async def roster_cells(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, RosterCell]:
        """A dot in the band's colour and the score."""
        known = await scores_since(tx, athlete_ids, now.date() - timedelta(days=1))
        who = await people(tx, list(known))
        days = {found: local_day(now, one.time_zone) for found, one in who.items()}
        latest = {found: score for found, day in days.items() for score in known[found] if score.day == day}
        return {found: _cell(score) for found, score in latest.items() if score.score is not None}


class ReadinessMarks:
    """How ready one was, beside each day of the calendar; without the consent the rows are not there to be read."""

    async def day_marks(self, tx: Tx, athlete_id: UUID, first: date, last: date) -> Mapping[date, tuple[str, str]]:
        """The band's tone and the score in words."""
        known = await scores_since(tx, [athlete_id], first)
        return {
            one.day: (BANDS[one.band][1], f"Readiness {one.score}")
            for one in known.get(athlete_id, ())
            if one.day <= last and one.band and one.score is not None
        }


def _cell(score: ScoreOfDay) -> RosterCell:
    word, tone = BANDS[score.band] if score.band else ("Unknown", "neutral")
    return RosterCell(str(score.score), tone, word)
