"""The design system set up as the app does it, with one small template folder of a made-up slice."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from paceline.ui import jinja, svg
from paceline.ui.forms import Form
from paceline.ui.nav import NavItem
from paceline.ui.viewer import Viewer

NOW = datetime(2026, 6, 11, 6, 41, tzinfo=UTC)
IDA = Viewer(
    UUID(int=1),
    "Ida Solberg",
    "IS",
    frozenset({"athlete", "coach"}),
    "athlete",
    time_zone="Europe/Oslo",
    badges={"messages": 1},
)
NAV = (
    NavItem("today", "Today", "sun", "/today", "athlete", order=1, tab=1, keys="G T"),
    NavItem("calendar", "Calendar", "calendar-days", "/calendar", "athlete", order=2, tab=2, keys="G C"),
    NavItem("log", "Log a session", "plus", "/activities/new", "athlete", order=3, tab=3, kind="action", keys="L"),
    NavItem("fitness", "Fitness", "trending-up", "/fitness", "athlete", order=4, tab=4, keys="G F"),
    NavItem(
        "messages", "Messages", "message-circle", "/messages", "athlete", order=5, tab=5, tone="accent", keys="G M"
    ),
    NavItem("plan", "Plan", "chart-gantt", "/plan", "athlete", group="Season", order=10),
    NavItem("missions", "Missions", "flag", "/missions", "athlete", group="Season", order=11),
    NavItem("queue", "Command centre", "inbox", "/queue", "coach", order=1, tab=1),
)
PAGES = {
    "show.html": (
        '{% extends "ui/base.html" %}{% block title %}T{% endblock %}'
        '{% block main %}<div id="region">{% block region %}{{ name }} {{ fmt.distance(1609.344) }}{% endblock %}</div>'
        "{% endblock %}"
    ),
    "form.html": '{% extends "ui/plain.html" %}{% block title %}F{% endblock %}'
    '{% block content %}{{ ui.field(form, "weight", "Weight") }}{% endblock %}',
    "letter.txt": "Dear {{ name }}",
}


@dataclass(frozen=True)
class Show:
    """Context of the small test page."""

    name: str


def _wave(i: int, low: float, high: float) -> float:
    return low + (high - low) * (0.5 + 0.5 * math.sin(i / 9) * math.cos(i / 23))


@dataclass(frozen=True)
class Gallery:
    """One of everything."""

    moment: datetime = NOW - timedelta(minutes=38)
    form: Form[Any] = field(
        default_factory=lambda: Form(
            {"mood": "3", "weight": "584", "agree": True, "day": "2026-06-11"},
            {"weight": "584 kg looks wrong. Did you mean 58.4?", "sleep": "Please fill this in."},
        )
    )
    steps: tuple[svg.Step, ...] = (
        svg.Step(480, 1, 65),
        svg.Step(480, 2, 70, 85),
        *(s for _ in range(5) for s in (svg.Step(360, 4, 100), svg.Step(120, 1, 60))),
        svg.Step(600, 1, 60),
    )
    actual: tuple[float, ...] = tuple(_wave(i, 55, 104) for i in range(80))
    stream_rows: tuple[Mapping[str, Any], ...] = (
        {
            "key": "elev",
            "label": "Elevation",
            "series": "elev",
            "unit": "m",
            "now": "124–346",
            "invert": False,
            "kind": "number",
        },
        {
            "key": "pace",
            "label": "Pace",
            "series": "pace",
            "unit": "/km",
            "now": "6:25",
            "invert": True,
            "kind": "pace",
        },
        {
            "key": "hr",
            "label": "Heart rate",
            "series": "hr",
            "unit": "bpm",
            "now": "141",
            "invert": False,
            "kind": "number",
        },
    )
    stream_data: Mapping[str, Any] = field(
        default_factory=lambda: {
            "x": [i / 10 for i in range(284)],
            "elev": [_wave(i, 124, 346) for i in range(284)],
            "pace": [_wave(i + 40, 300, 520) for i in range(284)],
            "hr": [None if 90 < i < 96 else _wave(i + 20, 118, 161) for i in range(284)],
        }
    )
    lap_columns: tuple[Mapping[str, Any], ...] = (
        {"label": "#"},
        {"label": "km", "right": True, "sort": ""},
        {"label": "Time", "right": True, "sort": "ascending", "key": "time"},
        {"label": "Effort", "optional": True},
    )
    laps: tuple[tuple[str, int, float], ...] = (("4.98", 1771, 0.9), ("5.02", 1890, 0.7), ("5.02", 2064, 0.6))
    weeks: tuple[svg.SeasonWeek, ...] = tuple(
        svg.SeasonWeek(
            date(2026, 5, 4) + timedelta(weeks=i),
            ("base", "base", "base", "build", "build", "build", "build", "peak", "taper", "race")[i],
            (320, 380, 410, 450, 500, 340, 540, 560, 300, 220)[i],
            (300, 390, 402, 455, 280)[i] if i < 5 else None,
            (41, 44, 47, 51, 55, 54, 58, 63, 62, 60)[i],
            f"Week {i + 1}",
        )
        for i in range(10)
    )
    track: tuple[tuple[float, float], ...] = tuple(
        (60.0 + 0.03 * math.sin(t / 20) + 0.004 * math.sin(t / 3), 10.6 + 0.07 * math.cos(t / 20)) for t in range(124)
    )
    zones: tuple[int, ...] = tuple(1 + (t // 30) % 4 for t in range(124))
    heights: tuple[float, ...] = tuple(_wave(i, 124, 346) for i in range(120))
    days: tuple[tuple[date, int | None, str], ...] = tuple(
        (date(2026, 4, 20) + timedelta(days=i), (None, 1, 2, 3, 4, -1, 0)[i % 7], f"Day {i}") for i in range(52)
    )


@pytest.fixture(scope="session")
def slice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A slice with templates and a script, laid out as in the house."""
    root = tmp_path_factory.mktemp("made") / "walks"
    (root / "templates" / "walks").mkdir(parents=True)
    (root / "static" / "walks" / "controllers").mkdir(parents=True)
    for name, text in PAGES.items():
        (root / "templates" / "walks" / name).write_text(text)
    (root / "static" / "walks" / "controllers" / "map.js").write_text("export default class {}\n")
    (root / "static" / "walks" / "walks.css").write_text("@layer modules { .walk { color: var(--ink); } }\n")
    return root


@pytest.fixture(scope="session")
def engine(slice_folder: Path) -> jinja.Engine:
    """The engine, set up once."""
    return jinja.configure({"walks": slice_folder / "templates"}, "a test secret", NAV, clock=lambda: NOW)


@pytest.fixture(scope="session")
def cast() -> Any:
    """This module's people and pages, for tests that build an app."""
    import types

    return types.SimpleNamespace(IDA=IDA, NAV=NAV, NOW=NOW, Gallery=Gallery, Show=Show)
