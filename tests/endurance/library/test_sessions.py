"""Every session of the library is complete, valid and true to its own description."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from paceline.endurance.library import SESSIONS, SessionTemplate, session_named
from paceline.endurance.library.rules import next_version
from paceline.endurance.library.types import CATEGORIES, Evidence
from paceline.science.endurance.structure import Repeats, estimate, from_json, main_seconds, problems, to_json

EACH = pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.id)
GOOD = Evidence(rpe=5, acute_chronic=1.0, heart_rate_drift=0.02, pain=0, completions=2)


def named(id: str) -> SessionTemplate:
    found = session_named(id)
    assert found is not None
    return found


def reps(session: SessionTemplate, evidence: Evidence) -> tuple[str, int]:
    said = next_version(session, evidence)
    return said.change, next(
        s.repeats for s in said.structure.segments if isinstance(s, Repeats) and s.kind == "interval"
    )


def test_the_library_is_wide_enough() -> None:
    assert len({session.id for session in SESSIONS}) == len(SESSIONS) >= 166
    assert len({session.name for session in SESSIONS}) == len(SESSIONS)
    count = Counter(session.category for session in SESSIONS)
    assert set(count) == set(CATEGORIES)
    assert min(count.values()) >= 12


@EACH
def test_session_is_valid(session: SessionTemplate) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", session.id)
    assert problems(session.structure) == ()
    assert from_json(to_json(session.structure)) == session.structure
    assert session.sport == session.structure.sport
    for text in (session.name, session.intent, session.fuelling, session.success_criteria):
        assert text.strip()


@EACH
def test_main_set_fits_its_session(session: SessionTemplate) -> None:
    total = estimate(session.structure).duration
    assert 900 <= total <= 6.5 * 3600
    assert 0 < main_seconds(session.structure) <= total


@EACH
def test_type_says_how_hard_it_is(session: SessionTemplate) -> None:
    total = estimate(session.structure)
    # Strides are for the stride, not for the heart.
    rest = tuple(s for s in session.structure.segments if s.kind != "strides")
    plain = estimate(replace(session.structure, segments=rest))
    above_easy = plain.moderate_seconds + plain.hard_seconds
    if session.workout_type in ("recovery", "endurance"):
        assert above_easy <= 180
    if session.workout_type in ("tempo", "threshold", "vo2", "race"):
        assert above_easy >= 240
    if session.workout_type == "vo2":
        assert total.hard_seconds >= 240


@EACH
def test_next_versions_are_valid(session: SessionTemplate) -> None:
    tired = Evidence(rpe=10, acute_chronic=1.5, heart_rate_drift=0.1, pain=4, completions=2)
    for evidence in (GOOD, tired):
        said = next_version(session, evidence)
        assert problems(said.structure) == ()
        assert said.reason.endswith(".")
    assert main_seconds(next_version(session, GOOD).structure) >= main_seconds(session.structure)
    assert main_seconds(next_version(session, tired).structure) <= main_seconds(session.structure)


def test_a_repetition_is_added_up_to_its_limit() -> None:
    cruise = named("cruise-5x5")
    assert reps(cruise, GOOD) == ("progress", 6)
    seven = next_version(cruise, replace(GOOD, structure=next_version(cruise, GOOD).structure)).structure
    assert reps(cruise, replace(GOOD, structure=seven)) == ("hold", 7)


@pytest.mark.parametrize(
    "evidence",
    [
        replace(GOOD, rpe=8),
        replace(GOOD, acute_chronic=1.2),
        replace(GOOD, pain=2),
        replace(GOOD, completions=0),
        replace(GOOD, rpe=None),
        replace(GOOD, acute_chronic=None),
        replace(GOOD, pain=None),
    ],
)
def test_an_unmet_or_unknown_condition_holds(evidence: Evidence) -> None:
    assert reps(named("cruise-5x5"), evidence) == ("hold", 5)


@pytest.mark.parametrize(
    ("evidence", "left"),
    [
        (replace(GOOD, rpe=9), 3),
        (replace(GOOD, acute_chronic=1.4), 4),
        (replace(GOOD, heart_rate_drift=0.06), 4),
        (replace(GOOD, pain=3), 4),
    ],
)
def test_a_warning_sign_takes_repetitions_away(evidence: Evidence, left: int) -> None:
    assert reps(named("cruise-5x5"), evidence) == ("regress", left)
