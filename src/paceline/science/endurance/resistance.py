"""What wind and the road cost a runner or a rider: energy against still air, and watts for a steady ride."""

import math
from collections.abc import Callable

from paceline.science.endurance.measure import Metric, measured, positive, undefined

GRAVITY = 9.80665
SEA_LEVEL_DENSITY = 1.225  # kg/m3, ICAO standard atmosphere
DRAG_COST = 6.13  # percent of metabolic cost for each percent of body weight of drag; Da Silva et al. 2022
RUNNER_DRAG = 0.8  # coefficient; Pugh 1971
FRONTAL_SHARE = 0.266  # of the body surface; Pugh 1970
FASTEST_RIDE = 40.0  # m/s
LIVINGSTON = (0.1173, 0.6466)  # body surface from weight; Livingston & Lee 2001


def wind_cost(speed: float | None, headwind: float | None, weight: float | None) -> Metric:
    """Energy cost of running in a wind over that in still air; a tailwind is a negative headwind (all m/s, kg)."""
    if speed is None or weight is None or not positive(speed) or not positive(weight):
        return undefined("This needs a running speed and a body weight.")
    if headwind is None or not math.isfinite(headwind):
        return undefined("This needs the wind.")
    if speed > 8 or abs(headwind) > 15:
        return undefined("This is for running up to 8 m/s in winds up to 15 m/s.")
    scale, power = LIVINGSTON
    area = RUNNER_DRAG * FRONTAL_SHARE * scale * weight**power
    share = DRAG_COST * 0.5 * SEA_LEVEL_DENSITY * area / (weight * GRAVITY)
    felt = speed + headwind
    caution = "Winds this strong were not measured." if abs(headwind) > 8 else None
    return measured((1 + share * felt * abs(felt)) / (1 + share * speed**2), caution)


def speed_in_wind(still_speed: float | None, headwind: float | None, weight: float | None) -> Metric:
    """The running speed that takes as much energy a second in a wind as `still_speed` does without (m/s, kg)."""
    calm = wind_cost(still_speed, headwind, weight)
    if calm.value is None or still_speed is None or headwind is None or weight is None:
        return calm
    scale, power = LIVINGSTON
    area = RUNNER_DRAG * FRONTAL_SHARE * scale * weight**power
    share = DRAG_COST * 0.5 * SEA_LEVEL_DENSITY * area / (weight * GRAVITY)

    def effort(speed: float) -> float:
        felt = speed + headwind
        return speed * (1 + share * felt * abs(felt))

    wanted = still_speed * (1 + share * still_speed**2)
    return measured(_where(effort, wanted, 0.0, 3 * still_speed), calm.caution)


def riding_speed(
    power: float | None,
    *,
    weight: float | None,
    grade: float = 0.0,
    headwind: float = 0.0,
    altitude: float = 0.0,
    drag_area: float = 0.40,
    rolling: float = 0.005,
    loss: float = 0.035,
) -> Metric:
    """m/s on a steady ride for watts at the pedals: `riding_power` turned round; `weight` is rider and bicycle."""
    if power is None or not math.isfinite(power) or not 0 < power <= 3000:
        return undefined("This needs power above zero.")

    def watts(speed: float) -> Metric:
        return riding_power(
            speed, weight=weight, grade=grade, headwind=headwind, altitude=altitude, drag_area=drag_area,
            rolling=rolling, loss=loss,
        )  # fmt: skip

    fastest = watts(FASTEST_RIDE)
    if fastest.value is None:
        return fastest
    if fastest.value <= power or not (positive(drag_area) and 0 <= rolling < 1):
        return undefined("At this power the ride is faster than 40 m/s, or has no drag at all.")
    return measured(_where(lambda speed: watts(speed).value or 0.0, power, 1e-6, FASTEST_RIDE))


def riding_power(
    speed: float | None,
    *,
    weight: float | None,
    grade: float = 0.0,
    headwind: float = 0.0,
    altitude: float = 0.0,
    drag_area: float = 0.40,
    rolling: float = 0.005,
    loss: float = 0.035,
) -> Metric:
    """Watts at the pedals for a steady ride (Martin et al. 1998); `weight` is rider and bicycle together.

    Below zero the bicycle runs away by itself: that is braking, so 0 W and a caution.
    """
    if speed is None or weight is None or not positive(speed) or not positive(weight):
        return undefined("This needs a speed and a weight.")
    if not all(map(math.isfinite, (grade, headwind, altitude, drag_area, rolling))) or not 0 <= loss < 1:
        return undefined("This needs slope, wind, altitude and drag as numbers.")
    if speed > 40 or abs(headwind) > 40 or abs(grade) > 0.45:
        return undefined("This is for speeds and winds up to 40 m/s and slopes up to 45 %.")
    felt = speed + headwind
    air = 0.5 * air_density(altitude) * drag_area * felt * abs(felt)
    angle = math.atan(grade)
    road = weight * GRAVITY * (math.sin(angle) + rolling * math.cos(angle))
    watts = (air + road) * speed / (1 - loss)
    return measured(watts) if watts >= 0 else measured(0.0, "No pedalling is needed at this speed.")


def _where(of: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Where a rising function reaches a value."""
    for _ in range(80):
        middle = (low + high) / 2
        if of(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def air_density(altitude: float) -> float:
    """kg/m3 of the standard atmosphere at an altitude in metres, up to the stratosphere (ICAO)."""
    share = 1 - 2.25577e-5 * min(max(altitude, -500.0), 11000.0)
    return SEA_LEVEL_DENSITY * share**4.25588
