"""Guard rails of the library, ladders, and what is suggested after some times."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from paceline.endurance.library import SESSIONS, SessionTemplate, session_named
from paceline.endurance.library.ladders import LADDERS, NEXT, PREVIOUS
from paceline.endurance.library.rails import RAILS, over_rails
from paceline.endurance.library.rules import in_a_row, next_version, obstacle_to, progression, warning_sign
from paceline.endurance.library.types import LEVELS, Evidence, Outcome, Progression
from paceline.science.endurance.structure import estimate, from_text

# A test is run like a race, once in a while; the limits are for training.
RUNS = [session for session in SESSIONS if session.sport == "running" and "test" not in session.tags]
GOOD = Outcome(is_done=True, rpe=6, compliance=98, pain=0, heart_rate_drift=0.02)


def named(id: str) -> SessionTemplate:
    found = session_named(id)
    assert found is not None, id
    return found


@pytest.mark.parametrize("session", RUNS, ids=lambda session: session.id)
def test_every_run_keeps_to_the_limits_of_the_first_level_it_is_for(session: SessionTemplate) -> None:
    first = min(session.levels, key=LEVELS.index)
    assert over_rails(session.structure, first) == ()


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("11x1 km I / 3' jog", "advanced", "interval pace"),
        ("5x1 km I / 3' jog", "beginner", "interval pace"),
        ("20x400 m R / 400 m jog", "advanced", "repetition pace"),
        ("30 km MP", "advanced", "marathon pace"),
        ("60' T", "advanced", "threshold"),
        ("40' T", "beginner", "threshold"),
    ],
)
def test_too_much_of_a_pace_is_said(text: str, level: str, words: str) -> None:
    (said,) = over_rails(from_text(text), level)  # type: ignore[arg-type]
    assert words in said


def test_the_rails_do_not_count_strides_or_other_sports() -> None:
    assert over_rails(from_text("strides: 60x400 m R / 60\" walk, 10' E"), "beginner") == ()
    assert over_rails(from_text("60' T", "cycling"), "beginner") == ()
    assert {rail.share for rail in RAILS} == {0.20, 0.10, 0.08, 0.05}


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: ladder[0])
def test_a_ladder_climbs_within_a_sport(ladder: tuple[str, ...]) -> None:
    steps = [named(id) for id in ladder]
    assert len({step.sport for step in steps}) == 1
    loads = [estimate(step.structure).load for step in steps]
    assert all(high >= low * 0.85 for low, high in pairwise(loads)), loads
    assert loads[-1] > loads[0]


def test_a_session_stands_on_one_ladder() -> None:
    assert len(NEXT) == len(PREVIOUS) == sum(len(ladder) - 1 for ladder in LADDERS)


def test_nothing_is_suggested_before_the_first_time() -> None:
    assert progression(named("tempo-20"), []) is None
    assert progression(named("tempo-20"), [Outcome(is_done=False)], 1.0) is None


def test_it_grows_by_its_own_rule_first() -> None:
    said = progression(named("cruise-5x5"), [GOOD], 1.0)
    assert said is not None
    assert (said.change, said.session.id) == ("progress", "cruise-5x5")
    assert said.structure != named("cruise-5x5").structure


def test_two_good_times_at_the_largest_lead_to_the_next_session() -> None:
    session = named("tempo-2x12")
    largest = from_text(
        "15' E, strides: 4x20\" R \"Fast and relaxed, never a sprint.\" / 60\" walk, 3x12' T / 3' jog, 10' E"
    )
    once = Outcome(is_done=True, rpe=7, compliance=100, pain=0, structure=largest)
    assert progression(session, [once], 1.0) is None
    said = progression(session, [once, once], 1.0)
    assert said is not None
    assert (said.change, said.session.id) == ("progress", "tempo-2x15")
    hard = Outcome(is_done=True, rpe=8, compliance=100, pain=0, structure=largest)
    assert progression(session, [once, hard], 1.0) is None
    missed = Outcome(is_done=False)
    assert progression(session, [once, missed], 1.0) is None


def test_a_session_without_own_rules_climbs_the_ladder() -> None:
    said = progression(named("cruise-15-12"), [GOOD, GOOD])
    assert said is not None
    assert said.session.id == "cruise-20-16"


def test_a_warning_sign_makes_it_smaller_or_steps_down() -> None:
    sore = Outcome(is_done=True, rpe=6, compliance=100, pain=5)
    said = progression(named("cruise-5x5"), [GOOD, sore], 1.0)
    assert said is not None
    assert (said.change, said.session.id) == ("regress", "cruise-5x5")
    smallest = from_text("15' E, 2x6' T / 1' jog, 10' E")
    tiny = Outcome(is_done=True, rpe=6, compliance=100, pain=5, structure=smallest)
    down = progression(named("cruise-5x6"), [tiny], 1.0)
    assert down is not None
    assert (down.change, down.session.id) == ("regress", "cruise-5x5")
    assert "Pain 5" in down.reason


def test_only_what_was_done_as_long_as_planned_counts_in_a_row() -> None:
    assert in_a_row([Outcome(is_done=True, compliance=50), GOOD, GOOD]) == 2
    assert in_a_row([GOOD, Outcome(is_done=False)]) == 0
    assert in_a_row([Outcome(is_done=True)]) == 1


SEEN = Evidence(rpe=3, acute_chronic=1.0, heart_rate_drift=0.01, pain=0, completions=9)


@pytest.mark.parametrize(
    "seen",
    [
        SEEN,
        replace(SEEN, acute_chronic=2.5),
        replace(SEEN, heart_rate_drift=0.4),
        replace(SEEN, rpe=10),
        replace(SEEN, pain=8),
        replace(SEEN, completions=0),
        Evidence(completions=9),
    ],
)
def test_reasons_are_for_the_coach_as_much_as_for_the_athlete(seen: Evidence) -> None:
    said = {next_version(one, seen).reason for one in SESSIONS}
    said |= {sign for one in SESSIONS for rule in one.regression if (sign := warning_sign(rule, seen))}
    said |= {found for one in SESSIONS for rule in one.progression if (found := obstacle_to(rule, seen))}
    assert all(sentence.endswith(".") for sentence in said)
    assert not [sentence for sentence in said if re.search(r"\byour?s?\b", sentence, re.IGNORECASE)]


def test_a_load_above_the_usual_is_said_in_numbers() -> None:
    rule = Progression("add_repeat", 1, 9, rpe_at_most=6, acute_chronic_at_most=1.2)
    assert obstacle_to(rule, replace(SEEN, acute_chronic=1.5)) == "The load of the last week is 1.50 times the usual."
