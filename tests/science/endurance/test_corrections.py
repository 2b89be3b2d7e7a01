"""Corrections of a recording: pure, in order, and gone without a trace when taken back."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paceline.science.endurance.anomalies import flagged, proposed
from paceline.science.endurance.corrections import Correction, corrected, lead
from paceline.science.endurance.repairs import Uncorrectable
from paceline.science.endurance.rereading import propose, read_again
from paceline.science.formats import Lap, Length, Recording, encode_activity

START = 1_781_071_200.0


def run(minutes: float = 10, start: float = START, **channels: Any) -> Recording:
    """A run at 3 m/s with two laps, 200 W and a pulse of 150."""
    seconds = np.arange(minutes * 60 + 1, dtype=np.float64)
    known: dict[str, np.ndarray] = {
        "distance": seconds * 3.0,
        "speed": np.full(seconds.size, 3.0),
        "heart_rate": np.full(seconds.size, 150.0),
        "power": np.full(seconds.size, 200.0),
        "altitude": 100 + 20 * np.sin(seconds / 60),
        **channels,
    }
    half = float(seconds[-1]) / 2
    laps = tuple(
        Lap(start + n * half, half, half, half * 3.0, avg_heart_rate=150.0, avg_power=200.0, avg_speed=3.0)
        for n in (0, 1)
    )
    return Recording(
        format="fit",
        sport="running",
        start=start,
        time=start + seconds,
        channels=MappingProxyType(known),
        laps=laps,
        rr_intervals=np.full(10, 0.4),
        stated=MappingProxyType({"distance": 1800.0, "calories": 120.0, "avg_power": 200.0}),
        developer=MappingProxyType({"stiffness": np.full(seconds.size, 9.0)}),
    )


def apply(recording: Recording, *made: tuple[str, Mapping[str, Any]]) -> Recording:
    return corrected(recording, [Correction(kind, values) for kind, values in made])


def same(one: Recording, other: Recording) -> bool:
    """Field for field, NaN equal to NaN."""
    if one.time.tolist() != other.time.tolist() or one.channels.keys() != other.channels.keys():
        return False
    if any(not np.array_equal(one.channels[n], other.channels[n], equal_nan=True) for n in one.channels):
        return False
    return (one.start, one.laps, one.pauses, dict(one.stated)) == (
        other.start,
        other.laps,
        other.pauses,
        dict(other.stated),
    )


moments = st.floats(0, 600, allow_nan=False).map(lambda x: round(x, 1))
pairs = st.tuples(moments, moments).map(sorted)
corrections = st.one_of(
    pairs.map(lambda p: ("trim", {"start": p[0], "end": p[1]})),
    moments.map(lambda m: ("trim", {"end": m})),
    pairs.map(lambda p: ("cut", {"start": p[0], "end": p[1]})),
    st.tuples(st.sampled_from(["heart_rate", "power", "speed", "altitude", "position"]), pairs).map(
        lambda x: ("spikes", {"channel": x[0], "ranges": [x[1]]})
    ),
    st.floats(1, 300).map(lambda s: ("dropouts", {"longest": s})),
    st.sampled_from(
        [{"method": "despike"}, {"method": "smooth", "seconds": 20.0}, {"method": "offset", "metres": -7.0}]
    ).map(lambda v: ("elevation", v)),
    st.tuples(st.floats(0.5, 2), st.floats(-100, 100)).map(lambda x: ("power", {"factor": x[0], "offset": x[1]})),
    st.floats(800, 4000).map(lambda m: ("distance", {"total": m})),
    st.floats(-7200, 7200).map(lambda s: ("clock", {"seconds": s, "utc_offset": 7200.0})),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(corrections, max_size=5))
def test_whatever_is_corrected_stays_a_recording_and_the_original_as_it_was(made: list[Any]) -> None:
    original, kept = run(), run()
    try:
        first = apply(original, *made)
    except Uncorrectable as problem:
        assert str(problem).endswith(".")
        assert same(original, kept)
        return
    assert same(original, kept), "corrections change nothing but what they return"
    assert same(first, apply(original, *made)), "twice the same is the same"
    assert (np.diff(first.time) > 0).all()
    for group in (first.channels, first.developer, first.removed):
        assert {values.size for values in group.values()} <= {first.time.size}
    assert all(np.isfinite(values).any() for values in first.channels.values())
    distance = first.channels.get("distance", np.zeros(1))
    assert (np.diff(distance[np.isfinite(distance)]) >= -1e-6).all()
    assert all(end > start for start, end in first.pauses)
    assert all(lap.start + lap.elapsed <= first.time[-1] + 1.5 and lap.elapsed > 0 for lap in first.laps)
    if not made:
        assert first is original


@settings(max_examples=40, deadline=None)
@given(st.lists(corrections, min_size=1, max_size=4), st.data())
def test_taking_one_back_is_as_if_it_had_never_been(made: list[Any], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(made) - 1))
    rest = made[:which] + made[which + 1 :]
    try:
        expected = apply(run(), *rest)
    except Uncorrectable:
        return
    assert same(apply(run(), *[one for n, one in enumerate(made) if n != which]), expected)
    assert same(apply(run()), run())


def test_a_trim_into_a_stretch_that_was_cut_out_ends_with_the_last_sample_left() -> None:
    found = apply(run(), ("cut", {"start": 200.0, "end": 400.0}), ("trim", {"end": 300.0}))
    assert found.time[-1] == START + 200
    assert found.pauses == ()
    assert [(lap.start - START, lap.elapsed) for lap in found.laps] == [(0.0, 200.0)]


def test_a_trim_leaves_out_both_ends_and_counts_from_there() -> None:
    found = apply(run(), ("trim", {"start": 60.0, "end": 540.0}))
    assert found.start == START + 60
    assert (found.time[0], found.time[-1]) == (START + 60, START + 540)
    assert found.channels["distance"][[0, -1]].tolist() == [0.0, 1440.0]
    assert [(lap.elapsed, lap.distance, lap.avg_speed) for lap in found.laps] == [(240.0, 720.0, 3.0)] * 2
    assert "calories" not in found.stated
    assert "distance" not in found.stated
    assert found.rr_intervals is None
    assert lead([("trim", {"start": 60.0}), ("cut", {"start": 1, "end": 2})]) == 60.0
    with pytest.raises(Uncorrectable, match="Nothing would be left"):
        apply(run(), ("trim", {"start": 9000.0}))


def test_the_parts_of_a_split_are_the_whole() -> None:
    whole = run()
    first, second = apply(whole, ("split", {"end": 250.5})), apply(whole, ("trim", {"start": 250.5}))
    assert first.time.size + second.time.size == whole.time.size
    assert first.channels["distance"][-1] + second.channels["distance"][-1] == whole.channels["distance"][-1]
    assert second.start == START + 250.5
    joined = corrected(first, [Correction("joined", {}, second)])
    assert joined.time.tolist() == whole.time.tolist()
    assert np.allclose(joined.channels["distance"], whole.channels["distance"])
    assert joined.pauses == ((START + 250, START + 251),)


def test_a_cut_becomes_a_pause_without_distance() -> None:
    found = apply(run(), ("cut", {"start": 100.0, "end": 400.0}))
    assert found.pauses == ((START + 100, START + 400),)
    assert found.time.size == 601 - 299
    assert found.channels["distance"][-1] == 900.0
    assert found.time[-1] == START + 600
    assert [(lap.timer, lap.distance) for lap in found.laps] == [(100.0, 300.0), (200.0, 600.0)]
    with pytest.raises(Uncorrectable, match="Trim the session"):
        apply(run(), ("cut", {"start": -5.0, "end": 400.0}))


def test_the_order_of_corrections_matters_where_it_must() -> None:
    scale, add = ("power", {"factor": 2.0, "offset": 0.0}), ("power", {"factor": 1.0, "offset": 10.0})
    assert apply(run(), scale, add).channels["power"][5] == 410.0
    assert apply(run(), add, scale).channels["power"][5] == 420.0


def test_moments_mean_the_original_whatever_was_corrected_before() -> None:
    later = ("spikes", {"channel": "heart_rate", "ranges": [[300.0, 309.0]]})
    for before in (
        [],
        [("trim", {"start": 120.0})],
        [("clock", {"seconds": 3600.0})],
        [("cut", {"start": 50.0, "end": 90.0})],
    ):
        found = apply(run(), *before, later)
        moved = 3600.0 if before and before[0][0] == "clock" else 0.0
        gone = found.time[np.isnan(found.channels["heart_rate"])] - START - moved
        assert gone.tolist() == list(range(300, 310))


def test_power_keeps_coasting_at_zero_and_laps_follow() -> None:
    watts = np.where(np.arange(601) < 300, 200.0, 0.0)
    found = apply(run(power=watts), ("power", {"factor": 0.9, "offset": -5.0}))
    assert found.channels["power"][[10, 400]].tolist() == [175.0, 0.0]
    assert found.laps[0].avg_power == pytest.approx(175.0, abs=1)
    assert "avg_power" not in found.stated
    assert found.laps[0].avg_heart_rate == 150.0
    part = apply(run(), ("power", {"factor": 2.0, "offset": 0.0, "start": 100.0, "end": 200.0}))
    assert part.channels["power"][[99, 150, 201]].tolist() == [200.0, 400.0, 200.0]


def test_a_treadmill_gets_the_distance_it_really_was() -> None:
    found = apply(run(), ("distance", {"total": 2000.0}))
    assert found.channels["distance"][-1] == pytest.approx(2000.0)
    assert found.channels["speed"][3] == pytest.approx(2000 / 600)
    assert sum(lap.distance or 0 for lap in found.laps) == pytest.approx(2000.0)
    bare = replace(run(), channels=MappingProxyType({"heart_rate": run().channels["heart_rate"]}))
    assert apply(bare, ("distance", {"total": 2000.0})).stated["distance"] == 2000.0
    with pytest.raises(Uncorrectable, match="five times"):
        apply(run(), ("distance", {"total": 200.0}))


def test_a_pool_of_another_length() -> None:
    lengths = tuple(Length(START + n * 60, 50.0, 20.0, "freestyle", True) for n in range(10))
    swim = replace(run(), sport="swimming", lengths=lengths, stated=MappingProxyType({"pool_length": 25.0}))
    found = apply(swim, ("pool", {"metres": 50.0}))
    assert found.channels["distance"][-1] == pytest.approx(3600.0)
    assert found.stated["pool_length"] == 50.0
    guessed = apply(replace(swim, stated=MappingProxyType({})), ("pool", {"metres": 90.0}))
    assert guessed.channels["distance"][-1] == pytest.approx(900.0)
    with pytest.raises(Uncorrectable, match="nothing of pool lengths"):
        apply(run(), ("pool", {"metres": 50.0}))


def test_gaps_of_the_pulse_are_bridged_only_when_short() -> None:
    pulse = np.full(601, 150.0)
    pulse[110:] = 161.0
    pulse[100:110] = pulse[300:400] = np.nan
    found = apply(run(heart_rate=pulse), ("dropouts", {"longest": 30.0})).channels["heart_rate"]
    assert found[104] == pytest.approx(155.0)
    assert np.isnan(found[300:400]).all()
    assert np.isfinite(found[:300]).all()


def test_elevation_is_mended_only_from_what_was_recorded() -> None:
    heights = 100 + 20 * np.sin(np.arange(601) / 60)
    spiked = heights.copy()
    spiked[[200, 201]] += 300
    assert (
        np.abs(apply(run(altitude=spiked), ("elevation", {"method": "despike"})).channels["altitude"] - heights).max()
        < 1
    )
    raised = apply(run(), ("elevation", {"method": "offset", "metres": 40.0})).channels["altitude"]
    assert raised[0] == pytest.approx(140.0)
    noisy = heights + np.random.default_rng(1).normal(0, 2, 601)
    smooth = apply(run(altitude=noisy), ("elevation", {"method": "smooth", "seconds": 30.0})).channels["altitude"]
    assert np.abs(np.diff(smooth)).mean() < np.abs(np.diff(noisy)).mean() / 5
    rising = apply(run(vertical_speed=np.full(601, 0.5)), ("elevation", {"method": "vertical_speed"})).channels[
        "altitude"
    ]
    assert rising[-1] - rising[0] == pytest.approx(300.0)
    with pytest.raises(Uncorrectable, match="no vertical speed"):
        apply(run(), ("elevation", {"method": "vertical_speed"}))


def test_errors_are_proposed_and_efforts_are_not() -> None:
    time = START + np.arange(1801, dtype=np.float64)
    rng = np.random.default_rng(7)
    pulse = 150 + rng.normal(0, 1, time.size)
    pulse[500:520], pulse[900] = 75.0, 228.0
    ranges = [(first - START, last - START) for first, last in proposed(time, pulse, "heart_rate")]
    assert ranges == [(500.0, 519.0), (900.0, 900.0)]
    intervals = np.where(np.arange(time.size) // 60 % 2 == 0, 130.0, 175.0) + rng.normal(0, 1, time.size)
    ramped = np.convolve(intervals, np.ones(30) / 30, mode="same")
    assert not flagged(time[60:-60], ramped[60:-60], "heart_rate").any()
    watts = np.where(np.arange(time.size) % 300 < 15, 900.0, 180.0) + rng.normal(0, 15, time.size)
    assert not flagged(time, watts, "power").any(), "sprints are no errors"
    watts[1000] = 2400.0
    assert flagged(time, watts, "power").tolist().count(True) == 1
    assert not flagged(time, np.full(time.size, np.nan), "power").any()


def test_two_recordings_that_overlap_do_not_follow_each_other() -> None:
    with pytest.raises(Uncorrectable, match="overlap"):
        corrected(run(), [Correction("joined", {}, run(start=START + 300))])
    with pytest.raises(Uncorrectable, match="not kept"):
        corrected(run(), [Correction("joined", {})])
    later = replace(run(start=START + 700), channels=MappingProxyType({"heart_rate": run().channels["heart_rate"]}))
    found = corrected(run(), [Correction("joined", {}, later)])
    assert np.isnan(found.channels["power"][601:]).all()
    assert found.channels["heart_rate"].size == 1202
    assert len(found.laps) == 4


def plan(*made: tuple[str, Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    steps = [{"kind": kind, "values": dict(values)} for kind, values in made]
    base = {
        "data": encode_activity(run()),
        "name": "run.fit",
        "part": 0,
        "sport": "running",
        "sub_sport": None,
        "rpe": None,
    }
    return {**base, "corrections": steps, **more}


def test_a_plan_is_read_as_an_import_would_read_it() -> None:
    plain = read_again(plan(), {})["sessions"][0]
    assert plain["totals"]["distance"] == pytest.approx(1800, rel=0.01)
    trimmed = read_again(plan(("trim", {"end": 300.0}), rpe=4.0), {})["sessions"][0]
    assert trimmed["totals"]["distance"] == pytest.approx(900, rel=0.01)
    assert trimmed["rpe"] == 4.0
    later = plan(data=encode_activity(run(start=START + 900)))
    both = plan()
    both["corrections"] = [{"kind": "joined", "values": {}, "other": later}]
    joined = read_again(both, {})["sessions"][0]
    assert joined["totals"]["distance"] == pytest.approx(3600, rel=0.01)
    assert joined["pauses"][-1] == [600.0, 900.0]
    assert read_again(plan(part=3), {})["unreadable"].endswith(".")
    assert read_again(plan(("trim", {"start": 9e4})), {})["unreadable"].startswith("Nothing would be left")
    assert set(propose(plan())["proposals"]) >= {"heart_rate", "power"}
