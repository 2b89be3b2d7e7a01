"""What check-ins tell a coach's queue: pain, illness, and silence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from paceline.coaching.checkins.access import scopes_shared
from paceline.coaching.checkins.health import DiaryWeek, RedFlag, diary_of, red_flags_between
from paceline.coaching.checkins.queries import last_checkin_day, recent_illness, recent_pains
from paceline.coaching.checkins.types import DayIllness, DayPain
from paceline.coaching.recommendations import Evidence, Figure, Kind, RemedyCall, fingerprint_of
from paceline.infra.tx import Tx

# Days without a check-in, and how much they speak for asking [own choice]; a single quiet day is nobody's business.
SILENCE = ((14, 44), (7, 40), (4, 34), (2, 24))
# Pain of 4 or more of 10 is at least moderate (Boonstra et al. 2014) [points: own choice].
PAIN = ((8, 70), (7, 55), (6, 44), (5, 36), (4, 30))
SEVERE = 7
# A cold alone is worth a look; fever or illness below the neck asks for rest today [points: own choice].
ILL = {"above_neck": (24, "a cold, above the neck", "shorter"), "below_neck": (60, "fever or below the neck", "rest")}
# Nothing outranks a red flag: a person should answer it before anything else in the queue [own choice].
RED_FLAG_POINTS = 90
DIARY_POINTS = 36
RED_FLAGS = {
    "chest_pain": "chest pain",
    "fainting": "fainting",
    "bone_stress": "signs of bone stress",
    "low_energy": "signs of low energy",
    "pregnancy": "pregnancy",
    "minor": "under 18",
}
STILL_FRESH = 3
EPISODE_GAP = timedelta(days=4)
LOOK_BACK = 60

_CHECKED_IN = text(
    """
    SELECT count(*) AS shared, count(c.id) AS answered FROM identity_person p
    LEFT JOIN checkins_checkin c ON c.athlete_id = p.account_id
        AND c.day = (CAST(:now AS timestamptz) AT TIME ZONE p.time_zone)::date
    WHERE p.account_id = ANY(:athletes) AND p.account_id = ANY(ARRAY(SELECT app_athletes('wellness')))
    """
)


class CheckinAttention:
    """Pain and illness need the consent to injuries, silence that to wellness; without it nothing is concluded from seeing nothing."""

    id = "checkins"
    listens = ("checkins.",)

    async def evidence(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Evidence]:
        """What hurts now, who is ill, and how long it has been quiet."""
        scopes = await scopes_shared(tx, athlete_id)
        flags = await red_flags_between(tx, athlete_id, today - timedelta(days=STILL_FRESH - 1), today)
        found = red_flag_evidence(flags, athlete_id)
        if "injuries" in scopes:
            found += diary_evidence(await diary_of(tx, athlete_id, today, 2), athlete_id)
        if "injuries" in scopes:
            found += pain_evidence(await recent_pains(tx, athlete_id, today, LOOK_BACK), athlete_id, today)
            found += illness_evidence(await recent_illness(tx, athlete_id, today, LOOK_BACK), athlete_id, today)
        if "wellness" in scopes:
            found += silence_evidence(await last_checkin_day(tx, athlete_id, today), athlete_id, today)
        return found


def red_flag_evidence(flags: Sequence[RedFlag], athlete_id: UUID) -> list[Evidence]:
    """Each kind once, by its latest day: a person should answer, so no remedy is suggested."""
    latest: dict[str, RedFlag] = {}
    for flag in flags:
        latest.setdefault(flag.kind, flag)
    return [
        Evidence(
            rule_id="checkins.red_flag",
            kind=Kind.OTHER,
            label="Red flag",
            value_text=RED_FLAGS[flag.kind],
            reason=flag.words.coach,
            points=RED_FLAG_POINTS,
            link=f"/people/{athlete_id}",
            fingerprint=fingerprint_of("red flag", flag.kind, flag.day),
            scope=flag.scope,
            reply_within=timedelta(hours=1 if flag.words.is_urgent else 12),
        )
        for flag in latest.values()
    ]


def diary_evidence(weeks: Sequence[DiaryWeek], athlete_id: UUID) -> list[Evidence]:
    """A substantial health problem in the diary of this week or the last."""
    worst = next((one for one in weeks if one.score.is_substantial), None)
    if worst is None:
        return []
    return [
        Evidence(
            rule_id="checkins.diary",
            kind=Kind.PAIN,
            label="Injury diary",
            value_text=f"{worst.score.severity} of 100",
            reason="A health problem weighed substantially on the week" + (f": {worst.place}" if worst.place else ""),
            points=DIARY_POINTS,
            link=f"/people/{athlete_id}",
            fingerprint=fingerprint_of("diary", worst.week, worst.score.severity // 10),
            scope="injuries",
            reply_within=timedelta(hours=24),
        )
    ]


def silence_evidence(last: date | None, athlete_id: UUID, today: date) -> list[Evidence]:
    """Silence counts whole days; who never checked in is new, not silent."""
    quiet = 0 if last is None else (today - last).days - 1
    step = next(((days, points) for days, points in SILENCE if quiet >= days), None)
    if step is None:
        return []
    return [
        Evidence(
            rule_id="checkins.silence",
            kind=Kind.SILENCE,
            label="Check-ins",
            value_text=f"none for {quiet} days",
            reason=f"No check-in for {quiet} days",
            points=step[1],
            link=f"/people/{athlete_id}",
            fingerprint=fingerprint_of("silence", last, step[0]),
            scope="wellness",
            reply_within=timedelta(hours=24),
        )
    ]


def pain_evidence(pains: Sequence[DayPain], athlete_id: UUID, today: date) -> list[Evidence]:
    """The latest word on each place of the last days; `pains` are newest first."""
    places: dict[str, list[DayPain]] = {}
    for pain in pains:
        places.setdefault(pain.place, []).append(pain)
    return [
        _pain(said, points, athlete_id)
        for said in places.values()
        if (today - said[0].day).days < STILL_FRESH and (points := _points(said[0].level))
    ]


def _points(level: int) -> int:
    return next((points for least, points in PAIN if level >= least), 0)


def _pain(said: Sequence[DayPain], points: int, athlete_id: UUID) -> Evidence:
    now, began = said[0], _began(said)
    days = (now.day - began).days + 1
    change = "rest" if now.level >= SEVERE else "shorter"
    return Evidence(
        rule_id="checkins.pain",
        kind=Kind.PAIN,
        label=f"Pain, {now.place}",
        value_text=f"{now.level} of 10" + (f", day {days}" if days > 1 else ""),
        reason=f"Pain in the {now.place}, {now.level} of 10" + (f", for {days} days" if days > 1 else ""),
        points=points,
        link=f"/people/{athlete_id}",
        # The day it began keeps an old decision about the same place from covering a new injury.
        fingerprint=fingerprint_of("pain", now.place, now.level, began),
        scope="injuries",
        reply_within=timedelta(hours=1 if now.level >= SEVERE else 12),
        remedy=RemedyCall("ease_next_session", {"change": change}),
    )


def _began(said: Sequence[DayPain]) -> date:
    began = said[0].day
    for pain in said[1:]:
        if began - pain.day > EPISODE_GAP or pain.level == 0:
            break
        began = pain.day
    return began


def illness_evidence(said: Sequence[DayIllness], athlete_id: UUID, today: date) -> list[Evidence]:
    """The latest word on being ill, while it is fresh; `said` is newest first."""
    if not said or said[0].kind not in ILL or (today - said[0].day).days >= STILL_FRESH:
        return []
    now, began = said[0], _fell_ill(said)
    points, words, change = ILL[now.kind]
    days = (now.day - began).days + 1
    lasting = f", for {days} days" if days > 1 else ""
    return [
        Evidence(
            rule_id="checkins.illness",
            kind=Kind.ILLNESS,
            label="Ill",
            value_text=words + (f", day {days}" if days > 1 else ""),
            reason=f"Ill, {words}{lasting}",
            points=points,
            link=f"/people/{athlete_id}",
            fingerprint=fingerprint_of("illness", now.kind, began),
            scope="injuries",
            reply_within=timedelta(hours=4 if now.kind == "below_neck" else 24),
            remedy=RemedyCall("ease_next_session", {"change": change}),
        )
    ]


def _fell_ill(said: Sequence[DayIllness]) -> date:
    began = said[0].day
    for one in said[1:]:
        if began - one.day > EPISODE_GAP or one.kind == "none":
            break
        began = one.day
    return began


class CheckedInToday:
    """How many of those who share their check-ins have answered today, each on their own calendar day."""

    async def figure(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Figure | None:
        """None when nobody shares check-ins."""
        row = (await tx.session.execute(_CHECKED_IN, {"athletes": list(athlete_ids), "now": now})).one()
        if not row.shared:
            return None
        missing = row.shared - row.answered
        return Figure("Checked in", f"{row.answered}/{row.shared}", f"{missing} missing" if missing else "everybody")


ATTENTION = CheckinAttention()
