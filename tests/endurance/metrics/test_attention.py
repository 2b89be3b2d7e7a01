"""Load as evidence: spikes and ramps firing and not firing, from what was recorded."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest

from paceline.endurance.metrics.attention import ATTENTION, LEAST_CHRONIC, RAMPS, RATIOS, a_month, from_week
from paceline.endurance.metrics.keeping import freshen
from paceline.endurance.metrics.types import FitnessDay, LoadFlags
from paceline.infra.ids import new_id
from paceline.science.endurance.measure import Metric, measured, undefined
from tests.cast import Cast, Member

TODAY = date(2026, 6, 11)
WHO = new_id()


def flags(ramp: float | None = None, ratio: float | None = None) -> LoadFlags:
    unknown: Metric = undefined("not asked")
    return LoadFlags(
        ramp=unknown if ramp is None else measured(ramp),
        spike=unknown,
        spike_band=None,
        monotony=unknown,
        strain=unknown,
        acute_chronic=unknown if ratio is None else measured(ratio),
    )


def week(*loads: float) -> list[FitnessDay]:
    first = TODAY - timedelta(days=len(loads) - 1)
    return [FitnessDay(first + timedelta(days=n), load, 50, 50, 0, 0, 60) for n, load in enumerate(loads)]


@pytest.mark.parametrize(
    ("ramp", "ratio", "rule", "points"),
    [
        (None, None, None, 0),
        (8.0, 1.3, None, 0),
        (8.1, None, "metrics.ramp", 20),
        (10.1, 1.2, "metrics.ramp", 28),
        (None, 1.31, "metrics.load_spike", 16),
        (8.1, 1.6, "metrics.load_spike", 26),
    ],
)
def test_each_step_fires_and_does_not(ramp: float | None, ratio: float | None, rule: str | None, points: int) -> None:
    found = from_week(week(0, 90, 30, 0), flags(ramp, ratio), WHO)
    assert [(one.rule_id, one.points) for one in found] == ([(rule, points)] if rule else [])


def test_every_step_is_reached() -> None:
    reached = {one.points for n in range(60) for one in from_week(week(1), flags(n / 2, None), WHO)}
    reached |= {one.points for n in range(30) for one in from_week(week(1), flags(None, n / 10), WHO)}
    assert reached == {points for _, points in (*RAMPS, *RATIOS)}


def test_a_ratio_that_drifts_is_no_news_and_another_hard_day_is() -> None:
    one = from_week(week(0, 90, 30), flags(None, 1.35), WHO)[0].fingerprint
    assert from_week(week(0, 90, 30), flags(None, 1.42), WHO)[0].fingerprint == one
    assert from_week(week(0, 90, 120), flags(None, 1.42), WHO)[0].fingerprint != one


async def trains(member: Member, days: int, *, distance: float, until: date, hours: float = 1.0) -> None:
    for back in range(days):
        day = until - timedelta(days=back)
        body = {
            "sport": "running",
            "started_at": f"{day}T07:00:00+02:00",
            "duration": hours * 3600,
            "rpe": 4,
            "distance": distance,
        }
        answer = await member.api.post("/api/v1/activities/manual", json=body)
        assert answer.status_code == 201, answer.text


async def found(coach: Member, athlete: UUID) -> list[str]:
    async with coach.tx() as tx:
        return [one.rule_id for one in await ATTENTION.evidence(tx, athlete, TODAY)]


async def test_a_session_far_beyond_the_month_is_told(cast: Cast) -> None:
    await trains(cast.bob, 30, distance=8000, until=TODAY - timedelta(days=2))
    assert await found(cast.alice, cast.bob.id) == []
    await trains(cast.bob, 1, distance=24_000, hours=3, until=TODAY - timedelta(days=1))
    assert "metrics.session_spike" in await found(cast.alice, cast.bob.id)
    assert await found(cast.charlie, cast.bob.id) == []


async def test_the_first_weeks_have_nothing_to_compare_with(cast: Cast) -> None:
    await trains(cast.bob, 5, distance=8000, until=TODAY - timedelta(days=1))
    await trains(cast.bob, 1, distance=30_000, hours=4, until=TODAY)
    assert await found(cast.alice, cast.bob.id) == []


def month(*weeks: Sequence[float]) -> list[FitnessDay]:
    return week(*[load for one in weeks for load in one])


THREE = (30.0, 0.0, 40.0, 0.0, 35.0, 0.0, 0.0)
NONE = (0.0,) * 7


@pytest.mark.parametrize(
    ("weeks", "real"),
    [
        ((THREE, THREE, THREE, NONE), True),
        ((NONE, THREE, THREE, THREE), False),
        ((THREE, NONE, THREE, THREE), False),
        ((NONE, NONE, NONE, THREE), False),
        (((9, 0, 0, 0, 0, 0, 0),) * 3 + (THREE,), False),
        (((LEAST_CHRONIC,) * 7,) * 3 + (NONE,), True),
    ],
)
def test_a_month_is_three_trained_weeks_of_some_load(weeks: tuple[Sequence[float], ...], real: bool) -> None:
    assert a_month(month(*weeks)) is real


def test_without_a_month_only_the_ramp_may_speak() -> None:
    assert from_week(week(0, 32), flags(None, 4.0), WHO, share=False) == []
    assert [one.rule_id for one in from_week(week(0, 32), flags(9, 4.0), WHO, share=False)] == ["metrics.ramp"]


async def test_one_short_run_after_an_empty_month_is_no_load_spike_though_the_record_is_old(cast: Cast) -> None:
    # A file of years ago made the history long: one half hour was told as a week 300 % above the month.
    await trains(cast.bob, 1, distance=8000, until=date(2011, 5, 1))
    await trains(cast.bob, 1, distance=5000, hours=32 / 60, until=TODAY - timedelta(days=1))
    assert await found(cast.alice, cast.bob.id) == []
    async with cast.alice.tx() as tx:
        told = await ATTENTION.unknowns(tx, cast.bob.id, TODAY)
    assert [one.sentence for one in told] == ["Load: there is no month of training to compare with."]


async def test_a_session_that_explains_the_week_is_not_told_again_as_a_share(cast: Cast) -> None:
    await trains(cast.bob, 40, distance=8000, until=TODAY - timedelta(days=2), hours=0.4)
    await trains(cast.bob, 1, distance=40_000, hours=6, until=TODAY - timedelta(days=1))
    rules = await found(cast.alice, cast.bob.id)
    assert "metrics.session_spike" in rules
    assert "metrics.load_spike" not in rules


async def test_lines_of_load_are_those_of_ones_own_athletes(cast: Cast) -> None:
    await trains(cast.bob, 3, distance=8000, until=TODAY)
    async with cast.bob.tx() as tx:
        await freshen(tx, cast.bob.id, at_once=True)
    async with cast.alice.tx() as tx:
        line = (await ATTENTION.load_trends(tx, [cast.bob.id], tx.now))[cast.bob.id]
    assert len(line.values) == 6
    assert line.values[0] == 0
    assert (line.values[-1] or 0) > 0
    async with cast.charlie.tx() as tx:
        assert await ATTENTION.load_trends(tx, [cast.bob.id], tx.now) == {}
