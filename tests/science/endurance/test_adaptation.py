"""The daily adaptation: each rule fires, each rule holds back, and nothing gets harder by accident."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.endurance.library import SESSIONS, SessionTemplate, session_named
from paceline.science.endurance.adaptation import MAIN_FLOOR_SECONDS, Situation, adapt
from paceline.science.endurance.structure import Repeats, Structure, estimate, flatten, main_seconds, problems

FRESH = Situation(
    readiness_score=92, band="green", pain=0, phase="build", hard_yesterday=False, load_spike=False, history_days=60
)


def session(id: str) -> Structure:
    found = session_named(id)
    assert found is not None
    return found.structure


def changed(**values: object) -> Situation:
    fields = {name: getattr(FRESH, name) for name in Situation.__dataclass_fields__}
    return Situation(**{**fields, **values})  # type: ignore[arg-type]


CRUISE, EASY, LONG, TEMPO = session("cruise-5x6"), session("easy-45"), session("long-easy"), session("tempo-20")


@pytest.mark.parametrize(
    ("rule", "kind", "structure", "fires", "holds"),
    [
        ("illness", "rest", EASY, changed(ill=True), changed()),
        ("severe-pain", "rest", EASY, changed(pain=7, pain_place="calf"), changed(pain=3)),
        ("pain", "swap_easy", CRUISE, changed(pain=4), changed(pain=3)),
        ("red", "swap_easy", CRUISE, changed(band="red"), changed(band="green")),
        ("red", "rest", CRUISE, changed(band="red", hard_yesterday=True), changed(hard_yesterday=True)),
        ("race-day", "keep", CRUISE, changed(days_to_race=0, band="amber"), changed(days_to_race=1)),
        ("cold", "swap_easy", CRUISE, changed(cold=True), changed(cold=False)),
        ("cold", "swap_easy", LONG, changed(cold=True, band="amber"), changed()),
        ("hard-yesterday", "easier", CRUISE, changed(hard_yesterday=True), changed(hard_yesterday=None)),
        ("hard-yesterday", "swap_easy", CRUISE, changed(hard_yesterday=True, band="amber"), changed(band="amber")),
        ("load-spike", "easier", CRUISE, changed(load_spike=True), changed(load_spike=None)),
        ("load-spike", "shorter", LONG, changed(load_spike=True), changed()),
        ("amber", "easier", CRUISE, changed(band="amber"), changed(band="green")),
        ("amber", "shorter", TEMPO, changed(band="amber"), changed(band="green")),
        ("heat", "easier", CRUISE, changed(heat_slowdown=0.04), changed(heat_slowdown=0.01)),
        ("unknown", "keep", CRUISE, changed(band=None), changed()),
        ("progress", "progress", TEMPO, changed(), changed(readiness_score=80)),
        ("keep", "keep", EASY, changed(), changed(band="red")),
    ],
)
def test_rule_fires_and_holds(rule: str, kind: str, structure: Structure, fires: Situation, holds: Situation) -> None:
    fired, held = adapt(structure, fires), adapt(structure, holds)
    assert (fired.kind, fired.reasons[0].rule) == (kind, rule)
    assert (held.kind, held.reasons[0].rule) != (kind, rule)


def test_six_days_of_logs_are_no_reason_to_progress() -> None:
    assert adapt(TEMPO, changed(history_days=6)).kind == "keep"
    assert adapt(TEMPO, changed(history_days=28)).kind == "progress"
    assert adapt(TEMPO, changed(history_days=None)).kind == "keep"
    assert adapt(TEMPO, changed(load_spike=None)).kind == "keep"


def test_unknown_readiness_says_why() -> None:
    said = adapt(CRUISE, changed(band=None, readiness_score=None, readiness_unknown="no check-in today."))
    assert "Unknown, because no check-in today." in said.reasons[0].sentence
    assert said.structure == CRUISE


def test_amber_is_one_repetition_fewer_at_the_same_pace() -> None:
    less = adapt(CRUISE, changed(band="amber", phase="peak"))
    assert less.structure is not None
    assert [s.repeats for s in less.structure.segments if isinstance(s, Repeats) and s.kind == "interval"] == [4]
    assert {f.zone for f in flatten(less.structure)} == {f.zone for f in flatten(CRUISE)}
    assert less.changes == ("4 × 6 min threshold, 1 min jog instead of 5 × 6 min threshold, 1 min jog.",)


def test_a_taper_keeps_its_intensity_and_never_grows() -> None:
    near = changed(days_to_race=9, phase="taper")
    assert adapt(TEMPO, near).kind == "keep"
    less = adapt(CRUISE, changed(days_to_race=9, phase="taper", band="amber"))
    assert less.structure is not None
    assert max(f.intensity for f in flatten(less.structure)) == max(f.intensity for f in flatten(CRUISE))


def test_a_painful_runner_gets_no_impact() -> None:
    swapped = adapt(CRUISE, changed(pain=5, pain_place="shin"))
    assert swapped.structure is not None
    assert swapped.structure.sport == "cycling"
    assert "shin" in swapped.reasons[0].sentence


situations = st.builds(
    Situation,
    readiness_score=st.none() | st.floats(0, 100),
    band=st.sampled_from(["green", "amber", "red", None]),
    pain=st.none() | st.integers(0, 10),
    ill=st.booleans(),
    cold=st.booleans(),
    days_to_race=st.none() | st.integers(0, 40),
    phase=st.sampled_from(["base", "build", "peak", "taper", "recovery", None]),
    hard_yesterday=st.none() | st.booleans(),
    load_spike=st.none() | st.booleans(),
    history_days=st.none() | st.integers(0, 90),
    heat_slowdown=st.none() | st.floats(0, 0.1),
)


@settings(max_examples=400)
@given(st.sampled_from(SESSIONS), situations)
def test_the_result_is_valid_and_never_harder(template: SessionTemplate, today: Situation) -> None:
    said = adapt(template.structure, today)
    assert said.reasons
    assert (said.structure is None) == (said.kind == "rest")
    if said.structure is None:
        return
    before, after = estimate(template.structure), estimate(said.structure)
    assert problems(said.structure) == ()
    assert after.load <= before.load * (1.10 if said.kind == "progress" else 1.0) + 1e-6
    if said.kind in ("easier", "shorter"):
        assert main_seconds(said.structure) >= MAIN_FLOOR_SECONDS
        assert after.load < before.load
    if before.moderate_seconds + before.hard_seconds < 300:
        assert said.kind != "progress"
    if today.band == "red" or today.ill:
        assert said.kind in ("rest", "swap_easy")
