"""Reading files without a database: totals, laps and notes as data and as text, and a sentence for what is no activity."""

import json
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from paceline.app.commands.analysis_text import render_text
from paceline.endurance.activities.rules import default_name, duration_of, is_same_length
from paceline.science.endurance.analysis import analyse
from paceline.science.endurance.summary import Thresholds
from paceline.science.formats import Length, Unreadable, encode_activity
from tests.endurance.activities.make import START, fit, recording


def test_a_run_in_numbers_and_words() -> None:
    found = analyse(fit(minutes=60, speed=3.0), "run.fit", lambda sport: Thresholds(threshold_speed=4.0))
    plain = json.loads(found.to_json())
    (session,) = plain["sessions"]
    assert session["sport"] == "running"
    assert session["summary"]["distance"] == pytest.approx(10_800)
    assert session["summary"]["load"]["method"] == "pace"
    assert "average_power" in session["unknown"]
    text = render_text(found)
    assert "10.80" in text
    assert "2 laps" in text
    assert "threshold pace" in text


def test_totals_alone_are_enough() -> None:
    data = fit("strength", 0, speed=0, places=False, stated={"elapsed": 2700.0, "timer": 2700.0, "calories": 310.0})
    (session,) = analyse(data, "gym.fit").sessions
    assert session.summary.timer == pytest.approx(2700)
    assert session.summary.load.method == "duration"
    assert session.summary.distance in (None, 0)


def test_power_has_best_efforts() -> None:
    (session,) = analyse(
        fit("cycling", 30, speed=8.0, power=220.0), "ride.fit", lambda sport: Thresholds(ftp=250)
    ).sessions
    by_span = {one.span: one.value for one in session.efforts if one.kind == "power"}
    assert by_span[1200] == pytest.approx(220)
    assert session.summary.load.method == "power"


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04rest", b"<gpx>"])
def test_what_is_no_activity_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        analyse(data, "x.fit")


def test_every_real_file_gives_a_summary_or_a_sentence(shared: Path) -> None:
    folders = [f for f in sorted((shared / "data").iterdir()) if f.name.startswith(("fit_", "gpx", "tcx"))]
    read = refused = 0
    for path in (path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()):
        begun = perf_counter()
        try:
            found = analyse(path.read_bytes(), path.name)
        except Unreadable as problem:
            refused += 1
            assert str(problem).endswith("."), path
        else:
            read += 1
            assert found.sessions, path
            json.loads(found.to_json())
            assert "Load" in render_text(found)
        assert perf_counter() - begun < 5, path
    assert read > 60
    assert refused > 5


def test_names_and_durations() -> None:
    assert default_name("running", 7) == "Morning run"
    assert default_name("strength", 19) == "Evening strength session"
    assert (duration_of("45"), duration_of("0:45"), duration_of("1:12:30")) == (2700, 2700, 4350)
    assert duration_of("1:75") is duration_of("soon") is duration_of("") is None
    assert is_same_length(1000, 1019)
    assert not is_same_length(1000, 1025)


def test_rests_at_the_wall_are_not_swum() -> None:
    lengths = tuple(
        Length(START + n * 30, 30.0, 14.0 if n % 4 else None, "freestyle" if n % 4 else None, bool(n % 4))
        for n in range(20)
    )
    data = fit(
        "swimming",
        10,
        speed=0,
        places=False,
        lengths=lengths,
        sub_sport="pool",
        stated={"distance": 375.0, "pool_length": 25.0},
    )
    (session,) = analyse(data, "pool.fit").sessions
    assert session.summary.moving == pytest.approx(450)
    assert session.summary.average_speed == pytest.approx(375 / 450)


def test_a_speed_written_now_and_then_makes_no_moving_time() -> None:
    made = recording("cycling", 20, speed=8.0)
    sparse = np.where(np.arange(made.time.size) % 10 == 0, 8.0, np.nan)
    data = encode_activity(replace(made, channels={**made.channels, "speed": sparse}))
    (session,) = analyse(data, "ride.fit").sessions
    assert session.summary.moving == pytest.approx(1200, abs=2)
