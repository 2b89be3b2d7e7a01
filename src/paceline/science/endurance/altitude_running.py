"""How much slower a race is at altitude, from what energy running takes and how long each source of it lasts.

Péronnet & Thibault 1989, J Appl Physiol 67:453 (the model); Péronnet, Thibault & Cousineau 1991, J Appl Physiol 70:399
(altitude).
"""

import math
from dataclasses import dataclass

from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.resistance import SEA_LEVEL_DENSITY, air_density

AEROBIC_DELAY, ANAEROBIC_DELAY, AEROBIC_HELD = 30.0, 20.0, 420.0  # s; k1, k2 and T_MAP of the abstract of 1989
ANAEROBIC = 1658.0  # J/kg, of the fastest men of 1987; the abstract
RESTING = 1.2  # W/kg
# Re-typed from memory of the full text of 1989 and checked: with them the model gives the men's records of 1987 to
# 0.6 % on average, where the paper states 0.7 %.
ANAEROBIC_FADE = -0.233  # of the capacity for each e-fold of time beyond seven minutes
COST, DRAG, KINETIC = 3.86, 0.4, 2.0  # J/kg/m; kg/m3 times drag coefficient halved; of speed squared over the distance
WEIGHT, SURFACE = 70.0, 1.8  # kg, m2
# Share of maximal aerobic power that is lost for each e-fold of time: 83.5 % are left in a marathon of 2:07:12.
FADE = 0.165 / math.log(7632 / 420)
# VO2max at H metres as papers on hour records write it after Péronnet 1991: 1 - 11.7e-9 H^2 - 4.01e-6 H. From memory;
# with it 400 m at 2250 m are run at 101.2 % and 100 m at 101.6 % of the speed at the sea, where the paper's abstract
# has 101.4 and 101.9 %, and 10 km take 5 % longer, as in the races of 1968.
LOSS = (11.7e-9, 4.01e-6)
DISTANCES, DURATIONS = (800.0, 42_500.0), (90.0, 21_600.0)
HIGHEST = 4000.0
POWERS = (4.0, 40.0)  # W/kg


@dataclass(frozen=True, slots=True)
class Runner:
    """Maximal aerobic power in W/kg; the other two numbers are those of the study."""

    aerobic: float


def aerobic_share_of(altitude: float) -> float:
    """Maximal aerobic power at an altitude in metres as a share of that at the sea, as Péronnet 1991 takes it."""
    height = max(altitude, 0.0)
    return 1 - LOSS[0] * height**2 - LOSS[1] * height


def power_sustained(runner: Runner, duration: float, altitude: float = 0.0) -> float:
    """W/kg a runner has on average over a race of `duration` seconds."""
    peak = runner.aerobic * aerobic_share_of(altitude)
    later = max(0.0, math.log(duration / AEROBIC_HELD))
    aerobic = peak - RESTING - FADE * peak * later
    stored = ANAEROBIC * (1 + ANAEROBIC_FADE * later)
    late = AEROBIC_DELAY / duration * -math.expm1(-duration / AEROBIC_DELAY)
    return stored / duration * -math.expm1(-duration / ANAEROBIC_DELAY) + RESTING + aerobic * (1 - late)


def power_needed(speed: float, distance: float, altitude: float = 0.0) -> float:
    """W/kg of running a level race at a speed: the road, the air, and getting under way."""
    air = DRAG * air_density(altitude) / SEA_LEVEL_DENSITY * SURFACE / WEIGHT
    return RESTING + COST * speed + air * speed**3 + KINETIC * speed**3 / distance


def time_elsewhere(distance: float, duration: float, *, run_at: float, wanted_at: float) -> Metric:
    """Seconds over `distance` at one altitude for somebody who takes `duration` seconds at another."""
    problem = _problem(distance, duration, run_at, wanted_at)
    if problem:
        return undefined(problem)
    runner = _runner(distance, duration, run_at)
    if runner is None:
        return undefined("This is slower or faster than the model describes.")
    return measured(_best_time(runner, distance, wanted_at), "People differ at altitude by several percent.")


def altitude_slowdown(distance: float | None, duration: float | None, altitude: float | None) -> Metric:
    """Percent more time than at the sea for a race of 800 m to the marathon; `duration` is the time at the sea."""
    if distance is None or duration is None or altitude is None:
        return undefined("This needs a distance, a time and an altitude.")
    there = time_elsewhere(distance, duration, run_at=0.0, wanted_at=altitude)
    return there.then(lambda seconds: 100 * (seconds / duration - 1))


def _runner(distance: float, duration: float, altitude: float) -> Runner | None:
    """Whose aerobic power just pays for the race."""
    needed = power_needed(distance / duration, distance, altitude)
    low, high = POWERS
    if (
        not power_sustained(Runner(low), duration, altitude)
        < needed
        < power_sustained(Runner(high), duration, altitude)
    ):
        return None
    for _ in range(60):
        middle = (low + high) / 2
        if power_sustained(Runner(middle), duration, altitude) < needed:
            low = middle
        else:
            high = middle
    return Runner((low + high) / 2)


def _best_time(runner: Runner, distance: float, altitude: float) -> float:
    """The quickest pace that can be paid for: what is needed falls with time faster than what there is."""
    quick, slow = distance / 12, distance / 0.5
    for _ in range(80):
        middle = (quick + slow) / 2
        if power_needed(distance / middle, distance, altitude) > power_sustained(runner, middle, altitude):
            quick = middle
        else:
            slow = middle
    return (quick + slow) / 2


def _problem(distance: float, duration: float, *altitudes: float) -> str | None:
    if not (positive(distance) and positive(duration)):
        return "A race needs a distance and a time above zero."
    if not (DISTANCES[0] <= distance <= DISTANCES[1] and DURATIONS[0] <= duration <= DURATIONS[1]):
        return "This is for races of 800 m to the marathon, up to six hours."
    if not all(math.isfinite(height) and -500 <= height <= HIGHEST for height in altitudes):
        return "This is for altitudes up to 4000 m."
    return None
