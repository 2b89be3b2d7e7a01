"""Arguments for any function by its type hints, ordinary or hostile, and whether what came back is honest."""

import inspect
import math
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from hypothesis import strategies as st

NUMBERS = st.sampled_from(
    [0.0, -1.0, 1.0, math.nan, math.inf, -math.inf, 1e-300, 30.0, 150.0, 3600.0, 1e12]
) | st.floats(-1e6, 1e6)
CHANNELS: dict[str, Sequence[float]] = {
    "empty": [],
    "one sample": [150.0],
    "all missing": [math.nan] * 40,
    "all zero": [0.0] * 40,
    "negative": [-5.0] * 40,
    "holes": [150.0, math.nan] * 20,
    "infinite": [math.inf, 150.0, -math.inf] * 14,
    "plain": [100.0 + i for i in range(40)],
}
CLOCKS: dict[str, Callable[[int], Sequence[float]]] = {
    "even": lambda n: list(range(n)),
    "half a hertz": lambda n: [2.0 * i for i in range(n)],
    "smart recording": lambda n: [float(i * i % 7 + 5 * i) for i in range(n)],
    "duplicate": lambda n: [float(i // 2) for i in range(n)],
    "backward": lambda n: [float(n - i) for i in range(n)],
    "missing": lambda n: [math.nan] * n,
    "a pause of hours": lambda n: [float(i if i < n // 2 else i + 9000) for i in range(n)],
}
ECHOES = {"evidence", "used", "left_out"}
CHANNEL_NAMES = [(channel, clock) for channel in CHANNELS for clock in CLOCKS]


def arguments(compute: Callable[..., object], channel: str, clock: str) -> st.SearchStrategy[dict[str, Any]]:
    """Keyword arguments for `compute`; every array is the named channel, one called time is the named clock."""
    hints = get_type_hints(inspect.unwrap(compute))
    chosen: dict[str, st.SearchStrategy[Any]] = {}
    for name in inspect.signature(compute).parameters:
        chosen[name] = _for(hints[name], name, channel, clock)
    return st.fixed_dictionaries(chosen)


def _for(hint: Any, name: str, channel: str, clock: str) -> st.SearchStrategy[Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of(*(_for(one, name, channel, clock) for one in inner))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is np.ndarray:
        values = CHANNELS[channel]
        return st.just(np.array(CLOCKS[clock](len(values)) if name == "time" else values, dtype=np.float64))
    if origin is tuple and not (len(inner) == 2 and inner[1] is Ellipsis):
        return st.tuples(*(_for(one, name, channel, clock) for one in inner))
    if origin in (list, tuple) or (isinstance(origin, type) and origin in (Sequence, Iterable)):
        some = st.lists(_for(inner[0], name, channel, clock), max_size=12)
        return some.map(tuple) if origin is tuple else some
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(_for(inner[0], name, channel, clock), _for(inner[1], name, channel, clock), max_size=3)
    return _plain(hint, channel, clock)


def _plain(hint: Any, channel: str, clock: str) -> st.SearchStrategy[Any]:
    if hint is type(None):
        return st.none()
    if hint is bool:
        return st.booleans()
    if hint is int:
        return st.integers(-3, 400)
    if hint is float:
        return NUMBERS
    if hint is str:
        return st.sampled_from(["", "running", "cycling", "swimming", "hrv", "sleep"])
    if hint is date:
        return st.dates(date(2024, 1, 1), date(2026, 12, 31))
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        asked = [one for one in fields(hint) if one.default is MISSING and one.default_factory is MISSING]
        return st.fixed_dictionaries(
            {one.name: _for(hints[one.name], one.name, channel, clock) for one in asked},
            optional={
                one.name: _for(hints[one.name], one.name, channel, clock) for one in fields(hint) if one not in asked
            },
        ).map(lambda given: _built(hint, given))
    raise NotImplementedError(f"no hostile value for {hint}")


class Refused:
    """A dataclass that would not take its hostile values."""


def _built(kind: Any, given: dict[str, Any]) -> Any:
    try:
        return kind(**given)
    except ValueError:
        return Refused


def refused(value: Any) -> bool:
    """Whether a value, or anything in it, could not even be built."""
    if isinstance(value, dict):
        return any(refused(one) for one in value.values())
    return value is Refused or (isinstance(value, list | tuple) and any(refused(one) for one in value))


def dishonest(result: object) -> list[str]:
    """Numbers in a result that are infinite or not a number, by path.

    Ends of a range may be open, and what was passed in may come back as evidence as it was.
    """
    found = [path for path, value in _leaves("result", result) if _bad(value)]
    names = {path: {part.split("[")[0] for part in path.split(".")} for path in found}
    return [path for path in found if not path.endswith((".low", ".high")) and not names[path] & ECHOES]


def _leaves(path: str, value: object) -> Iterable[tuple[str, object]]:
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _leaves(f"{path}.{one.name}", getattr(value, one.name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(f"{path}[{key}]", one)
    elif isinstance(value, list | tuple):
        for index, one in enumerate(value):
            yield from _leaves(f"{path}[{index}]", one)
    else:
        yield path, value


def _bad(value: object) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype.kind == "f" and bool(np.isinf(value).any())
    return isinstance(value, float) and not math.isfinite(value)
