"""Connections: one pool a role, and sessions that tell the database who is asking before anything else."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from paceline.infra.database.actor import Actor
from paceline.infra.database.address import APP, SYSTEM_ROLE, DatabaseAddress
from paceline.infra.database.fast import Reader, notice_lost_connections

_WHO = text("SELECT set_config('app.actor', :actor, true)")


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


class Database:
    """The application's way to its data."""

    def __init__(self, address: DatabaseAddress, *, pool_size: int = 8) -> None:
        self.address = address
        self._pool_size = pool_size
        self._engines: dict[str, AsyncEngine] = {}
        self.reader = Reader(address.as_role(APP), pool_size)

    def engine(self, role: str = APP) -> AsyncEngine:
        """The pool of a role, made on first use."""
        if role not in self._engines:
            self._engines[role] = self._make(role)
        return self._engines[role]

    def _make(self, role: str) -> AsyncEngine:
        parts = urlsplit(self.address.as_role(role))
        engine = create_async_engine(
            urlunsplit(("postgresql+psycopg", *parts[1:])),
            pool_size=self._pool_size if role == APP else max(2, self._pool_size // 2),
            max_overflow=2,
            pool_timeout=10,
            json_serializer=_json,
            json_deserializer=orjson.loads,
            connect_args={"connect_timeout": 10, "prepare_threshold": 3},
        )
        notice_lost_connections(engine)
        return engine

    @asynccontextmanager
    async def session(self, actor: Actor) -> AsyncGenerator[AsyncSession]:
        """A session in a transaction of the actor's; commits when left without an error, else rolls back."""
        engine = self.engine(SYSTEM_ROLE if actor.is_system else APP)
        async with AsyncSession(engine, expire_on_commit=False, autoflush=False) as session, session.begin():
            if actor.account_id is not None:
                await become(session, actor)
            yield session

    async def close(self) -> None:
        """Close every pool."""
        await self.reader.close()
        for engine in self._engines.values():
            await engine.dispose()
        self._engines.clear()


async def become(session: AsyncSession, actor: Actor) -> None:
    """Tell the database, for this transaction only, who is asking."""
    await session.execute(_WHO, {"actor": str(actor.account_id or "")})
