"""Making, taking away and answering a feed's secret address."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.feed.ical import DayEvent, calendar_file
from paceline.endurance.calendar.model import Feed, Workout
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
READ_EVERY = timedelta(minutes=10)


async def own_feed(tx: Tx) -> Feed | None:
    """The acting person's feed."""
    return await tx.session.scalar(select(Feed).where(Feed.athlete_id == tx.person))


async def make_feed(tx: Tx, *, details: bool) -> str:
    """A new secret address; the one before is no longer good. It is shown once, only its fingerprint is kept."""
    token = secrets.token_urlsafe(32)
    values = {"token_hash": _fingerprint(token), "details": details, "created_at": tx.now, "read_at": None}
    made = insert(Feed).values(athlete_id=tx.person, **values)
    await tx.session.execute(made.on_conflict_do_update(index_elements=["athlete_id"], set_=values))
    return token


async def end_feed(tx: Tx) -> None:
    """Take the address away."""
    await tx.session.execute(delete(Feed).where(Feed.athlete_id == tx.person))


async def feed_file(tx: Tx, token: str, host: str) -> bytes:
    """The calendar behind an address, as the system: whoever knows it is nobody in particular."""
    feed = await tx.session.scalar(select(Feed).where(Feed.token_hash == _fingerprint(token)))
    if feed is None:
        raise NotFound()
    today = tx.today(await athlete_for(tx, feed.athlete_id))
    query = select(Workout).where(
        Workout.athlete_id == feed.athlete_id,
        Workout.day.between(today - BACK, today + AHEAD),
        Workout.deleted_at.is_(None),
        Workout.draft.is_(False),
        Workout.workout_type != "rest",
    )
    rows = (await tx.session.scalars(query.order_by(Workout.day, Workout.position, Workout.id))).all()
    if feed.read_at is None or tx.now - feed.read_at >= READ_EVERY:
        feed.read_at = tx.now
    return calendar_file("Training", [_event(one, host, details=feed.details) for one in rows])


def _event(one: Workout, host: str, *, details: bool) -> DayEvent:
    title = f"{one.current_title} ({_length(one)})" if details and one.amount.duration else one.current_title
    notes = one.notes if details else ""
    return DayEvent(uid_of(one.id, host), one.day, title, one.changed_at, one.version, notes)


def uid_of(workout_id: UUID, host: str) -> str:
    """The same for as long as the session lives, so that calendars move it and do not double it."""
    return f"{workout_id}@{host}"


def _length(one: Workout) -> str:
    hours, minutes = divmod(round((one.amount.duration or 0) / 60), 60)
    return f"{hours}:{minutes:02} h" if hours else f"{minutes} min"


def _fingerprint(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
