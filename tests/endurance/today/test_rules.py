"""What counts as hard, as a jump in load, and how a day is put into a sentence."""

import pytest

from paceline.endurance.today.rules import Yesterday, hard, spiked, title_of, verdict, why_unknown
from paceline.science.endurance.adaptation import Situation, adapt
from paceline.science.endurance.structure import from_json


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (Yesterday(0.90, None, False), True),
        (Yesterday(0.70, 8, False), True),
        (Yesterday(0.70, 4, True), True),
        (Yesterday(0.70, 4, False), False),
        (Yesterday(None, None, False), False),
    ],
)
def test_hard(session: Yesterday, expected: bool) -> None:
    assert hard([Yesterday(0.5, 2, False), session]) is expected
    assert hard([]) is False


@pytest.mark.parametrize(
    ("band", "ramp", "expected"),
    [(None, None, None), ("usual", None, False), ("moderate", None, True), ("small", 9.0, True), (None, 3.0, False)],
)
def test_a_jump_needs_evidence(band: str | None, ramp: float | None, expected: bool | None) -> None:
    assert spiked(band, ramp) is expected


def test_unknown_is_taken_up_by_another_sentence() -> None:
    said = "Unknown, because nothing is known about today yet. A check-in takes half a minute."
    assert why_unknown(said) == "nothing is known about today yet"
    assert why_unknown(None) is None


@pytest.mark.parametrize(
    ("pain", "place", "band", "title", "sport"),
    [
        (None, None, "red", "Easy jog, 30 min", "running"),
        (5, "left calf", "green", "Easy ride, 30 min", "cycling"),
    ],
)
def test_an_easy_swap_is_one_sport_in_steps_title_and_sentence(
    pain: int | None, place: str | None, band: str, title: str, sport: str
) -> None:
    tempo = {"duration_seconds": 2400, "pace_target": "T", "type": "steady"}
    planned = from_json({"version": 1, "sport": "running", "segments": [tempo]})
    situation = Situation(
        readiness_score=30 if band == "red" else 80,
        band=band,  # type: ignore[arg-type]
        readiness_unknown=None,
        pain=pain,
        pain_place=place,
        days_to_race=None,
        phase=None,
        hard_yesterday=False,
        load_spike=False,
        history_days=90,
    )
    found = adapt(planned, situation)
    assert found.structure is not None
    assert (found.kind, found.structure.sport) == ("swap_easy", sport)
    assert title_of(found.kind, "Tempo", found.structure) == title
    assert ("riding" if sport == "cycling" else "jogging") in found.changes[0]


def test_the_day_in_a_sentence() -> None:
    usual = {"checked_in": True, "race_today": False, "all_done": False, "planned": 1, "resting": False}
    assert verdict(["keep", "rest"], **usual) == "Rest today"  # type: ignore[arg-type]
    assert verdict(["keep"], **{**usual, "all_done": True}) == "Done for today"  # type: ignore[arg-type]
    assert verdict([], **{**usual, "planned": 0, "resting": True}) == "Rest day"  # type: ignore[arg-type]
    assert verdict(["keep"], **{**usual, "race_today": True}) == "Race day"  # type: ignore[arg-type]
    assert verdict(["keep"], **{**usual, "checked_in": False}).startswith("Check in")  # type: ignore[arg-type]
