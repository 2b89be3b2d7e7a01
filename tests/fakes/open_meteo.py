"""A weather service that speaks Open-Meteo's documented protocol: hourly columns, and errors as JSON with a reason.

https://open-meteo.com/en/docs: `hourly` names come back as columns of one length beside `time`; a wrong parameter is
answered with 400 and `{"error": true, "reason": …}`, too many calls with 429 and the same body.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.http_server import Answer, FakeService, Seen

PATH = "/v1/forecast"
UNITS = {
    "temperature_2m": "°C",
    "relative_humidity_2m": "%",
    "wind_speed_10m": "m/s",
    "wind_gusts_10m": "m/s",
    "precipitation": "mm",
}
MILD: Mapping[str, float] = {
    "temperature_2m": 14.0,
    "relative_humidity_2m": 55.0,
    "wind_speed_10m": 3.0,
    "wind_gusts_10m": 6.0,
    "precipitation": 0.0,
}


def body(start: datetime, hours: int = 72, *, elevation: float = 23.0, **values: float | None) -> dict[str, Any]:
    """A forecast in which every hour is alike; a value given as None is null, as for hours beyond a model's range."""
    wanted = {**MILD, **values}
    times = [int((start + timedelta(hours=n)).timestamp()) for n in range(hours)]
    return {
        "latitude": 59.9,
        "longitude": 10.8,
        "generationtime_ms": 0.2,
        "utc_offset_seconds": 0,
        "timezone": "GMT",
        "timezone_abbreviation": "GMT",
        "elevation": elevation,
        "hourly_units": {"time": "unixtime", **UNITS},
        "hourly": {"time": times, **{name: [value] * hours for name, value in wanted.items()}},
    }


def said(found: Mapping[str, Any], status: int = 200) -> Answer:
    """An answer with this body."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return Answer(status, json.dumps(found).encode(), headers)


def refused(status: int = 400, reason: str = "Value of type 'String' required for key 'hourly'.") -> Answer:
    """What a wrong parameter, or with 429 too many calls, is answered with."""
    return said({"error": True, "reason": reason}, status)


class FakeOpenMeteo:
    """The service and what it was asked."""

    def __init__(self, service: FakeService) -> None:
        self.service = service
        self.tell(said(body(datetime(2026, 6, 10, tzinfo=UTC))))

    def tell(self, *answers: Answer) -> None:
        """What is answered from now on."""
        self.service.answer(PATH, *answers)

    @property
    def url(self) -> str:
        return self.service.url("")

    @property
    def asked(self) -> Sequence[dict[str, str]]:
        """The parameters of each call."""
        return [parameters(one) for one in self.service.seen]


def parameters(seen: Seen) -> dict[str, str]:
    """One call's parameters."""
    return {name: values[0] for name, values in parse_qs(urlsplit(seen.path).query).items()}
