"""The life of an intervention as a state machine: decisions stand, deferrals return, calm resolves."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from paceline.coaching.desk.rules import (
    Standing,
    after,
    can_take_back,
    due_after_news,
    next_step,
    priority,
    risk_of,
    seen_with,
    time_used,
)
from paceline.coaching.recommendations.rules import combine
from tests.coaching.recommendations.make import evidence

NOW = datetime(2026, 6, 11, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_priority_is_risk_times_time_used() -> None:
    hour, due = 3600.0, 4 * 3600.0
    assert priority(80, 0, due, 0) == 0
    assert priority(80, 0, due, hour) == pytest.approx(20)
    assert priority(80, 0, due, 8 * hour) == pytest.approx(160)
    # A mild case that is nearly due comes before a severe one that was just flagged.
    assert priority(40, 0, due, 3 * hour) > priority(90, 2 * hour, 24 * hour, 3 * hour)
    assert time_used(0, due, -hour) == 0


def test_steps_by_enumeration() -> None:
    calm, found = combine([]), combine([evidence("a", 40)])
    fresh = combine([evidence("a", 40), evidence("b", 10)])
    until = NOW + DAY
    waiting = Standing("open", frozenset({"a"}))
    asleep = Standing("snoozed", frozenset({"a"}), until)
    table = [
        (None, calm, (), NOW, "nothing"),
        (None, found, (), NOW, "open"),
        (None, found, ("a",), NOW, "nothing"),
        (None, fresh, ("a",), NOW, "open"),
        (None, found, ("a", "b"), NOW, "nothing"),
        (waiting, calm, (), NOW, "resolve"),
        (waiting, found, (), NOW, "refresh"),
        (asleep, found, (), NOW, "nothing"),
        (asleep, calm, (), NOW, "nothing"),
        (asleep, fresh, (), NOW, "wake"),
        (asleep, found, (), until, "wake"),
        (asleep, calm, (), until, "resolve"),
    ]
    assert [next_step(s, f, d, n) for s, f, d, n, _ in table] == [step for *_, step in table]
    assert {step for *_, step in table} == {"nothing", "open", "refresh", "resolve", "wake"}


@pytest.mark.parametrize(
    ("decision", "status", "outcome", "hours"),
    [
        ("accepted", "closed", "accepted", None),
        ("modified", "closed", "modified", None),
        ("dismissed", "closed", "dismissed", None),
        ("deferred_24h", "snoozed", None, 24),
        ("deferred_72h", "snoozed", None, 72),
    ],
)
def test_what_a_decision_makes(decision: str, status: str, outcome: str | None, hours: int | None) -> None:
    state = after(decision, NOW)
    assert (state.status, state.outcome) == (status, outcome)
    assert state.snoozed_until == (NOW + timedelta(hours=hours) if hours else None)


def test_only_slips_can_be_taken_back_and_only_soon() -> None:
    kinds = ("accepted", "modified", "dismissed", "deferred_24h", "deferred_72h", "expired", "reopened")
    gone = (timedelta(0), timedelta(minutes=10), timedelta(minutes=10, seconds=1))
    taken = {(kind, g) for kind, g in product(kinds, gone) if can_take_back(kind, NOW, NOW + g)}
    assert taken == {(kind, g) for kind in ("dismissed", "deferred_24h", "deferred_72h") for g in gone[:2]}


def test_news_bring_the_reply_forward_and_never_put_it_off() -> None:
    hour, due = 3600.0, 4 * 3600.0
    urgent, slow = evidence(reply_within=HOUR), evidence(reply_within=3 * DAY)
    assert due_after_news(0, due, [urgent], 0) == hour
    assert due_after_news(0, due, [slow], 0) == due
    assert due_after_news(0, due, [], 9 * hour) == due
    assert due_after_news(0, due, [evidence(reply_within=timedelta(0))], 0) > 0


def test_factors_no_longer_shared_are_not_counted() -> None:
    factors = [{"scope": "wellness", "points": 60}, {"scope": "training", "points": 25}]
    assert risk_of(seen_with(factors, {"training"})) == (25, "neutral")
    assert risk_of(seen_with(factors, {"training", "wellness"})) == (85, "critical")
    assert risk_of(seen_with(factors, ())) == (0, "neutral")


class Life(RuleBasedStateMachine):
    """Evidence comes and goes, time passes, a coach decides; checked against what the coach was promised."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.facts: frozenset[str] = frozenset()
        self.standing: Standing | None = None
        self.settled: set[str] = set()
        self.last_step = "nothing"

    @rule(facts=st.frozensets(st.sampled_from("abcd")))
    def evidence_changes(self, facts: frozenset[str]) -> None:
        self.facts = facts

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def evaluate(self) -> None:
        found = combine([evidence(f, 30) for f in self.facts])
        before = self.standing
        self.last_step = step = next_step(before, found, self.settled, self.now)
        if step in ("open", "refresh", "wake"):
            self.standing = Standing("open", self.facts)
        elif step == "resolve":
            self.standing = None
        again = next_step(self.standing, found, self.settled, self.now)
        assert again in ("nothing", "refresh"), "a second look at the same facts changes nothing"
        if before is None and self.facts <= self.settled:
            assert self.standing is None, "a decision stands until there is something new"
        if before is None and self.facts - self.settled:
            assert self.standing is not None, "something new is always told"
        if before is not None and before.status == "snoozed" and self.facts <= before.known:
            waiting = before.snoozed_until is not None and self.now < before.snoozed_until
            assert (self.standing == before) is waiting, "a deferral neither vanishes nor returns early"

    @precondition(lambda self: self.standing is not None)
    @rule(decision=st.sampled_from(["accepted", "modified", "dismissed", "deferred_24h", "deferred_72h"]))
    def decide(self, decision: str) -> None:
        assert self.standing is not None
        state = after(decision, self.now)
        if state.status == "snoozed":
            self.standing = Standing("snoozed", self.standing.known, state.snoozed_until)
        else:
            self.settled |= self.standing.known
            self.standing = None

    @invariant()
    def a_deferral_has_an_end(self) -> None:
        if self.standing is not None and self.standing.status == "snoozed":
            assert self.standing.snoozed_until is not None


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
