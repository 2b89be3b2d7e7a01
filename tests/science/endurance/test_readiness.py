"""Readiness: golden days, hard overrides, honesty about what is missing, and its laws."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.endurance.readiness import VERSION, Readiness, ReadinessInputs, assess, band
from paceline.science.endurance.readiness_factors import FACTORS, personal_score

GOOD = ReadinessInputs(sleep=5, energy=5, recovery=5, stress=1, mood=5, soreness=0, pain=0)
FOUR_WEEKS = {"hrv": [4.1, 4.0, 4.2, 4.1] * 7, "resting_hr": [50.0, 51, 49, 50] * 7, "sleep_hours": [7.5] * 28}


def known(readiness: Readiness) -> int:
    assert readiness.score is not None, readiness.unknown
    return readiness.score


def test_a_wretched_day_is_red() -> None:
    day = assess(ReadinessInputs(sleep=1, energy=2, recovery=2, stress=5))
    assert day.score == 12
    assert day.band == "red"
    assert day.confidence == "medium"
    assert {factor.direction for factor in day.factors} == {"down"}


def test_a_day_with_everything_good_is_green() -> None:
    assert known(assess(GOOD)) == 100
    measured = replace(GOOD, hrv=4.2, resting_hr=48, sleep_hours=8.2, tsb=8, history=FOUR_WEEKS)
    day = assess(measured)
    assert known(day) >= 85
    assert (day.band, day.confidence, day.missing) == ("green", "high", ())
    assert day.coverage == pytest.approx(1)


@pytest.mark.parametrize(
    ("sleep", "energy", "recovery", "stress", "expected"),
    [(4, 4, 4, 2, "green"), (3, 3, 3, 3, "amber"), (3, 3, 3, 4, "red"), (5, 4, 4, 3, "green"), (4, 4, 4, 3, "amber")],
)
def test_a_check_in_alone_keeps_the_familiar_bands(
    sleep: int, energy: int, recovery: int, stress: int, expected: str
) -> None:
    """The mean of the four answers on 1 to 5: green from 4, amber from 3 (2.8 is 45), red below."""
    day = assess(ReadinessInputs(sleep=sleep, energy=energy, recovery=recovery, stress=stress))
    assert (day.band, day.confidence) == (expected, "medium")


def test_two_inputs_give_a_score_of_low_confidence() -> None:
    day = assess(ReadinessInputs(sleep=4, tsb=0))
    assert day.score is not None
    assert day.confidence == "low"
    assert len(day.factors) == 2
    assert {item.id for item in day.missing} >= {"energy", "hrv", "sleep_hours"}


def test_one_input_or_none_is_unknown() -> None:
    for inputs in (ReadinessInputs(), ReadinessInputs(sleep=5)):
        day = assess(inputs)
        assert (day.score, day.band, day.confidence) == (None, None, "low")
        assert (day.unknown or "").startswith("Unknown, because")
    assert "sleep quality" in (assess(ReadinessInputs(sleep=5)).unknown or "")


def test_a_missing_check_in_says_how_long_ago_the_last_one_was() -> None:
    reasons = {item.id: item.reason for item in assess(ReadinessInputs(days_since_checkin=3)).missing}
    assert reasons["energy"] == "No check-in today; the last one was 3 days ago."
    assert reasons["hrv"] == "No HRV for this morning."


@pytest.mark.parametrize(
    ("pain", "expected", "highest"), [(0, "green", 100), (3.9, "green", 100), (4, "amber", 69), (7, "red", 44)]
)
def test_pain_caps_the_band(pain: float, expected: str, highest: int) -> None:
    day = assess(replace(GOOD, pain=pain, pain_place="left Achilles"))
    assert (day.band, day.score) == (expected, highest)
    assert all("left Achilles" in cap.reason for cap in day.caps)
    assert bool(day.caps) == (pain >= 4)


def test_a_cold_is_amber_and_illness_outdoes_it() -> None:
    day = assess(replace(GOOD, cold=True))
    assert (day.band, day.score) == ("amber", 69)
    assert [cap.id for cap in day.caps] == ["illness"]
    assert assess(replace(GOOD, cold=True, illness=True)).band == "red"
    assert assess(replace(GOOD, cold=False)).caps == ()


def test_illness_is_red_whatever_else_is_good() -> None:
    day = assess(replace(GOOD, illness=True))
    assert day.band == "red"
    assert day.caps[0].id == "illness"


def test_severe_pain_alone_is_red_without_a_score() -> None:
    day = assess(ReadinessInputs(pain=8))
    assert (day.score, day.band) == (None, "red")
    assert day.unknown
    assert assess(ReadinessInputs(pain=5)).band is None


def test_values_off_the_scale_are_left_out_and_named() -> None:
    day = assess(replace(GOOD, sleep=9, pain=12, resting_hr=400, hrv=65))
    named = {item.id: item.reason for item in day.missing}
    assert named["sleep"] == "9 is not on the scale from 1 to 5."
    assert "12" in named["pain"]
    assert "400" in named["resting_hr"]
    assert "logarithm" in named["hrv"]
    assert day.caps == ()
    assert {factor.id for factor in day.factors} == {"energy", "recovery", "stress", "mood", "soreness"}


def test_missing_measurements_do_not_pull_a_good_day_down() -> None:
    assert known(assess(GOOD)) >= known(assess(replace(GOOD, hrv=4.1, history=FOUR_WEEKS)))


def test_hrv_below_the_usual_range_lowers_and_a_high_resting_heart_rate_too() -> None:
    usual = replace(GOOD, hrv=4.1, resting_hr=50, history=FOUR_WEEKS)
    suppressed = FOUR_WEEKS | {"hrv": [4.1, 4.0, 4.2, 4.1] * 6 + [3.8] * 6, "resting_hr": [50.0] * 24 + [57.0] * 6}
    low = replace(usual, hrv=3.8, resting_hr=57, history=suppressed)
    assert known(assess(low)) < known(assess(usual)) - 10
    reasons = {factor.id: factor for factor in assess(low).factors}
    assert reasons["hrv"].direction == "down"
    assert "below the usual" in reasons["hrv"].reason
    assert "above the usual" in reasons["resting_hr"].reason


def test_measurements_need_a_history_first() -> None:
    day = assess(replace(GOOD, hrv=4.1, history={"hrv": [4.1] * 13}))
    assert "14 mornings" in {item.id: item.reason for item in day.missing}["hrv"]
    flat = assess(replace(GOOD, hrv=4.1, history={"hrv": [4.1] * 14}))
    assert next(factor for factor in flat.factors if factor.id == "hrv").score == pytest.approx(70)


def test_the_same_answer_means_more_from_someone_who_never_gives_it() -> None:
    cheerful = ReadinessInputs(energy=3, sleep=4, history={"energy": [5.0, 4.0] * 10})
    sober = ReadinessInputs(energy=3, sleep=4, history={"energy": [3.0, 2.0] * 10})
    assert known(assess(cheerful)) < known(assess(sober))


def test_weights_and_bands() -> None:
    assert math.fsum(part.weight for part in FACTORS) == pytest.approx(1)
    assert [band(score) for score in (70, 69, 45, 44)] == ["green", "amber", "amber", "red"]
    assert personal_score(0) == pytest.approx(70)
    assert assess(GOOD).version == VERSION


def optional(low: float, high: float) -> st.SearchStrategy[float | None]:
    return st.none() | st.floats(low, high)


def pasts(low: float, high: float) -> st.SearchStrategy[list[float | None]]:
    return st.lists(st.none() | st.floats(low, high) | st.just(math.nan), max_size=30)


SCALES: dict[str, tuple[float, float, int]] = {
    "sleep": (1, 5, 1),
    "energy": (1, 5, 1),
    "recovery": (1, 5, 1),
    "stress": (1, 5, -1),
    "mood": (1, 5, 1),
    "soreness": (0, 10, -1),
    "hrv": (2, 6, 1),
    "resting_hr": (30, 110, -1),
    "sleep_hours": (0, 14, 1),
    "tsb": (-80, 60, 1),
}
ITEMS = st.fixed_dictionaries({name: optional(low, high) for name, (low, high, _) in SCALES.items()})
HISTORIES = st.fixed_dictionaries({}, optional={name: pasts(*SCALES[name][:2]) for name in SCALES if name != "tsb"})


@given(
    ITEMS,
    optional(0, 10),
    st.none() | st.booleans(),
    HISTORIES,
    st.sampled_from(sorted(SCALES)),
    st.floats(0, 1),
    st.floats(0, 1),
)
@settings(max_examples=150, deadline=None)
def test_a_better_value_never_lowers_the_score(
    items: dict[str, float | None],
    pain: float | None,
    illness: bool | None,
    history: dict[str, Sequence[float | None]],
    name: str,
    first: float,
    second: float,
) -> None:
    low, high, direction = SCALES[name]
    worse, better = sorted((low + first * (high - low), low + second * (high - low)), key=lambda v: v * direction)
    inputs: dict[str, Any] = items | {"pain": pain, "illness": illness, "history": history}
    before, after = (assess(ReadinessInputs(**(inputs | {name: value}))) for value in (worse, better))
    assert (before.score is None) == (after.score is None)
    if before.score is not None and after.score is not None:
        assert after.score >= before.score


@given(st.floats(0, 10), st.floats(0, 10), ITEMS)
def test_more_pain_never_raises_the_score(first: float, second: float, items: dict[str, Any]) -> None:
    less, more = (assess(ReadinessInputs(pain=pain, **items)) for pain in sorted((first, second)))
    if less.score is not None and more.score is not None:
        assert more.score <= less.score


anything = st.none() | st.floats() | st.integers(-100, 100).map(float)


@given(
    st.fixed_dictionaries(dict.fromkeys([*SCALES, "pain"], anything)),
    st.dictionaries(st.sampled_from([*SCALES, "nonsense"]), st.lists(anything, max_size=20)),
    st.none() | st.integers(-5, 400),
)
@settings(max_examples=200, deadline=None)
def test_laws_for_any_input(
    items: dict[str, float | None], history: dict[str, list[float | None]], days: int | None
) -> None:
    day = assess(ReadinessInputs(**items, history=history, days_since_checkin=days))  # type: ignore[arg-type]
    assert day.score is None or 0 <= day.score <= 100
    assert (day.score is None) == (day.unknown is not None)
    assert 0 <= day.coverage <= 1 + 1e-9
    assert len(day.factors) + len([item for item in day.missing if item.id != "pain"]) == len(FACTORS)
    if day.factors:
        assert math.fsum(factor.weight for factor in day.factors) == pytest.approx(1)
        total = math.fsum(factor.weight * factor.score for factor in day.factors)
        assert 70 + math.fsum(factor.points for factor in day.factors) == pytest.approx(total)
        if day.score is not None and not day.caps:
            assert day.score == pytest.approx(total, abs=0.51)
    assert all(factor.reason and factor.value_text and 0 <= factor.score <= 100 for factor in day.factors)
    assert all(item.reason for item in day.missing)


@given(pasts(1, 5), st.randoms())
def test_the_order_of_past_answers_does_not_matter(past: list[float | None], shuffle: Any) -> None:
    mixed = list(past)
    shuffle.shuffle(mixed)
    first, second = (assess(replace(GOOD, energy=3, history={"energy": days})) for days in (past, mixed))
    assert first.factors[1].score == pytest.approx(second.factors[1].score)
