"""What counts as hard, as a jump in load, and how a day is put into a sentence."""

import pytest

from paceline.endurance.today.rules import Yesterday, hard, spiked, verdict, why_unknown


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


def test_the_day_in_a_sentence() -> None:
    usual = {"checked_in": True, "race_today": False, "all_done": False, "planned": 1, "resting": False}
    assert verdict(["keep", "rest"], **usual) == "Rest today"  # type: ignore[arg-type]
    assert verdict(["keep"], **{**usual, "all_done": True}) == "Done for today"  # type: ignore[arg-type]
    assert verdict([], **{**usual, "planned": 0, "resting": True}) == "Rest day"  # type: ignore[arg-type]
    assert verdict(["keep"], **{**usual, "race_today": True}) == "Race day"  # type: ignore[arg-type]
    assert verdict(["keep"], **{**usual, "checked_in": False}).startswith("Check in")  # type: ignore[arg-type]
