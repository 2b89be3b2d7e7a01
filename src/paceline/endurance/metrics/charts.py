"""What the chart behaviour needs: the horizontal axis, the lines by name, and what is drawn around them."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from paceline.endurance.metrics.curves import Output, PeriodCurve
from paceline.endurance.metrics.grid import DURATIONS
from paceline.endurance.metrics.season import BANDS, Season
from paceline.science.endurance.streams import Array
from paceline.ui.format import METRES_PER_MILE, Formatter

MOST_POINTS = 900
A_DAY = 86_400
LEAST_DURATION, LONGEST_DURATION = 5, 6 * 3600
Chart = Mapping[str, Any]


def instant(day: date) -> int:
    """Noon of a day, so that no summer time moves it."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def season_chart(season: Season) -> Chart | None:
    """Fitness and fatigue over load, form below in its bands; solid up to today, dashed through the plan."""
    past, ahead = season.shown, season.ahead
    if past is None or not len(past):
        return None
    step = max(1, math.ceil(len(past) / MOST_POINTS))
    places = list(range(len(past) - 1, -1, -step))[::-1]
    begun = instant(past.first)
    after = [] if ahead is None else [instant(ahead.first) + A_DAY * n for n in range(len(ahead.load))]
    values: dict[str, list[float | None]] = {
        "load": [*_means(past.load, places, step), *([] if ahead is None else [round(one, 1) for one in ahead.load])]
    }
    for name in ("ctl", "atl", "tsb"):
        done: Array = getattr(past, name)[places]
        to_come: Array = np.zeros(0) if ahead is None else getattr(ahead, name)
        line, coming = _rounded(done), _rounded(to_come)
        values[name] = [*line, *([None] * len(after))]
        values[f"{name}_plan"] = [*([None] * (len(line) - 1)), line[-1], *coming]
    plan = [] if ahead is None else ["ctl_plan", "atl_plan"]
    return {
        "axis": "date",
        "x": [*(begun + A_DAY * place for place in places), *after],
        "today": instant(season.today),
        "marks": []
        if season.race is None
        else [{"x": instant(season.race.day), "letter": "A", "label": season.race.title}],
        "values": values,
        "plots": [
            {
                "kind": "number",
                "least": 0,
                "series": [
                    {"key": "load", "colour": "load", "bars": True},
                    {"key": "ctl", "colour": "ctl", "fill": True, "width": 2.25},
                    {"key": "atl", "colour": "atl"},
                    *({"key": key, "colour": key[:3], "dash": True} for key in plan),
                ],
            },
            {
                "kind": "signed",
                "bands": [
                    [
                        _edge(low),
                        _edge(high),
                        {"positive": "positive", "caution": "caution", "critical": "critical"}.get(tone, ""),
                        name,
                    ]
                    for low, high, name, tone in BANDS
                ],
                "series": [
                    {"key": "tsb", "colour": "tsb", "width": 1.75},
                    *([] if ahead is None else [{"key": "tsb_plan", "colour": "tsb", "dash": True}]),
                ],
            },
        ],
    }


def _means(loads: Array, places: Sequence[int], step: int) -> list[float | None]:
    """With fewer points than days each bar is the mean of the days it stands for."""
    if step == 1:
        return [round(load, 1) for load in loads.tolist()]
    starts = np.maximum(0, np.array(places) - step + 1)
    days = np.diff(starts, append=loads.size)
    return _rounded(np.add.reduceat(loads, starts) / days)


def _rounded(values: Array) -> list[Any]:
    return np.round(values, 1).tolist()


def _edge(value: float) -> float | None:
    return value if math.isfinite(value) else None


def curve_chart(
    now: PeriodCurve, before: PeriodCurve | None, output: Output, fmt: Formatter, level: PeriodCurve | None = None
) -> Chart | None:
    """The curve of a period, another one behind it, that without hills beside it, and the model that was fitted."""
    known = [one for one in (now, before) if one is not None and one.points]
    if not known:
        return None
    longest = max(curve.points[-1].duration for curve in known)
    x = [one for one in DURATIONS if LEAST_DURATION <= one <= min(longest, LONGEST_DURATION)]
    lines: dict[str, list[float | None]] = {"now": _line(now, x, output, fmt)}
    series: list[dict[str, Any]] = []
    if before is not None:
        lines["before"] = _line(before, x, output, fmt)
        series.append({"key": "before", "colour": "neutral", "dash": True})
    if level is not None:
        lines["level"] = _line(level, x, output, fmt)
        series.append({"key": "level", "colour": "elev", "width": 1.5})
    modelled = level or now
    if modelled.fit.model is not None:
        lines["model"] = [_shown(modelled.modelled(one), output, fmt) for one in x]
        series.append({"key": "model", "colour": "tsb", "width": 1.25})
    series.append({"key": "now", "colour": "power" if output == "power" else "pace", "width": 2})
    plot = {"kind": "number" if output == "power" else "pace", "invert": output == "speed", "series": series}
    return {"axis": "log", "x": x, "marks": [], "values": lines, "plots": [plot]}


def _line(curve: PeriodCurve, durations: Sequence[int], output: Output, fmt: Formatter) -> list[float | None]:
    # For display only: who held it longer could have held it shorter, so no duration lies below a longer one.
    best: dict[int, float] = {}
    highest = 0.0
    for one in reversed(curve.points):
        best[one.duration] = highest = max(highest, one.value)
    return [_shown(best.get(one), output, fmt) for one in durations]


def _shown(value: float | None, output: Output, fmt: Formatter) -> float | None:
    if value is None:
        return None
    return round(value, 1) if output == "power" else pace_seconds(value, fmt)


def pace_seconds(speed: float, fmt: Formatter) -> float | None:
    """Seconds for a kilometre or mile; None where nobody moves."""
    return round((METRES_PER_MILE if fmt.imperial else 1000.0) / speed, 1) if speed > 0.3 else None
