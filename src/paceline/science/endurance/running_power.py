"""Running power: an estimate from speed and slope, and whose watts a recording holds, so that vendors never mix."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.grade import running_cost
from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.streams import Array

PowerSource: TypeAlias = Literal[
    "stryd", "garmin", "coros", "polar", "apple", "suunto", "estimated", "meter", "unknown"
]

# Skiba, "Calculation of power output and quantification of training stress in distance runners" (GOVSS, 2006).
AIR_DENSITY = 1.2  # kg/m3
DRAG = 0.9  # coefficient; Arsac & Locatelli 2002, J Appl Physiol 92:1781
FRONTAL_SHARE = 0.266  # of the body surface
DU_BOIS = (0.2025, 0.725, 0.425)  # body surface in m2 from height in m and weight in kg (Du Bois & Du Bois 1916)
# Share of the metabolic cost that is mechanical work, by speed in m/s.
EFFICIENCY = (0.25, 0.054)
FASTEST = 8.33  # m/s at which elastic return takes half the efficiency; the formula is for slower running
LEVEL_COST = 1.04  # J/kg/m; the straight line Elevate draws through watches of 2020

RUN_VENDORS: tuple[tuple[str, PowerSource], ...] = (
    ("stryd", "stryd"),
    ("coros", "coros"),
    ("polar", "polar"),
    ("apple", "apple"),
    ("suunto", "suunto"),
    ("garmin", "garmin"),
    ("fenix", "garmin"),
    ("forerunner", "garmin"),
)
# Developer fields by name: Garmin's own running power field, and Stryd's, which names only its quantities.
FIELD_NAMES: tuple[tuple[str, PowerSource], ...] = (
    ("rp_power", "garmin"),
    ("form power", "stryd"),
    ("leg spring stiffness", "stryd"),
    ("air power", "stryd"),
)
MIXED = "These watts come from different makers, whose scales differ; they cannot be compared."


def body_surface(height: float, weight: float) -> float:
    """Square metres of skin from metres and kilograms."""
    scale, by_height, by_weight = DU_BOIS
    return scale * height**by_height * weight**by_weight


def running_power(speed: Array, grade: Array, *, weight: float, height: float) -> Array:
    """Estimated watts on each sample: drag plus Minetti's cost times the efficiency at that speed.

    A missing grade counts as level; speed from standstill to 8.33 m/s, NaN beyond, where the formula turns over.
    """
    if not positive(weight) or not positive(height):
        return np.full(speed.shape, np.nan)
    pace = np.where(np.isfinite(speed) & (speed >= 0) & (speed <= FASTEST), speed, np.nan)
    slope = np.where(np.isfinite(grade), grade, 0.0)
    drag = 0.5 * AIR_DENSITY * DRAG * FRONTAL_SHARE * body_surface(height, weight) * pace**2 / weight
    efficiency = (EFFICIENCY[0] + EFFICIENCY[1] * pace) * (1 - 0.5 * pace / FASTEST)
    return (drag + running_cost(slope) * efficiency) * pace * weight


def steady_running_power(
    speed: float | None, *, weight: float | None, height: float | None, grade: float = 0.0
) -> Metric:
    """`running_power` for one speed, as in a plan: the estimate, or why there is none."""
    if weight is None or height is None or not positive(weight) or not positive(height):
        return undefined("Estimated power needs body weight and height.")
    if speed is None or not np.isfinite(speed) or not 0 <= speed <= FASTEST:
        return undefined("Estimated power needs a running speed up to 8.33 m/s.")
    if not np.isfinite(grade):
        return undefined("Estimated power needs a slope.")
    watts = float(running_power(np.array([speed]), np.array([grade]), weight=weight, height=height)[0])
    caution = "Held at the steepest slope that was measured, 45 %." if abs(grade) > 0.45 else None
    return measured(watts, caution)


def power_source(developer_fields: Iterable[str] = (), device: str = "", sport: str = "running") -> PowerSource:
    """Whose watts these are: an add-on's field names before the watch, which only records them.

    `developer_fields` are the names of the recording's developer fields and of the applications that wrote them. On
    anything but foot, power is a strain-gauge meter's and comparable everywhere.
    """
    if not any(stem in sport.lower() for stem in ("run", "walk", "hik", "treadmill")):
        return "meter"
    for field in developer_fields:
        found = _named(field, (*FIELD_NAMES, *RUN_VENDORS))
        if found is not None:
            return found
    return _named(device, RUN_VENDORS) or "unknown"


def comparable(first: PowerSource, second: PowerSource) -> bool:
    """Whether two powers may share a curve, a threshold or an average; of unknown origin never, even with itself."""
    return first == second and first != "unknown"


def why_not_comparable(first: PowerSource, second: PowerSource) -> str | None:
    """The sentence for two powers that may not be compared, or None."""
    if comparable(first, second):
        return None
    if "unknown" in (first, second):
        return "It is not known which device measured this power, so it is kept out of comparisons."
    return MIXED


def _named(text: str, names: Iterable[tuple[str, PowerSource]]) -> PowerSource | None:
    lower = text.lower().replace("-", " ")
    return next((source for name, source in names if name in lower), None)
