"""What the calendar tells a coach's queue: sessions missed and sessions cut short; and the share of the plan that was kept."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from paceline.coaching.recommendations import Evidence, Figure, Kind, RemedyCall, fingerprint_of
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.queries import Entry, entries_between
from paceline.endurance.calendar.rules import ON_PLAN
from paceline.infra.tx import Tx

DAYS = 7
# A missed key session, any other, and the most that missing can weigh [own choice].
KEY, OTHER, MOST = 22, 9, 54
SHORT_OF = 70.0
SHORT_POINTS = ((50.0, 30), (SHORT_OF, 22))
ENOUGH = 3

_KEPT = text(
    """
    SELECT count(*) AS due, count(*) FILTER (WHERE c.compliance BETWEEN :low AND :high) AS kept
    FROM calendar_workout w
    LEFT JOIN calendar_completion c
        ON c.workout_id = w.id AND c.athlete_id = w.athlete_id AND NOT c.dormant AND c.activity_id IS NOT NULL
    WHERE w.athlete_id = ANY(:athletes) AND w.day BETWEEN :first AND :last AND w.deleted_at IS NULL AND NOT w.draft
      AND w.workout_type <> 'rest' AND NOT EXISTS (SELECT 1 FROM calendar_skip s WHERE s.workout_id = w.id)
      AND NOT EXISTS (
        SELECT 1 FROM calendar_day_note n
        WHERE n.athlete_id = w.athlete_id AND n.excused AND n.deleted_at IS NULL AND w.day BETWEEN n.first AND n.last)
    """
)


class CalendarAttention:
    """The plan rests on the consent to training; what is not yet due is not missed."""

    id = "calendar"
    listens = ("calendar.",)

    async def evidence(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Evidence]:
        """What was missed or cut short in the seven days before today."""
        athlete = await athlete_for(tx, athlete_id)
        entries = await entries_between(tx, athlete, today - timedelta(days=DAYS), today - timedelta(days=1))
        return from_entries([entry for entry in entries if not entry.workout.draft], athlete_id)


def from_entries(entries: Sequence[Entry], athlete_id: UUID) -> list[Evidence]:
    """Evidence in a week's sessions, in order of day."""
    missed = [entry for entry in entries if entry.status == "missed"]
    points = min(MOST, sum(KEY if entry.workout.is_key else OTHER for entry in missed))
    found = [_missed(missed, entries, points, athlete_id)] if points >= 2 * OTHER else []
    return [*found, *_short(entries, athlete_id)]


def _missed(missed: Sequence[Entry], entries: Sequence[Entry], points: int, athlete_id: UUID) -> Evidence:
    keys = [entry for entry in missed if entry.workout.is_key]
    counted = keys or missed
    counts = [entry for entry in entries if entry.status != "rest" and not entry.excused]
    due = [entry for entry in counts if entry.workout.is_key or not keys]
    what = "key sessions" if keys else "sessions"
    last = counted[-1].workout
    return Evidence(
        rule_id="calendar.missed",
        kind=Kind.MISSED,
        label="Missed",
        value_text=f"{len(counted)} of {len(due)}",
        reason=f"Missed {len(counted)} of {len(due)} {what} in seven days",
        points=points,
        link=f"/people/{athlete_id}/calendar",
        # The latest one missed: another one missed is news, an old one passing out of the week is not.
        fingerprint=fingerprint_of("missed", str(missed[-1].workout.id)),
        scope="training",
        reply_within=timedelta(hours=24),
        remedy=RemedyCall("move_missed_session", {"workout_id": str(last.id)}) if keys else None,
    )


def _short(entries: Sequence[Entry], athlete_id: UUID) -> list[Evidence]:
    done = [e for e in entries if not e.excused and e.completion is not None and e.completion.compliance is not None]
    shares = [min(100.0, e.completion.compliance or 0.0) for e in done if e.completion is not None]
    if len(shares) < ENOUGH or (mean := sum(shares) / len(shares)) >= SHORT_OF:
        return []
    points = next(points for below, points in SHORT_POINTS if mean < below)
    return [
        Evidence(
            rule_id="calendar.short",
            kind=Kind.MISSED,
            label="Compliance",
            value_text=f"{mean:.0f} %",
            reason=f"Sessions are cut short: {mean:.0f} % of what was planned, over {len(shares)} sessions",
            points=points,
            link=f"/people/{athlete_id}/calendar",
            fingerprint=fingerprint_of("short", str(done[-1].workout.id), points),
            scope="training",
            reply_within=timedelta(hours=48),
            remedy=RemedyCall("ease_next_session", {"change": "shorter"}),
        )
    ]


class OnPlan:
    """Of all sessions due in seven days, those done within 80 to 120 % of the plan."""

    async def figure(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Figure | None:
        """None when nothing was due."""
        last = now.date() - timedelta(days=1)
        span = {"first": last - timedelta(days=DAYS - 1), "last": last, "low": ON_PLAN[0], "high": ON_PLAN[1]}
        row = (await tx.session.execute(_KEPT, {"athletes": list(athlete_ids), **span})).one()
        if not row.due:
            return None
        return Figure("On plan, 7 days", f"{row.kept / row.due:.0%}".replace("%", "\u00a0%"), f"of {row.due} sessions")


ATTENTION = CalendarAttention()
