"""Charts of the models: form up to race morning two ways, and the fitted response through the tests it rests on."""

from datetime import date, timedelta

import numpy as np

from paceline.endurance.metrics.charts import Chart, instant
from paceline.endurance.metrics.responding import TrainingResponse
from paceline.endurance.metrics.season import BANDS
from paceline.endurance.metrics.sharpening import Sharpening
from paceline.science.endurance.streams import Array

SHOWN = 365
TONES = {"positive": "positive", "caution": "caution", "critical": "critical"}


def sharpening_chart(found: Sharpening) -> Chart:
    """Form done, as planned and with a usual taper, in the bands coaches read it by."""
    done = _rounded(found.done)
    coming = int(found.tapered.size)
    days = [instant(found.first + timedelta(days=n)) for n in range(len(done) + coming)]
    gap: list[float | None] = [None] * (len(done) - 1)
    values: dict[str, list[float | None]] = {
        "tsb": [*done, *([None] * coming)],
        "taper": [*gap, done[-1], *_rounded(found.tapered)],
    }
    series = [{"key": "tsb", "colour": "tsb", "width": 1.75}]
    if found.planned is not None:
        values["tsb_plan"] = [*gap, done[-1], *_rounded(found.planned)]
        series.append({"key": "tsb_plan", "colour": "tsb", "dash": True})
    series.append({"key": "taper", "colour": "ctl", "dash": True})
    edges = [
        [low if np.isfinite(low) else None, high if np.isfinite(high) else None, TONES.get(tone, ""), name]
        for low, high, name, tone in BANDS
    ]
    return {
        "axis": "date",
        "x": days,
        "today": instant(found.first + timedelta(days=len(done) - 1)),
        "marks": [{"x": instant(found.day), "letter": "A", "label": found.title}],
        "values": values,
        "plots": [{"kind": "signed", "bands": edges, "series": series}],
    }


def response_chart(found: TrainingResponse, today: date) -> Chart | None:
    """The fitted performance of the last year as a line, the races and tests as dots; None where nothing is fitted."""
    if not found.curve.size:
        return None
    start = max(0, int(found.curve.size) - SHOWN)
    first = found.first + timedelta(days=start)
    curve = _rounded(found.curve[start:], 2)
    dots: list[float | None] = [None] * len(curve)
    for test in found.tests:
        place = (test.day - first).days
        if 0 <= place < len(dots):
            dots[place] = round(test.value, 2)
    return {
        "axis": "date",
        "x": [instant(first + timedelta(days=n)) for n in range(len(curve))],
        "today": instant(today),
        "marks": [],
        "values": {"model": curve, "tests": dots},
        "plots": [
            {
                "kind": "number",
                "series": [
                    {"key": "model", "colour": "ctl", "width": 1.75},
                    {"key": "tests", "colour": "tsb", "dots": True},
                ],
            }
        ],
    }


def _rounded(values: Array, places: int = 1) -> list[float]:
    return np.round(values, places).tolist()
