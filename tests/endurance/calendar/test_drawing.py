"""Sessions drawn for an athlete, and targets in their own numbers."""

from dataclasses import replace
from uuid import UUID

import pytest

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.drawing import profile_of, session_view
from paceline.endurance.calendar.targets import ability, estimate_for, targets_of, training_speeds_of
from paceline.endurance.library import SESSIONS, SessionTemplate
from paceline.science.endurance.structure import estimate, from_text
from paceline.science.endurance.vdot import vdot

IDA = Athlete(
    UUID(int=1),
    "Ida",
    "Europe/Oslo",
    "metric",
    max_hr=188,
    resting_hr=47,
    lthr=171,
    ftp=245,
    threshold_speed=4.0,
    swim_speed=1.2,
)
NOBODY = Athlete(UUID(int=2), "Nobody", "UTC", "metric")


@pytest.mark.parametrize("template", SESSIONS, ids=lambda one: one.id)
def test_every_session_can_be_drawn_for_anybody(template: SessionTemplate) -> None:
    for athlete in (IDA, NOBODY):
        view = session_view(template.structure, athlete)
        assert len(view.rows) >= len(template.structure.segments)
        assert sum(step.seconds for step in view.profile) == pytest.approx(
            estimate_for(athlete, template.structure).duration
        )
    own = [row.own for row in session_view(template.structure, NOBODY).rows if "bpm" not in row.effort]
    assert not any(own)


def test_speeds_belong_to_their_sport() -> None:
    run = training_speeds_of(IDA)
    assert run["T"] == pytest.approx(4.0, rel=0.001)
    assert run["E"] < run["M"] < run["HM"] < run["T"] < run["10K"] < run["5K"] < run["I"] < run["R"]
    assert training_speeds_of(IDA, "swimming") == {"T": 1.2}
    assert training_speeds_of(IDA, "cycling") == training_speeds_of(NOBODY) == {}
    racer = replace(NOBODY, race_distance=10_000, race_seconds=2400)
    assert ability(racer) == vdot(10_000, 2400).value


def test_targets_hold_only_what_is_known() -> None:
    ride = targets_of(IDA, "cycling")
    assert (ride.ftp, ride.speeds) == (245, {})
    assert targets_of(IDA, "running").ftp is None
    beats = targets_of(IDA, "running").heart_rate_zones
    assert sorted(beats) == list(range(1, len(beats) + 1))
    assert all(low < high for low, high in beats.values())
    assert targets_of(NOBODY, "running").heart_rate_zones == {}


def test_equal_neighbours_are_drawn_as_one() -> None:
    easy = next(one for one in SESSIONS if one.id == "easy-45")
    assert len(profile_of(easy.structure)) == 1
    assert profile_of(None) == ()
    assert estimate(easy.structure).duration == profile_of(easy.structure)[0].seconds


def test_given_speeds_and_beats_need_no_profile() -> None:
    view = session_view(from_text("10' E, 5 km 4:05/km, 10' HR 140-150"), NOBODY)
    kinds = [(row.own.kind, row.own.low) for row in view.rows if row.own is not None]
    assert kinds == [("pace", 4.0816), ("heart_rate", 140)]
