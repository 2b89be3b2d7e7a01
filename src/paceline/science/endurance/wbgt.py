"""Wet-bulb globe temperature outdoors from weather and sun, by the heat balance of Liljegren et al. 2008.

Liljegren, Carhart, Lawday, Tschopp & Sharp, "Modeling the wet bulb globe temperature using standard meteorological
measurements", J Occup Environ Hyg 5:645-655 (2008). Temperatures inside this module are in kelvin.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from paceline.science.endurance.measure import Metric, measured, undefined

ZERO = 273.15  # K
SOLAR_CONSTANT = 1367.0  # W/m2
STEFAN_BOLTZMANN = 5.6696e-8
HEAT_CAPACITY, AIR_MASS, WATER_MASS = 1003.5, 28.97, 18.015
GAS_CONSTANT = 8314.34 / AIR_MASS
PRANDTL = HEAT_CAPACITY / (HEAT_CAPACITY + 1.25 * GAS_CONSTANT)
WICK_DIAMETER, WICK_LENGTH, WICK_EMISSIVITY, WICK_ALBEDO = 0.007, 0.0254, 0.95, 0.4
GLOBE_DIAMETER, GLOBE_EMISSIVITY, GLOBE_ALBEDO = 0.0508, 0.95, 0.05
GROUND_EMISSIVITY, GROUND_ALBEDO = 0.999, 0.45
LOWEST_SUN = 0.00873  # cosine of the zenith angle half a degree above the horizon
CLEAREST = 0.85  # share of the sunlight outside the atmosphere that can reach the ground
CALM = 0.13  # m/s; less wind than this does not cool less
CYLINDER = (0.56, 0.281, 0.4)  # Bedingfield & Drew 1950
CONVERGED, STEPS = 0.001, 400
RANGE = (-10.0, 50.0)  # °C in which the balance was tested


@dataclass(frozen=True, slots=True)
class Sun:
    """Where the sun stands: the cosine of its zenith angle, and its distance in astronomical units."""

    cos_zenith: float
    distance: float = 1.0


@dataclass(frozen=True, slots=True)
class _Air:
    temperature: float
    humidity: float
    pressure: float
    wind: float
    solar: float
    direct: float
    cos_zenith: float

    @property
    def vapour(self) -> float:
        return self.humidity * saturation(self.temperature)

    @property
    def around(self) -> float:
        """Heat radiated by sky and ground together, over the Stefan-Boltzmann constant."""
        sky = 0.575 * self.vapour**0.143 * self.temperature**4
        return 0.5 * (sky + GROUND_EMISSIVITY * self.temperature**4)


def sun_at(latitude: float, longitude: float, moment: float) -> Sun:
    """The sun's place for epoch seconds, to about 0.01 degrees (low-precision formulas of the Astronomical Almanac)."""
    days = moment / 86400 + 2440587.5 - 2451545.0
    anomaly = math.radians((357.528 + 0.9856003 * days) % 360)
    ecliptic = math.radians(280.460 + 0.9856474 * days + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 4e-7 * days)
    ascension = math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    sidereal = math.radians((18.697374558 + 24.06570982441908 * days) % 24 * 15 + longitude)
    place = math.radians(latitude)
    height = math.sin(place) * math.sin(declination)
    height += math.cos(place) * math.cos(declination) * math.cos(sidereal - ascension)
    return Sun(height, 1.00014 - 0.01671 * math.cos(anomaly) - 0.00014 * math.cos(2 * anomaly))


def wet_bulb_globe(
    temperature: float | None,
    humidity: float | None,
    *,
    solar: float = 0.0,
    wind: float = 1.0,
    pressure: float = 1013.25,
    sun: Sun | None = None,
) -> Metric:
    """WBGT in °C from °C, relative humidity in percent, sunlight in W/m2, wind in m/s at 2 m, and hPa.

    Without the sun's place the sunlight counts as if the sun stood 45 degrees high.
    """
    if temperature is None or humidity is None or not all(map(math.isfinite, (temperature, humidity))):
        return undefined("This needs temperature and humidity.")
    if not RANGE[0] <= temperature <= RANGE[1] or not 0 < humidity <= 100:
        return undefined("This is for -10 to 50 °C and a humidity above 0 and up to 100 %.")
    if not (math.isfinite(solar) and 0 <= solar <= SOLAR_CONSTANT and math.isfinite(wind) and 0 <= wind <= 60):
        return undefined("Sunlight runs from 0 to 1367 W/m2 and wind from 0 to 60 m/s.")
    if not math.isfinite(pressure) or not 500 <= pressure <= 1100:
        return undefined("Air pressure runs from 500 to 1100 hPa.")
    air = _air(temperature + ZERO, humidity / 100, pressure, max(wind, CALM), solar, sun or Sun(math.sqrt(0.5)))
    globe, wet = _globe(air), _wet_bulb(air)
    if globe is None or wet is None:
        return undefined("The heat balance did not settle for this weather.")
    return measured(0.1 * temperature + 0.2 * (globe - ZERO) + 0.7 * (wet - ZERO))


def saturation(temperature: float) -> float:
    """Pressure in hPa of saturated vapour over water (Buck 1981), with 0.4 % for moist air."""
    return 1.004 * 6.1121 * math.exp(17.502 * (temperature - ZERO) / (temperature - 32.18))


def _air(temperature: float, humidity: float, pressure: float, wind: float, solar: float, sun: Sun) -> _Air:
    outside = SOLAR_CONSTANT * max(0.0, sun.cos_zenith) / sun.distance**2 if sun.cos_zenith >= LOWEST_SUN else 0.0
    clear = min(solar / outside, CLEAREST) if outside > 0 else 0.0
    direct = math.exp(3 - 1.34 * clear - 1.65 / clear) if clear > 0 else 0.0
    light = clear * outside if outside > 0 else solar
    return _Air(temperature, humidity, pressure, wind, light, min(max(direct, 0.0), 0.9), sun.cos_zenith)


def _globe(air: _Air) -> float | None:
    beam = air.direct * (1 / (2 * air.cos_zenith) - 1) if air.direct > 0 else 0.0
    sunlit = air.solar / (2 * STEFAN_BOLTZMANN * GLOBE_EMISSIVITY) * (1 - GLOBE_ALBEDO) * (beam + 1 + GROUND_ALBEDO)

    def balance(globe: float) -> float:
        middle = (globe + air.temperature) / 2
        lost = _sphere_transfer(middle, air) / (STEFAN_BOLTZMANN * GLOBE_EMISSIVITY) * (globe - air.temperature)
        return max(air.around - lost + sunlit, 0.0) ** 0.25

    return _settle(balance, air.temperature)


def _wet_bulb(air: _Air) -> float | None:
    side = 0.25 * WICK_DIAMETER / WICK_LENGTH
    slant = math.tan(math.acos(min(max(air.cos_zenith, LOWEST_SUN), 1.0))) / math.pi
    shone = (1 - air.direct) * (1 + side) + air.direct * (slant + side) + GROUND_ALBEDO
    sunlit = (1 - WICK_ALBEDO) * air.solar * shone

    def balance(wet: float) -> float:
        middle = (wet + air.temperature) / 2
        radiated = STEFAN_BOLTZMANN * WICK_EMISSIVITY * (air.around - wet**4) + sunlit
        density = air.pressure * 100 / (GAS_CONSTANT * middle)
        schmidt = _viscosity(middle) / (density * _diffusivity(middle, air.pressure))
        latent = _evaporation(middle) / (HEAT_CAPACITY * AIR_MASS / WATER_MASS)
        drying = latent * (saturation(wet) - air.vapour) / (air.pressure - saturation(wet))
        return air.temperature - drying * (PRANDTL / schmidt) ** CYLINDER[0] + radiated / _wick_transfer(middle, air)

    return _settle(balance, _dew_point(air.vapour))


def _settle(balance: Callable[[float], float], start: float) -> float | None:
    """The temperature that reproduces itself, approached a tenth at a time."""
    value = start
    for _ in range(STEPS):
        found = balance(value)
        if abs(found - value) < CONVERGED:
            return found
        value += 0.1 * (found - value)
    return None


def _sphere_transfer(temperature: float, air: _Air) -> float:
    nusselt = 2 + 0.6 * math.sqrt(_reynolds(temperature, air, GLOBE_DIAMETER)) * PRANDTL ** (1 / 3)
    return nusselt * _conductivity(temperature) / GLOBE_DIAMETER


def _wick_transfer(temperature: float, air: _Air) -> float:
    a, b, c = CYLINDER
    nusselt = b * _reynolds(temperature, air, WICK_DIAMETER) ** (1 - c) * PRANDTL ** (1 - a)
    return nusselt * _conductivity(temperature) / WICK_DIAMETER


def _reynolds(temperature: float, air: _Air, diameter: float) -> float:
    density = air.pressure * 100 / (GAS_CONSTANT * temperature)
    return air.wind * density * diameter / _viscosity(temperature)


def _viscosity(temperature: float) -> float:
    """kg/m/s, by the Chapman-Enskog formula for air."""
    collision = (temperature / 97 - 2.9) / 0.4 * -0.034 + 1.048
    return 2.6693e-6 * math.sqrt(AIR_MASS * temperature) / (3.617**2 * collision)


def _conductivity(temperature: float) -> float:
    return (HEAT_CAPACITY + 1.25 * GAS_CONSTANT) * _viscosity(temperature)


def _diffusivity(temperature: float, pressure: float) -> float:
    """m2/s of water vapour in air (Bird, Stewart & Lightfoot)."""
    critical = (36.4 * 218) ** (1 / 3) * (132 * 647.3) ** (5 / 12) * math.sqrt(1 / AIR_MASS + 1 / WATER_MASS)
    return 3.640e-4 * (temperature / math.sqrt(132 * 647.3)) ** 2.334 * critical / (pressure / 1013.25) * 1e-4


def _evaporation(temperature: float) -> float:
    """J/kg of latent heat between 283 and 313 K."""
    return (313.15 - temperature) / 30 * -71100 + 2.4073e6


def _dew_point(vapour: float) -> float:
    log = math.log(vapour / (6.1121 * 1.004))
    return ZERO + 240.97 * log / (17.502 - log)
