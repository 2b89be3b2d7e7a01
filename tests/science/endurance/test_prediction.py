"""Race predictions lean on what is near and new, widen with distance, and say what they rest on."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.critical import Effort, critical_speed
from paceline.science.endurance.prediction import Prediction, Result, predict_race
from paceline.science.endurance.vdot import race_time

MARATHON = 42195.0


def races(vdot: float, *distances: float, days_ago: float = 20) -> list[Result]:
    times = [(distance, race_time(vdot, distance).value or 0) for distance in distances]
    return [Result(distance, time, days_ago, f"{distance:g}") for distance, time in times]


def seconds(prediction: Prediction) -> tuple[float, float, float]:
    found = (prediction.low.value, prediction.time.value, prediction.high.value)
    low, time, high = (number if number is not None else math.nan for number in found)
    return low, time, high


def test_the_same_distance_again() -> None:
    low, time, high = seconds(predict_race([Result(5000, 1200, 0, "race")], 5000))
    assert time == pytest.approx(1200)
    assert 1200 * 0.97 < low < 1200 < high < 1200 * 1.03


def test_races_of_one_ability_predict_its_next_race() -> None:
    prediction = predict_race(races(50, 3000, 5000, 10000, 21097.5), MARATHON)
    low, time, high = seconds(prediction)
    assert time == pytest.approx(11449, rel=0.02)  # Daniels, Table 5.1
    assert low < 11449 < high
    assert prediction.confidence in ("high", "moderate")
    assert sum(part.weight for part in prediction.parts) == pytest.approx(1)
    assert {part.method for part in prediction.parts} == {"riegel", "vdot"}
    assert {name for part in prediction.parts for name in part.references} == {"3000", "5000", "10000", "21097.5"}
    assert prediction.exponent.exponent.value == pytest.approx(1.08, abs=0.02)


def weight_of(prediction: Prediction, reference: str) -> float:
    return sum(part.weight for part in prediction.parts if reference in part.references)


def test_near_and_new_results_say_more() -> None:
    near = predict_race([Result(10000, 2400, 30, "near"), Result(1500, 320, 30, "far")], 21097.5)
    assert weight_of(near, "near") > 2 * weight_of(near, "far")
    new = predict_race([Result(10000, 2400, 5, "new"), Result(10000, 2600, 700, "old")], 10000)
    assert weight_of(new, "new") > 2 * weight_of(new, "old")
    assert seconds(new)[1] < 2480


def test_the_answer_is_the_mean_weighted_by_error_and_the_band_holds_the_disagreement() -> None:
    prediction = predict_race([Result(10000, 2400, 0, "quick"), Result(10000, 2700, 180, "slow")], 10000)
    errors = {"quick": 0.015, "slow": math.hypot(0.015, 0.02)}
    times = {"quick": math.log(2400), "slow": math.log(2700)}
    total = 2 * sum(1 / error**2 for error in errors.values())  # each by Riegel and by VDOT
    for part in prediction.parts:
        assert part.weight == pytest.approx(1 / errors[part.references[0]] ** 2 / total)
    centre = sum(2 / errors[name] ** 2 / total * times[name] for name in times)
    variance = sum(2 / errors[n] ** 2 / total * (errors[n] ** 2 + (times[n] - centre) ** 2) for n in times)
    low, time, high = seconds(prediction)
    assert time == pytest.approx(math.exp(centre))
    assert math.log(high / time) == pytest.approx(1.645 * math.sqrt(variance))
    assert math.log(time / low) == pytest.approx(1.645 * math.sqrt(variance))


@given(st.floats(1.0, 12.0), st.floats(1.0, 12.0))
def test_the_band_grows_with_extrapolation(one: float, other: float) -> None:
    near, far = sorted((one, other))

    def width(times: float) -> float:
        low, _, high = seconds(predict_race([Result(3000, 660, 10)], 3000 * times))
        return math.log(high / low)

    assert width(far) >= width(near) - 1e-9


def test_critical_speed_has_its_say_where_it_holds() -> None:
    trials = [Effort(t, 4.5 + 200 / t, f"trial {t}") for t in (150, 300, 600, 1200)]
    fit = critical_speed(trials)
    results = [Result(5000, 1070, 10, "race")]
    middle = predict_race(results, 3000, fit)
    part = next(part for part in middle.parts if part.method == "critical_speed")
    assert part.seconds == pytest.approx(2800 / 4.5)
    assert part.references == ("trial 150", "trial 300", "trial 600", "trial 1200")
    assert all(part.method != "critical_speed" for part in predict_race(results, 21097.5, fit).parts)


def test_critical_speed_is_tried_from_the_results_alone() -> None:
    distances = ((1500, 300), (3000, 640), (5000, 1090), (6500, 1430))
    speeds = [4.45 + 180 / t for _, t in distances]
    results = [Result(v * t, t, 10, f"{d}") for (d, t), v in zip(distances, speeds, strict=True)]
    prediction = predict_race(results, 4000)
    assert any(part.method == "critical_speed" for part in prediction.parts)
    assert seconds(prediction)[1] == pytest.approx((4000 - 180) / 4.45, rel=0.02)


def test_ultras_are_low_in_confidence_and_wide() -> None:
    prediction = predict_race([Result(MARATHON, 12000, 20, "marathon")], 100_000)
    low, time, high = seconds(prediction)
    assert prediction.confidence == "low"
    assert "terrain" in (prediction.time.caution or "")
    assert {part.method for part in prediction.parts} == {"riegel"}
    ratio = 100_000 / MARATHON
    assert low < 12000 * ratio**1.08 < time < 12000 * ratio**1.15 < high
    own = predict_race([Result(MARATHON, 12000, 20), Result(80_000, 12000 * (80 / 42.195) ** 1.08, 60)], 100_000)
    assert seconds(own)[1] < time  # an ultra in the legs tells the exponent


def test_exponents_from_short_races_do_not_reach_the_ultra() -> None:
    quick = [Result(1500, 300, 10), Result(10000, 300 * (10 / 1.5) ** 1.04, 10)]
    usual = predict_race([quick[1]], 80_000)
    both = predict_race(quick, 80_000)
    assert seconds(both)[1] > 0.97 * seconds(usual)[1]


def test_far_from_every_result_is_a_rough_guide() -> None:
    prediction = predict_race([Result(1500, 300, 10)], 21097.5)
    assert prediction.confidence == "low"
    assert "rough guide" in (prediction.time.caution or "")


@pytest.mark.parametrize(
    ("result", "word"),
    [
        (Result(0, 100, 1), "above zero"),
        (Result(5000, math.nan, 1), "above zero"),
        (Result(400, 60, 1), "800 m"),
        (Result(5000, 300, 1), "faster"),
        (Result(5000, 50000, 1), "slow walk"),
        (Result(5000, 1200, 800), "two years"),
        (Result(5000, 1200, -1), "two years"),
        (Result(5000, 1200, math.nan), "two years"),
    ],
)
def test_unusable_results_are_named_with_why(result: Result, word: str) -> None:
    prediction = predict_race([result], 10000)
    assert prediction.time.value is None
    assert prediction.confidence is None
    assert "Needs a race" in (prediction.time.reason or "")
    assert prediction.left_out[0][0] == 0
    assert word in prediction.left_out[0][1]


@pytest.mark.parametrize("distance", [0, -1, 100, 1e7, math.nan, math.inf])
def test_unusable_distances(distance: float) -> None:
    assert "800 m" in (predict_race([Result(5000, 1200, 1)], distance).time.reason or "")


@given(
    st.lists(st.tuples(st.floats(500, 200_000), st.floats(1, 100_000), st.floats(0, 800)), max_size=6),
    st.floats(500, 300_000),
)
def test_any_results_give_an_ordered_band_or_a_reason(
    numbers: list[tuple[float, float, float]], distance: float
) -> None:
    prediction = predict_race([Result(*three) for three in numbers], distance)
    assert (prediction.time.value is None) == bool(prediction.time.reason) == (not prediction.parts)
    if prediction.time.value is not None:
        low, time, high = seconds(prediction)
        assert 0 < low < time < high
        assert min(part.seconds for part in prediction.parts) <= time * (1 + 1e-9)
        assert time <= max(part.seconds for part in prediction.parts) * (1 + 1e-9)


@given(st.lists(st.tuples(st.floats(), st.floats(), st.floats()), max_size=4), st.floats())
def test_nonsense_never_breaks(numbers: list[tuple[float, float, float]], distance: float) -> None:
    prediction = predict_race([Result(*three) for three in numbers], distance)
    assert (prediction.time.value is None) == bool(prediction.time.reason)
