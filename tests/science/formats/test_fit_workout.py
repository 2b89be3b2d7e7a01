"""Workout files are what the official decoder reads back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from garmin_fit_sdk import Decoder, Stream
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.formats import (
    Unreadable,
    WatchDuration,
    WatchRepeat,
    WatchStep,
    WatchTarget,
    decode,
    encode_workout,
)

CREATED = datetime(2026, 3, 1, 8, tzinfo=UTC)


def step(
    duration: WatchDuration, target: WatchTarget | None = None, name: str = "Run", notes: str | None = None
) -> WatchStep:
    return WatchStep(name, "interval", duration, target, notes)


def read(steps: Sequence[WatchStep | WatchRepeat], name: str = "W", sport: str = "running") -> dict[str, Any]:
    data = encode_workout(name, sport, steps, CREATED)
    decoder = Decoder(Stream.from_byte_array(bytearray(data)))
    assert decoder.check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    assert errors == []
    return cast("dict[str, Any]", messages)


def test_intervals_with_a_repeat() -> None:
    steps = (
        WatchStep("Einlaufen 🏃", "warmup", WatchDuration("open", None), None, None),
        WatchRepeat(
            5,
            (
                step(WatchDuration("distance", 1000.0), WatchTarget("speed", 4.0, 4.25), notes="Stay relaxed"),
                WatchStep("Jog", "recovery", WatchDuration("time", 90.0), None, None),
            ),
        ),
        WatchStep("Home", "cooldown", WatchDuration("time", 600.0), WatchTarget("heart_rate", 140, 120), None),
    )
    messages = read(steps, "5 x 1000 m")
    assert messages["file_id_mesgs"][0]["type"] == "workout"
    assert messages["file_id_mesgs"][0]["time_created"] == CREATED
    workout = messages["workout_mesgs"][0]
    assert (workout["wkt_name"], workout["sport"], workout["num_valid_steps"]) == ("5 x 1000 m", "running", 5)
    warmup, fast, jog, repeat, home = messages["workout_step_mesgs"]
    assert (warmup["wkt_step_name"], warmup["duration_type"], warmup["intensity"]) == ("Einlaufen 🏃", "open", "warmup")
    assert (fast["duration_type"], fast["duration_distance"], fast["notes"]) == ("distance", 1000.0, "Stay relaxed")
    assert (fast["custom_target_speed_low"], fast["custom_target_speed_high"]) == (4.0, 4.25)
    assert (jog["duration_time"], jog["target_type"]) == (90.0, "open")
    assert (repeat["duration_type"], repeat["duration_step"], repeat["repeat_steps"]) == (
        "repeat_until_steps_cmplt",
        1,
        5,
    )
    assert (home["custom_target_heart_rate_low"], home["custom_target_heart_rate_high"]) == (220, 240)
    assert [s["message_index"] for s in messages["workout_step_mesgs"]] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("duration", "field", "value"),
    [
        (WatchDuration("heart_rate_below", 120), "duration_hr", 220),
        (WatchDuration("heart_rate_above", 150), "duration_hr", 250),
        (WatchDuration("power_above", 300), "duration_power", 1300),
        (WatchDuration("power_below", 150), "duration_power", 1150),
        (WatchDuration("calories", 250), "duration_calories", 250),
    ],
)
def test_every_way_to_end_a_step(duration: WatchDuration, field: str, value: int) -> None:
    assert read([step(duration)], sport="cycling")["workout_step_mesgs"][0][field] == value


def test_power_and_cadence_targets() -> None:
    power = step(WatchDuration("time", 60), WatchTarget("power", 250, 270))
    spin = step(WatchDuration("time", 60), WatchTarget("cadence", 90, 100))
    first, second = read([power, spin], sport="cycling")["workout_step_mesgs"]
    assert (first["custom_target_power_low"], first["custom_target_power_high"]) == (1250, 1270)
    assert (second["custom_target_cadence_low"], second["custom_target_cadence_high"]) == (90, 100)
    on_foot = read([step(WatchDuration("time", 60), WatchTarget("cadence", 176, 184))])["workout_step_mesgs"][0]
    assert (on_foot["custom_target_cadence_low"], on_foot["custom_target_cadence_high"]) == (88, 92)


def test_impossible_workouts_are_refused() -> None:
    for steps in ([], [WatchRepeat(0, (step(WatchDuration("open", None)),))], [WatchRepeat(3, ())]):
        with pytest.raises(ValueError, match="needs at least one"):
            encode_workout("x", "running", steps, CREATED)
    for value in (None, -1.0, float("nan"), 1e12):
        with pytest.raises(ValueError, match="cannot store"):
            encode_workout("x", "running", [step(WatchDuration("time", value))], CREATED)


def test_a_workout_is_not_an_activity() -> None:
    with pytest.raises(Unreadable, match="workout to follow"):
        decode(encode_workout("x", "running", [step(WatchDuration("open", None))], CREATED))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200), st.text(max_size=400), st.floats(1, 86_400))
def test_any_text_fits_and_reads_back_as_its_beginning(name: str, notes: str, seconds: float) -> None:
    name, notes = name.replace("\0", ""), notes.replace("\0", "")
    if any(0xD800 <= ord(letter) < 0xE000 for letter in name + notes):
        return
    found = read([step(WatchDuration("time", seconds), name=name, notes=notes)], name)["workout_step_mesgs"][0]
    assert found["duration_time"] == pytest.approx(seconds, abs=0.001)
    if name:
        assert name.startswith(found["wkt_step_name"])
    if notes:
        assert notes.startswith(found["notes"])


def test_a_hundred_metres_are_never_read_as_a_hundred_minutes() -> None:
    """Every unit a step can end by: the file says the kind and the value, and nothing of another kind."""
    ends: dict[str, tuple[WatchDuration, str, float]] = {
        "distance": (WatchDuration("distance", 100.0), "duration_distance", 100.0),
        "time": (WatchDuration("time", 100.0), "duration_time", 100.0),
        "calories": (WatchDuration("calories", 100.0), "duration_calories", 100.0),
    }
    fields = {field for _, field, _ in ends.values()} | {"duration_hr", "duration_power", "duration_step"}
    raw: dict[str, float] = {}
    for kind, (duration, field, value) in ends.items():
        (found,) = read([step(duration)])["workout_step_mesgs"]
        assert (found["duration_type"], found[field]) == (kind, value)
        assert fields & set(found) == {field}
        raw[kind] = found["duration_value"]
    assert raw == {"distance": 100 * 100, "time": 100 * 1000, "calories": 100}
