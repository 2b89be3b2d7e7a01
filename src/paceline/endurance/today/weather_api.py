"""REST of the weather."""

from fastapi import APIRouter

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import me
from paceline.endurance.today.jobs import brief_now
from paceline.endurance.today.weather.keeping import choose_place, forget_place, weather_of
from paceline.endurance.today.weather.schemas import ChoosePlace, WeatherOut
from paceline.infra.tx import Tx

router = APIRouter()


@router.get("/weather")
async def weather(tx: RequestTx) -> WeatherOut:
    """The weather of your day where you train; null while it is off."""
    return await _out(tx)


@router.put("/weather")
async def choose(tx: RequestTx, command: ChoosePlace) -> WeatherOut:
    """Turn it on for a place, rounded to a tenth of a degree; the service is asked a moment later."""
    await choose_place(tx, command)
    await brief_now(tx)
    return await _out(tx)


@router.delete("/weather", status_code=204)
async def forget(tx: RequestTx) -> None:
    """Turn it off; place and forecast are deleted."""
    await forget_place(tx)
    await brief_now(tx)


async def _out(tx: Tx) -> WeatherOut:
    found = await weather_of(tx, await me(tx))
    if found is None:
        return WeatherOut()
    return WeatherOut(
        latitude=found.place.latitude,
        longitude=found.place.longitude,
        hour=found.hour,
        is_acclimatised=found.is_acclimatised,
        fetched_at=found.fetched_at,
        sentence=found.conditions.sentence or None,
        unknown=found.conditions.unknown,
        heat_loss=found.conditions.heat_loss,
        altitude_loss=found.conditions.altitude_loss,
    )
