"""Planned steps find the pieces they became, and say whether the target was held."""

from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.following import Done, PlannedStep, follow
from paceline.science.endurance.splits import Split


def piece(seconds: float, watts: float = 200.0, metres: float = 1000.0) -> Split:
    return Split(0, seconds, seconds, metres, metres / seconds, 150.0, 160.0, watts, 90.0, None)


def step(seconds: float, work: bool = False, low: float | None = None, high: float | None = None) -> PlannedStep:
    return PlannedStep("step", work, seconds, None, "power" if low else None, low, high)


PLAN = [step(900), *[step(240, True, 280, 300), step(120)] * 3, step(600)]


def test_a_lap_for_every_step() -> None:
    laps = [
        Done(piece(s, w))
        for s, w in ((880, 150), (241, 290), (119, 120), (240, 265), (121, 120), (238, 320), (120, 110), (640, 140))
    ]
    found = follow(PLAN, [("laps", laps)])
    assert [one.done is not None for one in found.steps] == [True] * 8
    assert [one.verdict for one in found.steps] == [None, "in", None, "below", None, "above", None, None]
    assert (found.hit, found.aimed, found.by) == (1, 3, "laps")


def test_a_repetition_left_out_and_a_lap_too_many() -> None:
    laps = [Done(piece(s, 290)) for s in (900, 240, 120, 240, 120, 30, 600)]
    found = follow(PLAN, [("laps", laps)])
    assert sum(one.done is None for one in found.steps) == 2
    assert found.steps[0].done is laps[0].split
    assert found.steps[-1].done is laps[-1].split


def test_the_better_fit_is_taken() -> None:
    kilometres = [Done(piece(300)) for _ in range(9)]
    intervals = [
        Done(piece(s), w)
        for s, w in ((910, False), (240, True), (118, False), (244, True), (120, False), (239, True), (700, False))
    ]
    found = follow(PLAN, [("laps", kilometres), ("intervals", intervals)])
    assert found.by == "intervals"
    assert [one.done for one in found.steps if one.step.is_work] == [intervals[n].split for n in (1, 3, 5)]


def test_reasons() -> None:
    assert "no steps" in (follow([], []).reason or "")
    assert "neither laps" in (follow(PLAN, [("laps", [])]).reason or "")
    assert "line up" in (follow(PLAN, [("laps", [Done(piece(3600))])]).reason or "")


def test_distances_and_open_steps() -> None:
    plan = [PlannedStep("1 km", True, None, 1000.0, "speed", 4.0, 4.4), PlannedStep("lap button", False)]
    found = follow(plan, [("laps", [Done(piece(240, metres=1010)), Done(piece(700))])])
    assert found.steps[0].verdict == "in"
    assert found.steps[1].done is not None


@given(st.lists(st.floats(10, 4000), max_size=12), st.lists(st.floats(10, 4000), max_size=12))
def test_order_is_kept(planned: list[float], done: list[float]) -> None:
    pieces = [Done(piece(seconds)) for seconds in done]
    found = follow([step(seconds) for seconds in planned], [("laps", pieces)])
    places = [next(n for n, p in enumerate(pieces) if p.split is one.done) for one in found.steps if one.done]
    assert places == sorted(set(places))
