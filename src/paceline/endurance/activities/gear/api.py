"""REST of gear: lists with wear, one piece, what is mounted where, services."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.gear.actions import (
    add_gear,
    change_gear,
    delete_gear,
    forget_mount,
    forget_service,
    mount_component,
    note_service,
    remove_component,
    restore_gear,
)
from paceline.endurance.activities.gear.queries import Kept, gear_by_id, gear_of, mounts_of, services_of
from paceline.endurance.activities.gear.schemas import (
    ChangeGear,
    GearDetail,
    GearOut,
    GearsOut,
    MountGear,
    MountOut,
    NewGear,
    ReminderOut,
    RemoveGear,
    ServiceGear,
    ServiceOut,
    WearOut,
)
from paceline.endurance.athletes import athlete_for
from paceline.infra.tx import Tx
from paceline.kit.paging import MOST, decode_cursor, encode_cursor, page_of

router = APIRouter(tags=["gear"])
_OWN = ("id", "athlete_id", "kind", "name", "brand", "notes", "since", "retired_on", "initial_distance",
        "initial_seconds", "replace_distance", "service_distance", "service_seconds")  # fmt: skip


@router.get("/gear")
async def gear(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> GearsOut:
    """Your gear with its wear, or that of somebody who shares their training with you; what is in use first."""
    if athlete_id is not None and athlete_id != tx.person:
        await athlete_for(tx, athlete_id)
    every = await gear_of(tx, athlete_id or tx.person)
    last = decode_cursor(cursor, UUID)[0] if cursor else None
    after = next((n for n, one in enumerate(every, 1) if one.gear.id == last), 0)
    found = page_of(every[after : after + limit + 1], limit, lambda one: encode_cursor(one.gear.id))
    return GearsOut(items=[_out(one) for one in found.items], next_cursor=found.next_cursor)


@router.post("/gear", status_code=201)
async def add(tx: RequestTx, command: NewGear) -> GearDetail:
    """Keep an eye on one more thing."""
    return await _detail(tx, (await add_gear(tx, command)).id)


@router.get("/gear/{gear_id}")
async def one_gear(tx: RequestTx, gear_id: UUID) -> GearDetail:
    """One piece of gear with its mounts and services."""
    return await _detail(tx, gear_id)


@router.patch("/gear/{gear_id}")
async def change(tx: RequestTx, gear_id: UUID, command: ChangeGear) -> GearDetail:
    """Change or retire it, or say for which sports it is taken."""
    return await _detail(tx, (await change_gear(tx, gear_id, command)).id)


@router.delete("/gear/{gear_id}", status_code=204)
async def delete(tx: RequestTx, gear_id: UUID) -> Response:
    """Delete it; it can be brought back."""
    await delete_gear(tx, gear_id)
    return Response(status_code=204)


@router.post("/gear/{gear_id}/restoration")
async def restore(tx: RequestTx, gear_id: UUID) -> GearDetail:
    """Bring it back."""
    return await _detail(tx, (await restore_gear(tx, gear_id)).id)


@router.post("/gear/{gear_id}/mounts", status_code=201)
async def mount(tx: RequestTx, gear_id: UUID, command: MountGear) -> MountOut:
    """Put this component on a bike for a stretch of days."""
    return MountOut.model_validate(await mount_component(tx, gear_id, command))


@router.patch("/gear/mounts/{gear_mount_id}")
async def take_off(tx: RequestTx, gear_mount_id: UUID, command: RemoveGear) -> MountOut:
    """Take a component off from a day on."""
    return MountOut.model_validate(await remove_component(tx, gear_mount_id, command.removed_on))


@router.delete("/gear/mounts/{gear_mount_id}", status_code=204)
async def strike_mount(tx: RequestTx, gear_mount_id: UUID) -> Response:
    """Strike out a mount that was entered by mistake."""
    await forget_mount(tx, gear_mount_id)
    return Response(status_code=204)


@router.post("/gear/{gear_id}/services", status_code=201)
async def service(tx: RequestTx, gear_id: UUID, command: ServiceGear) -> ServiceOut:
    """Write down a service; the count towards the next begins the day after."""
    return ServiceOut.model_validate(await note_service(tx, gear_id, command))


@router.delete("/gear/services/{gear_service_id}", status_code=204)
async def strike_service(tx: RequestTx, gear_service_id: UUID) -> Response:
    """Strike out a service that was entered by mistake."""
    await forget_service(tx, gear_service_id)
    return Response(status_code=204)


def _out(kept: Kept) -> GearOut:
    known = {name: getattr(kept.gear, name) for name in _OWN}
    due = [ReminderOut.model_validate(one) for one in kept.reminders]
    return GearOut(**known, default_for=list(kept.default_for), wear=WearOut.model_validate(kept.wear), reminders=due)


async def _detail(tx: Tx, gear_id: UUID) -> GearDetail:
    kept = await gear_by_id(tx, gear_id)
    mounts = [MountOut.model_validate(one) for one in await mounts_of(tx, kept.gear)]
    services = [ServiceOut.model_validate(one) for one in await services_of(tx, kept.gear)]
    return GearDetail(**_out(kept).model_dump(), mounts=mounts, services=services)
