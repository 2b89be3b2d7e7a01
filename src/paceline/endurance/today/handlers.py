"""Whatever changes the day makes its briefings anew: answers, readiness, and the sessions planned for today."""

from datetime import date
from uuid import UUID

from paceline.coaching.checkins import CheckinChanged, CheckinSubmitted
from paceline.endurance.athletes import athlete_for
from paceline.endurance.readiness import ReadinessAssessed
from paceline.endurance.today.events import ReturnChanged
from paceline.endurance.today.jobs import brief_now, make_briefings_of
from paceline.infra.events import Event, Handler, events_by_name, on
from paceline.infra.tx import Tx

# By the public names webhooks know them by; all but the first have one day.
_OF_ONE_DAY = (
    "calendar.added",
    "calendar.moved",
    "calendar.changed",
    "calendar.removed",
    "calendar.restored",
    "calendar.completed",
)
_PLACED = "calendar.placed"
_MAY_FLAG = ("checkins.cycle_logged", "checkins.diary_written")


@on(CheckinSubmitted)
async def brief_submitted(tx: Tx, event: CheckinSubmitted) -> None:
    """The day's answers are in."""
    await _again(tx, event.athlete_id, event.day, event.day)


@on(CheckinChanged)
async def brief_changed(tx: Tx, event: CheckinChanged) -> None:
    """The day's answers are others."""
    await _again(tx, event.athlete_id, event.day, event.day)


@on(ReadinessAssessed)
async def brief_assessed(tx: Tx, event: ReadinessAssessed) -> None:
    """Readiness is another."""
    await _again(tx, event.athlete_id, event.day, event.day)


@on(ReturnChanged)
async def brief_returning(tx: Tx, event: ReturnChanged) -> None:
    """A way back began, went on or ended."""
    await _again(tx, event.athlete_id, event.day, event.day)


async def brief_flagged(tx: Tx, event: Event) -> None:
    """Something may have been said that takes the day's advice away; what was said of another day may flag this one."""
    athlete_id: UUID = getattr(event, "athlete_id")  # noqa: B009
    if tx.actor.account_id == athlete_id:
        await brief_now(tx)


async def brief_planned(tx: Tx, event: Event) -> None:
    """A session of one day came, went or changed."""
    day: date = getattr(event, "day")  # noqa: B009
    days = (day, getattr(event, "from_day", day))
    for one in days:
        await _again(tx, getattr(event, "athlete_id"), one, one)  # noqa: B009


async def brief_placed(tx: Tx, event: Event) -> None:
    """Many sessions came at once."""
    await _again(tx, getattr(event, "athlete_id"), getattr(event, "first"), getattr(event, "last"))  # noqa: B009


async def _again(tx: Tx, athlete_id: UUID, first: date, last: date) -> None:
    athlete = await athlete_for(tx, athlete_id)
    if not first <= tx.today(athlete) <= last:
        return
    if tx.actor.account_id == athlete_id:
        await brief_now(tx)
    else:
        await tx.defer(make_briefings_of, athlete_id=athlete_id)


def _calendar_handlers() -> list[Handler]:
    known = events_by_name()
    of_one_day = [Handler(known[name], brief_planned) for name in _OF_ONE_DAY]
    flagged = [Handler(known[name], brief_flagged) for name in _MAY_FLAG]
    return [*of_one_day, *flagged, Handler(known[_PLACED], brief_placed)]


HANDLERS = (brief_submitted, brief_changed, brief_assessed, brief_returning, *_calendar_handlers())
