"""The cast: Alice coaches Bob, Charlie has no access, Dana administers; and the stage they act on."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Self
from uuid import UUID

from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import text

from paceline.app.boot import jobs_of
from paceline.app.registry import slices
from paceline.core.identity.actions.sessions import open_session
from paceline.core.identity.model import Account, Person
from paceline.core.identity.tokens import access_token
from paceline.core.identity.types import Device, SignedIn
from paceline.infra.database import SYSTEM, Actor
from paceline.infra.ids import new_id
from paceline.infra.jobs import Work
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx

NOW = datetime(2026, 6, 11, 8, 0, tzinfo=UTC)
PASSWORD = "seven calm herons walk"
ALL_SCOPES = ("training", "wellness", "injuries", "cycle", "location", "messages", "ai")


@cache
def _password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


@dataclass
class Member:
    """A person in a test, with a program's and a browser's way in."""

    id: UUID
    name: str
    email: str
    roles: frozenset[str]
    api: AsyncClient
    web: AsyncClient
    gear: Machinery = field(repr=False)

    @property
    def actor(self) -> Actor:
        """Whom their transactions run for."""
        return Actor(self.id, roles=self.roles)

    @asynccontextmanager
    async def tx(self) -> AsyncGenerator[Tx]:
        """A transaction of theirs, committed when left."""
        async with self.gear.transactions.open(self.actor) as tx:
            yield tx


@dataclass(frozen=True)
class Cast:
    """The usual four."""

    alice: Member
    bob: Member
    charlie: Member
    dana: Member


class Stage:
    """Makes people, relationships and clients, and runs the jobs that were asked for since it was set."""

    def __init__(self, app: FastAPI, gear: Machinery) -> None:
        self.app = app
        self.gear = gear
        self._stack = AsyncExitStack()
        self._first_job = 0

    async def __aenter__(self) -> Self:
        async with self.gear.database.session(SYSTEM) as session:
            self._first_job = (await session.scalar(text("SELECT coalesce(max(id), 0) FROM procrastinate_jobs"))) or 0
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def client(self, **more: Any) -> AsyncClient:
        """A client nobody is signed in with."""
        transport = ASGITransport(app=self.app, raise_app_exceptions=False)
        headers = {"Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
        client = AsyncClient(transport=transport, base_url="http://testserver", headers=headers, **more)
        return await self._stack.enter_async_context(client)

    async def member(self, name: str, *roles: str, time_zone: str = "Europe/Oslo", units: str = "metric") -> Member:
        """A person with an account, signed in everywhere."""
        account_id = new_id()
        email = f"{name.lower().replace(' ', '.')}.{account_id.hex[-10:]}@example.org"
        async with self.gear.transactions.open(SYSTEM) as tx:
            account = Account(
                id=account_id,
                email=email,
                email_verified_at=tx.now,
                password_hash=_password_hash(),
                roles=sorted(roles),
                created_at=tx.now,
            )
            tx.session.add(account)
            await tx.session.flush()
            workspace = next(role for role in ("coach", "athlete", "admin") if role in roles)
            tx.session.add(
                Person(
                    account_id=account_id,
                    name=name,
                    time_zone=time_zone,
                    units=units,
                    language="en",
                    theme="auto",
                    workspace=workspace,
                    updated_at=tx.now,
                )
            )
            session, token = await open_session(
                tx, account, "web", Device("test browser", "127.0.0.1"), self.gear.vault
            )
        who = SignedIn(account_id, session.id, frozenset(roles))
        bearer = access_token(self.gear.vault, who, self.gear.clock.now())
        api = await self.client(headers={"Authorization": f"Bearer {bearer}"})
        web = await self.client(cookies={"session": token})
        return Member(account_id, name, email, frozenset(roles), api, web, self.gear)

    async def relate(self, coach: Member, athlete: Member, scopes: tuple[str, ...] = ALL_SCOPES) -> UUID:
        """An active relationship with consent, as if invited and accepted."""
        relationship_id = new_id()
        row = {"id": relationship_id, "coach": coach.id, "athlete": athlete.id, "scopes": list(scopes), "at": NOW}
        async with self.gear.transactions.open(SYSTEM) as tx:
            await tx.session.execute(
                text(
                    "INSERT INTO relationships_relationship (id, coach_id, athlete_id, status, started_by, scopes, created_at, changed_at)"
                    " VALUES (:id, :coach, :athlete, 'active', :coach, :scopes, :at, :at)"
                ),
                row,
            )
            await tx.session.execute(
                text(
                    "INSERT INTO relationships_grant (coach_id, athlete_id, scope, relationship_id, granted_at)"
                    " SELECT :coach, :athlete, scope, :id, :at FROM unnest(CAST(:scopes AS text[])) AS scope"
                ),
                row,
            )
        return relationship_id

    async def cast(self) -> Cast:
        """Alice coaches Bob; Charlie has no access; Dana administers."""
        alice = await self.member("Alice Berg", "coach")
        bob = await self.member("Bob Dahl", "athlete")
        charlie = await self.member("Charlie Out", "athlete", "coach")
        dana = await self.member("Dana Root", "admin", "coach", "athlete")
        await self.relate(alice, bob)
        return Cast(alice, bob, charlie, dana)

    async def run_jobs(self, *, rounds: int = 5) -> list[str]:
        """Run every job asked for since the stage was set, and those they ask for; their names."""
        known = {job.name: job for job in jobs_of(slices())}
        done: list[str] = []
        for _ in range(rounds):
            waiting = await self._take()
            if not waiting:
                break
            for name, arguments in waiting:
                await known[name].run(Work(self.gear), **arguments)
                done.append(name)
        return done

    async def _take(self) -> list[tuple[str, dict[str, Any]]]:
        async with self.gear.database.session(SYSTEM) as session:
            rows = await session.execute(
                text(
                    "DELETE FROM procrastinate_jobs WHERE id > :first AND status = 'todo' RETURNING id, task_name, args"
                ),
                {"first": self._first_job},
            )
            return [(row.task_name, row.args) for row in sorted(rows, key=lambda row: row.id)]
