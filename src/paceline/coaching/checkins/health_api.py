"""REST of what may be said beyond the check-in: choices, cycle, injury diary, and red flags."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from paceline.coaching.checkins import access, health
from paceline.coaching.checkins.rules import CycleDay
from paceline.coaching.checkins.schemas import (
    ChoicesOut,
    ChooseQuestions,
    CycleOut,
    DiaryOut,
    DiaryWeekOut,
    LogCycle,
    RedFlagOut,
    RedFlagsOut,
    WriteDiary,
)
from paceline.core.identity import RequestTx, person
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.kit.errors import NotFound
from paceline.kit.paging import MOST, decode_cursor, encode_cursor, page_of

router = APIRouter()
FLAG_DAYS = 30


@router.get("/checkins/choices")
async def choices(tx: RequestTx) -> ChoicesOut:
    """What your check-in asks on top."""
    return ChoicesOut.model_validate(await health.choices_of(tx))


@router.put("/checkins/choices")
async def choose(tx: RequestTx, command: ChooseQuestions) -> ChoicesOut:
    """Turn the questions about cycle and injuries on or off; both are off at first."""
    return ChoicesOut.model_validate(await health.choose_questions(tx, command))


@router.put("/checkins/cycle")
async def log_cycle(tx: RequestTx, command: LogCycle) -> CycleOut:
    """Say what is known of a day of your cycle (409 while that question is off); it changes no session."""
    return _cycle(await health.log_cycle(tx, command))


@router.get("/checkins/cycle")
async def cycle(tx: RequestTx, athlete_id: UUID | None = None) -> CycleOut:
    """Where you, or an athlete who shares their cycle, are in it today, counted by the calendar."""
    whose, today = await _whose(tx, athlete_id, "cycle")
    return _cycle(await health.cycle_of(tx, whose, today))


@router.delete("/checkins/cycle", status_code=204)
async def forget_cycle(tx: RequestTx) -> None:
    """Delete all you ever logged of your cycle."""
    await health.forget_cycle(tx)


@router.put("/checkins/diary")
async def write_diary(tx: RequestTx, command: WriteDiary) -> DiaryWeekOut:
    """Write the injury diary of a week (409 while it is off); written again, it replaces what was there."""
    return _week(await health.write_diary(tx, command))


@router.get("/checkins/diary")
async def diary(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> DiaryOut:
    """The injury diary, yours or of an athlete who shares injuries, the newest week first."""
    whose, _ = await _whose(tx, athlete_id, "injuries")
    found = await health.diary_page(tx, whose, size=limit, cursor=cursor)
    return DiaryOut(items=[_week(one) for one in found.items], next_cursor=found.next_cursor)


@router.get("/checkins/red-flags")
async def red_flags(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> RedFlagsOut:
    """Red flags of the last 30 days, each shown to whoever may read the words it was found in."""
    whose = athlete_id or tx.person
    if not await access.scopes_shared(tx, whose):
        raise NotFound()
    today = await _today(tx, whose)
    # Six kinds at most on each of thirty days, so the page is cut from all of them.
    found = await health.red_flags_between(tx, whose, today - timedelta(days=FLAG_DAYS - 1), today)
    names = [f"{one.day.isoformat()} {one.kind}" for one in found]
    after = decode_cursor(cursor, str)[0] if cursor else None
    rest = found[names.index(after) + 1 :] if after in names else ([] if after else found)
    page = page_of(rest, limit, lambda one: encode_cursor(f"{one.day.isoformat()} {one.kind}"))
    return RedFlagsOut(items=[_flag(one) for one in page.items], next_cursor=page.next_cursor)


def _flag(one: health.RedFlag) -> RedFlagOut:
    return RedFlagOut(
        kind=one.kind, day=one.day, title=one.words.title, text=one.words.text, is_urgent=one.words.is_urgent
    )


async def _whose(tx: Tx, athlete_id: UUID | None, scope: str) -> tuple[UUID, date]:
    whose = athlete_id or tx.person
    await access.require_scope(tx, whose, scope)
    return whose, await _today(tx, whose)


async def _today(tx: Tx, whose: UUID) -> date:
    who = await person(tx, whose)
    if who is None:
        raise NotFound()
    return local_day(tx.now, who.time_zone)


def _cycle(found: CycleDay) -> CycleOut:
    return CycleOut(
        day_of_cycle=found.day_of_cycle, phase=found.phase, usual_length=found.usual_length, words=found.words
    )


def _week(one: health.DiaryWeek) -> DiaryWeekOut:
    return DiaryWeekOut(
        week=one.week,
        participation=one.participation,
        volume=one.volume,
        performance=one.performance,
        symptoms=one.symptoms,
        place=one.place,
        note=one.note,
        severity=one.score.severity,
        is_substantial=one.score.is_substantial,
    )
