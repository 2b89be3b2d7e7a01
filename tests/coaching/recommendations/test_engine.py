"""One recommendation from all evidence: every action, risk and confidence reachable, and "unknown" said where it is."""

from itertools import combinations, permutations, product

import pytest

from paceline.coaching.recommendations import Kind, RemedyCall, recommend
from paceline.coaching.recommendations.engine import BY_KIND, CAREFUL_FIRST, VERSION
from tests.coaching.recommendations.make import evidence

ALL = frozenset({"training", "wellness", "injuries"})
REST = RemedyCall("ease_next_session", {"change": "rest"})
SHORTER = RemedyCall("ease_next_session", {"change": "shorter"})
MOVE = RemedyCall("move_missed_session", {"workout_id": "w"})


@pytest.mark.parametrize(
    ("facts", "action"),
    [
        ([evidence(kind=Kind.SILENCE)], "contact"),
        ([evidence(kind=Kind.MISSED)], "contact"),
        ([evidence(kind=Kind.MISSED, remedy=MOVE)], "move"),
        ([evidence(kind=Kind.LOAD, remedy=SHORTER)], "ease"),
        ([evidence(kind=Kind.PAIN, remedy=REST)], "rest"),
        ([evidence(kind=Kind.FALLING_READINESS)], "watch"),
        ([], "none"),
    ],
)
def test_every_action_is_reached(facts: list[object], action: str) -> None:
    assert recommend(facts, ALL).action == action  # type: ignore[arg-type]


def test_a_later_rule_does_not_overwrite_an_earlier_more_careful_one() -> None:
    # The system this replaces let "contact" from a later rule take the place of a recovery week.
    facts = [
        evidence("a", 30, kind=Kind.PAIN, remedy=REST),
        evidence("b", 54, kind=Kind.MISSED, remedy=MOVE),
        evidence("c", 40, kind=Kind.SILENCE),
    ]
    assert {recommend(order, ALL).action for order in permutations(facts)} == {"rest"}


def test_risk_reaches_from_nothing_to_one_and_crosses_the_ceiling() -> None:
    # There, risk only took 0.20 to 0.70, so that the guardrail at 0.85 could not fire.
    reached = {
        recommend([evidence("a", a), evidence("b", b)], ALL).risk for a, b in product(range(0, 101, 5), repeat=2)
    }
    assert {0.05, 0.85, 0.9, 1.0} <= reached
    assert all(risk is not None and 0 <= risk <= 1 for risk in reached)


def test_confidence_grows_with_kinds_that_agree_and_falls_with_what_is_not_known() -> None:
    by_kinds = [
        recommend([evidence(str(n), 10, kind=kind) for n, kind in enumerate(kinds)], ALL).confidence
        for kinds in ([Kind.PAIN], [Kind.PAIN, Kind.LOAD], [Kind.PAIN, Kind.LOAD, Kind.SILENCE])
    ]
    assert by_kinds == sorted(by_kinds)
    assert len(set(by_kinds)) == 3
    assert recommend([evidence()], {"training"}).confidence < recommend([evidence()], ALL).confidence
    assert recommend([evidence()], ALL, ["x"] * 20).confidence == 0.2


def test_nothing_to_see_is_not_nothing_wrong() -> None:
    # There, no check-in counted as readiness 3.0 and no log as an answer.
    unknown = recommend([], frozenset())
    assert (unknown.action, unknown.risk) == ("unknown", None)
    assert len(unknown.unknowns) == 3
    known = recommend([], ALL)
    assert (known.action, known.risk, list(known.unknowns)) == ("none", 0.0, [])
    for some in combinations(sorted(ALL), 2):
        assert recommend([], frozenset(some)).action == "none"


def test_every_kind_has_an_action_and_the_version_is_said() -> None:
    assert set(BY_KIND) == set(Kind)
    assert set(BY_KIND.values()) <= set(CAREFUL_FIRST)
    assert recommend([], ALL).version == VERSION
