"""Keeping an athlete's place and the last forecast for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.athletes import Athlete
from paceline.endurance.today.weather.model import WeatherRow
from paceline.endurance.today.weather.port import Forecast, Hour, Place, rounded
from paceline.endurance.today.weather.rules import Conditions, conditions_of
from paceline.endurance.today.weather.schemas import ChoosePlace
from paceline.infra.tx import Tx

ASK_AFTER = timedelta(hours=3)
AGAIN_AFTER = timedelta(minutes=30)  # after a failure


@dataclass(frozen=True, slots=True)
class Chosen:
    """The place an athlete chose, and what is known of its weather today."""

    place: Place
    hour: int
    is_acclimatised: bool
    fetched_at: datetime | None
    is_due: bool
    conditions: Conditions


async def choose_place(tx: Tx, command: ChoosePlace) -> None:
    """Turn the weather on for a place; only the rounded place is kept."""
    place = rounded(command.latitude, command.longitude)
    chosen: dict[str, Any] = {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "hour": command.hour,
        "is_acclimatised": command.is_acclimatised,
        "chosen_at": tx.now,
    }
    nothing = dict.fromkeys(("tried_at", "fetched_at", "failure", "elevation", "hours"))
    write = insert(WeatherRow).values(athlete_id=tx.person, **chosen, **nothing)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id"], set_={**chosen, **nothing}))


async def forget_place(tx: Tx) -> None:
    """Turn the weather off; place and forecast are deleted."""
    await tx.session.execute(delete(WeatherRow).where(WeatherRow.athlete_id == tx.person))


async def weather_of(tx: Tx, athlete: Athlete) -> Chosen | None:
    """The place and today's weather as far as the actor may see it; None when it is off or not shared."""
    row = await tx.session.scalar(
        select(WeatherRow).where(WeatherRow.athlete_id == athlete.id).execution_options(populate_existing=True)
    )
    if row is None:
        return None
    wait = AGAIN_AFTER if row.failure else ASK_AFTER
    return Chosen(
        place=Place(row.latitude, row.longitude),
        hour=row.hour,
        is_acclimatised=row.is_acclimatised,
        fetched_at=row.fetched_at,
        is_due=row.tried_at is None or tx.now - row.tried_at >= wait,
        conditions=conditions_of(
            _forecast(row),
            day=tx.today(athlete),
            hour=row.hour,
            time_zone=athlete.time_zone,
            fetched_at=row.fetched_at,
            now=tx.now,
            failure=row.failure,
            is_acclimatised=row.is_acclimatised,
        ),
    )


async def keep_forecast(tx: Tx, athlete_id: UUID, place: Place, found: Forecast) -> None:
    """What the service said, unless another place was chosen meanwhile."""
    hours = [[one.at.isoformat(), one.temperature, one.humidity, one.wind, one.gusts, one.rain] for one in found.hours]
    values: dict[str, Any] = {"tried_at": tx.now, "fetched_at": tx.now, "failure": None}
    await _write(tx, athlete_id, place, {**values, "elevation": found.elevation, "hours": hours})


async def keep_failure(tx: Tx, athlete_id: UUID, place: Place, why: str) -> None:
    """Why there is no new forecast; what was known before stays, with its age."""
    await _write(tx, athlete_id, place, {"tried_at": tx.now, "failure": why})


async def _write(tx: Tx, athlete_id: UUID, place: Place, values: dict[str, Any]) -> None:
    await tx.session.execute(
        update(WeatherRow)
        .where(
            WeatherRow.athlete_id == athlete_id,
            WeatherRow.latitude == place.latitude,
            WeatherRow.longitude == place.longitude,
        )
        .values(**values)
    )


def _forecast(row: WeatherRow) -> Forecast | None:
    if row.hours is None:
        return None
    return Forecast([Hour(datetime.fromisoformat(at), *rest) for at, *rest in row.hours], row.elevation)
