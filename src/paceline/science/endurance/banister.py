"""Impulse and response: performance as what training built less what it tired, fitted to an athlete's own tests.

Banister 1975; Morton, Fitz-Clarke & Banister 1990, J Appl Physiol 69:1171; Clarke & Skiba 2013, Adv Physiol Educ 37:134.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.measure import Metric, measured, undefined
from paceline.science.endurance.streams import Array, Count

# The free five-parameter fit is ill-posed: on the published data of Clarke & Skiba it ends at 27.8 and 27.1 days with
# weights that cancel. The time constants are therefore searched on two ranges 15 days apart [own synthesis].
FITNESS_DAYS = np.arange(30.0, 61.0)
FATIGUE_DAYS = np.arange(5.0, 16.0)
FEWEST_TESTS, SHORTEST_SPAN = 6, 60  # tests; days from the first to the last
NO_HARM = "Fatigue weighs no more than fitness here, so no day costs more than it gives."
AT_ONCE = "Fatigue weighs so little here that the benefit is greatest at once."
RESAMPLES = 400
ABSURD = 1e9  # neither a load nor a result; squares of more would overflow
TAIL = 2.5  # % left out at each end: a 95 % interval


@dataclass(frozen=True, slots=True)
class Response:
    """p = base + k1 fitness - k2 fatigue; each day's load adds to both, which fade over tau1 and tau2 days."""

    base: float
    fitness_weight: float
    fatigue_weight: float
    fitness_days: float
    fatigue_days: float


@dataclass(frozen=True, slots=True)
class ResponseFit:
    """The fitted response, or None and why; `low` and `high` bound each number at 95 %."""

    response: Response | None
    reason: str | None
    low: Response | None = None
    high: Response | None = None
    r_squared: float | None = None
    squares: float | None = None
    tests: int = 0
    caution: str | None = None


UNFITTED = Response(
    0.0, 1.0, 2.0, 42.0, 7.0
)  # for a shape only, in arbitrary units; always to be labelled as not fitted


def performance(loads: Sequence[float | None], response: Response) -> Array:
    """Performance on every day; day 0 is where the model starts, so its own load is not counted (Clarke & Skiba)."""
    traces = _traces(_daily(loads), np.array([response.fitness_days, response.fatigue_days]))
    return response.base + response.fitness_weight * traces[:, 0] - response.fatigue_weight * traces[:, 1]


def fit_response(
    loads: Sequence[float | None], tests: Sequence[tuple[int, float]], *, seed: int = 1975, resamples: int = RESAMPLES
) -> ResponseFit:
    """The response to daily loads that best explains `tests` of (day, performance); a day without training is zero.

    Every pair of time constants is tried, the three weights solved for at once and kept from turning negative. The
    interval refits the model to its own values with the residuals dealt anew, always in the same way for one seed.
    """
    known = sorted((day, value) for day, value in tests if 0 <= day < len(loads) and abs(value) < ABSURD)
    days = np.array([day for day, _ in known], dtype=np.int64)
    missing = _too_few(days)
    if missing:
        return ResponseFit(None, missing, tests=days.size)
    observed = np.array([value for _, value in known])
    grid = _Grid(_daily(loads), days)
    found, squares = grid.best(observed[None, :])
    spread = float(np.sum((observed - observed.mean()) ** 2))
    response = _response(found[0])
    reason = _implausible(response, spread)
    if reason:
        return ResponseFit(None, reason, tests=days.size)
    low, high = _interval(grid, found[0], observed, seed, resamples)
    explained = 1 - float(squares[0]) / spread
    caution = _edge(response)
    return ResponseFit(response, None, low, high, explained, float(squares[0]), days.size, caution)


def fixed_weights(
    loads: Sequence[float | None], tests: Sequence[tuple[int, float]], fitness_days: float, fatigue_days: float
) -> tuple[Response, float]:
    """The best weights for given time constants and the squares they leave, as programs that fix 50 and 11 days do."""
    days = np.array([day for day, _ in tests], dtype=np.int64)
    observed = np.array([[value for _, value in tests]])
    grid = _Grid(_daily(loads), days, np.array([fitness_days]), np.array([fatigue_days]))
    found, squares = grid.best(observed)
    return _response(found[0]), float(squares[0])


def days_of_harm(response: Response) -> Metric:
    """How many days before a race a load begins to cost more than it gives (t_n of Morton 1990)."""
    return _turning(response, response.fatigue_weight, response.fitness_weight, NO_HARM)


def days_to_peak(response: Response) -> Metric:
    """How many days after a load its benefit is greatest (t_g of Morton 1990)."""
    falling = response.fatigue_weight / response.fatigue_days
    rising = response.fitness_weight / response.fitness_days
    return _turning(response, falling, rising, AT_ONCE)


class _Grid:
    """Fitness and fatigue at the tests for every pair of time constants, with what the least squares need of them."""

    def __init__(
        self,
        loads: Array,
        days: Count,
        fitness_days: Array = FITNESS_DAYS,
        fatigue_days: Array = FATIGUE_DAYS,
    ) -> None:
        self.one = np.repeat(fitness_days, fatigue_days.size)
        self.two = np.tile(fatigue_days, fitness_days.size)
        self.fitness = _at(loads, days, fitness_days, self.one)
        self.fatigue = _at(loads, days, fatigue_days, self.two)
        self.gg, self.hh = _dot(self.fitness, self.fitness), _dot(self.fatigue, self.fatigue)
        self.gh = _dot(self.fitness, self.fatigue)

    def best(self, observed: Array) -> tuple[Array, Array]:
        """For every row of observations: base, k1, k2, tau1, tau2 of the pair that leaves the least squares."""
        mean = observed.mean(axis=1, keepdims=True)
        centred = observed - mean
        fitness = self.fitness - self.fitness.mean(axis=1)[:, None]
        fatigue = self.fatigue - self.fatigue.mean(axis=1)[:, None]
        gy, hy = centred @ fitness.T, centred @ fatigue.T
        k1, k2 = self._weights(gy, hy)
        gain = 2 * (k1 * gy - k2 * hy) - k1**2 * self.gg + 2 * k1 * k2 * self.gh - k2**2 * self.hh
        row: Count = np.arange(observed.shape[0], dtype=np.int64)
        pair = gain.argmax(axis=1)
        k1, k2 = k1[row, pair], k2[row, pair]
        base = mean[:, 0] - k1 * self.fitness.mean(axis=1)[pair] + k2 * self.fatigue.mean(axis=1)[pair]
        found = np.column_stack((base, k1, k2, self.one[pair], self.two[pair]))
        return found, np.sum((observed - self.model(found)) ** 2, axis=1)

    def model(self, found: Array) -> Array:
        """What each row of fitted numbers says the tests should have been."""
        pair = [int(np.flatnonzero((self.one == row[3]) & (self.two == row[4]))[0]) for row in found]
        return found[:, :1] + found[:, 1:2] * self.fitness[pair] - found[:, 2:3] * self.fatigue[pair]

    def _weights(self, gy: Array, hy: Array) -> tuple[Array, Array]:
        """Non-negative least squares of two columns: both free, or the better of either alone."""
        with np.errstate(divide="ignore", invalid="ignore"):
            determinant = self.gg * self.hh - self.gh**2
            k1 = (gy * self.hh - hy * self.gh) / determinant
            k2 = (gy * self.gh - hy * self.gg) / determinant
            only1 = np.where(self.gg > 0, np.maximum(gy, 0) / self.gg, 0.0)
            only2 = np.where(self.hh > 0, np.maximum(-hy, 0) / self.hh, 0.0)
        both = (determinant > 1e-12 * self.gg * self.hh) & (k1 >= 0) & (k2 >= 0)
        first = only1**2 * self.gg >= only2**2 * self.hh
        return (
            np.where(both, k1, np.where(first, only1, 0.0)),
            np.where(both, k2, np.where(first, 0.0, only2)),
        )


def _interval(grid: _Grid, found: Array, observed: Array, seed: int, resamples: int) -> tuple[Response, Response]:
    fitted = grid.model(found[None, :])[0]
    size = observed.size
    residuals = (observed - fitted) * math.sqrt(size / max(size - found.size, 1))
    dealt = np.random.default_rng(abs(seed)).integers(0, size, (max(resamples, 1), size))
    refitted, _ = grid.best(fitted + (residuals - residuals.mean())[dealt])
    low, high = np.percentile(refitted, (TAIL, 100 - TAIL), axis=0)
    return _response(low), _response(high)


def _traces(loads: Array, time_constants: Array) -> Array:
    """g[i] = g[i-1] e^(-1/tau) + load[i] for every time constant at once, from nothing on day 0."""
    traces = np.zeros((loads.size, time_constants.size))
    kept = np.exp(-1 / time_constants)
    for day in range(1, loads.size):
        traces[day] = traces[day - 1] * kept + loads[day]
    return traces


def _at(loads: Array, days: Count, axis: Array, pairs: Array) -> Array:
    """A row per pair of time constants, a column per test."""
    return _traces(loads, axis)[days].T[np.searchsorted(axis, pairs)]


def _dot(one: Array, two: Array) -> Array:
    return np.sum((one - one.mean(axis=1)[:, None]) * (two - two.mean(axis=1)[:, None]), axis=1)


def _turning(response: Response, fatigue: float, fitness: float, otherwise: str) -> Metric:
    slow, fast = response.fitness_days, response.fatigue_days
    if not (slow > fast > 0 and fitness > 0):
        return undefined("Needs a fitness that lasts longer than fatigue.")
    if fatigue <= fitness:
        return measured(0.0, otherwise)
    return measured(slow * fast / (slow - fast) * math.log(fatigue / fitness))


def _daily(loads: Sequence[float | None]) -> Array:
    known = np.array([0.0 if load is None or math.isnan(load) else load for load in loads], dtype=np.float64)
    if known.size and not (known.min() >= 0 and known.max() < ABSURD):
        raise ValueError("Daily load cannot be negative or infinite.")
    return known


def _too_few(days: Count) -> str | None:
    if days.size < FEWEST_TESTS:
        return f"Needs {FEWEST_TESTS} tests or races; there are {days.size}."
    if int(days[-1] - days[0]) < SHORTEST_SPAN:
        return f"The tests should span {SHORTEST_SPAN} days; they span {int(days[-1] - days[0])}."
    return None


def _implausible(response: Response, spread: float) -> str | None:
    if not spread > 0:
        return "All tests are alike, so there is no response to fit."
    if response.fitness_weight <= 0:
        return "The tests did not rise with training, so there is no response to fit."
    if response.fatigue_weight <= 0:
        return "No fatigue shows in the tests; some should follow hard days."
    return None


def _edge(response: Response) -> str | None:
    slow = response.fitness_days in (FITNESS_DAYS[0], FITNESS_DAYS[-1])
    if slow or response.fatigue_days in (FATIGUE_DAYS[0], FATIGUE_DAYS[-1]):
        return "A time constant ends at the edge of what is searched, so the tests do not pin it down."
    return None


def _response(numbers: Array) -> Response:
    return Response(*(float(number) for number in numbers))
