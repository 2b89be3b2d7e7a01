"""The samples of an activity, read back from their packed columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from paceline.endurance.activities.codec import unpack
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.types import CHANNELS, DEGREES
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.science.endurance.streams import Array

PLACES = ("latitude", "longitude")
_STEPS = {**CHANNELS, **dict.fromkeys(PLACES, DEGREES)}


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
    rows = await ask(tx.session, _query(names, bool(placed)), key, binary=True)
    if not rows:
        return Samples(np.zeros(0))
    clock, *kept = rows[0]
    channels = zip((*names, *placed), kept, strict=True)
    return Samples(
        unpack(clock, _STEPS["time"]),
        {name: unpack(packed, _STEPS[name]) for name, packed in channels if packed is not None},
    )


@cache
def _query(names: Sequence[str], with_places: bool) -> bytes:
    """One statement for both tables; whoever may not know the places finds no row in theirs."""
    columns = ["stream.time", *(f"stream.{name}" for name in names)]
    tables = "activities_stream AS stream"
    if with_places:
        columns += (f"track.{name}" for name in PLACES)
        tables += " LEFT JOIN activities_track AS track USING (activity_id, athlete_id)"
    asked = "stream.activity_id = %(activity)s AND stream.athlete_id = %(athlete)s"
    # Names come from the channels above, never from outside.
    return f"SELECT {', '.join(columns)} FROM {tables} WHERE {asked}".encode()  # noqa: S608
