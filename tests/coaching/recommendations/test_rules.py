"""How evidence adds up, and every guardrail firing and not firing."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.coaching.recommendations import Evidence, Kind, fingerprint_of, judge
from paceline.coaching.recommendations.rules import CAREFUL_KINDS, GUARDRAILS, WORTH_A_LOOK, band_of, clamped, combine
from tests.coaching.recommendations.make import evidence, rest


def test_no_evidence_is_calm() -> None:
    assert combine([]).calm
    assert combine([evidence(points=0)]).risk == 0


def test_factors_add_up_and_the_strongest_speaks() -> None:
    found = combine(
        [
            evidence("a", 15, reason="Second short night", rule_id="sleep", reply_within=timedelta(hours=1)),
            evidence("b", 34, reason="Resting heart rate is 9 above usual", rule_id="rhr"),
            evidence("c", 26, reason="HRV is 24 % below usual", rule_id="hrv"),
        ]
    )
    assert (found.risk, found.band, found.headline) == (75, "critical", "Resting heart rate is 9 above usual")
    assert [f.points for f in found.factors] == [34, 26, 15]
    assert found.reply_within == timedelta(hours=1)


@pytest.mark.parametrize(
    ("points", "risk", "band", "calm"),
    [
        ((WORTH_A_LOOK - 1,), WORTH_A_LOOK - 1, "neutral", True),
        ((WORTH_A_LOOK,), WORTH_A_LOOK, "neutral", False),
        ((44,), 44, "neutral", False),
        ((45,), 45, "caution", False),
        ((69,), 69, "caution", False),
        ((70,), 70, "critical", False),
        ((60, 60), 100, "critical", False),
    ],
)
def test_every_band_is_reached(points: tuple[int, ...], risk: int, band: str, calm: bool) -> None:
    found = combine([evidence(str(n), p) for n, p in enumerate(points)])
    assert (found.risk, found.band, found.calm) == (risk, band, calm)


def test_all_risks_and_all_bands_can_be_reached_by_enumeration() -> None:
    # The system this replaces had a "high" priority no input could reach.
    steps = (0, 12, 20, 25, 34, 45, 60, 80)
    reached = [combine([evidence("a", a), evidence("b", b)]) for a, b in product(steps, steps)]
    assert {found.band for found in reached} == {"neutral", "caution", "critical"}
    assert max(found.risk for found in reached) == 100
    assert min(found.risk for found in reached) == 0


@pytest.mark.parametrize(("raw", "kept"), [(170, 100), (-5, 0), (100, 100), (57, 57)])
def test_the_clamp_fires_and_does_not(raw: int, kept: int) -> None:
    assert clamped(raw) == kept


@given(st.lists(st.integers(-50, 300), max_size=12))
def test_risk_is_bounded_whatever_sources_say(points: list[int]) -> None:
    found = combine([evidence(str(n), p) for n, p in enumerate(points)])
    assert 0 <= found.risk <= 100
    assert found.band == band_of(found.risk)


@given(st.permutations([evidence("a", 20), evidence("b", 20), evidence("c", 30)]))
def test_the_order_of_sources_does_not_matter(shuffled: list[Evidence]) -> None:
    assert combine(shuffled) == combine([evidence("a", 20), evidence("b", 20), evidence("c", 30)])


def test_the_fingerprint_is_the_facts_and_nothing_else() -> None:
    first = combine([evidence("a", 30), evidence("b", 20)])
    assert combine([evidence("b", 20), evidence("a", 30, value_text="2 of three")]).fingerprint == first.fingerprint
    assert combine([evidence("a", 30)]).fingerprint != first.fingerprint
    assert combine([evidence("a2", 30), evidence("b", 20)]).fingerprint != first.fingerprint


def test_fingerprints_of_facts() -> None:
    assert fingerprint_of("pain", "left calf", 4, date(2026, 6, 11)) == fingerprint_of(
        "pain", "left calf", 4, date(2026, 6, 11)
    )
    assert fingerprint_of("a", "bc") != fingerprint_of("ab", "c")
    assert fingerprint_of(None) != fingerprint_of("None")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("load", ["less", "same", "more"])
def test_more_load_is_refused_exactly_when_hurt(kind: Kind, load: str) -> None:
    facts = [evidence("a"), evidence("b", 10, kind=kind)]
    verdict = judge(rest(load=load), facts[0], facts)
    refused = load == "more" and kind in CAREFUL_KINDS
    assert (verdict.allowed, verdict.guardrail) == (not refused, "no_more_load" if refused else "")


@pytest.mark.parametrize(("race", "locked"), list(product((False, True), repeat=2)))
def test_races_and_locked_workouts_are_left_alone(race: bool, locked: bool) -> None:
    fact = evidence()
    verdict = judge(rest(touches_race=race, touches_locked=locked), fact, [fact])
    assert verdict.guardrail == ("race" if race else "locked" if locked else "")
    assert verdict.allowed is not (race or locked)


@pytest.mark.parametrize(("settled", "refused"), [((), False), (("b",), False), (("a",), True)])
def test_nothing_is_suggested_again_within_its_decision(settled: tuple[str, ...], refused: bool) -> None:
    fact = evidence("a")
    assert judge(rest(), fact, [fact], settled).allowed is not refused


def test_every_guardrail_fires_for_some_input_and_rests_for_another() -> None:
    hurt, calm = evidence("a", kind=Kind.PAIN), evidence("a")
    fired: set[str] = set()
    for load, race, locked, settled, fact in product(
        ("less", "more"), (False, True), (False, True), ((), ("a",)), (hurt, calm)
    ):
        fired.add(judge(rest(load=load, touches_race=race, touches_locked=locked), fact, [fact], settled).guardrail)
    assert fired == {guardrail.id for guardrail in GUARDRAILS} | {""}
