"""The short way to the database: the same transaction, the same row-level security, no dead connections."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from paceline.infra.database import ANONYMOUS, SYSTEM, DatabaseAddress
from paceline.infra.database.address import APP, SYSTEM_ROLE
from paceline.infra.database.fast import ask, notice_lost_connections
from paceline.infra.machinery import Machinery
from tests.cast import Cast


async def test_it_asks_in_the_sessions_own_transaction(gear: Machinery) -> None:
    async with gear.database.session(SYSTEM) as session:
        await session.execute(text("CREATE TEMPORARY TABLE seen (one int) ON COMMIT DROP"))
        await session.execute(text("INSERT INTO seen VALUES (1), (2)"))
        assert await ask(session, "SELECT one FROM seen WHERE one > %(least)s", {"least": 1}) == [(2,)]


async def test_nobody_sees_nothing(gear: Machinery, cast: Cast) -> None:
    query = "SELECT name FROM identity_person WHERE account_id = %(account)s"
    async with gear.database.session(ANONYMOUS) as session:
        assert await ask(session, query, {"account": cast.bob.id}) == []
    async with cast.alice.tx() as tx:
        assert await ask(tx.session, query, {"account": cast.bob.id}) == [(cast.bob.name,)]
    async with cast.charlie.tx() as tx:
        assert await ask(tx.session, query, {"account": cast.bob.id}) == []


async def test_a_connection_the_server_has_ended_is_replaced(
    database_address: DatabaseAddress, gear: Machinery
) -> None:
    parts = urlsplit(database_address.as_role(SYSTEM_ROLE))
    engine = create_async_engine(urlunsplit(("postgresql+psycopg", *parts[1:])), pool_size=1, max_overflow=0)
    notice_lost_connections(engine)
    async with engine.connect() as connection:
        first = await connection.scalar(text("SELECT pg_backend_pid()"))
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT pg_backend_pid()")) == first
    async with gear.database.session(SYSTEM) as session:
        assert await session.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT pg_backend_pid()")) != first
    await engine.dispose()


async def test_a_token_opens_nothing_once_its_session_has_ended(cast: Cast) -> None:
    assert (await cast.bob.api.get("/api/v1/me")).json()["name"] == cast.bob.name
    assert (await cast.alice.api.get("/api/v1/me")).json()["name"] == cast.alice.name
    assert (await cast.bob.api.post("/api/v1/auth/logout")).status_code == 204
    assert (await cast.bob.api.get("/api/v1/me")).status_code == 401


async def test_the_pools_of_the_application_survive_a_server_that_ends_their_connections(gear: Machinery) -> None:
    pids: list[int] = []
    async with gear.database.session(ANONYMOUS) as session:
        pids.append((await session.execute(text("SELECT pg_backend_pid()"))).scalar_one())
    pids += await gear.database.reader.row(b"SELECT pg_backend_pid()", {}) or ()
    with psycopg.connect(gear.database.address.as_role(APP), autocommit=True) as other:
        for pid in pids:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
    async with gear.database.session(ANONYMOUS) as session:
        assert (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one() not in pids
    assert (await gear.database.reader.row(b"SELECT pg_backend_pid()", {}) or pids)[0] not in pids


async def test_the_reader_only_reads(gear: Machinery) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        await gear.database.reader.row(b"DELETE FROM identity_session", {})
    assert await gear.database.reader.row(b"SELECT 1 WHERE false", {}) is None


async def test_a_statement_leaves_nobody_acting_behind(gear: Machinery, cast: Cast) -> None:
    become = b"SELECT set_config('app.actor', %(actor)s, true)"
    assert await gear.database.reader.row(become, {"actor": str(cast.bob.id)}) == (str(cast.bob.id),)
    assert await gear.database.reader.row(b"SELECT app_actor()", {}) == (None,)
