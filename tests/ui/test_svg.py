"""Server-side drawings: always valid XML, whatever the numbers."""

from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from paceline.ui import svg

ANY = st.one_of(st.none(), st.floats())
REAL = st.floats(-1e6, 1e6)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def well_formed(markup: str) -> ElementTree.Element:
    root = ElementTree.fromstring(markup)
    assert root.tag == "svg"
    assert "nan" not in markup
    assert "inf" not in markup.replace("info", "")
    for element in root.iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
    return root


@given(st.lists(ANY, max_size=30), WORDS, st.one_of(st.none(), st.tuples(REAL, REAL)))
def test_sparkline(values: list[float | None], label: str, band: tuple[float, float] | None) -> None:
    small = [None if v is None or abs(v) > 1e9 else v for v in values]
    label = label.replace("inf", "").replace("nan", "")
    well_formed(svg.sparkline(small, label, band=band, area=True))


@given(ANY, st.one_of(st.none(), REAL))
def test_dial(score: float | None, average: float | None) -> None:
    root = well_formed(svg.dial(score, "Amber", "caution", average=average))
    assert len([e for e in root if e.tag == "line"]) == 61


def test_the_dial_speaks() -> None:
    assert 'aria-label="Readiness 61 of 100, Amber"' in svg.dial(61, "Amber", "caution")
    assert "Readiness unknown" in svg.dial(None, "No check-in", "neutral")


STEPS = st.builds(svg.Step, st.floats(0, 20000), st.integers(1, 7), st.floats(0, 400), st.none() | st.floats(0, 400))


@given(st.lists(STEPS, max_size=20), st.lists(st.none() | st.floats(0, 500), max_size=20))
def test_structure(steps: list[svg.Step], actual: list[float | None]) -> None:
    root = well_formed(svg.structure(steps, "A workout", actual=actual))
    assert len([e for e in root if e.tag == "polygon"]) == len(steps)


@given(ANY, st.lists(st.tuples(st.floats(0, 1e6), st.integers(1, 7)), max_size=7))
def test_bars(share: float | None, parts: list[tuple[float, int]]) -> None:
    well_formed(svg.bar(share, "Share", tone="positive", marks=(0.5,)))
    well_formed(svg.stacked(parts, "Zones"))


@given(st.floats(0, 500), st.floats(0, 500), st.floats(0, 500))
def test_day_bar(planned: float, done: float, most: float) -> None:
    well_formed(svg.day_bar(planned, done, most, "tempo"))


WEEK = st.builds(
    svg.SeasonWeek,
    st.just(date(2026, 6, 8)),
    st.sampled_from(["base", "build", "race"]),
    st.floats(0, 2000),
    st.none() | st.floats(0, 2000),
    st.none() | st.floats(0, 200),
    WORDS.map(lambda text: text.replace("inf", "").replace("nan", "")),
)


@given(st.lists(WEEK, max_size=12), st.none() | st.integers(0, 11))
def test_season(weeks: list[svg.SeasonWeek], current: int | None) -> None:
    well_formed(svg.season(weeks, "Season", current=current, races=((1.0, "A", "Oslo <Trail>"),)))


@given(st.lists(st.tuples(st.integers(0, 400), st.none() | st.integers(-9, 9)), max_size=30))
def test_heatmap(days: list[tuple[int, int | None]]) -> None:
    start = date(2026, 1, 1)
    drawn = [(start + timedelta(days=n), level, "A & B") for n, level in days]
    root = well_formed(svg.heatmap(drawn, "Year"))
    assert len([e for e in root if e.tag == "rect"]) == len(days)


@given(st.lists(st.none() | st.floats(-500, 9000), max_size=40))
def test_profile(heights: list[float | None]) -> None:
    well_formed(svg.profile(heights, "Profile", marks=(0.5,)))


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=40))
def test_route_stays_in_its_box(track: list[tuple[float, float]]) -> None:
    root = well_formed(svg.route(track, "Route", zones=[1 + i % 3 for i in range(len(track))]))
    for circle in root.iter("circle"):
        assert -0.01 <= float(circle.attrib["cx"]) <= 320.01
        assert -0.01 <= float(circle.attrib["cy"]) <= 220.01


def test_labels_cannot_break_out() -> None:
    nasty = '"><script>alert(1)</script>'
    assert "<script" not in svg.sparkline([1, 2], nasty)
    assert "<script" not in svg.dial(50, nasty, nasty)
