"""Workout structures become watch steps with the athlete's own targets."""

from datetime import UTC, datetime

import pytest

from paceline.endurance.library import SESSIONS, SessionTemplate
from paceline.science.endurance.structure import End, PowerRange, Repeats, Single, Step, Structure, Target, estimate
from paceline.science.endurance.watch import ResolvedTargets, watch_steps
from paceline.science.formats import WatchRepeat, WatchStep, WatchTarget, encode_workout

KNOWN = ResolvedTargets({"T": (3.9, 4.1), "E": (2.9, 3.3)}, {2: (130, 145)}, 250)


def _one(step: Step) -> WatchStep:
    found = watch_steps(Structure("running", (Single("steady", step),)), KNOWN)[0]
    assert isinstance(found, WatchStep)
    return found


def test_targets_are_resolved_in_order() -> None:
    end = End("duration", 60)
    assert _one(Step(end, Target(pace="T"))).target == WatchTarget("speed", 3.9, 4.1)
    assert _one(Step(end, Target(heart_rate_zone=2))).target == WatchTarget("heart_rate", 130, 145)
    assert _one(Step(end, Target(power=PowerRange(0.8, 0.9)))).target == WatchTarget("power", 200, 225)
    assert _one(Step(end, Target(power=PowerRange(180, 190, "watts")))).target == WatchTarget("power", 180, 190)
    assert _one(Step(end, Target(pace="R"))).target is None


@pytest.mark.parametrize(
    ("end", "kind", "value"),
    [
        (End("duration", 90), "time", 90),
        (End("distance", 400), "distance", 400),
        (End("lap"), "open", None),
        (End("heart_rate_below", 120), "heart_rate_below", 120),
        (End("power_above", 300), "power_above", 300),
        (End("calories", 200), "calories", 200),
    ],
)
def test_every_end_has_its_duration(end: End, kind: str, value: float | None) -> None:
    duration = _one(Step(end)).duration
    assert (duration.kind, duration.value) == (kind, value)


def test_sets_are_written_out() -> None:
    work, rest = Step(End("distance", 200)), Step(End("distance", 200))
    block = Repeats(work, rest, 6, 2, Step(End("duration", 240)))
    steps = watch_steps(Structure("running", (block,)), KNOWN)
    assert [type(step) for step in steps] == [WatchRepeat, WatchStep, WatchRepeat]
    assert isinstance(steps[0], WatchRepeat)
    assert (steps[0].times, len(steps[0].steps)) == (6, 2)
    assert isinstance(steps[1], WatchStep)
    assert steps[1].intensity == "rest"


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.id)
def test_every_library_session_can_be_sent_to_a_watch(session: SessionTemplate) -> None:
    steps = watch_steps(session.structure, KNOWN)
    timed = 0.0
    for item in steps:
        times, inner = (item.times, item.steps) if isinstance(item, WatchRepeat) else (1, (item,))
        timed += times * sum(step.duration.value or 0 for step in inner if step.duration.kind == "time")
    assert timed <= estimate(session.structure).duration + 1e-6
    data = encode_workout(session.name, session.sport, steps, datetime(2026, 1, 1, tzinfo=UTC))
    assert data[8:12] == b".FIT"
