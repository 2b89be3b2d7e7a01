"""Threshold power from a ramp, 20, 8, twice 8 and 60 minutes, from means and from a recording."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.endurance.threshold_tests import NO_OPENING, SHARES, Protocol, ftp_of_recording, ftp_of_test


@pytest.mark.parametrize(
    ("protocol", "watts", "expected"),
    [
        ("ramp", [340], 255),
        ("twenty_minutes", [280], 266),
        ("eight_minutes", [300], 270),
        ("two_eights", [302, 290], 266.4),
        ("hour", [251], 251),
    ],
)
def test_each_protocol_has_its_share(protocol: Protocol, watts: list[float], expected: float) -> None:
    assert ftp_of_test(protocol, watts).value == pytest.approx(expected)


@pytest.mark.parametrize("protocol", list(SHARES))
@pytest.mark.parametrize("watts", [[], [0.0], [-200.0], [float("nan")], [float("inf")], [250.0] * 3, [10.0], [5000.0]])
def test_no_threshold_from_nonsense(protocol: Protocol, watts: list[float]) -> None:
    found = ftp_of_test(protocol, watts)
    assert found.value is None
    assert found.reason


def test_eights_that_differ_are_doubted() -> None:
    assert ftp_of_test("two_eights", [300, 270]).caution
    assert ftp_of_test("two_eights", [300, 290]).caution is None


def ramp() -> np.ndarray:
    """Ten easy minutes, then steps of 20 W a minute from 100 W to 340 W, the last held for half a minute."""
    steps = np.concatenate([np.full(60, watts) for watts in range(100, 340, 20)])
    return np.concatenate((np.full(600, 90.0), steps, np.full(30, 340.0), np.full(300, 60.0)))


def test_a_ramp_counts_the_best_minute_across_the_last_steps() -> None:
    found = ftp_of_recording("ramp", ramp())
    assert found.ftp.value == pytest.approx(0.75 * 330)
    assert found.efforts[0].start == 600 + 12 * 60 - 30
    assert found.ftp.caution


def test_a_minute_on_a_flat_ride_is_no_ramp() -> None:
    ride = np.full(3600, 200.0)
    ride[600:660] = 400
    assert "ramp" in (ftp_of_recording("ramp", ride).ftp.reason or "")


def test_twenty_minutes_without_the_opening_carry_a_caution() -> None:
    alone = np.concatenate((np.full(900, 120.0), np.full(1200, 260.0), np.full(300, 100.0)))
    found = ftp_of_recording("twenty_minutes", alone)
    assert (found.ftp.value, found.ftp.caution) == (pytest.approx(247), NO_OPENING)
    opened = np.concatenate((np.full(600, 120.0), np.full(300, 310.0), np.full(600, 100.0), alone[900:]))
    assert ftp_of_recording("twenty_minutes", opened).ftp.caution is None


def test_two_eights_are_found_apart_and_together_the_best() -> None:
    ride = np.concatenate(
        (np.full(600, 110.0), np.full(480, 290.0), np.full(600, 110.0), np.full(480, 280.0), np.full(300, 90.0))
    )
    found = ftp_of_recording("two_eights", ride)
    assert [effort.start for effort in found.efforts] == [600, 1680]
    assert found.ftp.value == pytest.approx(0.9 * 285)
    assert ftp_of_recording("two_eights", ride[:1500]).ftp.value is not None  # the second may be what is left
    assert ftp_of_recording("two_eights", ride[:900]).ftp.value is None


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(950, 1100))
def test_the_two_eights_are_the_best_pair_there_is(seed: int, seconds: int) -> None:
    power = np.random.default_rng(seed).uniform(0, 600, seconds)
    found = ftp_of_recording("two_eights", power).efforts
    assert bool(found) == (seconds >= 960)
    if not found:
        return
    means = np.convolve(power, np.ones(480) / 480, "valid")
    best = max(means[first] + means[second] for first in range(means.size) for second in range(first + 480, means.size))
    assert found[1].start - found[0].start >= 480
    assert sum(effort.value for effort in found) == pytest.approx(best, rel=1e-9)


def test_exactly_the_length_is_enough_and_gaps_are_coasting() -> None:
    hour = np.full(3600, 240.0)
    assert ftp_of_recording("hour", hour).ftp.value == pytest.approx(240)
    assert ftp_of_recording("hour", hour[1:]).ftp.value is None
    hour[:360] = np.nan
    assert ftp_of_recording("hour", hour).ftp.value == pytest.approx(216)
