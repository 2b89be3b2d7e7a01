"""Gear an archive names: what the athlete keeps under that name, or a new piece."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.gear.model import Gear
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx

KINDS = {"running": "shoes", "walking": "shoes", "cycling": "bike"}
MOST = 200


async def gear_named(tx: Tx, athlete_id: UUID, wanted: Mapping[str, str]) -> Mapping[str, UUID]:
    """The gear of each name, made where there is none; `wanted` says for which family of sports a name was used."""
    if not wanted:
        return {}
    mine = select(Gear.name, Gear.id).where(Gear.athlete_id == athlete_id, Gear.deleted_at.is_(None))
    here = {name.casefold(): gear_id for name, gear_id in await tx.session.execute(mine)}
    for name, family in wanted.items():
        if name.casefold() in here or len(here) >= MOST:
            continue
        made = Gear(
            id=new_id(),
            athlete_id=athlete_id,
            kind=KINDS.get(family, "other"),
            name=name,
            brand="",
            notes="",
            initial_distance=0.0,
            initial_seconds=0.0,
            created_at=tx.now,
            changed_at=tx.now,
        )
        tx.session.add(made)
        here[name.casefold()] = made.id
    await tx.session.flush()
    return {name: here[name.casefold()] for name in wanted if name.casefold() in here}
