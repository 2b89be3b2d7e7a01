"""Fewer conversations with the database: several statements in one round trip, and liveness without one."""

import select
from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from psycopg import AsyncConnection
from sqlalchemy import event, exc
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


async def ask(session: AsyncSession, statement: LiteralString, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
    """The rows of one statement in the session's transaction, as plain tuples, straight from the driver.

    For what every request does: it takes a third of the time of the same through SQLAlchemy.
    """
    raw = await (await session.connection()).get_raw_connection()
    driver: AsyncConnection[Any] = raw.driver_connection  # type: ignore[assignment]
    return await (await driver.execute(statement, values)).fetchall()


def notice_lost_connections(engine: AsyncEngine) -> None:
    """Replace a connection whose server has gone when it is taken from the pool.

    A server that ends closes its sockets, which makes them readable; asking the operating system for that takes
    microseconds, where a ping takes three round trips of every request.
    """

    def check(connection: Any, _record: object, _proxy: object) -> None:
        driver: AsyncConnection[Any] = connection.driver_connection
        if driver.closed or _is_readable(driver.fileno()):
            raise exc.DisconnectionError

    event.listen(engine.sync_engine, "checkout", check)


def _is_readable(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))
