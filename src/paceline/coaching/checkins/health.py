"""What may be said beyond the check-in: choices of what is asked, the cycle, the weekly injury diary; and red flags in all of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from paceline.coaching.checkins.events import CycleLogged, DiaryWritten, RedFlagRaised
from paceline.coaching.checkins.model import CycleRow, DiaryRow, PreferenceRow, RedFlagRow
from paceline.coaching.checkins.red_flags import (
    WORDS,
    FlagKind,
    FlagWords,
    flags_in_cycle,
    flags_in_words,
    most_urgent_first,
)
from paceline.coaching.checkins.rules import CycleDay, DiaryScore, cycle_day, days_since_period, diary_score
from paceline.coaching.checkins.schemas import ChooseQuestions, LogCycle, WriteDiary
from paceline.core.identity import person
from paceline.infra.tx import Tx
from paceline.kit.days import local_day, monday
from paceline.kit.errors import Conflict, Invalid, NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

CYCLE_DAYS = 400
BACK_DAYS = 60
ASK_FIRST = "This is off until you turn it on under “What the check-in asks”."


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody wants to be asked; nothing until they say so."""

    asks_cycle: bool = False
    asks_diary: bool = False


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One flag of a day, with its fixed words."""

    kind: FlagKind
    day: date
    scope: str

    @property
    def words(self) -> FlagWords:
        """What is said to the athlete and to the coach."""
        return WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class DiaryWeek:
    """One week of the diary with its score."""

    week: date
    participation: int
    volume: int
    performance: int
    symptoms: int
    place: str
    note: str
    score: DiaryScore


@dataclass(frozen=True, slots=True)
class CycleSaid:
    """What was said of the cycle on a day."""

    day: date
    bleeding: str
    symptoms: int


async def choices_of(tx: Tx) -> Choices:
    """What the actor wants to be asked."""
    row = await tx.session.get(PreferenceRow, tx.person, populate_existing=True)
    return Choices() if row is None else Choices(row.asks_cycle, row.asks_diary)


async def choose_questions(tx: Tx, command: ChooseQuestions) -> Choices:
    """Turn questions on or off; what was said before stays until it is deleted."""
    values = {"asks_cycle": command.asks_cycle, "asks_diary": command.asks_diary, "changed_at": tx.now}
    write = insert(PreferenceRow).values(athlete_id=tx.person, **values)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id"], set_=values))
    return Choices(command.asks_cycle, command.asks_diary)


async def log_cycle(tx: Tx, command: LogCycle) -> CycleDay:
    """Say what is known of a day of one's own cycle; said again, it replaces what was said."""
    if not (await choices_of(tx)).asks_cycle:
        raise Conflict(ASK_FIRST, code="not_asked")
    today = await own_today(tx)
    day = command.day or today
    _recent(day, today)
    values = {"bleeding": command.bleeding, "symptoms": command.symptoms}
    before = (
        await tx.session.execute(
            select(CycleRow.bleeding, CycleRow.symptoms).where(CycleRow.athlete_id == tx.person, CycleRow.day == day)
        )
    ).one_or_none()
    if before != (command.bleeding, command.symptoms):
        write = insert(CycleRow).values(athlete_id=tx.person, day=day, said_at=tx.now, **values)
        await tx.session.execute(
            write.on_conflict_do_update(index_elements=["athlete_id", "day"], set_={**values, "said_at": tx.now})
        )
        bleeding = await bleeding_days(tx, tx.person, today)
        await keep_flags(tx, today, "cycle", [("cycle", flags_in_cycle(days_since_period(bleeding, today)))])
        await tx.emit(CycleLogged(tx.person, day))
    return await cycle_of(tx, tx.person, today)


async def forget_cycle(tx: Tx) -> None:
    """Delete all that the actor ever said of their cycle."""
    today = await own_today(tx)
    await tx.session.execute(delete(CycleRow).where(CycleRow.athlete_id == tx.person))
    await tx.session.execute(delete(RedFlagRow).where(RedFlagRow.athlete_id == tx.person, RedFlagRow.source == "cycle"))
    await tx.emit(CycleLogged(tx.person, today))


async def write_diary(tx: Tx, command: WriteDiary) -> DiaryWeek:
    """The injury diary of a week, by default the present one; written again, it replaces what was written."""
    if not (await choices_of(tx)).asks_diary:
        raise Conflict(ASK_FIRST, code="not_asked")
    today = await own_today(tx)
    week = monday(command.week or today)
    _recent(week, today)
    answers = {name: getattr(command, name) for name in ("participation", "volume", "performance", "symptoms")}
    values = {**answers, "place": command.place, "note": command.note, "said_at": tx.now}
    write = insert(DiaryRow).values(athlete_id=tx.person, week=week, **values)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id", "week"], set_=values))
    score = diary_score(**answers)
    await keep_flags(tx, today, "diary", [("injuries", flags_in_words(command.note))])
    await tx.emit(DiaryWritten(tx.person, week, score.severity))
    return DiaryWeek(week, **answers, place=command.place, note=command.note, score=score)


async def keep_flags(tx: Tx, day: date, source: str, found: Iterable[tuple[str, Iterable[FlagKind]]]) -> bool:
    """Make a source's flags of a day what was found, each under the consent of its words; whether any is different now."""
    wanted: dict[FlagKind, str] = {}
    for scope, kinds in found:
        for kind in kinds:
            wanted.setdefault(kind, scope)
    of_day = (RedFlagRow.athlete_id == tx.person, RedFlagRow.day == day, RedFlagRow.source == source)
    rows = await tx.session.execute(select(RedFlagRow.kind, RedFlagRow.scope).where(*of_day))
    before = {kind: scope for kind, scope in rows}
    if before == wanted:
        return False
    if before:
        await tx.session.execute(delete(RedFlagRow).where(*of_day))
    for kind in most_urgent_first(wanted):
        tx.session.add(
            RedFlagRow(athlete_id=tx.person, day=day, kind=kind, source=source, scope=wanted[kind], said_at=tx.now)
        )
    await tx.session.flush()
    for kind in most_urgent_first(wanted):
        # What only the cycle tells is told with the cycle's own consent, by the event of its log.
        if kind not in before and wanted[kind] != "cycle":
            await tx.emit(RedFlagRaised(tx.person, day, kind))
    return True


async def red_flags_between(tx: Tx, athlete_id: UUID, first: date, last: date) -> list[RedFlag]:
    """The flags of some days as far as the actor may see them, the newest day first, the most urgent first."""
    rows = await tx.session.execute(
        select(RedFlagRow.kind, RedFlagRow.day, RedFlagRow.scope)
        .where(RedFlagRow.athlete_id == athlete_id, RedFlagRow.day.between(first, last))
        .order_by(RedFlagRow.day.desc(), RedFlagRow.scope)
    )
    once: dict[tuple[date, str], RedFlag] = {}
    for kind, day, scope in rows:
        once.setdefault((day, kind), RedFlag(kind, day, scope))  # type: ignore[arg-type]
    order = most_urgent_first(one.kind for one in once.values())
    return sorted(once.values(), key=lambda one: (-one.day.toordinal(), order.index(one.kind)))


async def red_flags_on(tx: Tx, athlete_id: UUID, day: date) -> list[RedFlag]:
    """The flags of a day, the most urgent first."""
    return await red_flags_between(tx, athlete_id, day, day)


async def bleeding_days(tx: Tx, athlete_id: UUID, until: date) -> list[date]:
    """Days with bleeding of the last year or so."""
    rows = await tx.session.scalars(
        select(CycleRow.day)
        .where(
            CycleRow.athlete_id == athlete_id,
            CycleRow.day.between(until - timedelta(days=CYCLE_DAYS), until),
            CycleRow.bleeding != "none",
        )
        .order_by(CycleRow.day)
    )
    return list(rows)


async def cycle_of(tx: Tx, athlete_id: UUID, day: date) -> CycleDay:
    """Where in their cycle somebody is, by the calendar."""
    return cycle_day(await bleeding_days(tx, athlete_id, day), day)


async def cycle_said(tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[CycleSaid]:
    """What was said of the cycle on some days, the newest first."""
    rows = await tx.session.execute(
        select(CycleRow.day, CycleRow.bleeding, CycleRow.symptoms)
        .where(CycleRow.athlete_id == athlete_id, CycleRow.day.between(first, last))
        .order_by(CycleRow.day.desc())
    )
    return [CycleSaid(*row) for row in rows]


async def diary_of(tx: Tx, athlete_id: UUID, until: date, weeks: int) -> list[DiaryWeek]:
    """The diary of so many weeks up to and with that of a day, the newest first."""
    last = monday(until)
    rows = await tx.session.scalars(
        select(DiaryRow)
        .where(DiaryRow.athlete_id == athlete_id, DiaryRow.week.between(last - timedelta(weeks=weeks - 1), last))
        .order_by(DiaryRow.week.desc())
        .execution_options(populate_existing=True)
    )
    return [_week(row) for row in rows]


async def diary_page(tx: Tx, athlete_id: UUID, *, size: int, cursor: str | None) -> Page[DiaryWeek]:
    """The whole diary, the newest week first."""
    query = select(DiaryRow).where(DiaryRow.athlete_id == athlete_id).order_by(DiaryRow.week.desc()).limit(size + 1)
    if cursor:
        query = query.where(DiaryRow.week < decode_cursor(cursor, date.fromisoformat)[0])
    rows = await tx.session.scalars(query.execution_options(populate_existing=True))
    return page_of([_week(row) for row in rows], size, lambda one: encode_cursor(one.week.isoformat()))


def _week(row: DiaryRow) -> DiaryWeek:
    answers = (row.participation, row.volume, row.performance, row.symptoms)
    return DiaryWeek(row.week, *answers, place=row.place, note=row.note, score=diary_score(*answers))


async def own_today(tx: Tx) -> date:
    """The actor's own day."""
    who = await person(tx, tx.person)
    if who is None:
        raise NotFound()
    return local_day(tx.now, who.time_zone)


def _recent(day: date, today: date) -> None:
    if not today - timedelta(days=BACK_DAYS) <= day <= today:
        raise Invalid("Choose a day of the last two months.", fields={"day": "Choose a day of the last two months."})
