"""What people type, and which of several values counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.endurance.wellness.rules import full_order, moved_up, problem_of, read_typed, with_shown
from paceline.endurance.wellness.types import KINDS, SOURCES, Stated


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        ("sleep", "7:45", 27_900),
        ("sleep", "7 h 45", 27_900),
        ("sleep", "7.75", 27_900),
        ("hrv_rmssd", "68", 0.068),
        ("body_mass", "72,4", 72.4),
        ("spo2", "97", 0.97),
        ("hydration", "2.5", 0.0025),
    ],
)
def test_typed(kind: str, typed: str, found: float) -> None:
    assert read_typed(KINDS[kind], typed) == {kind: pytest.approx(found)}


def test_blood_pressure_comes_in_pairs() -> None:
    found = read_typed(KINDS["blood_pressure_diastolic"], "120/80")
    assert found["blood_pressure_systolic"] == pytest.approx(15_998.7, abs=0.1)
    assert found["blood_pressure_diastolic"] == pytest.approx(10_665.8, abs=0.1)
    with pytest.raises(ValueError, match="looks wrong"):
        read_typed(KINDS["blood_pressure_systolic"], "120/8")


def test_pounds_and_fahrenheit() -> None:
    assert read_typed(KINDS["body_mass"], "150", imperial=True)["body_mass"] == pytest.approx(68.04, abs=0.01)
    assert read_typed(KINDS["body_temperature"], "98.6", imperial=True)["body_temperature"] == pytest.approx(37.0)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_plausible_value_or_a_sentence(typed: str) -> None:
    for kind in KINDS.values():
        try:
            found = read_typed(kind, typed)
        except ValueError as problem:
            assert str(problem).endswith(".")
        else:
            assert all(problem_of(KINDS[name], value) is None for name, value in found.items())


@given(st.lists(st.sampled_from([*SOURCES, "oura", "whoop"]), unique=True, min_size=1), st.permutations([*SOURCES]))
def test_exactly_one_value_of_a_day_and_kind_counts(sources: list[str], order: list[str]) -> None:
    stated = [Stated(date(2026, 6, 1), KINDS["sleep"], source, 27_000.0) for source in sources]
    shown = [one.source for one in with_shown(stated, order) if one.shown]
    placed = [source for source in order if source in sources]
    assert shown == ([placed[0]] if placed else [min(sources)])


@given(st.permutations([*SOURCES]), st.sampled_from([*SOURCES]))
def test_a_source_moves_up_one_place(order: list[str], source: str) -> None:
    moved = moved_up(order, source)
    assert sorted(moved) == sorted(full_order(order))
    assert moved.index(source) == max(0, order.index(source) - 1)
