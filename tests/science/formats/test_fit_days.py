"""What a watch writes beside activities: its messages as values of the days they belong to."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.formats import Unreadable
from paceline.science.formats.fit.profile import FIT_EPOCH
from paceline.science.formats.fit.writing import framed, layout, one
from paceline.science.formats.fit_days import NO_ZONE, days_of

ZONE = timezone(timedelta(hours=2))
MONDAY = date(2026, 6, 8)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
INFO = layout(1, 103, ((253, "u4"), (0, "u4")))
FULL = layout(2, 55, ((253, "u4"), (5, "enum"), (3, "u4"), (19, "u2")))
SHORT = layout(3, 55, ((26, "u2"), (27, "u1")))
RESTING = layout(4, 211, ((253, "u4"), (0, "u1"), (1, "u1")))
STRESS = layout(5, 227, ((0, "i2"), (1, "u4")))
HRV = layout(6, 370, ((253, "u4"), (1, "u2")))
SLEEP = layout(7, 275, ((253, "u4"), (0, "enum")))
WEIGHT = layout(8, 30, ((253, "u4"), (0, "u2"), (1, "u2")))
PRESSURE = layout(9, 51, ((253, "u4"), (0, "u2"), (1, "u2")))


def at(hour: float, day: date = MONDAY) -> int:
    """A moment of the watch's local clock, as FIT counts."""
    local = datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(hours=hour)
    return round(local.timestamp()) - FIT_EPOCH


def info(hour: float = 0, day: date = MONDAY) -> bytes:
    return one(INFO, {253: at(hour, day), 0: at(hour, day) + 7200})


def file_id(kind: int = 32) -> bytes:
    return one(layout(0, 0, ((0, "enum"), (1, "u2"))), {0: kind, 1: 1})


def told(*messages: bytes) -> dict[tuple[str, str], float]:
    found, _ = days_of(framed([file_id(), *messages]))
    return {(one.day.isoformat(), one.kind): one.value for one in found}


def test_steps_grow_through_the_day_and_both_feet_count_for_walking_and_running() -> None:
    found = told(
        info(),
        one(FULL, {253: at(9), 5: 6, 3: 1000, 19: 50}),
        one(FULL, {253: at(12), 5: 1, 3: 2000, 19: 200}),
        one(FULL, {253: at(20), 5: 6, 3: 8000, 19: 300}),
        one(FULL, {253: at(20), 5: 2, 3: 5000, 19: 10}),
    )
    # Raw cycles of walking and running are steps; those of riding are not.
    assert found == {("2026-06-08", "steps"): 10_000.0, ("2026-06-08", "active_energy"): 510.0}


def test_a_total_stamped_at_midnight_belongs_to_the_day_that_ends() -> None:
    found = told(info(), one(FULL, {253: at(24), 5: 6, 3: 9000}))
    assert found == {("2026-06-08", "steps"): 9000.0}


def test_short_stamps_count_on_over_their_sixteen_bits() -> None:
    start = at(23.5)
    short = [one(SHORT, {26: (start + seconds) & 0xFFFF, 27: beats}) for seconds, beats in ((60, 50), (3600, 60))]
    found = told(info(23.5), one(FULL, {253: start, 5: 6, 3: 10}), *short)
    assert found["2026-06-08", "heart_rate"] == 50.0
    assert found["2026-06-09", "heart_rate"] == 60.0


def test_the_day_s_own_resting_heart_rate_comes_before_that_of_the_week() -> None:
    assert told(info(), one(RESTING, {253: at(8), 0: 50, 1: 47}))["2026-06-08", "resting_heart_rate"] == 47.0
    assert told(info(), one(RESTING, {253: at(8), 0: 50, 1: None}))["2026-06-08", "resting_heart_rate"] == 50.0


def test_stress_that_could_not_be_measured_is_no_stress() -> None:
    found = told(info(), *(one(STRESS, {0: value, 1: at(10 + n)}) for n, value in enumerate((20, -1, 40, -2))))
    assert found["2026-06-08", "stress"] == 30.0


def test_hrv_is_rmssd_in_seconds() -> None:
    assert told(info(), one(HRV, {253: at(7), 1: 64 * 128}))["2026-06-08", "hrv_rmssd"] == pytest.approx(0.064)


def test_a_night_belongs_to_the_day_one_wakes_on_and_a_nap_does_not_replace_it() -> None:
    levels = ((22.5, 2), (24, 3), (25, 4), (26, 1), (26.5, 2), (30.5, 1))
    night = [one(SLEEP, {253: at(hour, MONDAY - timedelta(days=1)), 0: level}) for hour, level in levels]
    nap = [one(SLEEP, {253: at(14), 0: 2}), one(SLEEP, {253: at(14.5), 0: 1})]
    found = told(info(), *night, *nap)
    hours = {kind: value / 3600 for (day, kind), value in found.items() if day == "2026-06-08"}
    assert hours == {"sleep": 7.5, "sleep_light": 5.5, "sleep_deep": 1.0, "sleep_rem": 1.0, "sleep_awake": 0.5}


def test_weight_and_blood_pressure_in_si() -> None:
    found = told(info(), one(WEIGHT, {253: at(7), 0: 7240, 1: 1510}), one(PRESSURE, {253: at(7), 0: 120, 1: 80}))
    assert found["2026-06-08", "body_mass"] == 72.4
    assert found["2026-06-08", "body_fat"] == pytest.approx(0.151)
    assert found["2026-06-08", "blood_pressure_systolic"] == pytest.approx(15_998.7, abs=0.1)


def test_what_is_not_kept_and_not_known_is_said() -> None:
    short = one(SHORT, {26: at(9) & 0xFFFF, 27: 50})
    _, notes = days_of(framed([file_id(), one(FULL, {253: at(9), 5: 6, 3: 10}), short]))
    assert notes == (NO_ZONE, "Kept as the mean of the day, not moment by moment: heart rate.")


def test_an_activity_tells_no_days() -> None:
    assert days_of(framed([file_id(4)])) == ((), ())


@given(st.binary(max_size=200))
def test_any_bytes_are_days_or_a_sentence(tail: bytes) -> None:
    whole = framed([file_id(), info(), one(SLEEP, {253: at(1), 0: 2}), tail])
    try:
        found, _ = days_of(whole)
    except Unreadable as problem:
        assert str(problem).endswith(".")
    else:
        assert all(one.value >= 0 and one.measured >= 1 for one in found if one.kind != "skin_temperature_deviation")


@pytest.mark.skipif(not SHARED.is_dir(), reason="real files lie beside the checkout")
def test_a_real_monitoring_file() -> None:
    (path,) = SHARED.rglob("dtcooper__MonitoringFile.fit")
    found, notes = days_of(path.read_bytes())
    assert {(one.day.isoformat(), one.kind, one.value) for one in found} == {
        ("2014-12-27", "active_energy", 69.0),
        ("2014-12-27", "steps", 3173.0),
    }
    assert notes == ("Not kept: intensity minutes.",)
    assert datetime(2014, 12, 27, tzinfo=UTC).date() in {one.day for one in found}
