"""How tries are counted, with a clock that is moved by hand."""

import asyncio
import importlib.util
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.infra.clock import FixedClock
from paceline.infra.limits import Limiter, MemoryWindow, open_limiter
from paceline.kit.errors import Limited

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULE = "10/5minutes"


def made() -> tuple[Limiter, FixedClock]:
    clock = FixedClock(START)
    return open_limiter(clock), clock


async def tries(limiter: Limiter, count: int, key: str = "bob", rule: str = RULE) -> int:
    """How many of `count` tries were let through."""
    passed = 0
    for _ in range(count):
        try:
            await limiter.hit("login", key, rule)
            passed += 1
        except Limited:
            continue
    return passed


async def test_the_eleventh_try_has_to_wait_for_the_first_to_leave_the_window():
    limiter, clock = made()
    assert await tries(limiter, 4) == 4
    clock.advance(timedelta(minutes=2))
    assert await tries(limiter, 10) == 6
    with pytest.raises(Limited) as limited:
        await limiter.hit("login", "bob", RULE)
    assert limited.value.retry_after == 180
    assert "3 minutes" in limited.value.message
    clock.advance(timedelta(seconds=limited.value.retry_after))
    assert await tries(limiter, 10) == 4


async def test_refused_tries_do_not_make_the_wait_longer():
    limiter, clock = made()
    await tries(limiter, 10)
    clock.advance(timedelta(minutes=4))
    assert await tries(limiter, 100) == 0
    clock.advance(timedelta(minutes=1))
    assert await tries(limiter, 1) == 1


async def test_people_and_scopes_are_counted_apart():
    limiter, _ = made()
    assert await tries(limiter, 11) == 10
    assert await tries(limiter, 1, key="alice") == 1
    await limiter.hit("reset", "bob", RULE)
    long = "x" * 5000
    assert await tries(limiter, 11, key=long) == 10
    assert await tries(limiter, 1, key=long + "y") == 1


async def test_looking_does_not_count():
    limiter, _ = made()
    assert [await limiter.peek("login", "bob", RULE) for _ in range(20)] == [10] * 20
    await tries(limiter, 3)
    assert await limiter.peek("login", "bob", RULE) == 7
    await tries(limiter, 30)
    assert await limiter.peek("login", "bob", RULE) == 0
    await limiter.clear("login", "bob", RULE)
    assert await limiter.peek("login", "bob", RULE) == 10


async def test_tries_at_the_same_moment_cannot_overtake_each_other():
    limiter, _ = made()
    results = await asyncio.gather(*(limiter.hit("login", "bob", RULE) for _ in range(100)), return_exceptions=True)
    assert sum(result is None for result in results) == 10


async def test_keys_nobody_uses_are_forgotten():
    clock = FixedClock(START)
    window = MemoryWindow(clock)
    limiter = Limiter(window, clock)
    for number in range(990):
        await limiter.hit("login", f"attacker-{number}", "1/minute")
    clock.advance(timedelta(minutes=2))
    await tries(limiter, 20)
    assert await window.reset() == 1


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 5))
async def test_no_window_ever_holds_more_than_the_rule_allows(gaps: list[float], allowed: int):
    clock = FixedClock(START)
    limiter, passed = open_limiter(clock), list[datetime]()
    for gap in gaps:
        clock.advance(timedelta(seconds=gap))
        if await tries(limiter, 1, rule=f"{allowed}/minute"):
            passed.append(clock.now())
    for end in passed:
        assert sum(end - timedelta(seconds=60) < at <= end for at in passed) <= allowed


@pytest.mark.parametrize(
    ("rule", "words"), [("1/30second", "30 seconds"), ("1/minute", "60 seconds"), ("1/day", "24 hours")]
)
async def test_the_wait_is_said_in_words(rule: str, words: str):
    limiter, _ = made()
    await limiter.hit("x", "y", rule)
    with pytest.raises(Limited, match=words):
        await limiter.hit("x", "y", rule)


async def test_a_rule_that_cannot_be_read_is_a_mistake_in_the_code():
    limiter, _ = made()
    with pytest.raises(ValueError, match="parse"):
        await limiter.hit("x", "y", "often")


@pytest.mark.skipif(importlib.util.find_spec("redis") is not None, reason="the redis package is installed")
def test_asking_for_redis_without_the_package_says_what_to_do():
    with pytest.raises(RuntimeError, match="not installed"):
        open_limiter(FixedClock(START), "redis://localhost:6379/0")
