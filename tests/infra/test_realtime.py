"""The live stream: what is told arrives, in order, once, to whom it concerns, and again after a lost connection."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from httpx2 import AsyncClient

from tests.cast import Cast, Member


@asynccontextmanager
async def served(app: FastAPI) -> AsyncGenerator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


class Ear:
    """One open stream."""

    def __init__(self) -> None:
        self.messages: list[tuple[int, str, str]] = []
        self.events: list[str] = []
        self.ready = asyncio.Event()

    @property
    def places(self) -> list[str]:
        return [place for _, place, _ in self.messages]

    async def until(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.messages) < count:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def listening(url: str, member: Member, last: int | None = None) -> AsyncGenerator[Ear]:
    ear = Ear()
    headers = {"Authorization": member.api.headers["Authorization"]} | (
        {"Last-Event-ID": str(last)} if last is not None else {}
    )

    async def listen() -> None:
        async with (
            AsyncClient(base_url=url, timeout=None) as client,
            client.stream("GET", "/api/v1/events/stream", headers=headers) as answer,
        ):
            number, kind = 0, ""
            async for line in answer.aiter_lines():
                field, _, value = line.partition(": ")
                if field == "id":
                    number = int(value)
                elif field == "event":
                    kind = value
                    ear.events.append(kind)
                    if kind in {"ready", "reset"}:
                        ear.ready.set()
                elif field == "data" and kind == "hint":
                    data = json.loads(value)
                    ear.messages.append((number, data["place"], data["person"]))

    task = asyncio.create_task(listen())
    async with asyncio.timeout(10):
        await ear.ready.wait()
    try:
        yield ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def say(member: Member, *places: str, scope: str = "training") -> None:
    for place in places:
        async with member.tx() as tx:
            await tx.tell(member.id, place, scope=scope)


async def test_hints_reach_those_they_concern_and_nobody_else(app: FastAPI, cast: Cast) -> None:
    async with (
        served(app) as url,
        listening(url, cast.alice) as alice,
        listening(url, cast.bob) as bob,
        listening(url, cast.charlie) as charlie,
    ):
        await say(cast.bob, "one", "two")
        await alice.until(2)
        await bob.until(2)
        await say(cast.charlie, "other")
        await charlie.until(1)
    assert alice.places == bob.places == ["one", "two"]
    assert charlie.places == ["other"]


async def test_a_lost_connection_misses_nothing_and_hears_nothing_twice(app: FastAPI, cast: Cast) -> None:
    async with served(app) as url:
        async with listening(url, cast.alice) as before:
            await say(cast.bob, "one")
            await before.until(1)
            last = before.messages[-1][0]
        await say(cast.bob, "two", "three")
        async with listening(url, cast.alice, last) as after:
            await after.until(2)
            await say(cast.bob, "four")
            await after.until(3)
    assert after.places == ["two", "three", "four"]


async def test_a_late_commit_is_not_stepped_over(app: FastAPI, cast: Cast) -> None:
    async with served(app) as url, listening(url, cast.alice) as alice:
        async with cast.bob.tx() as slow:
            await slow.tell(cast.bob.id, "written first, committed last")
            await say(cast.bob, "quick")
            await alice.until(1)
            last = alice.messages[-1][0]
        await alice.until(2)
        async with listening(url, cast.alice, last) as again:
            await again.until(1)
    assert alice.places == ["quick", "written first, committed last"]
    assert again.places == ["written first, committed last"]


async def test_consent_decides_what_a_coach_hears(app: FastAPI, cast: Cast) -> None:
    async with served(app) as url, listening(url, cast.alice) as alice:
        await say(cast.bob, "a wellness matter", scope="wellness")
        await alice.until(1)
    assert alice.places == ["a wellness matter"]


async def test_a_long_time_without_listeners_is_caught_up_in_order(app: FastAPI, cast: Cast) -> None:
    async with served(app) as url:
        async with listening(url, cast.bob) as before:
            await say(cast.bob, "marker")
            await before.until(1)
            last = before.messages[-1][0]
        async with cast.bob.tx() as tx:
            for number in range(1200):
                await tx.tell(cast.bob.id, f"place {number}")
        async with listening(url, cast.bob) as ear:
            await say(cast.bob, "now")
            await ear.until(1)
        assert ear.places == ["now"]
        async with listening(url, cast.bob, last) as late:
            await late.until(500)
            assert late.events[0] == "reset"
            assert [number for number, _, _ in late.messages] == sorted(number for number, _, _ in late.messages)
            assert late.places[:500] == [f"place {number}" for number in range(500)]


@pytest.mark.parametrize("last", [10**12])
async def test_a_marker_from_another_life_means_look_everywhere(app: FastAPI, cast: Cast, last: int) -> None:
    async with served(app) as url, listening(url, cast.bob, last) as ear:
        assert ear.events[0] == "reset"
