"""The sandbox: results come back, whatever a function does stays inside, the pool heals, idle children go."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.infra.sandbox import Limits, Sandbox, SandboxFailure
from paceline.infra.sandbox_wire import pack_frame, unpack_frame


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox]:
    made = Sandbox(size=2, idle=30, limits=Limits(cpu=1, wall=4, memory_mb=512))
    yield made
    made.close()


def there_and_back(value: object) -> object:
    return unpack_frame(b"".join(pack_frame(value))[8:])


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_plain_data_crosses_the_border_unchanged(value: object) -> None:
    assert there_and_back(value) == value


def test_arrays_cross_with_their_shape_and_gaps() -> None:
    values = np.array([[1.0, np.nan], [np.inf, -2.5]])
    back = there_and_back({"a": values, "b": np.float64(2.5), "c": np.arange(3)})
    assert isinstance(back, dict)
    np.testing.assert_array_equal(back["a"], values)
    assert back["b"] == 2.5
    assert back["c"].tolist() == [0, 1, 2]
    with pytest.raises(TypeError):
        pack_frame({"a": object()})


async def test_calls_use_the_same_child_again_and_cost_little(sandbox: Sandbox) -> None:
    assert await sandbox.run("builtins:len", b"four") == 4
    (child,) = sandbox.processes
    begun = time.perf_counter()
    for _ in range(20):
        assert await sandbox.run("builtins:sum", [1, 2, 3]) == 6
    assert (time.perf_counter() - begun) / 20 < 0.02
    assert sandbox.processes == [child]
    assert child != os.getpid()


@pytest.mark.parametrize(
    ("function", "arguments", "why"),
    [
        ("os:abort", [], "crashed"),
        ("os:_exit", [0], "crashed"),
        ("builtins:bytearray", [4 << 30], "memory"),
        ("math:sqrt", [-1], "broken"),
        ("no_such_module:anything", [], "broken"),
        ("builtins:object", [], "broken"),
        ("time:sleep", [60], "slow"),
        ("builtins:pow", [7, 10**9], "slow"),
    ],
)
async def test_whatever_happens_inside_is_a_failure_outside_and_the_pool_heals(
    function: str, arguments: list[object], why: str
) -> None:
    made = Sandbox(size=1, limits=Limits(cpu=1, wall=2.5, memory_mb=512))
    try:
        with pytest.raises(SandboxFailure) as failure:
            await made.run(function, *arguments)
        assert failure.value.why == why
        assert await made.run("builtins:len", "abc") == 3
    finally:
        made.close()


async def test_children_know_no_settings(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACELINE_SECRETS_KEYS", "canary")
    assert await sandbox.run("os:getenv", "PACELINE_SECRETS_KEYS") is None


async def test_a_call_nobody_waits_for_leaves_no_child_behind(sandbox: Sandbox) -> None:
    task = asyncio.create_task(sandbox.run("time:sleep", 3))
    await asyncio.sleep(0.6)
    (child,) = sandbox.processes
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sandbox.processes == []
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


async def test_idle_children_end_by_themselves() -> None:
    made = Sandbox(size=1, idle=0.2)
    try:
        assert await made.run("builtins:len", "ab") == 2
        assert len(made.processes) == 1
        for _ in range(40):
            if not made.processes:
                break
            await asyncio.sleep(0.05)
        assert made.processes == []
        assert await made.run("builtins:len", "abc") == 3
    finally:
        made.close()


# A generator function of a file: its lines.
LINES = "io:BufferedReader"


async def gone_through(sandbox: Sandbox, data: bytes, function: str = LINES, **more: int) -> list[bytes]:
    def piece(start: int, length: int) -> bytes:
        return data[start : start + length]

    async with sandbox.reading(function, piece=piece, size=len(data), **more) as told:
        return await asyncio.to_thread(lambda: list(told))


async def test_a_file_is_gone_through_bit_by_bit_and_the_child_serves_again(sandbox: Sandbox) -> None:
    data = b"".join(b"%d\n" % n for n in range(60_000))
    assert b"".join(await gone_through(sandbox, data)) == data
    (child,) = sandbox.processes
    assert await sandbox.run("builtins:len", "abc") == 3
    assert sandbox.processes == [child]


async def test_only_what_is_asked_for_is_handed_over(sandbox: Sandbox) -> None:
    asked: list[int] = []

    def piece(start: int, length: int) -> bytes:
        asked.append(length)
        return b"line\n" * (length // 5) + b"\n" * (length % 5)

    async with sandbox.reading(LINES, piece=piece, size=1 << 40) as told:
        assert [await asyncio.to_thread(next, told) for _ in range(3)] == [b"line\n"] * 3
    # Left half-way, the child is not asked again.
    assert max(asked) <= 1 << 20
    assert len(asked) == 1
    assert sandbox.processes == []


async def test_one_that_is_killed_on_the_way_says_so(sandbox: Sandbox) -> None:
    data = b"x\n" * (2 << 20)
    with pytest.raises(SandboxFailure) as failure:
        async with sandbox.reading(
            LINES, piece=lambda start, length: data[start : start + length], size=len(data)
        ) as told:
            await asyncio.to_thread(next, told)
            os.kill(sandbox.processes[0], 9)
            await asyncio.to_thread(lambda: list(told))
    assert failure.value.why == "crashed"
    assert sandbox.processes == []


@pytest.mark.parametrize(
    ("function", "why"), [("builtins:len", "broken"), ("nowhere:nothing", "broken"), ("itertools:repeat", "broken")]
)
async def test_a_reader_that_cannot_is_a_failure(sandbox: Sandbox, function: str, why: str) -> None:
    with pytest.raises(SandboxFailure) as failure:
        await gone_through(sandbox, b"abc", function)
    assert failure.value.why == why


async def test_the_seconds_of_computing_are_those_of_the_call(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxFailure) as failure:
        # A line that never ends is more than the memory of a child.
        async with sandbox.reading(LINES, piece=lambda _, length: bytes(length), size=4 << 30) as told:
            await asyncio.to_thread(next, told)
    assert failure.value.why in ("memory", "slow")


async def test_reading_takes_no_turn_from_short_calls(sandbox: Sandbox) -> None:
    def piece(start: int, length: int) -> bytes:
        return b"x\n" * (length // 2)

    async with (
        sandbox.reading(LINES, piece=piece, size=1 << 30) as first,
        sandbox.reading(LINES, piece=piece, size=1 << 30) as second,
    ):
        assert await asyncio.to_thread(next, first) == await asyncio.to_thread(next, second)
        assert await asyncio.wait_for(sandbox.run("builtins:len", "abc"), 3) == 3


async def test_what_the_other_side_cannot_give_ends_the_reading(sandbox: Sandbox) -> None:
    def piece(start: int, length: int) -> bytes:
        raise FileNotFoundError("gone")

    with pytest.raises(FileNotFoundError):
        async with sandbox.reading(LINES, piece=piece, size=10) as told:
            await asyncio.to_thread(next, told)
    assert sandbox.processes == []
