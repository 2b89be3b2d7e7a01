"""Thresholds from evidence: what proves them, what does not, and that rest never lowers them."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.detection import (
    AgeFormula,
    age_predicted_max,
    propose_ftp,
    propose_lthr,
    propose_max_hr,
    propose_resting_hr,
    propose_threshold_speed,
)
from paceline.science.endurance.evidence import (
    Effort,
    heart_rate_efforts,
    output_efforts,
    peak_heart_rate,
    plausible_beats,
)

TODAY = 1000


def effort(kind: str, value: float, activity: str = "a", **rest: object) -> Effort:
    return Effort(activity, kind, value, 0.0, 1200.0, **({"day": TODAY} | rest))


def trial(minutes: int = 30, level: float = 172.0) -> np.ndarray:
    """Ten easy minutes, a rise of ten minutes to a level that is then held, and an easy end."""
    rise = np.linspace(130, level, 600)
    return np.concatenate((np.full(600, 120.0), rise, np.full(minutes * 60 - 600, level), np.full(300, 125.0)))


def test_the_last_twenty_of_the_hardest_thirty_minutes() -> None:
    found = {one.kind: one for one in heart_rate_efforts("x", trial(), day=TODAY, test=True)}
    test = found["half_hour_test"]
    assert test.value == pytest.approx(172)
    assert (test.offset, test.duration, test.activity, test.day) == (1200, 1200, "x", TODAY)
    assert found["best_20"].value == pytest.approx(172)
    assert "best_60" not in found


def test_lthr_from_a_test_names_its_evidence() -> None:
    found = propose_lthr(heart_rate_efforts("x", trial(), day=TODAY, test=True), current=165, max_hr=188, today=TODAY)
    assert found.value == pytest.approx(172)
    assert found.method == "mean of the last 20 of 30 hard minutes"
    assert found.evidence[0].activity == "x"
    assert found.confidence == "high"


def test_a_drifting_effort_proves_nothing() -> None:
    beats = np.linspace(150, 180, 1800)
    rising = heart_rate_efforts("x", beats, output=np.full(1800, 250.0), test=True)
    assert all((one.drift or 0) > 5 for one in rising)
    assert propose_lthr(rising, max_hr=190).reason


@pytest.mark.parametrize("propose", [propose_lthr, propose_ftp, propose_threshold_speed])
def test_no_hard_efforts_never_lower_a_threshold_as_a_rolling_window_does(propose: object) -> None:
    """An estimate over a rolling window falls by itself when the hard effort leaves it; nothing was measured then."""
    easy = [effort("best_60", 3.0), effort("best_20", 3.1)]
    assert callable(propose)
    found = propose(
        easy if propose is propose_threshold_speed else [effort("best_60", 150.0), effort("best_20", 155.0)],
        current=4.0 if propose is propose_threshold_speed else 260.0,
        today=TODAY,
    )
    assert found.value is None
    assert found.reason
    assert propose([], current=4.0).reason


def test_only_a_test_lowers() -> None:
    tested = [effort("best_20", 240.0, test=True), effort("best_60", 200.0)]
    found = propose_ftp(tested, current=260, today=TODAY)
    assert found.value == pytest.approx(228)
    assert found.confidence == "medium"
    assert "agrees" in (propose_ftp([effort("best_20", 260 / 0.95, test=True)], current=260).reason or "")


def test_the_easy_rest_of_a_test_session_does_not_count_as_the_test() -> None:
    watts = np.concatenate((np.full(1500, 150.0), np.full(1200, 250.0), np.full(1500, 120.0)))
    found = propose_ftp(output_efforts("x", watts, day=TODAY, test=True), current=260, today=TODAY)
    assert found.value == pytest.approx(0.95 * 250)


def test_an_old_test_does_not_outlive_a_newer_one() -> None:
    series = [effort("best_20", 280.0, "old", day=900, test=True), effort("best_20", 250.0, "new", day=990, test=True)]
    found = propose_ftp(series, current=270, today=TODAY)
    assert found.value == pytest.approx(0.95 * 250)
    assert found.evidence[0].activity == "new"


def test_what_was_held_before_a_test_does_not_outvote_it() -> None:
    series = [effort("best_20", 300.0, "old", day=800), effort("best_20", 270.0, "new", day=990, test=True)]
    found = propose_ftp(series, current=250, today=TODAY)
    assert found.value == pytest.approx(0.95 * 270)
    assert found.confidence == "medium"


def test_ftp_takes_the_highest_proof_and_agreement_of_two_sessions_counts() -> None:
    found = propose_ftp([effort("best_60", 255.0, "a"), effort("best_20", 270.0, "b")], current=240, today=TODAY)
    assert found.value == pytest.approx(256.5)
    assert found.confidence == "medium"
    assert [one.activity for one in found.evidence] == ["b", "a"]
    alone = propose_ftp([effort("best_20", 270.0)], current=240, today=TODAY)
    assert alone.confidence == "low"


def test_the_best_of_easy_rides_is_no_sure_first_threshold() -> None:
    easy = [effort("best_60", 150.0, "a"), effort("best_60", 151.0, "b")]
    assert propose_ftp(easy, today=TODAY).confidence == "low"
    assert propose_ftp([effort("critical", 250.0)], today=TODAY).confidence == "medium"
    assert propose_lthr([effort("best_60", 140.0)]).reason


def test_threshold_pace_of_half_an_hour_counts_whole_in_a_test() -> None:
    assert propose_threshold_speed([effort("best_30", 4.0, test=True)]).value == pytest.approx(4.0)
    assert propose_threshold_speed([effort("best_30", 4.0)]).value == pytest.approx(3.84)


def test_old_evidence_is_worth_less() -> None:
    fresh = propose_ftp([effort("best_60", 255.0)], current=240, today=TODAY)
    old = propose_ftp([effort("best_60", 255.0, day=TODAY - 60)], current=240, today=TODAY)
    assert (fresh.confidence, old.confidence) == ("medium", "low")


def test_efforts_of_an_output() -> None:
    watts = np.concatenate((np.full(600, 100.0), np.full(3600, 240.0)))
    found = {one.kind: one for one in output_efforts("x", watts, missing="zero")}
    assert {kind: one.value for kind, one in found.items()} == {"best_20": 240, "best_30": 240, "best_60": 240}
    assert found["best_60"].offset == 600
    assert output_efforts("x", np.zeros(0)) == ()


def sprint() -> np.ndarray:
    return np.concatenate((np.full(300, 150.0), np.linspace(150, 186, 60), np.full(20, 186.0), np.full(120, 150.0)))


def test_a_maximum_is_held_and_a_spike_of_a_strap_is_not() -> None:
    """Programs that take the plain maximum raise it to 228 for one second of a dry strap."""
    beats = sprint()
    beats[100:104] = 228.0
    peak = peak_heart_rate("x", beats, day=TODAY)
    assert peak is not None
    assert peak.value == pytest.approx(186)
    assert 355 <= peak.offset <= 365
    beats[100:120] = 205.0
    again = peak_heart_rate("x", beats)
    assert again is not None
    assert again.value == pytest.approx(186)


def test_heart_rate_locked_to_cadence_is_taken_out() -> None:
    beats = np.concatenate((np.full(300, 150.0), np.full(120, 180.0), np.full(300, 150.0)))
    cadence = np.full(beats.size, 180.0)
    assert np.isnan(plausible_beats(beats, cadence)[300:420]).all()
    assert np.isnan(plausible_beats(beats, cadence / 2)[300:420]).all()
    assert np.isfinite(plausible_beats(beats, cadence)[:300]).all()
    peak = peak_heart_rate("x", beats, cadence=cadence)
    assert peak is not None
    assert peak.value == pytest.approx(150)


def test_the_first_ten_minutes_of_an_optical_sensor_do_not_count() -> None:
    beats = np.concatenate((sprint(), np.full(600, 140.0)))
    found = peak_heart_rate("x", beats, optical=True)
    assert found is not None
    assert found.value == pytest.approx(140)
    assert peak_heart_rate("x", sprint(), optical=True) is None


def test_maximum_heart_rate_rises_with_evidence_and_never_falls() -> None:
    peaks = [effort("peak", 186.0, "a"), effort("peak", 184.0, "b"), None]
    found = propose_max_hr(peaks, current=180, age=40)
    assert (found.value, found.confidence, found.estimate) == (186, "high", False)
    assert propose_max_hr(peaks[:1], current=180).confidence == "medium"
    assert "lower" in (propose_max_hr(peaks, current=190).reason or "")


def test_without_a_hard_effort_the_formula_is_named_an_estimate() -> None:
    for peaks in ([], [effort("peak", 150.0)]):
        found = propose_max_hr(peaks, age=40)
        assert (found.value, found.estimate, found.confidence) == (180, True, "low")
        assert "estimate" in found.method
    assert propose_max_hr([]).reason
    assert age_predicted_max(12) is None
    assert age_predicted_max(math.nan) is None


def test_reference_formulas(oracle: Callable[[str], Any]) -> None:
    names: dict[AgeFormula, str] = {
        "tanaka": "tanaka_2001",
        "gellish": "gellish_2007",
        "nes": "nes_2013",
        "gulati_women": "gulati_2010_women",
        "fox": "fox_220",
    }
    for case in oracle("zones")["cases"]:
        if case["fn"] == "hrmax":
            for formula, key in names.items():
                assert age_predicted_max(case["age"], formula) == pytest.approx(case[key])


def test_a_value_far_above_the_formula_stays_in_doubt() -> None:
    one, two = effort("peak", 215.0, "a"), effort("peak", 214.0, "b")
    assert propose_max_hr([one], age=45).confidence == "low"
    assert propose_max_hr([one, two], age=45).confidence == "medium"
    assert propose_max_hr([effort("peak", 260.0)], age=45).estimate


def test_resting_heart_rate_may_go_either_way() -> None:
    assert propose_resting_hr([52, 50, 48, 51, 50, 49, 75]).value == 50
    assert propose_resting_hr([50] * 7).confidence == "high"
    assert "there are 6" in (propose_resting_hr([50] * 6 + [None, math.nan, 0, 300]).reason or "")


beats = arrays(np.float64, st.integers(0, 120), elements=st.floats() | st.floats(30, 230))


@given(beats, st.booleans())
def test_any_recording_gives_a_plausible_peak_or_none(values: np.ndarray, optical: bool) -> None:
    peak = peak_heart_rate("x", values, cadence=values[::-1], optical=optical)
    assert peak is None or 30 <= peak.value <= 230


maybe = st.none() | st.floats()
efforts = st.builds(
    Effort,
    st.just("a"),
    st.sampled_from(["half_hour_test", "best_20", "best_30", "best_60", "peak", "critical"]),
    st.floats(),
    st.just(0.0),
    st.just(1200.0),
    st.none() | st.integers(0, 2000),
    maybe,
    st.booleans(),
)


@given(st.lists(efforts, max_size=6), maybe, maybe)
def test_any_evidence_gives_a_finite_proposal_or_a_reason(
    found: list[Effort], current: float | None, top: float | None
) -> None:
    proposals = (
        propose_lthr(found, current=current, max_hr=top),
        propose_ftp(found, current=current, today=1500),
        propose_threshold_speed(found, current=current),
        propose_max_hr(found, current=current, age=top),
        propose_resting_hr([one.value for one in found]),
    )
    for proposal in proposals:
        assert proposal.reason if proposal.value is None else proposal.value > 0
        assert proposal.value is None or math.isfinite(proposal.value)
