"""Changing, deleting and bringing back an activity; only its athlete may."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from paceline.endurance.activities.access import own_activity
from paceline.endurance.activities.actions.detailing import change_details
from paceline.endurance.activities.events import ActivityDeleted, ActivityImported, ActivityRestored
from paceline.endurance.activities.gear.queries import default_gear_for
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.rules import default_name, log_problems
from paceline.endurance.activities.schemas import ChangeActivity
from paceline.endurance.activities.terms.queries import terms_of_source
from paceline.endurance.athletes import Athlete
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.kit.errors import Conflict, Invalid
from paceline.science.endurance.analysis import load_of_totals
from paceline.science.endurance.sports import family

LOGGED = "What is marked with – is not known, because this session was logged by hand."


async def log_manually(
    tx: Tx,
    athlete: Athlete,
    *,
    sport: str,
    started_at: datetime,
    duration: float,
    distance: float | None = None,
    rpe: float | None = None,
    average_heart_rate: float | None = None,
    name: str = "",
    notes: str = "",
) -> Activity:
    """A session somebody did without a watch; as many a day as there were. Seconds and metres."""
    wrong = log_problems(sport, started_at, duration, distance, average_heart_rate, tx.now)
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    load = load_of_totals(sport, duration, average_heart_rate, rpe, athlete.thresholds_for(sport))
    local = started_at.astimezone(ZoneInfo(athlete.time_zone))
    terms = await terms_of_source(tx, athlete.id, "manual")
    activity = Activity(
        id=new_id(),
        athlete_id=athlete.id,
        source="manual",
        sport=sport,
        family=family(sport),
        name=name or default_name(sport, local.hour),
        started_at=started_at,
        time_zone=athlete.time_zone,
        day=local_day(started_at, athlete.time_zone),
        elapsed=duration,
        timer=duration,
        moving=duration,
        distance=distance,
        average_speed=distance / duration if distance else None,
        average_heart_rate=average_heart_rate,
        load=load.value,
        load_method=load.method,
        load_reason=load.reason,
        rpe=rpe,
        notes=notes,
        gear_id=await default_gear_for(tx, athlete.id, family(sport), local_day(started_at, athlete.time_zone)),
        reasons={
            field: LOGGED for field in ("ascent", "average_power", "distance", "average_heart_rate", "average_speed")
        },
        cautions={},
        quality=[],
        pauses=[],
        lengths=[],
        file_part=0,
        created_at=tx.now,
        changed_at=tx.now,
        shareable=terms.shareable,
        ai_allowed=terms.ai_allowed,
        retain_until=terms.retain_until,
    )
    tx.session.add(activity)
    await tx.session.flush()
    await tx.emit(ActivityImported(activity.id, athlete.id, activity.day, activity.shareable))
    return activity


async def change_activity(tx: Tx, activity_id: UUID, command: ChangeActivity) -> Activity:
    """Change what the command names and leave the rest."""
    return (await change_details(tx, activity_id, command))[0]


async def delete_activity(tx: Tx, activity_id: UUID) -> None:
    """Take an activity out of everything; it can be brought back."""
    activity = await own_activity(tx, activity_id)
    activity.deleted_at = activity.changed_at = tx.now
    await tx.session.flush()
    await tx.emit(ActivityDeleted(activity.id, activity.athlete_id, activity.day, activity.shareable))


async def restore_activity(tx: Tx, activity_id: UUID) -> Activity:
    """Bring a deleted activity back, unless the same file was uploaded again since."""
    activity = await own_activity(tx, activity_id, deleted=True)
    if activity.merged_into is not None:
        raise Conflict("This session is part of another one now. Take that one's correction back instead.")
    if activity.duplicate_of is not None:
        raise Conflict("Another recording of this session counts in its place. Decide under duplicates which to keep.")
    activity.deleted_at, activity.changed_at = None, tx.now
    try:
        async with tx.session.begin_nested():
            await tx.session.flush()
    except IntegrityError as error:
        raise Conflict("The same file has been uploaded again since; that activity is in its place.") from error
    await tx.emit(ActivityRestored(activity.id, activity.athlete_id, activity.day, activity.shareable))
    return activity
