"""A computed value that may be undefined, and the description every metric carries about itself."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """A finite value, or None with the reason in words; a known value may carry a caution about its validity."""

    value: float | None
    reason: str | None = None
    caution: str | None = None

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError("An undefined metric must say why.")
        if self.value is not None and (self.reason or not math.isfinite(self.value)):
            raise ValueError("A known metric is finite and needs no reason.")

    def then(self, change: Callable[[float], float]) -> "Metric":
        """The same metric through a function; undefined stays undefined for the same reason."""
        return self if self.value is None else measured(change(self.value), self.caution)


def measured(value: float, caution: str | None = None) -> Metric:
    """A known value; one that overflowed or divided away becomes undefined instead of inf or NaN."""
    if not math.isfinite(value):
        return Metric(None, "The inputs are too extreme to give a number.")
    return Metric(float(value), None, caution)


def undefined(reason: str) -> Metric:
    return Metric(None, reason)


def positive(value: float | None) -> bool:
    """Whether a threshold or quantity is usable as a divisor: present, finite and above zero."""
    return value is not None and math.isfinite(value) and value > 0


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """What a metric is, for reference pages, exports and recomputation (a new version means recompute).

    `compute` is the function that gives it, so that a page, a test or a recomputation needs no second table.
    """

    id: str
    name: str
    unit: str
    precision: int
    sport: str
    valid_range: tuple[float, float] | None
    version: int
    source: str
    compute: Callable[..., object] | None = None
