"""Fills a marked database with the demonstration: people first, then their lives, side by side in two processes."""

import asyncio
import gc
import secrets
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from uuid import UUID

from paceline.app import boot
from paceline.app.demo import marking
from paceline.app.demo.history import life_of
from paceline.app.demo.living import write_life
from paceline.app.demo.people import ADMINISTRATOR, COACHES, PEOPLE
from paceline.app.demo.replay import Replay
from paceline.app.demo.types import Coach, Persona
from paceline.app.fast_loop import run_fast
from paceline.app.registry import slices
from paceline.core.identity import Register
from paceline.core.identity.actions.registration import create_account
from paceline.core.relationships import SCOPES, start_relationship
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM, DatabaseAddress
from paceline.infra.storage import open_storage

PROCESSES = 2
COACHES_JOINED = timedelta(weeks=79)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to make: the seed, the present instant, whom, and how long a history (None: all of it)."""

    seed: int
    now: datetime
    people: Sequence[str] = tuple(one.key for one in PEOPLE)
    weeks: int | None = None

    @property
    def personas(self) -> list[Persona]:
        return [one for one in PEOPLE if one.key in self.people]


@dataclass(frozen=True, slots=True)
class Share:
    """The part of the work one process does; `ids` are accounts by key."""

    settings: boot.Settings
    address: DatabaseAddress
    wanted: Wanted
    ids: dict[str, UUID]


def fill(settings: boot.Settings, address: DatabaseAddress, wanted: Wanted, processes: int = PROCESSES) -> None:
    """Fill an empty marked database; it is only called whole when everything is in it."""
    marking.write_mark(address, marking.UNFINISHED)
    parts = _divided(wanted.personas, processes)
    if len(parts) == 1:
        _write_share(Share(settings, address, wanted, asyncio.run(_people(settings, address, wanted))))
    else:
        _fill_side_by_side(settings, address, wanted, parts)
    marking.write_mark(address, marking.MARK)


def _fill_side_by_side(
    settings: boot.Settings, address: DatabaseAddress, wanted: Wanted, parts: Sequence[Sequence[str]]
) -> None:
    # A fresh interpreter each: a forked one would share this one's connections. They start while people are made.
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
        ready = [pool.submit(_get_ready) for _ in parts]
        ids = asyncio.run(_people(settings, address, wanted))
        shares = [Share(settings, address, _only(wanted, keys), ids) for keys in parts]
        for done in [*ready, *(pool.submit(_write_share, share) for share in shares)]:
            done.result()


def _get_ready() -> None:
    """Import the product, which takes a second or two."""
    slices()


def _only(wanted: Wanted, keys: Sequence[str]) -> Wanted:
    return Wanted(wanted.seed, wanted.now, tuple(keys), wanted.weeks)


def _divided(personas: Sequence[Persona], parts: int) -> list[list[str]]:
    """The longest lives first, each to the process that has least to do."""
    shares: list[tuple[float, list[str]]] = [(0.0, []) for _ in range(min(parts, len(personas)))]
    for one in sorted(personas, key=_labour, reverse=True):
        least = min(range(len(shares)), key=lambda at: shares[at][0])
        shares[least] = (shares[least][0] + _labour(one), [*shares[least][1], one.key])
    return [keys for _, keys in shares]


def _labour(persona: Persona) -> float:
    return persona.weeks * persona.days + persona.joined_weeks_ago * 6 * persona.checkins


async def _people(settings: boot.Settings, address: DatabaseAddress, wanted: Wanted) -> dict[str, UUID]:
    """Accounts and relationships, each at the time it began."""
    clock = FixedClock(wanted.now)
    async with boot.machinery(settings, address, clock=clock) as machinery:
        replay = Replay(machinery, clock, slices())
        ids: dict[str, UUID] = {}
        coaches = [one for one in COACHES if any(p.coach == one.key for p in wanted.personas)]
        async with replay.open(SYSTEM) as moment:
            for coach in coaches:
                tx = moment.at(wanted.now - COACHES_JOINED)
                account = await create_account(tx, _registration(coach, "coach", "metric"), ["coach"])
                account.email_verified_at = tx.now
                ids[coach.key] = account.id
            tx = moment.at(wanted.now - COACHES_JOINED)
            keeper = await create_account(tx, _registration(ADMINISTRATOR, "coach", "metric"), ["admin"])
            keeper.email_verified_at = tx.now
            for persona in wanted.personas:
                tx = moment.at(life_start(persona, wanted))
                account = await create_account(tx, _registration(persona, "athlete", persona.units), ["athlete"])
                account.email_verified_at = tx.now
                ids[persona.key] = account.id
                await tx.session.flush()
                shared = [words.scope for words in SCOPES if words.scope not in persona.keeps]
                await start_relationship(tx, ids[persona.coach], account.id, shared)
    return ids


def life_start(persona: Persona, wanted: Wanted) -> datetime:
    """When a persona's account was made: on the day their life here begins."""
    weeks = (
        persona.joined_weeks_ago if wanted.weeks is None else max(1, min(persona.joined_weeks_ago, wanted.weeks - 1))
    )
    return wanted.now - timedelta(weeks=weeks, days=1)


def _registration(one: Coach | Persona, role: str, units: str) -> Register:
    # Nobody signs in with it: a demonstration is entered with one click.
    return Register.model_validate(
        {
            "email": one.email,
            "password": secrets.token_urlsafe(24),
            "name": one.name,
            "role": role,
            "time_zone": one.time_zone,
            "units": units,
        }
    )


def _write_share(share: Share) -> None:
    # Nothing made here lies in circles worth looking for while a minute passes.
    gc.disable()
    try:
        run_fast(_write_lives(share))
    finally:
        gc.enable()


async def _write_lives(share: Share) -> int:
    clock = FixedClock(share.wanted.now)
    async with boot.machinery(share.settings, share.address, clock=clock) as machinery:
        replay = Replay(machinery, clock, slices())
        for persona in share.wanted.personas:
            life = life_of(persona, share.wanted.seed, share.wanted.now, share.wanted.weeks)
            await write_life(replay, life, share.ids[persona.key], share.ids[persona.coach], share.wanted.now)
    return len(share.wanted.personas)


def forget_files(settings: boot.Settings) -> None:
    """Delete the originals of a demonstration that is made anew."""

    async def forget() -> None:
        storage = open_storage(settings.storage, boot.prepare_data_folder(settings.instance.data))
        for key in await storage.list("u"):
            await storage.delete(key)

    asyncio.run(forget())
