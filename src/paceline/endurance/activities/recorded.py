"""The samples of an activity, read back from their packed columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import select

from paceline.endurance.activities.codec import unpack
from paceline.endurance.activities.model import Activity, Stream, Track
from paceline.endurance.activities.types import CHANNELS, DEGREES
from paceline.infra.tx import Tx
from paceline.science.endurance.streams import Array

PLACES = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Samples:
    """Channels by name over `time`, seconds after the start; position only for those who may know it."""

    time: Array
    channels: dict[str, Array] = field(default_factory=dict[str, Array])

    @property
    def track(self) -> list[tuple[float, float]]:
        """Where it went; empty when unknown or not to be known."""
        if not set(PLACES) <= self.channels.keys():
            return []
        return list(zip(self.channels["latitude"].tolist(), self.channels["longitude"].tolist(), strict=True))


async def samples_of(tx: Tx, activity: Activity, wanted: Iterable[str] | None = None) -> Samples:
    """The channels asked for, as far as they were recorded; everything when nothing is named.

    Positions come from their own table, whose row-level security asks for the consent to see places.
    """
    names = [name for name in CHANNELS if name != "time" and (wanted is None or name in set(wanted))]
    columns = Stream.__table__.c
    row = (
        await tx.session.execute(
            select(columns.time, *(columns[name] for name in names)).where(
                columns.activity_id == activity.id, columns.athlete_id == activity.athlete_id
            )
        )
    ).one_or_none()
    if row is None:
        return Samples(np.zeros(0))
    found = {
        name: unpack(packed, CHANNELS[name]) for name, packed in zip(names, row[1:], strict=True) if packed is not None
    }
    if wanted is None or set(PLACES) & set(wanted):
        found |= await _places(tx, activity)
    return Samples(unpack(row[0], CHANNELS["time"]), found)


async def _places(tx: Tx, activity: Activity) -> dict[str, Array]:
    track = await tx.session.scalar(
        select(Track).where(Track.activity_id == activity.id, Track.athlete_id == activity.athlete_id)
    )
    if track is None:
        return {}
    return {"latitude": unpack(track.latitude, DEGREES), "longitude": unpack(track.longitude, DEGREES)}
