"""How a plan follows what happened: it takes away and never adds, says why, and leaves decided days alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import PlanDraft, PlanRequest, build
from paceline.endurance.plans.rules_adapt import Happened, WeekDone, adaptations
from paceline.endurance.plans.rules_change import lines_between

START = date(2026, 1, 5)
PLAN = build(
    PlanRequest("half", START, START + timedelta(weeks=14, days=-1), current_seconds=5 * 3600, days_per_week=5),
    SESSIONS,
)
TODAY = PLAN.weeks[6].starts_on + timedelta(days=2)


def nothing_closed(_: date) -> bool:
    return False


def week_load(draft: PlanDraft, first: date, days: int = 7) -> float:
    return sum(w.estimate.load for w in draft.workouts if 0 <= (w.on - first).days < days)


def test_a_plan_that_is_followed_stays_as_it_is() -> None:
    weeks = (WeekDone(300, 290), WeekDone(320, 330))
    assert adaptations(PLAN, Happened(TODAY, weeks), nothing_closed) == ()


def test_nothing_known_is_nothing_missed() -> None:
    assert adaptations(PLAN, Happened(TODAY, (WeekDone(300, None), WeekDone(320, None))), nothing_closed) == ()


def test_pain_of_four_takes_the_running_out_for_three_days() -> None:
    (one,) = adaptations(PLAN, Happened(TODAY, pain=((TODAY, 5),)), nothing_closed)
    assert (one.cause, one.scope) == ("pain", "injuries")
    ahead = [w for w in one.draft.workouts if 0 <= (w.on - TODAY).days < 3]
    assert all(w.structure.sport != "running" for w in ahead)
    assert [w for w in one.draft.workouts if (w.on - TODAY).days >= 3] == [
        w for w in PLAN.workouts if (w.on - TODAY).days >= 3
    ]


def test_fever_means_rest_and_then_easy_days() -> None:
    (one,) = adaptations(PLAN, Happened(TODAY, illness=((TODAY, "fever"),)), nothing_closed)
    assert not [w for w in one.draft.workouts if TODAY <= w.on <= TODAY + timedelta(days=2)]
    after = [w for w in one.draft.workouts if TODAY + timedelta(days=2) < w.on <= TODAY + timedelta(days=5)]
    assert not any(w.is_hard for w in after)


def test_two_short_weeks_make_one_that_fits_and_nothing_is_made_up_for() -> None:
    (one,) = adaptations(PLAN, Happened(TODAY, (WeekDone(300, 150), WeekDone(320, 190))), nothing_closed)
    assert one.cause == "fell_short"
    assert "50% and 59%" in one.reasons[0]
    assert week_load(one.draft, TODAY) < week_load(PLAN, TODAY)


def test_one_short_week_alone_changes_nothing() -> None:
    assert adaptations(PLAN, Happened(TODAY, (WeekDone(300, 300), WeekDone(320, 150))), nothing_closed) == ()


def test_far_too_much_is_followed_by_easier_days() -> None:
    (one,) = adaptations(PLAN, Happened(TODAY, (WeekDone(300, 300), WeekDone(320, 520))), nothing_closed)
    assert one.cause == "too_much"
    assert week_load(one.draft, TODAY, 4) < week_load(PLAN, TODAY, 4)


def test_days_away_are_cleared_and_the_rest_stays() -> None:
    away = frozenset(TODAY + timedelta(days=n) for n in range(3, 8))
    (one,) = adaptations(PLAN, Happened(TODAY, away=away), nothing_closed)
    assert not [w for w in one.draft.workouts if w.on in away]
    assert {line.after for line in lines_between(PLAN, one.draft)} == {""}


def test_a_missed_key_session_moves_to_a_day_no_rule_minds_or_nowhere() -> None:
    key = next(w for w in PLAN.training(PLAN.weeks[6]) if w.is_key and w.workout_type != "long")
    found = adaptations(PLAN, Happened(key.on + timedelta(days=1), missed=(key,)), nothing_closed)
    for one in found:
        moved = next(w for w in one.draft.workouts if w.title == key.title and w.on > key.on)
        assert (moved.on - key.on).days <= 3


def test_signs_for_a_doctor_keep_every_rule_silent() -> None:
    said = Happened(TODAY, pain=((TODAY, 8),), red_flags=("Chest pain",))
    assert adaptations(PLAN, said, nothing_closed) == ()


def test_the_same_evidence_has_the_same_fingerprint_and_new_evidence_another() -> None:
    (one,) = adaptations(PLAN, Happened(TODAY, pain=((TODAY, 5),)), nothing_closed)
    again = adaptations(PLAN, Happened(TODAY + timedelta(days=1), pain=((TODAY, 5),)), nothing_closed)
    worse = adaptations(PLAN, Happened(TODAY, pain=((TODAY, 7),)), nothing_closed)
    assert all(other.fingerprint == one.fingerprint for other in again)
    assert worse[0].fingerprint != one.fingerprint


@settings(max_examples=60)
@given(
    st.integers(0, 13 * 7),
    st.tuples(st.floats(0, 3), st.floats(0, 3)),
    st.integers(0, 10),
    st.sampled_from(["none", "above_neck", "fever"]),
    st.sets(st.integers(0, 10), max_size=5),
)
def test_an_adaptation_never_adds_load_and_never_touches_a_closed_day(
    day: int, shares: tuple[float, float], pain: int, ill: str, shut: set[int]
) -> None:
    today = START + timedelta(days=day)
    closed = {today + timedelta(days=n) for n in shut}
    happened = Happened(
        today,
        tuple(WeekDone(300, 300 * share) for share in shares),
        pain=((today, pain),),
        illness=() if ill == "none" else ((today, ill),),  # type: ignore[arg-type]
    )
    for one in adaptations(PLAN, happened, closed.__contains__):
        lines = lines_between(PLAN, one.draft)
        assert lines
        assert all(line.on >= today and line.on not in closed for line in lines)
        assert sum(w.estimate.load for w in one.draft.workouts) <= sum(w.estimate.load for w in PLAN.workouts) + 0.5
        assert [w.on for w in one.draft.workouts if w.is_race] == [w.on for w in PLAN.workouts if w.is_race]


@pytest.mark.parametrize("days", [1, 3])
def test_in_the_taper_missing_is_not_made_up_for(days: int) -> None:
    today = PLAN.end - timedelta(days=days)
    weeks = (WeekDone(300, 100), WeekDone(200, 50))
    assert adaptations(PLAN, replace(Happened(today), weeks=weeks), nothing_closed) == ()
