"""The state machine, walked at random, and the other pure decisions."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from paceline.core.relationships.rules import (
    LAWFUL,
    Standing,
    check_move,
    check_no_more_than,
    check_scopes,
    clean_line,
    invitation_status,
    may_move,
    moves,
)
from paceline.core.relationships.types import OPEN, SCOPE_NAMES, Side, Status
from paceline.kit.errors import Conflict, Invalid
from tests.cast import NOW

STATUSES = st.sampled_from(list(LAWFUL))
SIDES: st.SearchStrategy[Side] = st.sampled_from(("coach", "athlete"))
BY = st.sampled_from(("coach", "athlete", None))


class Life(RuleBasedStateMachine):
    """Both sides try everything; what goes through keeps the promises."""

    @initialize(started_by=SIDES, status=st.sampled_from(("requested", "invited")))
    def start(self, started_by: Side, status: Status) -> None:
        self.now = Standing(status, started_by)
        self.answered = False
        self.over = False

    @rule(to=STATUSES, by=BY)
    def attempt(self, to: Status, by: Side | None) -> None:
        before = self.now
        try:
            check_move(before, to, by)
        except Conflict as refusal:
            assert refusal.code == "illegal_transition"
            return
        assert not self.over, "nothing comes back from an end"
        if before.status in ("requested", "invited") and to in ("active", "declined"):
            assert by in {"coach", "athlete"} - {before.started_by}, "only the addressee answers"
            self.answered = True
        if before.status == "paused" and to == "active":
            assert by == before.paused_by, "who paused resumes"
        self.now = Standing(to, before.started_by, by if to == "paused" else None)
        self.over = to not in OPEN

    @invariant()
    def active_only_after_an_answer(self) -> None:
        if hasattr(self, "now") and self.now.status in ("active", "paused", "ended"):
            assert self.answered

    @precondition(lambda self: self.now.status in ("active", "paused"))
    @rule(by=SIDES)
    def either_side_can_always_end(self, by: Side) -> None:
        assert may_move(self.now, "ended", by)


TestLife = Life.TestCase


@given(STATUSES, SIDES, st.one_of(st.none(), SIDES), SIDES)
def test_what_may_be_done_is_what_is_not_refused(status: Status, started: Side, paused: Side | None, by: Side) -> None:
    standing = Standing(status, started, paused)
    assert moves(standing, by) == {to for to in LAWFUL if may_move(standing, to, by)}
    assert status not in moves(standing, by)
    if status not in OPEN:
        assert moves(standing, by) == frozenset()


@pytest.mark.parametrize("started_by", ["coach", "athlete"])
def test_who_asked_cannot_accept_for_the_other(started_by: Side) -> None:
    with pytest.raises(Conflict, match="Only the person who was asked"):
        check_move(Standing("requested", started_by), "active", started_by)


@given(st.sets(st.sampled_from(SCOPE_NAMES)))
def test_scopes_are_ordered_and_need_training(scopes: set[str]) -> None:
    if "training" not in scopes:
        with pytest.raises(Invalid):
            check_scopes(scopes)
        return
    kept = check_scopes([*scopes, *scopes])
    assert set(kept) == scopes
    assert kept == sorted(kept, key=SCOPE_NAMES.index)


def test_an_acceptance_is_never_more_than_was_asked() -> None:
    check_no_more_than(["training"], ["training", "cycle"])
    with pytest.raises(Invalid):
        check_no_more_than(["training", "cycle"], ["training"])


def test_an_invitation_runs_out_at_its_instant() -> None:
    assert invitation_status("pending", NOW + timedelta(microseconds=1), NOW) == "pending"
    assert invitation_status("pending", NOW, NOW) == "expired"
    assert invitation_status("accepted", NOW - timedelta(days=1), NOW) == "accepted"


@given(st.text(max_size=60))
def test_a_name_is_one_printable_line(text: str) -> None:
    line = clean_line(text)
    assert line.isprintable()
    assert line == line.strip()
    assert clean_line(line) == line
