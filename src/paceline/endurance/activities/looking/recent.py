"""Samples somebody is looking at, kept decoded for the next look: dragging over a chart asks for them again and again."""

from collections import OrderedDict
from collections.abc import Hashable

import numpy as np

from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.recorded import PLACES, Samples, samples_of
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

MOST_BYTES = 24 * 2**20  # four recordings of a whole day, or a hundred of an hour
# Which writing of the row it is. Whoever may not see the row is told of none, so what is kept is nobody else's.
_WRITTEN = b"""
SELECT xmin::text, ctid::text FROM activities_stream WHERE activity_id = %(activity)s AND athlete_id = %(athlete)s
"""


class Shelf:
    """The recordings looked at last, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Samples] = OrderedDict()
        self.size = 0

    def take(self, key: Hashable) -> Samples | None:
        """What is kept, with lists of its own: a channel that is added to it is added to nobody else's."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return Samples(found.time, dict(found.channels))

    def put(self, key: Hashable, samples: Samples) -> None:
        """Keep it; what was looked at longest ago makes room."""
        for values in (samples.time, *samples.channels.values()):
            values.flags.writeable = False
        if key in self._held or (size := _size(samples)) > self._most:
            return
        self._held[key] = Samples(samples.time, dict(samples.channels))
        self.size += size
        while self.size > self._most:
            self.size -= _size(self._held.popitem(last=False)[1])


def _size(samples: Samples) -> int:
    return samples.time.nbytes + sum(values.nbytes for values in samples.channels.values())


_SHELF = Shelf(MOST_BYTES)


async def recent_samples(tx: Tx, activity: Activity, wanted: tuple[str, ...]) -> Samples:
    """The channels asked for as `samples_of` reads them; without positions, which another consent guards."""
    if set(wanted) & set(PLACES):
        raise ValueError("positions are read each time")
    written = await ask(tx.session, _WRITTEN, {"activity": activity.id, "athlete": activity.athlete_id})
    if not written:
        return Samples(np.zeros(0))
    key = (activity.id, wanted, *written[0])
    found = _SHELF.take(key)
    if found is None:
        found = await samples_of(tx, activity, wanted)
        _SHELF.put(key, found)
    return found
