"""The weather: asked for a rounded place, once for everybody there, only for those who want it, and honest when unknown."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from paceline.endurance.today.weather.open_meteo import ASKED, OpenMeteo
from paceline.endurance.today.weather.port import Forecast, ForecastFailed, Hour, Place, rounded
from paceline.endurance.today.weather.rules import Conditions, conditions_of, remarks
from paceline.infra.clock import FixedClock
from paceline.infra.http import Outbound, OutboundSettings
from tests.cast import NOW, Cast, Member, Stage
from tests.endurance.today.test_briefings import GREAT, briefing, check_in, plan
from tests.fakes.http_server import Answer, FakeService
from tests.fakes.open_meteo import FakeOpenMeteo, body, refused, said

MIDNIGHT = datetime(2026, 6, 10, tzinfo=UTC)
OSLO = Place(59.9, 10.8)


@pytest.fixture
async def meteo(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[FakeOpenMeteo]:
    async with FakeService() as service:
        fake = FakeOpenMeteo(service)
        monkeypatch.setenv("PACELINE_FORECAST_URL", fake.url)
        yield fake


def outbound(**more: Any) -> Outbound:
    async def no_wait(seconds: float) -> None:
        return None

    settings = OutboundSettings(allow_private=True, allow_http=True, **more)
    return Outbound(settings, FixedClock(NOW), sleep=no_wait)


async def test_what_is_asked_and_what_is_read(meteo: FakeOpenMeteo) -> None:
    async with outbound() as client:
        found = await OpenMeteo(client, FixedClock(NOW), meteo.url).forecast(OSLO)
    (asked,) = meteo.asked
    assert (asked["latitude"], asked["longitude"]) == ("59.9", "10.8")
    assert asked["hourly"].split(",") == list(ASKED)
    assert (asked["wind_speed_unit"], asked["timeformat"], asked["timezone"]) == ("ms", "unixtime", "GMT")
    assert found.elevation == 23.0
    assert found.hours[0] == Hour(MIDNIGHT, 14.0, 55.0, 3.0, 6.0, 0.0)
    assert len(found.hours) == 72


def test_a_place_leaves_the_house_to_a_tenth_of_a_degree() -> None:
    assert rounded(59.913868, 10.752245) == Place(59.9, 10.8)
    assert rounded(-33.86882, 151.20930) == Place(-33.9, 151.2)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refused(), "could not answer for this place"),
        (refused(429, "Minutely API request limit exceeded."), "asked too often"),
        (Answer(502), "cannot read|could not answer"),
        (Answer(200, b"<html>"), "cannot read"),
        (said({"error": True, "reason": "x"}), "could not answer"),
        (said({"hourly": {"time": []}}), "cannot read"),
        (said({"hourly": []}), "cannot read"),
        (said([1]), "cannot read"),  # type: ignore[arg-type]
        (Answer(fault="reset"), "could not be reached"),
        (Answer(200, b"{}" * 40, fault="half"), "could not be reached"),
        (Answer(fault="hang"), "could not be reached"),
    ],
)
async def test_every_failure_is_a_sentence(meteo: FakeOpenMeteo, answer: Answer, words: str) -> None:
    meteo.tell(answer)
    async with outbound(total_seconds=0.6, read_seconds=0.4) as client:
        with pytest.raises(ForecastFailed, match=words):
            await OpenMeteo(client, FixedClock(NOW), meteo.url).forecast(OSLO)


async def test_a_passing_fault_is_tried_again(meteo: FakeOpenMeteo) -> None:
    meteo.tell(Answer(503), said(body(MIDNIGHT)))
    async with outbound() as client:
        assert (await OpenMeteo(client, FixedClock(NOW), meteo.url).forecast(OSLO)).hours
    assert len(meteo.asked) == 2


async def test_a_place_is_asked_for_once_in_three_hours(meteo: FakeOpenMeteo) -> None:
    clock = FixedClock(NOW)
    async with outbound() as client:
        service = OpenMeteo(client, clock, meteo.url)
        for _ in range(3):
            await service.forecast(OSLO)
        assert len(meteo.asked) == 1
        await service.forecast(Place(60.0, 10.8))
        clock.advance(timedelta(hours=3))
        await service.forecast(OSLO)
    assert len(meteo.asked) == 3


async def test_a_missing_column_is_unknown_and_not_zero(meteo: FakeOpenMeteo) -> None:
    short = body(MIDNIGHT, wind_gusts_10m=None)
    del short["hourly"]["wind_speed_10m"]
    meteo.tell(said(short))
    async with outbound() as client:
        first = (await OpenMeteo(client, FixedClock(NOW), meteo.url).forecast(OSLO)).hours[0]
    assert (first.wind, first.gusts, first.temperature) == (None, None, 14.0)


def look(hour: Hour | None = None, *, age: float = 1, failure: str | None = None, height: float = 0) -> Conditions:
    hours = [hour] if hour else []
    fetched = NOW - timedelta(hours=age)
    return conditions_of(
        Forecast(hours, height), day=date(2026, 6, 11), hour=17, time_zone="Europe/Oslo", fetched_at=fetched,
        now=NOW, failure=failure, is_acclimatised=False,
    )  # fmt: skip


def at_five(**values: float) -> Hour:
    usual = {"temperature": 14.0, "humidity": 55.0, "wind": 3.0, "gusts": 6.0, "rain": 0.0}
    return Hour(datetime(2026, 6, 11, 15, tzinfo=UTC), **{**usual, **values})


def test_the_hour_is_the_athletes_own() -> None:
    assert look(at_five()).sentence == "At 17:00: 14 °C, 55 % humidity, wind 3 m/s."
    assert look(Hour(datetime(2026, 6, 11, 17, tzinfo=UTC), 14, 55, 3, 6, 0)).unknown is not None


@pytest.mark.parametrize(
    ("hour", "height", "rules"),
    [
        (at_five(), 0, []),
        (at_five(wind=9), 0, ["wind"]),
        (at_five(gusts=25), 0, ["wind"]),
        (at_five(temperature=29, humidity=80), 0, ["heat"]),
        (at_five(temperature=38), 0, ["heat"]),
        (at_five(), 1800, ["altitude"]),
        (at_five(), 900, []),
    ],
)
def test_remarks_fire_and_do_not(hour: Hour, height: float, rules: list[str]) -> None:
    assert [rule for rule, _ in remarks(look(hour, height=height))] == rules


def test_old_or_missing_weather_is_unknown_and_says_why() -> None:
    old = look(at_five(), age=13, failure="The weather service could not be reached.")
    assert old.hour is None
    assert "could not be reached" in (old.unknown or "")
    ((rule, sentence),) = remarks(old)
    assert (rule, sentence[:16]) == ("weather-unknown", "Weather: Unknown")
    assert remarks(None) == ()


async def turn_on(who: Member) -> None:
    answer = await who.api.put("/api/v1/weather", json={"latitude": 59.9138, "longitude": 10.7522, "hour": 17})
    assert answer.status_code == 200, answer.text


async def test_nobody_is_asked_until_somebody_wants_it(cast: Cast, stage: Stage, meteo: FakeOpenMeteo) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, GREAT)
    await stage.run_jobs()
    assert meteo.asked == []
    assert (await cast.bob.api.get("/api/v1/weather")).json()["latitude"] is None


async def test_heat_shortens_the_session_and_says_so(cast: Cast, stage: Stage, meteo: FakeOpenMeteo) -> None:
    meteo.tell(said(body(MIDNIGHT, temperature_2m=30.0, relative_humidity_2m=50.0)))
    await plan(cast.bob)
    await check_in(cast.bob, GREAT)
    assert (await briefing(cast.bob))["kind"] == "keep"
    await turn_on(cast.bob)
    assert "today:fetch_weather" in await stage.run_jobs()
    made = await briefing(cast.bob)
    assert (made["kind"], made["reasons"][0]["rule"]) == ("easier", "heat")
    assert (meteo.asked[0]["latitude"], meteo.asked[0]["longitude"]) == ("59.9", "10.8")
    page = (await cast.bob.web.get("/today")).text
    assert "At 17:00: 30 °C" in page
    assert (await cast.bob.api.get("/api/v1/weather")).json()["latitude"] == 59.9


async def test_offline_says_so_and_the_session_stays(cast: Cast, stage: Stage, meteo: FakeOpenMeteo) -> None:
    meteo.tell(Answer(fault="reset"))
    await plan(cast.bob)
    await check_in(cast.bob, GREAT)
    await turn_on(cast.bob)
    await stage.run_jobs()
    made = await briefing(cast.bob)
    assert made["kind"] == "keep"
    assert "could not be reached" in made["reasons"][-1]["sentence"]
    assert "could not be reached" in (await cast.bob.web.get("/today")).text
    asked = len(meteo.asked)
    await check_in(cast.bob, {**GREAT, "sleep": 4})
    await stage.run_jobs()
    assert len(meteo.asked) == asked, "a failure is not asked again at once"


async def test_the_place_takes_the_consent_to_location(cast: Cast, stage: Stage, meteo: FakeOpenMeteo) -> None:
    other = await stage.member("Tia Training", "coach")
    await stage.relate(other, cast.bob, ("training", "wellness"))
    meteo.tell(said(body(MIDNIGHT, elevation=2200.0)))
    await plan(cast.bob)
    await check_in(cast.bob, GREAT)
    await turn_on(cast.bob)
    await stage.run_jobs()
    rules = [[one["rule"] for one in (await briefing(who, cast.bob))["reasons"]] for who in (cast.alice, other)]
    assert ["altitude" in one for one in rules] == [True, False]
    async with other.tx() as tx:
        assert (await tx.session.execute(text("SELECT count(*) FROM today_weather"))).scalar_one() == 0


async def test_the_page_turns_it_on_and_off(cast: Cast, stage: Stage, meteo: FakeOpenMeteo) -> None:
    wrong = await cast.bob.web.post("/settings/weather", data={"latitude": "95", "longitude": "10", "hour": "7"})
    assert wrong.status_code == 422
    right = {"latitude": "59.91", "longitude": "10.75", "hour": "7"}
    assert (await cast.bob.web.post("/settings/weather", data=right)).status_code == 303
    page = (await cast.bob.web.get("/settings/weather")).text
    assert "has not been asked for yet" in page
    assert "59.91" not in page
    await stage.run_jobs()
    assert "At 07:00: 14 °C" in (await cast.bob.web.get("/settings/weather")).text
    await cast.bob.web.post("/settings/weather/deletion")
    assert (await cast.bob.api.get("/api/v1/weather")).json()["latitude"] is None
