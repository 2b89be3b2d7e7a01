"""What one activity adds to zones and curves, from its samples; measured once after it came, and again when thresholds move."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.activities import Activity, samples_of
from paceline.endurance.athletes import Athlete
from paceline.endurance.metrics.grid import DURATIONS, packed
from paceline.endurance.metrics.model import Measured, State
from paceline.endurance.metrics.versions import ACTIVITIES, note_version, version_of
from paceline.infra.tx import Tx
from paceline.science.endurance.curves import mean_maximal
from paceline.science.endurance.grade import grade_along, graded_speed
from paceline.science.endurance.late_efforts import late_by_time, late_by_work
from paceline.science.endurance.streams import Array, Pause, even_seconds
from paceline.science.endurance.summary import TOP_SPEED, Thresholds
from paceline.science.endurance.zones import Zone, heart_rate_zones, pace_zones, power_zones, time_in_zones

BATCH = 25
CHANNELS = ("heart_rate", "power", "speed", "distance", "altitude")
PACED = ("running", "walking", "swimming")
HILLY = ("running", "walking")
MOSTLY = 0.8  # of the samples whose slope must be known before a speed is called level


@dataclass(frozen=True, slots=True)
class Recorded:
    """The channels of one activity and what they are measured against."""

    time: Array
    channels: Mapping[str, Array]
    family: str
    sport: str
    pauses: Sequence[Pause]
    known: Thresholds


def against(athlete: Athlete) -> str:
    """Everything zones depend on, in a line: another line means measuring again."""
    known = {
        name: getattr(athlete, name)
        for name in ("max_hr", "resting_hr", "lthr", "ftp", "threshold_speed", "swim_speed")
    }
    return ";".join(f"{name}={value:g}" for name, value in known.items() if value is not None)


def heart_zones_of(family: str, known: Thresholds) -> Sequence[Zone]:
    """The zones of heart rate for a family of sports, by the best method there is."""
    method = "lthr_bike" if known.lthr and family == "cycling" else None
    return heart_rate_zones(max_hr=known.max_hr, resting_hr=known.resting_hr, lthr=known.lthr, method=method)


def measure(one: Recorded) -> dict[str, Any]:
    """Seconds in zones, and the curves of power and speed; None for what was not recorded or has no threshold."""
    return {**_zones(one), **_curves(one), "late_efforts": late_of(one)}


def _zones(one: Recorded) -> dict[str, list[float] | None]:
    zones: dict[str, tuple[str, Sequence[Zone]]] = {
        "heart_zones": ("heart_rate", heart_zones_of(one.family, one.known)),
        "power_zones": ("power", power_zones(one.known.ftp) if one.family == "cycling" else ()),
        "pace_zones": ("speed", pace_zones(one.known.threshold_speed, one.sport) if one.family in PACED else ()),
    }
    return {
        name: list(time_in_zones(one.time, one.channels[channel], found, one.pauses))
        if found and channel in one.channels
        else None
        for name, (channel, found) in zones.items()
    }


def _curves(one: Recorded) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {"power_curve": None, "speed_curve": None, "graded_curve": None}
    if "power" in one.channels:
        found["power_curve"] = _curve(one, one.channels["power"])
    if "speed" in one.channels and one.family in (*PACED, "cycling"):
        speed = one.channels["speed"]
        found["speed_curve"] = _curve(one, np.where(speed <= TOP_SPEED[one.family], speed, np.nan))
    level = level_speed(one)
    if level is not None:
        found["graded_curve"] = _curve(one, level)
    return found


def level_speed(one: Recorded) -> Array | None:
    """Speed on foot as it would be on the level; None where no heights or no way along the road were recorded."""
    if one.family not in HILLY or not {"speed", "distance", "altitude"} <= one.channels.keys():
        return None
    grade = grade_along(one.channels["distance"], one.channels["altitude"])
    if np.isfinite(grade).mean() < MOSTLY:
        return None
    speed = one.channels["speed"]
    return graded_speed(np.where(speed <= TOP_SPEED[one.family], speed, np.nan), grade)


def late_of(one: Recorded) -> list[float | None] | None:
    """Best efforts late in the session: by work where there is power, by time on foot; None for a short one."""
    if one.family == "cycling" and "power" in one.channels:
        found = late_by_work(even_seconds(one.time, one.channels["power"], one.pauses))
    elif one.family == "running" and "speed" in one.channels:
        level = level_speed(one)
        speed = np.where(one.channels["speed"] <= TOP_SPEED[one.family], one.channels["speed"], np.nan)
        found = late_by_time(even_seconds(one.time, speed if level is None else level, one.pauses))
    else:
        return None
    values = [None if effort.value is None or effort.value <= 0 else effort.value for effort in found]
    return values if any(value is not None for value in values) else None


def _curve(one: Recorded, values: Array) -> bytes | None:
    even = even_seconds(one.time, values, one.pauses)
    found = mean_maximal(even, DURATIONS)
    return packed([pair for pair in zip(found.durations.tolist(), found.values.tolist(), strict=True) if pair[1] > 0])


async def measure_batch(tx: Tx, athlete: Athlete) -> int:
    """Measure the latest activities that were not measured against today's thresholds yet; how many there were."""
    line, version = against(athlete), ACTIVITIES.version
    waiting = (
        select(Activity)
        .outerjoin(Measured, Measured.activity_id == Activity.id)
        .where(
            Activity.athlete_id == athlete.id,
            Activity.deleted_at.is_(None),
            or_(
                Measured.activity_id.is_(None),
                Measured.measured_against != line,
                Measured.version != version,
            ),
        )
        .order_by(Activity.started_at.desc())
        .limit(BATCH)
    )
    found = (await tx.session.scalars(waiting)).all()
    seen = {one.id: one.changed_at for one in found}
    measured = [(one, await _measured(tx, one, athlete)) for one in found]
    unchanged = await _unchanged(tx, athlete, seen)
    for activity, values in measured:
        if activity.id in unchanged:
            await _keep(tx, activity, values, line, version)
    return len(found)


async def _unchanged(tx: Tx, athlete: Athlete, seen: Mapping[UUID, datetime]) -> set[UUID]:
    """Which are as they were when they were read; held until the end, so that a correction finds what is written now."""
    mine = select(Activity.id, Activity.changed_at).where(Activity.id.in_(seen), Activity.athlete_id == athlete.id)
    rows = await tx.session.execute(mine.order_by(Activity.started_at).with_for_update(read=True))
    return {activity_id for activity_id, changed_at in rows if changed_at == seen[activity_id]}


async def forget_measured(tx: Tx, athlete_id: UUID, activity_ids: Sequence[UUID]) -> None:
    """What these activities were measured as no longer holds."""
    mine = delete(Measured).where(Measured.athlete_id == athlete_id, Measured.activity_id.in_(activity_ids))
    await tx.session.execute(mine)


async def _measured(tx: Tx, activity: Activity, athlete: Athlete) -> dict[str, Any]:
    samples = await samples_of(tx, activity, CHANNELS)
    pauses = [(a, b) for a, b in activity.pauses]
    known = athlete.thresholds_for(activity.sport)
    one = Recorded(samples.time, samples.channels, activity.family, activity.sport, pauses, known)
    return await asyncio.to_thread(measure, one)


async def _keep(tx: Tx, activity: Activity, values: dict[str, Any], line: str, version: int) -> None:
    known = {"measured_against": line, "version": version, **values}
    write = insert(Measured).values(athlete_id=activity.athlete_id, activity_id=activity.id, **known)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["activity_id"], set_=known))


async def all_measured(tx: Tx, athlete: Athlete) -> None:
    """Remember that nothing waits any more, and say so when a formula was replaced."""
    values = {"athlete_id": athlete.id, "measured_against": f"{ACTIVITIES.version};{against(athlete)}"}
    write = insert(State).values(**values)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id"], set_=values))
    await note_version(tx, athlete.id, ACTIVITIES, await version_of(tx, athlete.id, ACTIVITIES.metric))
