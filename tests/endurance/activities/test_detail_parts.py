"""The parts of an activity's page that need no database: pieces, repetitions, legs, ranks, the reserve."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import numpy as np
import pytest

from paceline.endurance.activities.looking.balance import spent
from paceline.endurance.activities.looking.charts import charts_of, lines_of
from paceline.endurance.activities.looking.following import steps_view
from paceline.endurance.activities.looking.halves import halves_of
from paceline.endurance.activities.looking.intervals import pieces_of
from paceline.endurance.activities.looking.legs import joined
from paceline.endurance.activities.looking.ranking import Ranked, place_words, rows_of
from paceline.endurance.activities.looking.stretches import moment_of
from paceline.endurance.activities.looking.swims import lengths_of, repetitions_of
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import Samples
from paceline.kit.errors import Invalid
from paceline.science.endurance.critical import CriticalModel
from paceline.science.endurance.following import PlannedStep
from paceline.science.endurance.zones import heart_rate_zones
from paceline.ui.format import Formatter

FMT = Formatter()


def one(**more: Any) -> Activity:
    base: dict[str, Any] = {
        "id": uuid4(), "sport": "cycling", "sub_sport": None, "family": "cycling", "name": "Ride", "pauses": [], "lengths": [],
        "elapsed": 3600.0, "timer": 3600.0, "distance": 30_000.0, "load": 60.0, "ascent": None, "decoupling": 3.0,
        "reasons": {}, "cautions": {}, "started_at": datetime(2026, 6, 1, 8, tzinfo=UTC), "average_speed": 8.0,
        "average_heart_rate": 140.0, "average_power": 200.0, "average_cadence": 90.0, "average_temperature": 20.0,
        "max_heart_rate": 160.0, "file_part": 0,
    }  # fmt: skip
    return cast(Activity, SimpleNamespace(**{**base, **more}))


def ride() -> Samples:
    power = np.concatenate(
        [np.full(600, 150.0), *[np.concatenate((np.full(300, 320.0), np.full(180, 120.0)))] * 4, np.full(600, 140.0)]
    )
    time = np.arange(power.size, dtype=np.float64)
    return Samples(
        time, {"power": power, "distance": time * 8, "speed": np.full(time.size, 8.0), "heart_rate": 100 + power / 5}
    )


def test_intervals_found_in_a_ride() -> None:
    found = pieces_of(one(), ride(), [], FMT, "found")
    assert found is not None
    assert [row.role for row in found.rows].count("work") == 4
    assert [row.label for row in found.rows][:3] == ["Before", "1", "Rest"]
    assert found.rows[1].split.average_power == pytest.approx(320, rel=0.02)
    assert [way for way, _ in found.ways] == ["km", "mile", "5min", "found"]
    imperial = pieces_of(one(), ride(), [], Formatter("imperial"), "nonsense")
    assert imperial is not None
    assert imperial.by == "mile"
    assert pieces_of(one(), Samples(np.zeros(0)), [], FMT, "") is None


def test_steps_lined_up_with_found_intervals() -> None:
    steps = [PlannedStep("warm-up", False, 600.0)]
    for _ in range(4):
        steps += [PlannedStep("hard", True, 300.0, None, "power", 300, 330), PlannedStep("easy", False, 180.0)]
    view = steps_view(
        one(), ride(), [], ("4 × 5 min", "/workouts/1", [*steps[:-1], PlannedStep("out", False, 780.0)]), FMT
    )
    assert view is not None
    assert [row.verdict for row in view.rows if row.target != "–"] == ["On target"] * 4
    assert view.words == "4 of 4 on target, by intervals found in it"
    assert view.rows[1].target == "300–330 W"
    other = steps_view(one(), ride(), [], ("Long", "/workouts/2", [PlannedStep("a", True, 9.0)] * 2), FMT)
    assert other is not None
    assert "line up" in other.reason
    assert steps_view(one(), ride(), [], ("Easy", "/workouts/3", [PlannedStep("a", False, 9.0)]), FMT) is None


def test_the_reserve_along_the_way() -> None:
    reserve, along = spent(ride(), (), CriticalModel(260, 20_000))
    assert reserve is not None
    assert along is not None
    assert along.size == ride().time.size
    assert reserve.lowest == pytest.approx(float(along.min()))
    assert 600 < (reserve.lowest_at or 0) < 3000
    samples = ride()
    samples.channels["balance"] = along
    charts = charts_of(one(), samples, FMT, "", {"power": (), "heart_rate": heart_rate_zones(max_hr=190)})
    assert charts is not None
    assert [row["key"] for row in charts.rows] == ["speed", "heart_rate", "power", "balance"]
    assert charts.data["balance"][0] == pytest.approx(20, abs=0.1)
    assert charts.rows[1]["bands"][-1][1] is None


def test_lines_of_a_window_keep_to_it() -> None:
    lines = lines_of(one(), ride(), FMT, "distance", 200, (1000, 1100))
    assert lines["t"][0] == 999
    assert lines["t"][-1] == 1101
    assert lines["x"][0] == pytest.approx(999 * 8 / 1000)


def test_halves() -> None:
    found = halves_of(one(), ride(), FMT)
    assert found is not None
    assert [row.label for row in found.rows] == ["Speed", "Normalized power", "Heart rate", "Efficiency"]
    assert "held together" in found.words
    assert halves_of(one(family="swimming"), ride(), FMT) is None
    assert halves_of(one(), Samples(np.arange(60.0), {"heart_rate": np.full(60, 140.0)}), FMT) is None


def test_repetitions_of_a_pool_swim() -> None:
    lengths = [[n * 30, 30.0, 14.0, "freestyle" if n < 4 else "backstroke", n != 4] for n in range(9)]
    activity = one(lengths=lengths, distance=200.0, family="swimming")
    rows = lengths_of(activity)
    assert rows[0].swolf == 44
    first, second = repetitions_of(activity, rows)
    assert (first.lengths, first.metres, first.seconds, first.rest, first.swolf) == (4, 100, 120, 30, 44)
    assert (second.stroke, second.rest, second.start) == ("Backstroke", None, 150)
    assert repetitions_of(one(lengths=lengths[:4]), lengths_of(one(lengths=lengths[:4]))) == []


def test_legs_with_a_change_between() -> None:
    swim = one(name="Swim", elapsed=1800.0, timer=1800.0, distance=1500.0, load=None)
    bike = one(name="Bike", started_at=swim.started_at + timedelta(seconds=2000), elapsed=3600.0, load=70.0)
    found = joined([swim, bike], bike)
    assert [(leg.name, leg.seconds, leg.current) for leg in found.rows] == [
        ("Swim", 1800, False),
        ("Transition", 200, False),
        ("Bike", 3600, True),
    ]
    assert (found.seconds, found.distance, found.load) == (5600, 31_500, 70)


def test_ranks_in_words() -> None:
    words = [place_words(rank, 134) for rank in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)]
    assert [word.split()[0] for word in words] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "102nd",
        "111th",
    ]
    assert place_words(1, 1) == "the first one"
    efforts = [Ranked("distance", 5000, 1300, 60, 9, 1, 2, 1, 1390), Ranked("power", 300, 310, 5, 9, 2, 1, 1, 315)]
    power, road = rows_of(efforts, "cycling", FMT, "/activities")
    assert (power.label, power.rank, power.gap, power.record) == ("5 min", "2nd of 9", "−5\u00a0W", False)
    assert (road.gap, road.record, road.end) == ("−1:30", True, 1360)


@pytest.mark.parametrize(("text", "seconds"), [("12:30", 750), ("1:12:30", 4350), ("90", 90), (" 90.5 ", 90.5)])
def test_moments(text: str, seconds: float) -> None:
    assert moment_of(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-5", "1:2:3:4", "inf", "12:99"])
def test_no_moments(text: str) -> None:
    with pytest.raises(Invalid, match="not a moment"):
        moment_of(text)
