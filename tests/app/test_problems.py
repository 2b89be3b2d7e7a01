"""A database that is away is a calm 503 that says when to come back; a fault of ours stays a 500."""

from collections.abc import AsyncGenerator, Callable
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from psycopg_pool import PoolTimeout
from sqlalchemy import exc

from paceline.app import problems
from paceline.infra.database import fast
from paceline.infra.database.fast import Reader
from paceline.infra.postgres import Cluster
from tests.cast import Cast


def wrapped(error: Exception, *, invalidated: bool = False) -> Exception:
    return exc.OperationalError("SELECT 1", {}, error, connection_invalidated=invalidated)


def of(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


AWAY: list[Callable[[], Exception]] = [
    lambda: psycopg.OperationalError("the connection is lost"),
    lambda: psycopg.InterfaceError("the connection is closed"),
    psycopg.errors.AdminShutdown,
    psycopg.errors.CannotConnectNow,
    psycopg.errors.TooManyConnections,
    lambda: PoolTimeout("couldn't get a connection after 10.00 sec"),
    lambda: exc.TimeoutError("QueuePool limit of size 8 overflow 2 reached"),
    lambda: wrapped(psycopg.OperationalError("connection refused")),
    lambda: wrapped(psycopg.errors.QueryCanceled(), invalidated=True),
    lambda: of(exc.PendingRollbackError("roll back first"), psycopg.OperationalError("gone")),
]
OURS: list[Callable[[], Exception]] = [
    lambda: psycopg.errors.DeadlockDetected(),
    lambda: exc.ProgrammingError("SELEC", {}, psycopg.errors.SyntaxError()),
    lambda: exc.InvalidRequestError("no such thing"),
    lambda: KeyError("x"),
]


@pytest.mark.parametrize("make", AWAY)
def test_a_lost_connection_is_known_however_it_is_told(make: Callable[[], Exception]) -> None:
    assert problems.is_away(make())


@pytest.mark.parametrize("make", OURS)
def test_a_fault_of_ours_is_none(make: Callable[[], Exception]) -> None:
    assert not problems.is_away(make())


@pytest.fixture
async def faulty(app: FastAPI) -> AsyncGenerator[tuple[AsyncClient, SimpleNamespace]]:
    """An application whose every route raises what the test says."""
    made, raising = FastAPI(), SimpleNamespace(make=AWAY[0])
    problems.install(made)

    async def fall() -> None:
        raise raising.make()

    for path in ("/api/v1/things", "/things"):
        made.add_api_route(path, fall)
    async with AsyncClient(transport=ASGITransport(made, raise_app_exceptions=False), base_url="http://x") as client:
        yield client, raising


@pytest.mark.parametrize("make", AWAY)
async def test_programs_and_people_are_told_to_come_back(
    faulty: tuple[AsyncClient, SimpleNamespace], make: Callable[[], Exception]
) -> None:
    client, raising = faulty
    raising.make = make
    answer = await client.get("/api/v1/things")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unavailable"
    page = await client.get("/things")
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert "Back in a moment" in page.text
    part = await client.get("/things", headers={"HX-Request": "true"})
    assert part.status_code == 503
    assert "Nothing is lost" in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize("make", OURS)
async def test_faults_of_ours_stay_faults(
    faulty: tuple[AsyncClient, SimpleNamespace], make: Callable[[], Exception]
) -> None:
    client, raising = faulty
    raising.make = make
    answer = await client.get("/api/v1/things")
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert "retry-after" not in answer.headers


# A quick list, a quick page, an ordinary endpoint and an ordinary page.
PATHS = ("/api/v1/activities", "/activities", "/api/v1/me", "/settings/profile")


async def test_connections_killed_under_a_request_are_503_and_the_next_is_answered(
    cast: Cast, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request's own connection is ended by the server after it was taken from the pool."""
    driver_of, reads, falls = fast._driver, Reader.row, True

    async def killed(session: Any) -> Any:
        driver = await driver_of(session)
        if falls:
            with psycopg.connect(cluster.address("postgres", "postgres"), autocommit=True) as admin:
                admin.execute("SELECT pg_terminate_backend(%s, 5000)", [driver.info.backend_pid])
        return driver

    async def unreachable(*arguments: Any) -> Any:
        if falls:
            raise psycopg.OperationalError("the connection is lost")
        return await reads(*arguments)

    async def status(path: str) -> tuple[int, str | None]:
        answer = await (cast.bob.api if path.startswith("/api/") else cast.bob.web).get(path)
        return answer.status_code, answer.headers.get("retry-after")

    monkeypatch.setattr(fast, "_driver", killed)
    monkeypatch.setattr(Reader, "row", unreachable)
    assert {path: await status(path) for path in PATHS} == dict.fromkeys(PATHS, (503, "5"))
    falls = False
    assert {path: await status(path) for path in PATHS} == dict.fromkeys(PATHS, (200, None))
