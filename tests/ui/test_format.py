"""Figures, durations and dates as people read them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.ui.format import MISSING, Figure, Formatter, grouped, with_sign

NOW = datetime(2026, 6, 11, 6, 41, tzinfo=UTC)
METRIC = Formatter(time_zone="Europe/Oslo", now=NOW)
IMPERIAL = Formatter("imperial", "America/New_York", now=NOW)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("method", "arguments", "metric", "imperial"),
    [
        ("distance", (28400,), "28.4 km", "17.6 mi"),
        ("distance", (4980, 2), "4.98 km", "3.09 mi"),
        ("pace_of", (385,), "6:25 /km", "10:20 /mi"),
        ("pace", (1000 / 385,), "6:25 /km", "10:20 /mi"),
        ("speed", (31.2 / 3.6,), "31.2 km/h", "19.4 mph"),
        ("climb", (812,), "812 m", "2 664 ft"),
        ("weight", (58.4,), "58.4 kg", "128.7 lb"),
        ("temperature", (31,), "31 °C", "88 °F"),
        ("duration_plan", (4320,), "1:12 h", "1:12 h"),
        ("duration_plan", (2700,), "45 min", "45 min"),
        ("duration_plan", (3599,), "1:00 h", "1:00 h"),
        ("duration_exact", (10934,), "3:02:14", "3:02:14"),
        ("duration_exact", (250,), "4:10", "4:10"),
        ("duration_sleep", (20880,), "5 h 48", "5 h 48"),
        ("load", (186.4,), "186", "186"),
        ("signed", (-12,), "−12", "−12"),
        ("signed", (3,), "+3", "+3"),
        ("signed", (0.2,), "0", "0"),
        ("signed", (-0.2,), "0", "0"),
        ("power", (215,), "215 W", "215 W"),
        ("power_to_weight", (3.94,), "3.9 W/kg", "3.9 W/kg"),
        ("heart_rate", (141,), "141 bpm", "141 bpm"),
        ("cadence", (169,), "169 spm", "169 spm"),
        ("percent", (0.98,), "98 %", "98 %"),
        ("swim_pace", (100 / 102,), "1:42 /100 m", "1:42 /100 m"),
        ("r_multiple", (Decimal("1.4"),), "+1.4 R", "+1.4 R"),
        ("r_multiple", (-1.4, 2), "−1.40 R", "−1.40 R"),
        ("price", (Decimal("6055.25"), Decimal("0.25")), "6055.25", "6055.25"),
        ("money", (Decimal("-1234.5"),), "−€1 234.50", "−€1 234.50"),
        ("size", (1_400_000,), "1.4 MB", "1.4 MB"),
    ],
)
def test_quantities(method: str, arguments: tuple[object, ...], metric: str, imperial: str) -> None:
    assert plain(getattr(METRIC, method)(*arguments)) == metric
    assert plain(getattr(IMPERIAL, method)(*arguments)) == imperial


@pytest.mark.parametrize(
    "method",
    "distance pace pace_of speed climb weight temperature duration_plan duration_exact duration_sleep load signed".split(),
)
@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_not_known_is_a_dash(method: str, value: float | None) -> None:
    figure = getattr(METRIC, method)(value)
    assert figure == MISSING
    assert figure.missing
    assert figure.unit == ""


def test_standing_still_has_no_pace() -> None:
    assert METRIC.pace(0).missing
    assert METRIC.pace(-1).missing


def test_a_figure_keeps_its_halves() -> None:
    figure = METRIC.distance(28400)
    assert (figure.value, figure.unit) == ("28.4", "km")
    assert Figure("98", "%") == "98\u202f%"


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_sign_is_never_given_to_nought(value: float, places: int) -> None:
    text = with_sign(value, places)
    digits = text.lstrip("+−")
    assert (text[0] in "+−") == any(c in digits for c in "123456789")
    assert grouped(value, places).lstrip("−") == digits


@given(st.floats(0, 1e6))
def test_minutes_and_seconds_stay_under_sixty(seconds: float) -> None:
    parts = METRIC.duration_exact(seconds).split(":")
    assert all(int(p) < 60 for p in parts[1:])
    assert abs(sum(int(p) * 60**i for i, p in enumerate(reversed(parts))) - seconds) <= 0.5


def test_days_are_those_of_the_viewer() -> None:
    late = datetime(2026, 6, 11, 23, 30, tzinfo=UTC)
    assert METRIC.date_title(late) == "Fri 12 June"
    assert IMPERIAL.date_title(late) == "Thu 11 June"
    assert METRIC.clock(NOW) == "08:41"
    assert METRIC.date_short(date(2026, 6, 11)) == "11 Jun"
    assert METRIC.date_short(date(2025, 9, 1)) == "1 Sep 2025"
    assert METRIC.date_full(date(2026, 6, 11)) == "Thursday 11 June"
    assert METRIC.month_title(date(2026, 6, 1)) == "June 2026"
    assert METRIC.moment(NOW) == "11 Jun, 08:41"
    assert METRIC.date_title(None) == MISSING


def test_another_language_names_its_own_months() -> None:
    assert Formatter(language="de", now=NOW).date_full(date(2026, 6, 11)) == "Donnerstag 11 Juni"


@pytest.mark.parametrize(
    ("minutes", "relative", "due"),
    [
        (-38, "38 min ago", "Overdue 38 min"),
        (-80, "1 h 20 ago", "Overdue 1 h 20"),
        (38, "in 38 min", "38 min left"),
        (190, "in 3 h 10", "3 h 10 left"),
        (28 * 60, "12 Jun, 12:41", "1 d 4 h left"),
        (-0.2, "just now", "Overdue 0 min"),
    ],
)
def test_relative_times(minutes: float, relative: str, due: str) -> None:
    when = NOW + timedelta(minutes=minutes)
    assert plain(METRIC.relative(when)) == relative
    assert plain(METRIC.due(when)) == due


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        METRIC.clock(datetime(2026, 6, 11))
