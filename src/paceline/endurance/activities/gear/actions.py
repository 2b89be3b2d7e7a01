"""Writes of gear: keeping, changing, retiring, mounting, servicing; only its athlete may."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.activities.gear.model import Gear, GearDefault, Mount, Service
from paceline.endurance.activities.gear.queries import MOST, own_gear
from paceline.endurance.activities.gear.rules import gear_problems, overlapping
from paceline.endurance.activities.gear.schemas import ChangeGear, MountGear, NewGear, ServiceGear
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound

_STAYS = ("kind", "name", "brand", "notes", "initial_distance", "initial_seconds")
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


async def add_gear(tx: Tx, command: NewGear) -> Gear:
    """Keep an eye on one more thing."""
    _refuse(gear_problems(command.kind, command.default_for, command.since, command.retired_on))
    counted = select(func.count()).select_from(Gear).where(Gear.athlete_id == tx.person, Gear.deleted_at.is_(None))
    if (await tx.session.scalar(counted) or 0) >= MOST:
        raise Conflict(f"You keep {MOST} pieces of gear already. Delete what is long gone first.")
    known = command.model_dump(exclude={"default_for"})
    gear = Gear(id=new_id(), athlete_id=tx.person, **known, created_at=tx.now, changed_at=tx.now)
    tx.session.add(gear)
    await tx.session.flush()
    await _take_for(tx, gear, command.default_for)
    return gear


async def change_gear(tx: Tx, gear_id: UUID, command: ChangeGear) -> Gear:
    """Change what the command names and leave the rest; what is retired is no longer taken by itself."""
    gear = await own_gear(tx, gear_id)
    changes: dict[str, Any] = command.model_dump(exclude_unset=True)
    families: list[str] | None = changes.pop("default_for", None)
    for field, value in changes.items():
        if value is not None or field not in _STAYS:
            setattr(gear, field, value)
    if gear.retired_on is not None and "retired_on" in changes and not families:
        families = []
    _refuse(gear_problems(gear.kind, families or (), gear.since, gear.retired_on))
    gear.changed_at = tx.now
    await tx.session.flush()
    if families is not None:
        await _take_for(tx, gear, families)
    return gear


async def delete_gear(tx: Tx, gear_id: UUID) -> None:
    """Take a thing out of everything; it can be brought back, and sessions remember it."""
    gear = await own_gear(tx, gear_id)
    gear.deleted_at = gear.changed_at = tx.now
    await tx.session.flush()


async def restore_gear(tx: Tx, gear_id: UUID) -> Gear:
    """Bring a deleted thing back."""
    gear = await own_gear(tx, gear_id, deleted=True)
    gear.deleted_at, gear.changed_at = None, tx.now
    await tx.session.flush()
    return gear


async def _take_for(tx: Tx, gear: Gear, families: Sequence[str]) -> None:
    mine = GearDefault.athlete_id == gear.athlete_id
    await tx.session.execute(delete(GearDefault).where(mine, GearDefault.gear_id == gear.id))
    for family in dict.fromkeys(families):
        taken = insert(GearDefault).values(athlete_id=gear.athlete_id, family=family, gear_id=gear.id)
        await tx.session.execute(
            taken.on_conflict_do_update(index_elements=["athlete_id", "family"], set_={"gear_id": gear.id})
        )


async def mount_component(tx: Tx, component_id: UUID, command: MountGear) -> Mount:
    """Put a component on a bike for a stretch of days; it cannot be on two bikes at once."""
    await tx.session.execute(_ONE_AT_A_TIME, {"key": f"activities.gear/{tx.person}"})
    component, bike = await own_gear(tx, component_id), await own_gear(tx, command.bike_id)
    if component.kind != "component":
        raise Invalid("Only a component can be mounted.", fields={"component": "This is not a component."})
    if bike.kind != "bike":
        raise Invalid("A component goes on a bike.", fields={"bike_id": f"{bike.name} is not a bike."})
    _refuse(_order(command.mounted_on, command.removed_on))
    others = await tx.session.execute(
        select(Mount.mounted_on, Mount.removed_on).where(
            Mount.athlete_id == tx.person, Mount.component_id == component_id
        )
    )
    taken = overlapping(command.mounted_on, command.removed_on, [(first, last) for first, last in others])
    if taken is not None:
        until = f" to {taken[1]}" if taken[1] else " on"
        words = f"It is mounted from {taken[0]}{until} already. Take it off first, or choose other days."
        raise Conflict(words)
    mount = Mount(id=new_id(), athlete_id=tx.person, component_id=component_id, **command.model_dump())
    tx.session.add(mount)
    await tx.session.flush()
    return mount


async def remove_component(tx: Tx, mount_id: UUID, day: date) -> Mount:
    """Take a component off: from that day on it no longer counts."""
    mount = await _own_mount(tx, mount_id)
    _refuse(_order(mount.mounted_on, day))
    mount.removed_on = day
    await tx.session.flush()
    return mount


async def forget_mount(tx: Tx, mount_id: UUID) -> Mount:
    """Strike out a mount that was entered by mistake."""
    mount = await _own_mount(tx, mount_id)
    await tx.session.delete(mount)
    await tx.session.flush()
    return mount


async def note_service(tx: Tx, gear_id: UUID, command: ServiceGear) -> Service:
    """Write down a service; the count towards the next begins the day after."""
    gear = await own_gear(tx, gear_id)
    service = Service(id=new_id(), athlete_id=tx.person, gear_id=gear.id, day=command.day, notes=command.notes)
    tx.session.add(service)
    await tx.session.flush()
    return service


async def forget_service(tx: Tx, service_id: UUID) -> UUID:
    """Strike out a service that was entered by mistake; the gear it was for."""
    found = await tx.session.scalar(select(Service).where(Service.id == service_id, Service.athlete_id == tx.person))
    if found is None:
        raise NotFound()
    await tx.session.delete(found)
    await tx.session.flush()
    return found.gear_id


async def _own_mount(tx: Tx, mount_id: UUID) -> Mount:
    found = await tx.session.scalar(select(Mount).where(Mount.id == mount_id, Mount.athlete_id == tx.person))
    if found is None:
        raise NotFound()
    return found


def _order(mounted_on: date, removed_on: date | None) -> dict[str, str]:
    if removed_on is None or removed_on > mounted_on:
        return {}
    return {"removed_on": f"It was mounted on {mounted_on}. Choose a later day to take it off."}


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
