"""The weather by Open-Meteo's forecast API (open-meteo.com/en/docs): hourly values, no key, errors as JSON with a reason."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from paceline.endurance.today.weather.port import Forecast, ForecastFailed, Hour, Place
from paceline.infra.clock import Clock
from paceline.infra.http import Outbound, OutboundFailed, Reply

ASKED = ("temperature_2m", "relative_humidity_2m", "wind_speed_10m", "wind_gusts_10m", "precipitation")
KEPT_FOR = timedelta(hours=3)
MOST_PLACES = 500
MOST_BYTES = 200_000
UNREADABLE = "The weather service answered with something we cannot read."


class OpenMeteo:
    """Asks once for a place and keeps the answer for three hours, so that a club is one request and not fifty."""

    def __init__(self, outbound: Outbound, clock: Clock, url: str) -> None:
        self._outbound, self._clock, self._url = outbound, clock, url.rstrip("/")
        self._kept: OrderedDict[Place, tuple[datetime, Forecast]] = OrderedDict()

    async def forecast(self, place: Place) -> Forecast:
        """Today's and tomorrow's hours in UTC."""
        now = self._clock.now()
        kept = self._kept.get(place)
        if kept is not None and now - kept[0] < KEPT_FOR:
            return kept[1]
        found = read(await self._ask(place))
        self._kept[place] = (now, found)
        self._kept.move_to_end(place)
        while len(self._kept) > MOST_PLACES:
            self._kept.popitem(last=False)
        return found

    async def _ask(self, place: Place) -> Reply:
        params = {
            "latitude": f"{place.latitude:.1f}",
            "longitude": f"{place.longitude:.1f}",
            "hourly": ",".join(ASKED),
            "wind_speed_unit": "ms",
            "timeformat": "unixtime",
            "timezone": "GMT",
            "past_days": "1",
            "forecast_days": "2",
        }
        try:
            return await self._outbound.get(
                f"{self._url}/v1/forecast", purpose="open-meteo", params=params, max_bytes=MOST_BYTES
            )
        except OutboundFailed as error:
            raise ForecastFailed("The weather service could not be reached.") from error


def read(reply: Reply) -> Forecast:
    """The hours in an answer, or the reason why there are none."""
    if reply.status == 429:
        raise ForecastFailed("The weather service has been asked too often; it is asked again later.")
    try:
        body = reply.json()
    except OutboundFailed as error:
        raise ForecastFailed(UNREADABLE) from error
    if not isinstance(body, Mapping):
        raise ForecastFailed(UNREADABLE)
    said = cast("Mapping[str, Any]", body)
    if not reply.ok or said.get("error"):
        # The service's own reason names parameters, not anything the athlete could do; the log has the status.
        raise ForecastFailed("The weather service could not answer for this place.")
    hourly = said.get("hourly")
    if not isinstance(hourly, Mapping):
        raise ForecastFailed(UNREADABLE)
    return Forecast(_hours(cast("Mapping[str, Any]", hourly)), _number(said.get("elevation")))


def _hours(hourly: Mapping[str, Any]) -> list[Hour]:
    times = hourly.get("time")
    if not isinstance(times, list) or not times:
        raise ForecastFailed(UNREADABLE)
    moments = cast("list[Any]", times)
    columns = [_column(hourly.get(name), len(moments)) for name in ASKED]
    found: list[Hour] = []
    for moment, *values in zip(moments, *columns, strict=True):
        seconds = _number(moment)
        if seconds is None:
            raise ForecastFailed(UNREADABLE)
        found.append(Hour(datetime.fromtimestamp(seconds, UTC), *values))
    return found


def _column(values: object, length: int) -> Sequence[float | None]:
    """A column as numbers; one that is missing or of another length is unknown, not zero."""
    if not isinstance(values, list) or len(cast("list[Any]", values)) != length:
        return [None] * length
    return [_number(one) for one in cast("list[Any]", values)]


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if abs(value) < 1e11 else None
