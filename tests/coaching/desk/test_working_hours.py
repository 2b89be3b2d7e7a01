"""The working clock: it stands still outside working hours, never runs backwards, and can be read both ways."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from paceline.coaching.desk.policies import save_settings, settings_of
from paceline.coaching.desk.queries import counts, queue_page
from paceline.coaching.desk.working_hours import WorkingHours, instant_at, next_start, runs_at, ticks_at
from paceline.infra.clock import FixedClock
from tests.cast import Cast
from tests.coaching.desk.conftest import Desk
from tests.coaching.recommendations.make import evidence

OFFICE = WorkingHours("Europe/Oslo", (0, 1, 2, 3, 4), time(8), time(16))
INSTANTS = st.datetimes(datetime(2020, 1, 7), datetime(2035, 1, 1), timezones=st.just(UTC))
HOURS = st.builds(
    WorkingHours,
    st.sampled_from(("Europe/Oslo", "America/New_York", "Asia/Kolkata", "UTC")),
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(5, 11).map(time),
    st.integers(12, 23).map(time),
)


def test_friday_afternoon_to_monday_morning() -> None:
    friday = datetime(2026, 6, 12, 13, 0, tzinfo=UTC)  # 15:00 in Oslo
    begun = ticks_at(OFFICE, friday)
    assert instant_at(OFFICE, begun + 3600) == datetime(2026, 6, 12, 14, 0, tzinfo=UTC)
    assert instant_at(OFFICE, begun + 2 * 3600) == datetime(2026, 6, 15, 7, 0, tzinfo=UTC)
    sunday = datetime(2026, 6, 14, 12, tzinfo=UTC)
    assert not runs_at(OFFICE, sunday)
    assert ticks_at(OFFICE, sunday) - begun == 3600
    assert next_start(OFFICE, sunday) == datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
    assert next_start(OFFICE, friday) is None


def test_a_week_in_which_the_clocks_change_has_as_many_working_hours() -> None:
    before, after = datetime(2026, 3, 23, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)
    assert ticks_at(OFFICE, after) - ticks_at(OFFICE, before) == 40 * 3600


@given(HOURS, INSTANTS, st.floats(0, 30 * 86400))
def test_it_never_runs_backwards(hours: WorkingHours, instant: datetime, more: float) -> None:
    later = instant + timedelta(seconds=more)
    gone = ticks_at(hours, later) - ticks_at(hours, instant)
    assert -1e-6 <= gone <= more + 3601


@given(HOURS, INSTANTS, st.integers(1, 10 * 86400))
def test_it_can_be_read_both_ways(hours: WorkingHours, instant: datetime, within: int) -> None:
    due = ticks_at(hours, instant) + within
    assert abs(ticks_at(hours, instant_at(hours, due)) - due) < 1e-3


async def test_the_queue_waits_for_monday(cast: Cast, desk: Desk, clock: FixedClock) -> None:
    clock.set(datetime(2026, 6, 12, 13, 0, tzinfo=UTC))
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, reply_within=timedelta(hours=2)))
    assert row is not None
    assert row.reply_due_at == datetime(2026, 6, 12, 15, 0, tzinfo=UTC)
    async with cast.alice.tx() as tx:
        known = await settings_of(tx)
        await save_settings(
            tx, known.model_copy(update={"clock": "hours", "time_zone": "Europe/Oslo", "work_until": time(16)})
        )
    clock.set(datetime(2026, 6, 14, 12, 0, tzinfo=UTC))
    async with cast.alice.tx() as tx:
        case = (await queue_page(tx, "open", size=5)).items[0]
        numbers = await counts(tx)
    assert (case.paused, case.used, case.reply_due_at) == (True, 0.5, datetime(2026, 6, 15, 7, 0, tzinfo=UTC))
    assert (numbers.overdue, numbers.over_24) == (0, 0)
    page = (await cast.alice.web.get("/queue")).text
    assert "clocks stand still until" in page
    clock.set(datetime(2026, 6, 15, 7, 30, tzinfo=UTC))
    async with cast.alice.tx() as tx:
        assert (await counts(tx)).overdue == 1
        assert (await queue_page(tx, "open", size=5)).items[0].used == 1.25


async def test_24_and_72_hours_are_counted_on_the_clock(cast: Cast, desk: Desk, clock: FixedClock) -> None:
    await desk.look(cast.alice, cast.bob, evidence("a", 40, reply_within=timedelta(hours=200)))
    seen: list[tuple[int, int]] = []
    for _ in range(4):
        async with cast.alice.tx() as tx:
            now = await counts(tx)
        seen.append((now.over_24, now.over_72))
        clock.advance(timedelta(hours=25))
    assert seen == [(0, 0), (1, 0), (1, 0), (1, 1)]
