"""Draws small and static charts on the server as SVG: numbers in, safe markup out, no style attributes.

Geometry travels in presentation attributes, colour in `data-*` hooks that the style sheet maps to tokens.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin
from typing import Any, NamedTuple

from markupsafe import Markup, escape

Point = tuple[float, float]
STRUCTURE_TOP = 122.0  # percent of threshold that fills the height: leaves room for short hard efforts


class Step(NamedTuple):
    """One step of a workout: how long, which zone, how hard as percent of threshold, ramping to `end_percent`."""

    seconds: float
    zone: int
    percent: float
    end_percent: float | None = None


@dataclass(frozen=True, slots=True)
class SeasonWeek:
    """One week of a season chart."""

    starts: date
    phase: str
    planned: float
    done: float | None = None
    fitness: float | None = None
    title: str = ""


def number(x: float) -> str:
    """A coordinate with two decimals at most."""
    text = f"{x:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def finite(values: Iterable[float | None]) -> list[float | None]:
    """The same series with everything that is not a real number made a gap."""
    return [v if v is not None and math.isfinite(v) else None for v in values]


def tag(name: str, body: str = "", **attributes: object) -> str:
    """One element; attribute names use `_` for `-`, None leaves an attribute out, every value is escaped."""
    parts = [
        f' {key.rstrip("_").replace("__", ":").replace("_", "-")}="{escape(number(v) if isinstance(v, float) else v)}"'
        for key, v in attributes.items()
        if v is not None
    ]
    return f"<{name}{''.join(parts)}>{body}</{name}>" if body else f"<{name}{''.join(parts)}/>"


def _named(label: str) -> dict[str, object]:
    """A drawing with a sentence is an image; without one it is decoration."""
    return {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Unbroken stretches of a line with gaps."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _span(values: Iterable[float]) -> tuple[float, float]:
    pool = list(values)
    low, high = min(pool, default=0.0), max(pool, default=1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def sparkline(
    values: Sequence[float | None],
    label: str,
    *,
    width: int = 96,
    height: int = 28,
    band: tuple[float, float] | None = None,
    base: float | None = None,
    tone: str | None = None,
    area: bool = False,
) -> Markup:
    """A small line with an optional normal range, a reference line and a dot on the last value."""
    series = finite(values)
    low, high = _span([v for v in series if v is not None] + list(band or ()) + ([base] if base is not None else []))
    step = (width - 6) / max(1, len(series) - 1)

    def y(value: float) -> float:
        return 3 + (high - value) / (high - low) * (height - 6)

    points = [None if v is None else (1 + i * step, y(v)) for i, v in enumerate(series)]
    body: list[str] = []
    if band:
        top = y(max(band))
        body.append(tag("rect", class_="spark-band", x=0, y=top, width=width, height=y(min(band)) - top, rx=2))
    if base is not None:
        body.append(tag("line", class_="spark-base", x1=0, x2=width, y1=y(base), y2=y(base)))
    for run in _runs(points):
        if area:
            shape = [(run[0][0], float(height)), *run, (run[-1][0], float(height))]
            body.append(tag("polygon", class_="spark-area", points=_points(shape)))
        body.append(tag("polyline", class_="spark-line", points=_points(run)))
    if points and points[-1] is not None:
        body.append(tag("circle", class_="spark-dot", cx=points[-1][0], cy=points[-1][1], r=2.6))
    size = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    return Markup(tag("svg", "".join(body) or "<g/>", class_="spark", data_tone=tone, **size, **_named(label)))


def dial(score: float | None, word: str, tone: str, *, average: float | None = None, size: int = 148) -> Markup:
    """The readiness dial: 61 slanted ticks over 260 degrees, with the usual value as a small arrow."""
    ticks, sweep, start, centre, inner, outer = 61, 260.0, 140.0, 80.0, 64.0, 75.0
    shown = None if score is None or not math.isfinite(score) else max(0.0, min(100.0, score))

    def at(radius: float, angle: float) -> Point:
        return centre + radius * cos(angle), centre + radius * sin(angle)

    body: list[str] = []
    for i in range(ticks):
        share = i / (ticks - 1)
        angle = (start + sweep * share) * pi / 180
        (x1, y1), (x2, y2) = at(inner, angle), at(outer, angle + 0.055)
        lit = "on" if shown is not None and share * 100 <= shown else "off"
        body.append(tag("line", class_=lit, x1=x1, y1=y1, x2=x2, y2=y2))
    if average is not None and math.isfinite(average):
        angle = (start + sweep * max(0.0, min(100.0, average)) / 100) * pi / 180
        arrow = [at(inner - 3, angle), at(inner - 10, angle - 0.055), at(inner - 10, angle + 0.055)]
        body.append(tag("polygon", class_="dial-avg", points=_points(arrow)))
    text = "–" if shown is None else str(round(shown))
    body.append(tag("text", text, class_="dial-value", x=80, y=92, text_anchor="middle"))
    body.append(tag("text", str(escape(word)), class_="dial-band", x=80, y=114, text_anchor="middle"))
    spoken = f"Readiness unknown, {word}" if shown is None else f"Readiness {text} of 100, {word}"
    box = {"viewBox": "0 0 160 144", "width": size, "height": number(size * 0.9)}
    return Markup(tag("svg", "".join(body), class_="dial", data_tone=tone, **box, **_named(spoken)))


def structure(
    steps: Sequence[Step], label: str = "", *, height: int = 64, actual: Sequence[float | None] = ()
) -> Markup:
    """A workout as coloured steps, with what was really done as an ink line over it."""
    total, gap, width = sum(max(0.0, s.seconds) for s in steps) or 1.0, 2.2, 1000.0

    def y(percent: float) -> float:
        return height - max(4.0, min(percent, STRUCTURE_TOP) / STRUCTURE_TOP * height)

    x, body = 0.0, list[str]()
    for step in steps:
        wide = max(0.0, step.seconds) / total * width
        right = x + max(1.5, wide - gap)
        end = step.percent if step.end_percent is None else step.end_percent
        shape = [(x, float(height)), (x, y(step.percent)), (right, y(end)), (right, float(height))]
        body.append(tag("polygon", data_z=step.zone, points=_points(shape)))
        x += wide
    body.append(tag("line", class_="wbar-ref", x1=0, x2=width, y1=y(100), y2=y(100)))
    done = finite(actual)
    pace = width / max(1, len(done) - 1)
    for run in _runs([None if v is None else (i * pace, y(v)) for i, v in enumerate(done)]):
        body.append(tag("polyline", class_="wbar-actual", points=_points(run)))
    box = {"viewBox": f"0 0 1000 {height}", "height": height, "preserveAspectRatio": "none"}
    return Markup(tag("svg", "".join(body), class_="wbar", **box, **_named(label)))


def bar(
    fraction: float | None,
    label: str,
    *,
    tone: str | None = None,
    series: str | None = None,
    zone: int | None = None,
    marks: Sequence[float] = (),
    height: int = 6,
) -> Markup:
    """A filled share of a track; marks are targets. Fractions run from 0 to 1."""
    share = 0.0 if fraction is None or not math.isfinite(fraction) else max(0.0, min(1.0, fraction))
    body = [
        tag("rect", class_="bar-track", width="100%", height=height, rx=height / 2),
        tag("rect", class_="bar-fill", width=f"{number(share * 100)}%", height=height, rx=height / 2),
    ]
    body += [tag("rect", class_="bar-mark", x=f"{number(m * 100)}%", y=0, width=2, height=height) for m in marks]
    hooks = {"data_tone": tone, "data_series": series, "data_z": zone}
    return Markup(tag("svg", "".join(body), class_="bar", width="100%", height=height, **hooks, **_named(label)))


def stacked(parts: Sequence[tuple[float, int]], label: str, *, height: int = 10) -> Markup:
    """Shares of one whole side by side: `(weight, zone)`."""
    total = sum(max(0.0, weight) for weight, _ in parts) or 1.0
    x, body = 0.0, list[str]()
    for weight, zone in parts:
        share = max(0.0, weight) / total * 100
        if share > 0:
            wide = number(max(0.4, share - 0.35))
            body.append(tag("rect", data_z=zone, x=f"{number(x)}%", width=f"{wide}%", height=height, rx=2))
        x += share
    return Markup(tag("svg", "".join(body) or "<g/>", class_="stackbar", width="100%", height=height, **_named(label)))


def day_bar(planned: float, done: float, most: float, kind: str = "", *, height: int = 52) -> Markup:
    """One day of a week strip: an outline for what was planned, a fill for what was done."""
    scale = height / most if most > 0 else 0.0
    plan, fill = min(float(height), planned * scale), min(float(height), done * scale)
    body = tag("rect", class_="track", width=16, height=height, rx=3)
    if plan:
        body += tag("rect", class_="plan", x=0.5, y=height - plan + 0.5, width=15, height=max(1.0, plan - 1), rx=3)
    if fill:
        body += tag("rect", class_="done", y=height - fill, width=16, height=fill, rx=3)
    return Markup(
        tag(
            "svg", body, width=16, height=height, viewBox=f"0 0 16 {height}", data_type=kind or None, aria_hidden="true"
        )
    )


def season(
    weeks: Sequence[SeasonWeek],
    label: str,
    *,
    current: int | None = None,
    races: Sequence[tuple[float, str, str]] = (),
    height: int = 132,
) -> Markup:
    """Planned and done load by week under the phases, with the fitness line; a race is (week position, letter, name)."""
    count, top = max(1, len(weeks)), 26.0
    most = max((max(w.planned, w.done or 0.0) for w in weeks), default=1.0) * 1.08 or 1.0
    unit, floor = 100 / count, top + height
    body = [_phases(weeks, unit)]
    for i, week in enumerate(weeks):
        x, wide = f"{number(i * unit + unit * 0.14)}%", f"{number(unit * 0.72)}%"
        tall = max(0.0, week.planned) / most * height
        name = tag("title", str(escape(week.title))) if week.title else ""
        frame: dict[str, Any] = {"x": x, "width": wide, "rx": 2, "data_phase": week.phase}
        klass = "plan cur" if i == current else "plan"
        body.append(tag("rect", name, class_=klass, y=floor - tall, height=tall, **frame))
        if week.done:
            tall = max(0.0, week.done) / most * height
            body.append(tag("rect", class_="actual", y=floor - tall, height=tall, **frame))
    body.append(_fitness(weeks, current, top, height))
    for position, letter, name in races:
        x = f"{number(position / count * 100)}%"
        flag = tag("line", x1=x, x2=x, y1=top, y2=floor) + tag("title", str(escape(f"{letter}: {name}")))
        mark = tag("text", str(escape(letter)), x=x, y=top + 11, text_anchor="middle")
        square = tag("svg", tag("rect", x=-8, y=top, width=16, height=15, rx=3), x=x, overflow="visible")
        body.append(tag("g", flag + square + mark, class_="race"))
    return Markup(tag("svg", "".join(body), width="100%", height=int(floor), **_named(label)))


def _phases(weeks: Sequence[SeasonWeek], unit: float) -> str:
    body, i = "", 0
    while i < len(weeks):
        j = i
        while j < len(weeks) and weeks[j].phase == weeks[i].phase:
            j += 1
        x, wide = i * unit, (j - i) * unit
        place = {"x": f"{number(x)}%", "width": f"{number(wide - 0.2)}%", "data_phase": weeks[i].phase}
        body += tag("rect", y=0, height=18, rx=3, **place)
        if wide > 8:
            body += tag("text", str(escape(weeks[i].phase.capitalize())), x=f"{number(x + 0.6)}%", y=13)
        i = j
    return tag("g", body, class_="phase-band") if body else ""


def _fitness(weeks: Sequence[SeasonWeek], current: int | None, top: float, height: int) -> str:
    line = finite([w.fitness for w in weeks])
    low, high = _span([v for v in line if v is not None])
    low -= (high - low) * 0.3
    place = [
        None if v is None else ((i + 0.5) / len(line) * 1000, (high - v) / (high - low) * height * 0.8 + 6)
        for i, v in enumerate(line)
    ]
    edge = len(place) if current is None else current + 1
    box = {"y": top, "width": "100%", "height": height, "viewBox": f"0 0 1000 {height}", "preserveAspectRatio": "none"}
    out = ""
    for klass, part in (("ctl", place[:edge]), ("ctl ctl-next", place[max(0, edge - 1) :])):
        lines = "".join(tag("polyline", points=_points(run)) for run in _runs(part) if len(run) > 1)
        out += tag("svg", lines, class_=klass, **box) if lines else ""
    return out


def heatmap(days: Sequence[tuple[date, int | None, str]], label: str, *, cell: int = 13, gap: int = 3) -> Markup:
    """A square for each day in week columns; the level runs from −4 to 4, None is a day without a value."""
    left, top = 30, 16
    if not days:
        return Markup(tag("svg", "<g/>", class_="heat", width=left, height=top, **_named(label)))
    first = min(day for day, _, _ in days)
    monday = first.toordinal() - first.weekday()
    weeks = max((day.toordinal() - monday) // 7 for day, _, _ in days) + 1
    body: list[str] = []
    for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri")):
        body.append(tag("text", name, x=0, y=top + row * (cell + gap) + cell - 3))
    for day, level, title in days:
        x = left + (day.toordinal() - monday) // 7 * (cell + gap)
        y = top + day.weekday() * (cell + gap)
        shade = "none" if level is None else max(-4, min(4, level))
        name = tag("title", str(escape(title))) if title else ""
        body.append(tag("rect", name, x=x, y=y, width=cell, height=cell, rx=2.5, data_l=shade))
    wide, tall = left + weeks * (cell + gap), top + 7 * (cell + gap)
    box = {"viewBox": f"0 0 {wide} {tall}", "width": wide, "height": tall}
    return Markup(tag("svg", "".join(body), class_="heat", **box, **_named(label)))


def profile(
    heights: Sequence[float | None],
    label: str,
    *,
    width: int = 320,
    tall: int = 72,
    marks: Sequence[float] = (),
    least_span: float = 40.0,
) -> Markup:
    """An elevation profile as an area; marks are shares of the way. Flat country is not blown up into mountains."""
    series = [v for v in finite(heights) if v is not None]
    low, high = _span(series)
    low -= (high - low) * 0.12
    high = max(high, low + least_span)
    step = width / max(1, len(series) - 1)
    line = [(i * step, (high - v) / (high - low) * (tall - 4) + 3) for i, v in enumerate(series)]
    body = "<g/>"
    if line:
        body = tag("polygon", points=_points([(0.0, float(tall)), *line, (line[-1][0], float(tall))]))
        body += tag("polyline", points=_points(line))
    body += "".join(tag("line", x1=m * width, x2=m * width, y1=0, y2=tall) for m in marks)
    box = {"viewBox": f"0 0 {width} {tall}", "preserveAspectRatio": "none"}
    return Markup(tag("svg", body, class_="course profile", **box, **_named(label)))


def route(
    track: Sequence[tuple[float, float]],
    label: str,
    *,
    zones: Sequence[int] = (),
    width: int = 320,
    height: int = 220,
    pad: int = 18,
) -> Markup:
    """A route drawn from (latitude, longitude) pairs, coloured by the zone of each point when zones are given."""
    good = [(a, o) for a, o in track if math.isfinite(a) and math.isfinite(o) and abs(a) <= 90]
    box = {"viewBox": f"0 0 {width} {height}"}
    if len(good) < 2:
        return Markup(tag("svg", "<g/>", class_="route", **box, **_named(label)))
    place = _projected(good, width, height, pad)
    legs = list(zones) if len(zones) == len(track) == len(good) else [2] * len(place)
    body = [tag("polyline", class_="casing", points=_points(place))]
    start = 0
    for i in range(1, len(place)):
        if i == len(place) - 1 or legs[i] != legs[start]:
            body.append(tag("polyline", class_="leg", data_z=legs[start], points=_points(place[start : i + 1])))
            start = i
    for klass, (x, y) in (("finish", place[-1]), ("start", place[0])):
        body.append(tag("circle", class_=klass, cx=x, cy=y, r=5))
    return Markup(tag("svg", "".join(body), class_="route", **box, **_named(label)))


def _projected(track: Sequence[Point], width: int, height: int, pad: int) -> list[Point]:
    """Equirectangular around the middle latitude: true enough for the size of a training route."""
    squeeze = cos(math.radians(sum(a for a, _ in track) / len(track)))
    xs, ys = [o * squeeze for _, o in track], [-a for a, _ in track]
    (left, right), (top, bottom) = (min(xs), max(xs)), (min(ys), max(ys))
    span_x, span_y = max(right - left, 1e-9), max(bottom - top, 1e-9)
    scale = min((width - 2 * pad) / span_x, (height - 2 * pad) / span_y)
    dx, dy = (width - span_x * scale) / 2, (height - span_y * scale) / 2
    return [(dx + (x - left) * scale, dy + (y - top) * scale) for x, y in zip(xs, ys, strict=True)]
