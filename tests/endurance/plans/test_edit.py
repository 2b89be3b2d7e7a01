"""Changes to a plan: applied, added up again, judged like everything else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import PlanDraft, PlannedWorkout, PlanRequest, build, validate
from paceline.endurance.plans.findings import accepted, blocking, doubtful, open_doubts, place_of
from paceline.endurance.plans.rules_edit import (
    Drop,
    Edit,
    Exchange,
    Move,
    Shorten,
    Swap,
    Which,
    apply,
    diff,
    fixed_days,
    judged,
    only_easier,
    shifted,
)
from paceline.kit.errors import Invalid

START = date(2026, 1, 5)
PLAN = build(
    PlanRequest("half", START, START + timedelta(weeks=14, days=-1), current_seconds=5 * 3600, days_per_week=5),
    SESSIONS,
)
LIBRARY = {template.id: template for template in SESSIONS}


def some(kind: str, week: int = 5) -> PlannedWorkout:
    return next(w for w in PLAN.training(PLAN.weeks[week]) if w.workout_type == kind)


def hard_ids(after: PlanDraft) -> set[str]:
    return {finding.id for finding in judged(PLAN, after) if finding.severity == "hard"}


def test_a_move_to_a_free_day_is_fine_and_one_beside_the_long_run_is_not() -> None:
    quality, long = some("threshold"), some("long")
    free = next(
        day
        for day in (PLAN.weeks[5].starts_on + timedelta(days=n) for n in range(7))
        if all(w.on != day for w in PLAN.workouts)
    )
    easy = some("endurance")
    assert judged(PLAN, apply(PLAN, Move(Which(easy.on), free), LIBRARY)) == ()
    beside = apply(PLAN, Move(Which(quality.on), long.on - timedelta(days=1)), LIBRARY)
    assert "spacing" in hard_ids(beside)


def test_a_swap_changes_days_and_nothing_else() -> None:
    quality, easy = some("threshold"), some("endurance")
    after = apply(PLAN, Swap(Which(quality.on), Which(easy.on)), LIBRARY)
    assert sorted(w.title for w in after.workouts) == sorted(w.title for w in PLAN.workouts)
    assert [week.target_load for week in after.weeks] == pytest.approx([week.target_load for week in PLAN.weeks])
    assert {one.on for one in diff(PLAN, after)} == {quality.on, easy.on}


def test_shorter_is_shorter_at_the_same_pace() -> None:
    quality = some("threshold")
    after = apply(PLAN, Shorten(Which(quality.on), quality.estimate.duration * 0.7), LIBRARY)
    now = next(w for w in after.workouts if w.on == quality.on)
    assert 0.5 <= now.estimate.duration / quality.estimate.duration <= 0.75
    assert now.estimate.load < quality.estimate.load
    assert after.weeks[5].target_load < PLAN.weeks[5].target_load
    with pytest.raises(Invalid, match="shorter"):
        apply(PLAN, Shorten(Which(quality.on), quality.estimate.duration * 2), LIBRARY)


def test_another_session_takes_the_place() -> None:
    quality = some("threshold")
    after = apply(PLAN, Exchange(Which(quality.on), "easy-45"), LIBRARY)
    now = next(w for w in after.workouts if w.on == quality.on)
    assert (now.workout_type, now.estimate.hard_minutes) == ("endurance", 0)
    assert now.estimate.duration == pytest.approx(quality.estimate.duration, abs=60)
    with pytest.raises(Invalid, match="library"):
        apply(PLAN, Exchange(Which(quality.on), "nothing"), LIBRARY)


def test_dropping_the_long_run_breaks_a_rule() -> None:
    assert "no-long" in hard_ids(apply(PLAN, Drop(Which(some("long").on)), LIBRARY))


def test_the_race_is_not_for_editing() -> None:
    with pytest.raises(Invalid, match="race stays"):
        apply(PLAN, Drop(Which(PLAN.workouts[-1].on)), LIBRARY)
    with pytest.raises(Invalid, match="no such session"):
        apply(PLAN, Drop(Which(START - timedelta(days=3))), LIBRARY)


def test_done_and_pinned_days_are_kept() -> None:
    easy = some("endurance")
    after = apply(PLAN, Drop(Which(easy.on)), LIBRARY)
    assert [one.id for one in fixed_days(PLAN, after, frozenset({easy.on}))] == ["fixed"]
    assert fixed_days(PLAN, after, frozenset({START})) == ()


def test_on_a_tired_day_a_change_may_take_away_but_not_add() -> None:
    quality, easy = some("threshold"), some("endurance")
    softer = apply(PLAN, Exchange(Which(quality.on), "easy-45"), LIBRARY)
    assert only_easier(PLAN, softer, quality.on) == ()
    harder = apply(PLAN, Exchange(Which(easy.on), "tempo-20"), LIBRARY)
    assert [one.id for one in only_easier(PLAN, harder, easy.on)] == ["readiness"]


def test_a_reason_keeps_a_doubt_and_never_a_broken_rule() -> None:
    doubt = doubtful("long-share", "Much.", 3)
    wrong = next(f for f in validate(replace(PLAN, workouts=PLAN.workouts[:-1])) if f.severity == "hard")
    reasons = {place_of(doubt): "She is used to it.", place_of(wrong): "I want it."}
    kept = accepted((doubt, wrong), reasons)
    assert (kept[0].accepted, kept[1].accepted) == ("She is used to it.", None)
    assert open_doubts(kept) == ()
    assert open_doubts((doubt,)) == (doubt,)
    assert blocking(kept) == (wrong,)
    assert accepted((doubt,), {place_of(doubt): "  "}) == (doubt,)


def test_a_plan_moves_with_its_race() -> None:
    later = build(shifted(PLAN.request, 7), SESSIONS)
    assert later.end == PLAN.end + timedelta(days=7)
    assert validate(later) == ()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_change_leaves_sums_that_add_up_and_can_be_taken_back(data: st.DataObject) -> None:
    training = [w for w in PLAN.workouts if not w.is_race]
    one, two = data.draw(st.sampled_from(training)), data.draw(st.sampled_from(training))
    edit: Edit = data.draw(
        st.sampled_from(
            [
                Drop(Which(one.on)),
                Swap(Which(one.on), Which(two.on)),
                Exchange(Which(one.on), "easy-45"),
                Shorten(Which(one.on), one.estimate.duration * 0.6),
            ]
        )
    )
    after = apply(PLAN, edit, LIBRARY)
    assert "sums" not in {finding.id for finding in validate(after)}
    if isinstance(edit, Swap):
        assert apply(after, edit, LIBRARY).workouts == PLAN.workouts
