"""What the weather of a session means for it: heat, humidity, height, wind, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from paceline.endurance.today.weather.port import Forecast, Hour
from paceline.science.endurance.environment import aerobic_share, heat_slowdown

STALE_AFTER = timedelta(hours=12)
HIGH_FROM = 1000.0  # m; below it the loss is smaller than a day's own spread [own synthesis]
WINDY = 8.0  # m/s: at 5 m/s of headwind running costs 14 % more (da Silva 2022), at 8 a pace means nothing
DANGEROUS_GUSTS = 21.0  # m/s: a strong gale on the Beaufort scale
HOT_HUMID = 27.0  # °C from which dry and humid heat are worth telling apart


@dataclass(frozen=True, slots=True)
class Conditions:
    """The weather at the hour of a session; `unknown` says why there is none. `heat_loss` is a fraction of speed."""

    hour: Hour | None
    elevation: float | None
    heat_loss: float | None
    altitude_loss: float | None
    unknown: str | None
    sentence: str = ""


def conditions_of(
    forecast: Forecast | None,
    *,
    day: date,
    hour: int,
    time_zone: str,
    fetched_at: datetime | None,
    now: datetime,
    failure: str | None,
    is_acclimatised: bool,
) -> Conditions:
    """The hour somebody usually trains at; a forecast that is too old counts as none."""
    if forecast is None or fetched_at is None:
        return _unknown(failure or "The weather has not been asked for yet.")
    if now - fetched_at > STALE_AFTER:
        return _unknown(f"{failure or 'The last forecast is too old.'} What is known is more than twelve hours old.")
    when = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(time_zone))
    found = next((one for one in forecast.hours if abs(one.at - when) <= timedelta(minutes=30)), None)
    if found is None or found.temperature is None:
        return _unknown("The forecast has no value for the hour you train at.")
    heat = heat_slowdown(found.temperature, found.humidity)
    share = aerobic_share(forecast.elevation, acclimatised=is_acclimatised)
    return Conditions(
        hour=found,
        elevation=forecast.elevation,
        heat_loss=None if heat.value is None else heat.value / 100,
        altitude_loss=None if share.value is None else max(0.0, 1 - share.value),
        unknown=None,
        sentence=_sentence(found, hour),
    )


def _unknown(sentence: str) -> Conditions:
    return Conditions(None, None, None, None, sentence)


def _sentence(found: Hour, hour: int) -> str:
    words = [f"{found.temperature:.0f} °C"]
    if found.humidity is not None:
        words.append(f"{found.humidity:.0f} % humidity")
    if found.wind is not None:
        words.append(f"wind {found.wind:.0f} m/s")
    if found.rain:
        words.append(f"{found.rain:.1f} mm of rain")
    return f"At {hour:02d}:00: {', '.join(words)}."


def is_too_hot(conditions: Conditions) -> bool:
    """Beyond what races teach anything about: above 35 °C the loss is not known, and effort is no measure either."""
    return conditions.hour is not None and (conditions.hour.temperature or 0) > 35


def remarks(conditions: Conditions | None) -> Sequence[tuple[str, str]]:
    """What to say beside a session that stays: rule and sentence, the most important first."""
    if conditions is None:
        return ()
    if conditions.unknown:
        return (("weather-unknown", f"Weather: Unknown. {conditions.unknown}"),)
    said: list[tuple[str, str]] = []
    hour = conditions.hour
    if hour is not None and hour.gusts is not None and hour.gusts >= DANGEROUS_GUSTS:
        said.append(("wind", f"Gusts of {hour.gusts:.0f} m/s. Train indoors, or wait for it to pass."))
    elif hour is not None and hour.wind is not None and hour.wind >= WINDY:
        said.append(("wind", f"Wind of {hour.wind:.0f} m/s. Go by effort, and run out against it."))
    if conditions.altitude_loss and (conditions.elevation or 0) >= HIGH_FROM:
        loss = round(100 * conditions.altitude_loss)
        words = f"{conditions.elevation:.0f} m above the sea: oxygen uptake is about {loss} % lower. Go by effort, not pace."
        said.append(("altitude", words))
    if is_too_hot(conditions):
        said.append(
            ("heat", "Above 35 °C there is nothing to measure a pace by. Choose a cooler hour, or train indoors.")
        )
    elif hour is not None and (hour.temperature or 0) >= HOT_HUMID:
        humid = (hour.humidity or 0) >= 60
        words = "Hot and humid: sweat cools less, so slow down early." if humid else "Hot and dry: drink early."
        said.append(("heat", words))
    return said
