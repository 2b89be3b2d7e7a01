"""What an athlete says of an activity: words, sport, gear, how it felt, strength sets, and totals nothing recorded."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.access import activity_to_change
from paceline.endurance.activities.actions.recomputing import day_of, has_original
from paceline.endurance.activities.actions.remembering import remember
from paceline.endurance.activities.actions.weighing import weigh
from paceline.endurance.activities.events import ActivityChanged
from paceline.endurance.activities.gear.queries import own_gear
from paceline.endurance.activities.model import Activity, Correction, Stream
from paceline.endurance.activities.rules import log_problems
from paceline.endurance.activities.schemas import ChangeActivity
from paceline.endurance.athletes import me
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.science.endurance.sports import family

SURE: Final = ("name", "sport", "notes", "commute", "indoor", "race", "sets", "duration", "started_at")
TOTALS: Final = ("started_at", "duration", "distance", "ascent", "average_heart_rate", "calories")
WEIGHED: Final = frozenset({"rpe", "sport", "duration", "average_heart_rate"})
RECORDED = "This was measured by the device. Correct the recording instead."


async def change_details(tx: Tx, activity_id: UUID, command: ChangeActivity) -> tuple[Activity, Correction | None]:
    """Change what the command names and leave the rest; what it was is kept. Nothing when all of it is so already."""
    activity = await activity_to_change(tx, activity_id, command.version)
    given = command.model_dump(exclude_unset=True, exclude={"version"})
    wanted = {name: value for name, value in given.items() if value is not None or name not in SURE}
    before = {name: _said(activity, name) for name in wanted}
    after = {name: _plain(value) for name, value in wanted.items()}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return activity, None
    if any(name in TOTALS for name in changed) and not await totals_only(tx, activity):
        raise Invalid(RECORDED, fields={name: RECORDED for name in changed if name in TOTALS})
    values = {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
    made = await remember(tx, activity, "details", values)
    await _put(tx, activity, values["after"])
    return activity, made


async def totals_only(tx: Tx, activity: Activity) -> bool:
    """Whether nothing was recorded along the way, so that totals are what somebody said."""
    if has_original(activity):
        return False
    columns = Stream.__table__.c
    recorded = await tx.session.scalar(
        select(columns.samples).where(columns.activity_id == activity.id, columns.athlete_id == activity.athlete_id)
    )
    return recorded is None


async def put_details_back(tx: Tx, activity: Activity, made: Correction) -> None:
    """What was said before, unless something else was said since."""
    await _replace(tx, activity, made.values["after"], made.values["before"])


async def put_details(tx: Tx, activity: Activity, made: Correction) -> None:
    """What was said, again, unless something else was said since."""
    await _replace(tx, activity, made.values["before"], made.values["after"])


async def _replace(tx: Tx, activity: Activity, here: dict[str, Any], wanted: dict[str, Any]) -> None:
    if any(_said(activity, name) != value for name, value in here.items()):
        raise Conflict("This was changed once more since. Change it by hand.", code="changed")
    await _put(tx, activity, wanted)


async def _put(tx: Tx, activity: Activity, values: dict[str, Any]) -> None:
    day, sport = activity.day, (activity.sport, activity.sub_sport)
    if values.get("gear_id") is not None:
        await own_gear(tx, UUID(values["gear_id"]))
    for name, value in values.items():
        _write(activity, name, value)
    if any(name in TOTALS for name in values):
        _derive(tx, activity)
    activity.family = family(activity.sport)
    if WEIGHED & values.keys():
        await weigh(tx, await me(tx), activity)
    if (activity.sport, activity.sub_sport) != sport and has_original(activity):
        # What is a best effort, or a plausible speed, depends on the sport.
        activity.stale_since = tx.now
    activity.changed_at = tx.now
    await tx.session.flush()
    for touched in dict.fromkeys((day, activity.day)):
        await tx.emit(ActivityChanged(activity.id, activity.athlete_id, touched, activity.shareable))


def _said(activity: Activity, name: str) -> Any:
    if name == "duration":
        return activity.timer if activity.timer is not None else activity.elapsed
    return _plain(getattr(activity, name))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _write(activity: Activity, name: str, value: Any) -> None:
    if name == "duration":
        activity.elapsed = activity.timer = activity.moving = value
    elif name == "started_at":
        activity.started_at = datetime.fromisoformat(value)
    elif name == "gear_id":
        activity.gear_id = None if value is None else UUID(value)
    else:
        setattr(activity, name, value)


def _derive(tx: Tx, activity: Activity) -> None:
    """What follows from totals; Invalid when they cannot all be true."""
    duration = activity.timer or activity.elapsed
    if duration is not None:
        wrong = log_problems(
            activity.sport, activity.started_at, duration, activity.distance, activity.average_heart_rate, tx.now
        )
        if wrong:
            raise Invalid(next(iter(wrong.values())), fields=wrong)
    activity.average_speed = activity.distance / duration if activity.distance and duration else None
    activity.day = day_of(activity.started_at, activity.utc_offset, activity.time_zone)
    missing = "What is marked with – is not known, because nobody stated it."
    reasons = {name: text for name, text in activity.reasons.items() if getattr(activity, name, None) is None}
    for name in ("distance", "ascent", "average_heart_rate", "average_speed"):
        if getattr(activity, name) is None:
            reasons.setdefault(name, missing)
    activity.reasons = reasons
