"""The samples of an activity, read back from their packed columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import bindparam, select

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
    asked = None if wanted is None else frozenset(wanted)
    names = tuple(name for name in CHANNELS if name != "time" and (asked is None or name in asked))
    placed = PLACES if asked is None or asked & set(PLACES) else ()
    key = {"activity": activity.id, "athlete": activity.athlete_id}
    row = (await tx.session.execute(_query(names, bool(placed)), key)).one_or_none()
    if row is None:
        return Samples(np.zeros(0))
    steps = {**CHANNELS, **dict.fromkeys(PLACES, DEGREES)}
    kept = zip((*names, *placed), row[1:], strict=True)
    return Samples(
        unpack(row[0], steps["time"]),
        {name: unpack(packed, steps[name]) for name, packed in kept if packed is not None},
    )


@cache
def _query(names: Sequence[str], with_places: bool) -> Any:
    """One statement for both tables; whoever may not know the places finds no row in theirs."""
    stream, track = Stream.__table__.c, Track.__table__.c
    wanted = [stream.time, *(stream[name] for name in names)]
    one = (stream.activity_id == bindparam("activity")) & (stream.athlete_id == bindparam("athlete"))
    if not with_places:
        return select(*wanted).where(one)
    both = (track.activity_id == stream.activity_id) & (track.athlete_id == stream.athlete_id)
    places = (track[name] for name in PLACES)
    return select(*wanted, *places).select_from(Stream.__table__.outerjoin(Track.__table__, both)).where(one)
