"""REST of today."""

from uuid import UUID

from fastapi import APIRouter

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import athlete_for, me
from paceline.endurance.today.actions import answer_briefing
from paceline.endurance.today.queries import today_of
from paceline.endurance.today.returning.api import router as returning
from paceline.endurance.today.schemas import (
    AnswerBriefing,
    BriefingOut,
    DayOut,
    FlagOut,
    RaceOut,
    ReadinessBrief,
    SessionOut,
    TodayOut,
)
from paceline.endurance.today.types import SessionOfDay, Today
from paceline.endurance.today.weather_api import router as weather

router = APIRouter(tags=["today"])
router.include_router(returning)
router.include_router(weather)


@router.get("/today")
async def today(tx: RequestTx, athlete_id: UUID | None = None) -> TodayOut:
    """Your day, or that of an athlete who shares their training: readiness, sessions with their briefings, the week."""
    return _out(await today_of(tx, await athlete_for(tx, athlete_id or tx.person)))


@router.post("/briefings/{briefing_id}/answer")
async def answer(tx: RequestTx, briefing_id: UUID, command: AnswerBriefing) -> TodayOut:
    """Take the day's change or keep the session as planned; yours alone to decide, and to change until midnight."""
    await answer_briefing(tx, briefing_id, command.choice)
    return _out(await today_of(tx, await me(tx)))


def _out(found: Today) -> TodayOut:
    return TodayOut(
        athlete_id=found.athlete.id,
        day=found.day,
        checked_in=found.checked_in,
        readiness=None if found.readiness is None else ReadinessBrief.model_validate(found.readiness),
        sessions=[_session(one) for one in found.sessions],
        week=[DayOut.model_validate(one) for one in found.week],
        race=None if found.race is None else RaceOut.model_validate(found.race),
        red_flags=[FlagOut.model_validate(one) for one in found.flags],
        way_back=found.way_back.standing.title if found.way_back and found.way_back.standing else None,
        weather=None
        if found.weather is None
        else found.weather.conditions.unknown or found.weather.conditions.sentence,
    )


def _session(one: SessionOfDay) -> SessionOut:
    return SessionOut(
        workout_id=one.workout_id,
        title=one.title,
        sport=one.sport,
        workout_type=one.workout_type,
        is_race=one.is_race,
        duration=one.duration,
        distance=one.distance,
        load=one.load,
        is_adapted=one.is_adapted,
        status=one.status,
        waits=one.waits,
        activity_id=one.done.activity_id if one.done else None,
        compliance=one.done.compliance if one.done else None,
        briefing=None if one.briefing is None else BriefingOut.model_validate(one.briefing),
    )
