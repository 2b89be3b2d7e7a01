"""Least squares with standard errors, for the models fitted to a handful of efforts or races."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.streams import Array

# Two-sided 95 % quantiles of Student's t for 1, 2, 3 ... degrees of freedom (Student 1908; any table).
T_95 = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
    2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484,
    2.0452, 2.0423,
)  # fmt: skip
GOLDEN = (5**0.5 - 1) / 2
GRID = 240
STEPS = 90  # golden sections; 0.618^90 is below what a float can tell apart


@dataclass(frozen=True, slots=True)
class Estimate:
    """A fitted number with its standard error and 95 % interval; those are None when nothing is left to judge by."""

    value: float
    error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Regression:
    """Fitted numbers in the order of the columns, and how much of the spread they explain."""

    estimates: tuple[Estimate, ...]
    r_squared: float | None
    squares: float

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(estimate.value for estimate in self.estimates)


def t_95(freedom: int) -> float:
    """Student's 97.5 % quantile; beyond 30 degrees of freedom the first terms of its expansion are good to 1e-4."""
    if freedom <= len(T_95):
        return T_95[freedom - 1]
    return 1.959964 + 2.372271 / freedom + 2.82236 / freedom**2


def linear_fit(columns: Array, observed: Array) -> Regression | None:
    """Ordinary least squares; None when the columns cannot be told apart."""
    scale = np.linalg.norm(columns, axis=0)
    if not (np.isfinite(scale).all() and (scale > 0).all()):
        return None
    scaled = columns / scale
    if np.linalg.matrix_rank(scaled) < columns.shape[1]:
        return None
    fitted = solved(scaled, observed) / scale
    return judged(fitted, columns, observed, observed - columns @ fitted)


def solved(columns: Array, observed: Array) -> Array:
    """The least-squares solution alone."""
    return np.asarray(np.linalg.lstsq(columns, observed, rcond=None)[0], dtype=np.float64)


def judged(fitted: Array, jacobian: Array, observed: Array, residuals: Array) -> Regression | None:
    """Errors of a (locally) linear fit from its Jacobian and residuals."""
    squares = float(residuals @ residuals)
    spread = float(np.sum((observed - observed.mean()) ** 2))
    freedom = observed.size - fitted.size
    errors = _standard_errors(jacobian, squares, freedom)
    if not np.isfinite(fitted).all():
        return None
    estimates = tuple(_estimate(float(value), error, freedom) for value, error in zip(fitted, errors, strict=True))
    return Regression(estimates, 1 - squares / spread if spread > 0 else None, squares)


def least(of: Callable[[float], float], low: float, high: float) -> float:
    """Where a function of one number is least: the best of a logarithmic grid, then golden sections around it."""
    grid = np.geomspace(low, high, GRID)
    best = int(np.argmin([of(float(point)) for point in grid]))
    left, right = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, GRID - 1)])
    inner, outer = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
    at_inner, at_outer = of(inner), of(outer)
    for _ in range(STEPS):
        if at_inner <= at_outer:
            right, outer, at_outer = outer, inner, at_inner
            inner = right - GOLDEN * (right - left)
            at_inner = of(inner)
        else:
            left, inner, at_inner = inner, outer, at_outer
            outer = left + GOLDEN * (right - left)
            at_outer = of(outer)
    return (left + right) / 2


def _standard_errors(jacobian: Array, squares: float, freedom: int) -> list[float | None]:
    size = jacobian.shape[1]
    scale = np.linalg.norm(jacobian, axis=0)
    if freedom < 1 or not (np.isfinite(scale).all() and (scale > 0).all()):
        return [None] * size
    scaled = jacobian / scale
    try:
        inverse: Array = np.asarray(np.linalg.inv(scaled.T @ scaled), dtype=np.float64)
    except np.linalg.LinAlgError:
        return [None] * size
    variances = np.diag(inverse) * squares / freedom / scale**2
    return [float(np.sqrt(variance)) if np.isfinite(variance) and variance >= 0 else None for variance in variances]


def _estimate(value: float, error: float | None, freedom: int) -> Estimate:
    if error is None:
        return Estimate(value, None, None, None)
    reach = t_95(freedom) * error
    return Estimate(value, error, value - reach, value + reach)
