"""Steps as rows of a form, and targets in an athlete's own numbers."""

from dataclasses import replace
from uuid import UUID

import pytest

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.drawing import profile_of, session_view
from paceline.endurance.calendar.editing import Row, changed_rows, rows_of, structure_of_rows
from paceline.endurance.calendar.targets import ability, estimate_for, targets_of, training_speeds_of
from paceline.endurance.library import SESSIONS, SessionTemplate
from paceline.science.endurance.structure import estimate, problems
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
def test_every_session_survives_the_form(template: SessionTemplate) -> None:
    rows = rows_of(template.structure)
    again, wrong = structure_of_rows(rows, template.structure.sport)
    assert (again, wrong) == (template.structure, {})


@pytest.mark.parametrize("template", SESSIONS, ids=lambda one: one.id)
def test_every_session_can_be_drawn_for_anybody(template: SessionTemplate) -> None:
    for athlete in (IDA, NOBODY):
        view = session_view(template.structure, athlete)
        assert len(view.rows) >= len(template.structure.segments)
        assert sum(step.seconds for step in view.profile) == pytest.approx(
            estimate_for(athlete, template.structure).duration
        )
    assert all(row.own is None for row in session_view(template.structure, NOBODY).rows)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Row(length="long"), "“long” is not a length"),
        (Row(kind="interval", repeats="many"), "“many” is not a number of repeats"),
        (Row(effort="ftp", range=""), "is not a range"),
        (Row(effort="ftp", range="80–90–100"), "is not a range"),
        (Row(kind="dance"), "Choose what kind"),
        (Row(kept="{broken"), "can no longer be read"),
        (Row(kept='{"type":"steady"}'), "can no longer be read"),
        (Row(length="nan"), "“nan” is not a length"),
        (Row(length="inf"), "“inf” is not a length"),
    ],
)
def test_what_a_row_cannot_mean_is_said(row: Row, says: str) -> None:
    _, wrong = structure_of_rows([Row(), row], "running")
    assert list(wrong) == [1]
    assert says in wrong[1]


def test_bounds_are_checked_by_the_format() -> None:
    structure, wrong = structure_of_rows([Row(length="-5")], "running")
    assert not wrong
    assert problems(structure)


def test_buttons_change_rows() -> None:
    a, b, c = Row(note="a"), Row(note="b"), Row(note="c")
    assert changed_rows([a, b, c], "up:2") == [a, c, b]
    assert changed_rows([a, b, c], "up:0") == [a, b, c]
    assert changed_rows([a, b, c], "down:0") == [b, a, c]
    assert changed_rows([a, b, c], "down:2") == [a, b, c]
    assert changed_rows([a, b, c], "remove:1") == [a, c]
    assert changed_rows([a], "add") == [a, Row()]
    assert changed_rows([a], "remove:9") == changed_rows([a], "dance") == [a]


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
