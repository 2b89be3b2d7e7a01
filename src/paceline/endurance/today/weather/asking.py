"""Asking the weather service, with one adapter a process, so that what it keeps is kept for everybody."""

from functools import lru_cache

from paceline.endurance.today.weather.open_meteo import OpenMeteo
from paceline.endurance.today.weather.port import Forecast, ForecastFailed, Place
from paceline.endurance.today.weather.settings import ForecastSettings
from paceline.infra.clock import Clock
from paceline.infra.http import Outbound
from paceline.infra.machinery import Machinery
from paceline.infra.settings import load


async def ask_service(gear: Machinery, place: Place) -> Forecast:
    """The forecast for a place; raises ForecastFailed with the reason in words."""
    url = load(ForecastSettings).url
    if not url:
        raise ForecastFailed("This installation asks no weather service.")
    return await _service(gear.outbound, gear.clock, url).forecast(place)


@lru_cache(maxsize=4)
def _service(outbound: Outbound, clock: Clock, url: str) -> OpenMeteo:
    return OpenMeteo(outbound, clock, url)
