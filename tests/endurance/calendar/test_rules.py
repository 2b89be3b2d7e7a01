"""What fits what, how much was done, and in which order."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.endurance.calendar.blank import blank_amount
from paceline.endurance.calendar.rules import SURE, assign, compliance, fit, placed, status_of
from paceline.endurance.calendar.types import Amount, Session
from paceline.kit.days import monday

DAY = date(2026, 6, 11)


def session(
    number: int,
    *,
    day: date = DAY,
    sport: str = "running",
    minutes: float | None = 60,
    title: str = "X",
    load: float | None = None,
) -> Session:
    return Session(UUID(int=number), day, sport, title, Amount(None if minutes is None else minutes * 60, None, load))


@pytest.mark.parametrize(
    ("done", "confidence"),
    [
        (session(2), 0.90),
        (session(2, minutes=48), 0.90),
        (session(2, minutes=40), 0.78),
        (session(2, minutes=26), 0.69),
        (session(2, minutes=20), 0.60),
        (session(2, minutes=10), 0.50),
        (session(2, minutes=None), 0.60),
        (session(2, title="Tempo along the river"), 1.00),
        (session(2, sport="trail_running"), 0.90),
        (session(2, day=DAY - timedelta(days=1)), 0.70),
        (session(2, day=DAY + timedelta(days=1), minutes=35), 0.49),
        (session(2, day=DAY + timedelta(days=2)), None),
        (session(2, sport="cycling"), None),
        (session(2, sport="other"), 0.80),
    ],
)
def test_how_well_an_activity_fits(done: Session, confidence: float | None) -> None:
    found = fit(session(1, title="Tempo"), done)
    assert (None if found is None else found.confidence) == confidence
    assert found is None or all(part.words for part in found.parts)


def test_strength_is_not_rowing() -> None:
    assert fit(session(1, sport="strength"), session(2, sport="rowing")) is None
    assert fit(session(1, sport="strength"), session(2, sport="strength")) is not None


def test_each_workout_gets_its_best_and_no_activity_serves_twice() -> None:
    planned = [session(1, minutes=25), session(2, minutes=120)]
    done = [session(11, minutes=118), session(12, minutes=24), session(13, minutes=5)]
    assert [(match.workout.int, match.activity.int) for match in assign(planned, done)] == [(1, 12), (2, 11)]


sessions = st.builds(
    session,
    st.integers(1, 10**6),
    day=st.integers(-2, 2).map(lambda n: DAY + timedelta(days=n)),
    sport=st.sampled_from(["running", "cycling", "other", "strength"]),
    minutes=st.none() | st.floats(1, 600),
)


@given(
    st.lists(sessions, max_size=6, unique_by=lambda one: one.id),
    st.lists(sessions, max_size=6, unique_by=lambda one: one.id),
)
def test_assignments_are_sure_unique_and_leave_no_better_pair_open(planned: list[Session], done: list[Session]) -> None:
    chosen = assign(planned, done)
    assert len({match.workout for match in chosen}) == len(chosen) == len({match.activity for match in chosen})
    assert all(match.confidence >= SURE for match in chosen)
    held = {match.workout: match.confidence for match in chosen} | {
        match.activity: match.confidence for match in chosen
    }
    for one in planned:
        for other in done:
            match = fit(one, other)
            if match is not None and match.confidence >= SURE and one.id != other.id:
                assert max(held.get(one.id, 0), held.get(other.id, 0)) >= match.confidence


def test_compliance_takes_the_best_measure_both_sides_know() -> None:
    found = compliance(Amount(3600, 10_000, 50), Amount(3600, 9_000, 60))
    assert found is not None
    assert (found.percent, found.measure) == (120, "load")
    timed = compliance(Amount(3600, None, None), Amount(1800, None, 60))
    assert timed is not None
    assert (timed.percent, timed.measure) == (50, "duration")
    assert compliance(Amount(), Amount(3600, 10_000, 50)) is None
    assert compliance(Amount(0, 0, 0), Amount(3600, 10_000, 50)) is None


@pytest.mark.parametrize(
    ("percent", "status"), [(79.9, "part"), (80, "done"), (120, "done"), (120.1, "over"), (None, "done")]
)
def test_done_is_on_plan_short_or_over(percent: float | None, status: str) -> None:
    assert status_of(day=DAY, today=DAY, workout_type="easy", is_done=True, percent=percent, is_skipped=True) == status


@pytest.mark.parametrize(
    ("today", "kind", "skipped", "status"),
    [
        (DAY, "long", False, "planned"),
        (DAY + timedelta(days=1), "long", False, "missed"),
        (DAY + timedelta(days=1), "long", True, "skipped"),
        (DAY + timedelta(days=1), "rest", False, "rest"),
    ],
)
def test_a_day_is_missed_only_when_it_is_over(today: date, kind: str, skipped: bool, status: str) -> None:
    assert status_of(day=DAY, today=today, workout_type=kind, is_done=False, percent=None, is_skipped=skipped) == status


@given(st.lists(st.integers(), unique=True, max_size=8), st.integers(), st.none() | st.integers(-3, 12))
def test_placing_keeps_everybody_else_in_order(order: list[int], item: int, index: int | None) -> None:
    after = placed(order, item, index)
    assert [one for one in after if one != item] == [one for one in order if one != item]
    assert after.count(item) == 1
    if index is not None and 0 <= index < len(after):
        assert after[index] == item


def test_a_named_session_has_a_usual_load_only_with_a_time() -> None:
    assert blank_amount("threshold", 3600, None).load == pytest.approx(70.56)
    assert blank_amount("threshold", None, 10_000).load is None
    assert monday(DAY) == date(2026, 6, 8)
