"""What is computed from the samples of one activity: mean-maximal curves, and everything there is about a day's ride."""

import gc
from collections.abc import Callable
from functools import partial
from time import process_time
from types import MappingProxyType

import numpy as np

from benchmarks.report import Line
from paceline.endurance.metrics.measuring import Recorded, measure
from paceline.science.endurance.analysis import session_of
from paceline.science.endurance.curves import curve_grid, mean_maximal
from paceline.science.endurance.streams import Array
from paceline.science.endurance.summary import Thresholds
from paceline.science.formats import Recording

DAY = 86_400
START = 1_750_000_000.0
KNOWN = Thresholds(max_hr=188, resting_hr=48, lthr=168, ftp=265, threshold_speed=4.1, sex="male")


def measure_all(rounds: int) -> list[Line]:
    """Processor time, the shortest of several, ours and the usual way in turn."""
    ride = a_ride(DAY)
    uneven = np.diff(ride.channels["distance"], prepend=0.0)
    return [
        _curve("watts", ride.channels["power"], rounds),
        _curve("speeds in mm/s", ride.channels["speed"], rounds),
        _curve("speeds worked out", uneven, rounds),
        _slope("mean-maximal", lambda n: partial(mean_maximal, ride.channels["power"][:n]), rounds),
        _everything(ride, rounds),
        _slope("every metric and curve", lambda n: partial(everything, a_ride(n)), rounds),
    ]


def a_ride(seconds: int) -> Recording:
    """One sample a second, with noise as devices have it."""
    generator = np.random.default_rng(seconds)
    second = np.arange(float(seconds))
    speed = np.round(np.clip(8 + generator.normal(0, 0.3, seconds).cumsum() * 0.02, 0.5, 18), 3)
    hill = 60 * np.sin(second / 900)
    distance = np.cumsum(speed * (1 + generator.normal(0, 1e-4, seconds)))
    return Recording(
        format="fit",
        sport="cycling",
        start=START,
        time=START + second,
        channels=MappingProxyType(
            {
                "distance": distance,
                "speed": speed,
                "heart_rate": np.round(np.clip(138 + hill / 4 + generator.normal(0, 2, seconds), 60, 190)),
                "power": np.round(np.clip(190 + hill + generator.normal(0, 40, seconds), 0, 1100)),
                "cadence": np.round(np.clip(generator.normal(86, 3, seconds), 0, 130)),
                "altitude": 300 + 4 * hill + generator.normal(0, 0.2, seconds),
                "latitude": 59.9 + distance / 2_000_000,
                "longitude": 10.7 + generator.normal(0, 1e-6, seconds).cumsum(),
            }
        ),
    )


def everything(ride: Recording) -> object:
    """As after an import: totals, load, best efforts, then time in zones and the curves."""
    session = session_of(ride, KNOWN)
    one = Recorded(ride.time - START, session.channels, "cycling", "cycling", (), KNOWN)
    return session, measure(one)


def usual_curve(values: Array) -> list[float]:
    """Prefix sums and the highest difference, in float64, duration by duration."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    return [float((total[d:] - total[:-d]).max()) / d for d in curve_grid(values.size).tolist()]


def shortest(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of processor time."""
    best = float("inf")
    gc.collect()
    for _ in range(max(rounds, 3) * 3):
        began = process_time()
        work()
        best = min(best, process_time() - began)
    return best * 1000


def _curve(what: str, values: Array, rounds: int) -> Line:
    mine = shortest(lambda: mean_maximal(values), rounds)
    theirs = shortest(lambda: usual_curve(values), rounds)
    count = curve_grid(values.size).size
    name = f"mean-maximal of 24 h, {count} durations, {what}; float64 prefix sums"
    return Line(name, f"{mine:.1f} ms", f"{theirs:.1f} ms", f"{theirs / mine:.1f}x", "<= 5 ms", mine <= 5)


def _everything(ride: Recording, rounds: int) -> Line:
    taken = shortest(lambda: everything(ride), rounds)
    return Line("every metric and curve of 24 h with power", f"{taken:.0f} ms", target="<= 200 ms", met=taken <= 200)


def _slope(what: str, ready: Callable[[int], Callable[[], object]], rounds: int) -> Line:
    sizes = (DAY // 100, DAY // 10, DAY)
    times = [shortest(ready(n), rounds) for n in sizes]
    each = [1e6 * taken / n for taken, n in zip(times, sizes, strict=True)]
    growth = times[2] / times[1]
    shown = " / ".join(f"{one:.0f}" for one in each)
    return Line(f"{what}, ns a sample at 1x / 10x / 100x", shown, "", f"{growth:.1f}x from 10x", "<= 15x", growth <= 15)
