"""Where well-known programs are wrong: each test says who and why, shows the slip, and that it is not repeated here."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from paceline.science.endurance.efforts import best_by_time
from paceline.science.endurance.fitness import fitness_series
from paceline.science.endurance.grade import pace_factor, running_cost
from paceline.science.endurance.heart import COEFFICIENTS, trimp, trimp_from_average
from paceline.science.endurance.power import normalized_power, x_power
from paceline.science.endurance.vdot import race_time, training_speeds

ON_OFF = np.tile(np.repeat([400.0, 0.0], 30), 60)


def fourth_power(values: np.ndarray) -> float:
    return float(np.mean(values**4) ** 0.25)


def rolling(power: np.ndarray) -> np.ndarray:
    return np.convolve(power, np.ones(30) / 30, "valid")


def test_normalized_power_of_goldencheetah_counts_windows_that_are_not_full() -> None:
    """GoldenCheetah divides the first 29 partial windows by 30, so an hour at 200 W reads 199.67 W."""
    even = np.full(3600, 200.0)
    partial = np.cumsum(even)[:29] / 30
    assert fourth_power(np.concatenate((partial, rolling(even)))) == pytest.approx(199.6730, abs=1e-3)
    assert normalized_power(even).value == pytest.approx(200, abs=1e-9)


def test_normalized_power_of_elevate_uses_blocks_that_do_not_overlap() -> None:
    """Elevate averages separate 30 s blocks: 30 s at 400 W and 30 s off read 17.5 % high."""
    blocks = fourth_power(ON_OFF.reshape(-1, 30).mean(axis=1))
    ours = normalized_power(ON_OFF).value
    assert ours == pytest.approx(267.647876, abs=1e-5)
    assert ours is not None
    assert blocks / ours > 1.17
    assert ours == pytest.approx(fourth_power(rolling(ON_OFF)))


def test_normalized_power_of_sweat_averages_windows_that_have_just_begun() -> None:
    """sweat takes the mean of whatever is there (`min_periods=1`): a hard first second stands as a 30 s mean."""
    sprint = np.concatenate((np.full(5, 1200.0), np.full(300, 100.0)))
    begun = np.cumsum(sprint)[:29] / np.arange(1, 30)
    theirs = fourth_power(np.concatenate((begun, rolling(sprint))))
    ours = normalized_power(sprint).value
    assert ours is not None
    assert theirs > 2 * ours
    assert ours == pytest.approx(fourth_power(rolling(sprint)))


def test_x_power_of_sweat_is_not_smoothed_at_all() -> None:
    """sweat computes the exponential mean and then, by a misspelt name, goes on with the raw watts."""
    unsmoothed = fourth_power(ON_OFF)
    assert unsmoothed == pytest.approx(400 * 0.5**0.25)
    assert x_power(ON_OFF).value == pytest.approx(225.4239, abs=1e-3)


def test_x_power_of_sauce4strava_starts_from_the_first_sample() -> None:
    """sauce4strava seeds with the first watts and skips 50 s, so a steady hour reads 200 where Skiba's start is rest."""
    assert x_power(np.full(3600, 200.0)).value == pytest.approx(199.2652, abs=1e-3)


def test_best_efforts_of_sauce4strava_and_sweat_miss_the_first_window() -> None:
    """Both difference sums that begin after the first sample: the effort at the very start and the whole are lost."""
    fading = np.linspace(400.0, 100.0, 600)
    total = np.cumsum(fading)
    theirs = float(np.max(total[300:] - total[:-300]) / 300)
    best, whole = best_by_time(fading, [300, 600])
    assert (best.start, best.value) == (0, pytest.approx(fading[:300].mean()))
    assert theirs < best.value
    assert (whole.duration, whole.value) == (600, pytest.approx(fading.mean()))


def test_best_efforts_of_elevate_need_one_sample_more_than_the_effort_lasts() -> None:
    """Elevate asks for a span of n seconds between samples, n + 1 of them, so a recording of n seconds has no best."""
    assert best_by_time(np.full(300, 250.0), [300])[0].value == 250


def test_a_hole_in_heart_rate_is_not_bridged_as_a_straight_line_would() -> None:
    """Programs that interpolate heart rate over a lost strap report a best that nobody's heart did."""
    beats = np.concatenate((np.full(60, 180.0), np.full(60, math.nan), np.full(60, 180.0)))
    assert best_by_time(beats, [120]) == ()
    assert best_by_time(beats, [60])[0].value == 180


def test_the_chart_of_lanterne_rouge_uses_the_weight_of_another_average() -> None:
    """lanterne-rouge documents 2/(n+1) as the formula of TrainingPeaks and intervals.icu; it misses by 8.6 points."""
    wrong, hundred = 0.0, fitness_series([100.0] * 42)
    for _ in range(42):
        wrong += (100 - wrong) * 2 / 43
    assert hundred.ctl[-1] == pytest.approx(63.21, abs=0.01)
    assert wrong == pytest.approx(86.47, abs=0.01)


def test_trimp_of_goldencheetah_from_the_mean_reads_low(oracle: Callable[[str], Any]) -> None:
    """GoldenCheetah takes the mean heart rate: 84.6 for the published ride that sums to 95.7, because load is convex."""
    cases = {case["fn"]: case for case in oracle("trimp_hrtss_srpe")["cases"]}
    ride, mean = np.array(oracle("clarke_hr_stream"), dtype=np.float64), cases["clarke_skiba_2013_workout"]
    low = trimp_from_average(mean["minutes"] * 60, mean["avg_hr"], max_hr=190, resting_hr=45, sex="male")
    assert low.value == pytest.approx(mean["expected_trimp"], rel=1e-6)
    assert "reads low" in (low.caution or "")
    whole = trimp(ride[:, 0], ride[:, 1], max_hr=190, resting_hr=45, sex="male").value
    assert whole == pytest.approx(95.7234, abs=1e-3)


def test_trimp_for_women_keeps_mortons_scale_where_three_programs_keep_the_mens() -> None:
    """GoldenCheetah, sauce4strava and Elevate use 0.64 e^1.67x for women, 26 % below Morton's 0.86 e^1.67x."""
    assert COEFFICIENTS["female"] == (0.86, 1.67)
    found = trimp_from_average(3600, 151, max_hr=190, resting_hr=60, sex="female").value
    assert found == pytest.approx(116.262, abs=1e-3)
    assert found != pytest.approx(86.5206, rel=0.2)


def test_downhill_pace_is_not_minettis_as_in_pure_energy_models() -> None:
    """Models that turn Minetti's energy straight into pace halve the effort of a 20 % descent, which no legs can run."""
    energy = float(running_cost(-0.20) / running_cost(0.0))
    assert energy == pytest.approx(0.500, abs=1e-3)
    assert float(pace_factor(-0.20)) == pytest.approx(1.085)


def test_marathon_pace_is_the_marathon_that_is_predicted_unlike_invented_tables() -> None:
    """A public table has 5:35 a km as marathon pace at VDOT 50, beside a predicted 3:10:49, which is 4:31 a km."""
    predicted = race_time(50, 42195).value
    assert predicted is not None
    pace = training_speeds(50).marathon
    assert 1000 / pace.fast < predicted / 42.195 < 1000 / pace.slow
    assert 1000 / pace.slow < 300


def test_two_miles_are_not_3200_metres() -> None:
    """Tables that time two miles over 3200 m are 0.6 % fast: the column of Daniels is 3218.688 m."""
    mile, metric = race_time(50, 3218.688).value, race_time(50, 3200).value
    assert mile is not None
    assert metric is not None
    assert mile / metric > 1.005
