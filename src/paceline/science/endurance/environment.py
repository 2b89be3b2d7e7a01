"""What heat, humidity and altitude do to speed and power, each within the range it was measured in."""

import math
from itertools import pairwise
from typing import Literal, TypeAlias

from paceline.science.endurance.measure import Metric, measured, undefined

Sex: TypeAlias = Literal["female", "male"]

MAGNUS = (17.625, 243.04)  # Alduchov & Eskridge 1996
COMFORT_FROM = 80.0  # °F from which the NWS uses Rothfusz's regression, below it Steadman's mean
ROTHFUSZ = (
    -42.379, 2.04901523, 10.14333127, -0.22475541, -6.83783e-3, -5.481717e-2, 1.22874e-3, 8.5282e-4, -1.99e-6,
)  # fmt: skip

# Loss of log speed at 50 % humidity by °C: generalised additive model of J. Davis on 754 marathons and other races
# (Mantzios et al. 2022, Med Sci Sports Exerc 54:153). Six published cells; between them linear.
HEAT = ((10.0, 0.0), (20.0, 0.0104), (25.0, 0.0225), (30.0, 0.0356), (35.0, 0.0488))
# How much the same heat costs at other humidities, from the cells 30 °C/80 % and 25 °C/100 % of that model; that the
# factor is the same at every temperature, and 1 in drier air, is our own assumption [own synthesis].
HUMIDITY = ((50.0, 1.0), (80.0, 0.0629 / 0.0356), (100.0, 0.0418 / 0.0225))

# Hadley's table as coaches pass it on: °F of temperature plus dew point, and the most it adds to pace in percent.
# Re-typed from common use; only the row to 150 was seen in a second place.
HADLEY = ((100.0, 0.0), (110.0, 0.5), (120.0, 1.0), (130.0, 2.0), (140.0, 3.0), (150.0, 4.5), (160.0, 6.0),
          (170.0, 8.0), (180.0, 10.0))  # fmt: skip
# Ely et al. 2007, Med Sci Sports Exerc 39:487: percent off the course record of the first three finishers of
# marathons, at the middle of each band of WBGT in °C.
ELY: dict[Sex, tuple[tuple[float, float], ...]] = {
    "male": ((7.55, 1.7), (12.55, 2.5), (17.55, 3.3), (22.55, 4.5)),
    "female": ((7.55, 3.2), (12.55, 3.2), (17.55, 3.8), (22.55, 5.4)),
}
# Percent of VO2max by altitude in km, highest power first: Bassett et al. 1999, Med Sci Sports Exerc 31:1665.
ACCLIMATISED = (-1.1219, -1.8991, 99.921)
UNACCLIMATISED = (0.1781, -1.434, -4.0726, 100.35)
HIGHEST = 4000.0  # m

NO_WEATHER = "This needs temperature and humidity."


def dew_point(temperature: float | None, humidity: float | None) -> Metric:
    """°C at which the air's water condenses, by the Magnus formula; perfectly dry air has none."""
    problem = _weather(temperature, humidity)
    if problem or temperature is None or humidity is None:
        return undefined(problem or NO_WEATHER)
    if humidity <= 0:
        return undefined("Perfectly dry air has no dew point.")
    slope, offset = MAGNUS
    gamma = math.log(humidity / 100) + slope * temperature / (offset + temperature)
    return measured(offset * gamma / (slope - gamma))


def wet_bulb(temperature: float | None, humidity: float | None) -> Metric:
    """°C of a wet, shaded thermometer at sea level (Stull 2011): 5 to 99 % humidity, -20 to 50 °C."""
    problem = _weather(temperature, humidity)
    if problem or temperature is None or humidity is None:
        return undefined(problem or NO_WEATHER)
    if not 5 <= humidity <= 99 or not -20 <= temperature <= 50:
        return undefined("The wet-bulb formula is for 5 to 99 % humidity and -20 to 50 °C.")
    value = temperature * math.atan(0.151977 * math.sqrt(humidity + 8.313659)) + math.atan(temperature + humidity)
    value += 0.00391838 * humidity**1.5 * math.atan(0.023101 * humidity) - math.atan(humidity - 1.676331) - 4.686035
    return measured(value)


def simple_wet_bulb_globe(temperature: float | None, humidity: float | None) -> Metric:
    """WBGT in °C as the ACSM simplifies it: full sun and light wind are assumed, so it reads high in shade or wind."""
    problem = _weather(temperature, humidity)
    if problem or temperature is None or humidity is None:
        return undefined(problem or NO_WEATHER)
    vapour = humidity / 100 * 6.105 * math.exp(17.27 * temperature / (237.7 + temperature))
    return measured(0.567 * temperature + 0.393 * vapour + 3.94, "Assumes full sun and light wind.")


def heat_index(temperature: float | None, humidity: float | None) -> Metric:
    """How hot it feels in the shade, in °C, as the US National Weather Service computes it; made for 27 °C and up."""
    problem = _weather(temperature, humidity)
    if problem or temperature is None or humidity is None:
        return undefined(problem or NO_WEATHER)
    warm = temperature * 9 / 5 + 32
    simple = (0.5 * (warm + 61 + (warm - 68) * 1.2 + humidity * 0.094) + warm) / 2
    if simple < COMFORT_FROM:
        return measured((simple - 32) / 1.8, "The heat index is made for 27 °C and up.")
    return measured((_rothfusz(warm, humidity) - 32) / 1.8)


def heat_slowdown(temperature: float | None, humidity: float | None) -> Metric:
    """Percent more time than in ideal weather, from marathon and other race results; for 35 °C at most.

    Below 10 °C and in air drier than 50 % nothing more is given back: cold and wind are not in it.
    """
    problem = _weather(temperature, humidity)
    if problem or temperature is None or humidity is None:
        return undefined(problem or NO_WEATHER)
    if temperature > HEAT[-1][0]:
        return undefined("Above 35 °C there are no races to learn from.")
    loss = _between(temperature, HEAT) * _between(humidity, HUMIDITY)
    caution = "Measured in long races; a short one loses less." if loss > 0 else None
    return measured(100 * math.expm1(loss), caution)


def dew_point_slowdown(temperature: float | None, humidity: float | None) -> Metric:
    """Percent added to pace by Hadley's table, which coaches use: at most this much, by temperature plus dew point."""
    dew = dew_point(temperature, humidity)
    if dew.value is None or temperature is None:
        return dew
    total = (temperature + dew.value) * 9 / 5 + 64
    if total > HADLEY[-1][0]:
        return undefined("Temperature and dew point are beyond the table: hard running is not advised.")
    return measured(_between(total, HADLEY), "A coaches' rule without a study behind it; the value is the upper end.")


def marathon_heat_loss(wet_bulb_globe: float | None, sex: Sex) -> Metric:
    """Percent off the course record of the first finishers of marathons at a WBGT (Ely 2007); others lose more."""
    if wet_bulb_globe is None or not math.isfinite(wet_bulb_globe):
        return undefined("This needs a wet-bulb globe temperature.")
    if not 5 < wet_bulb_globe <= 25:
        return undefined("The study covers 5 to 25 °C.")
    return measured(_between(wet_bulb_globe, ELY[sex]), "For the fastest runners; slower ones lose more.")


def aerobic_share(altitude: float | None, *, acclimatised: bool) -> Metric:
    """VO2max at an altitude in metres as a fraction of sea level (Bassett 1999), up to 4000 m."""
    if altitude is None or not math.isfinite(altitude):
        return undefined("This needs an altitude.")
    if not -500 <= altitude <= HIGHEST:
        return undefined("This is for altitudes up to 4000 m.")
    curve = ACCLIMATISED if acclimatised else UNACCLIMATISED
    caution = "Speed falls less than oxygen uptake: thin air also resists less." if altitude > 0 else None
    return measured(_polynomial(max(altitude, 0) / 1000, curve) / curve[-1], caution)


def sea_level_power(power: float | None, altitude: float | None, *, acclimatised: bool) -> Metric:
    """Watts at sea level that would be as hard as these at altitude."""
    share = aerobic_share(altitude, acclimatised=acclimatised)
    if power is None or not math.isfinite(power) or power < 0:
        return undefined("This needs power of zero or more.")
    return share.then(lambda fraction: power / fraction)


def _weather(temperature: float | None, humidity: float | None) -> str | None:
    if temperature is None or humidity is None or not math.isfinite(temperature) or not math.isfinite(humidity):
        return NO_WEATHER
    if not -60 <= temperature <= 60 or not 0 <= humidity <= 100:
        return "Temperature runs from -60 to 60 °C and humidity from 0 to 100 %."
    return None


def _rothfusz(warm: float, humidity: float) -> float:
    """°F by the regression, with the two corrections of the NWS for dry and for humid air."""
    c = ROTHFUSZ
    value = c[0] + c[1] * warm + c[2] * humidity + c[3] * warm * humidity + c[4] * warm**2 + c[5] * humidity**2
    value += c[6] * warm**2 * humidity + c[7] * warm * humidity**2 + c[8] * warm**2 * humidity**2
    if humidity < 13 and 80 <= warm <= 112:
        value -= (13 - humidity) / 4 * math.sqrt((17 - abs(warm - 95)) / 17)
    elif humidity > 85 and 80 <= warm <= 87:
        value += (humidity - 85) / 10 * (87 - warm) / 5
    return value


def _polynomial(x: float, coefficients: tuple[float, ...]) -> float:
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


def _between(value: float, points: tuple[tuple[float, float], ...]) -> float:
    """Straight lines between points, level beyond the ends."""
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (max(value, left) - left) / (right - left)
    return points[-1][1]
