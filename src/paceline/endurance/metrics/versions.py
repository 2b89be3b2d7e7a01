"""Which formulas an athlete's kept values come from; another version in the catalogue means computing them anew."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.metrics.events import MetricsRecomputed
from paceline.endurance.metrics.model import Version
from paceline.infra.tx import Tx
from paceline.science.endurance.catalogue import CATALOGUE


@dataclass(frozen=True, slots=True)
class Stored:
    """Something that is kept: the metric that names it and the metrics of the catalogue it is made of."""

    metric: str
    made_of: tuple[str, ...]

    @property
    def version(self) -> int:
        """The sum of the parts' versions: it rises when any of them does."""
        return sum(CATALOGUE[part].version for part in self.made_of)

    @property
    def name(self) -> str:
        """How people know it."""
        return CATALOGUE[self.metric].name


DAYS = Stored("fitness", ("fitness", "ramp_rate"))
ACTIVITIES = Stored("best_efforts", ("best_efforts", "time_in_zones", "graded_speed", "durability"))


async def version_of(tx: Tx, athlete_id: UUID, metric: str) -> int | None:
    """The version an athlete's kept values come from; None when nothing is kept yet."""
    return await tx.session.scalar(
        select(Version.version).where(Version.athlete_id == athlete_id, Version.metric == metric)
    )


async def note_version(tx: Tx, athlete_id: UUID, stored: Stored, before: int | None) -> None:
    """Write down that everything kept comes from the present version; say so once when it replaced another."""
    if before == stored.version:
        return
    replaced = {"replaced": before, "replaced_at": None if before is None else tx.now}
    values = {"version": stored.version, "computed_at": tx.now, **replaced}
    write = insert(Version).values(athlete_id=athlete_id, metric=stored.metric, **values)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id", "metric"], set_=values))
    if before is not None:
        await tx.emit(MetricsRecomputed(athlete_id, stored.metric, stored.version))
