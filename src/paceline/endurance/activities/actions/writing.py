"""Writing the parts of activities: samples in packed columns, places apart, laps and best efforts; many in few statements."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from paceline.endurance.activities.codec import pack
from paceline.endurance.activities.files.reading import ReadSession
from paceline.endurance.activities.model import Activity, Best, Lap, Stream, Track
from paceline.endurance.activities.places import start_of
from paceline.endurance.activities.types import CHANNELS, DEGREES
from paceline.infra.tx import Tx

Row = dict[str, Any]


async def write_parts(tx: Tx, sessions: Sequence[tuple[Activity, ReadSession]]) -> None:
    """Everything of these activities that has a table of its own."""
    packed = await asyncio.to_thread(lambda: [_packed(session) for _, session in sessions])
    streams, tracks, laps, bests = list[Row](), list[Row](), list[Row](), list[Row]()
    for (activity, session), columns in zip(sessions, packed, strict=True):
        key: Row = {
            "athlete_id": activity.athlete_id,
            "activity_id": activity.id,
            "shareable": activity.shareable,
        }
        places = {name: columns.pop(name) for name in ("latitude", "longitude") if name in columns}
        if columns:
            streams.append({**key, "samples": len(session.time), **dict.fromkeys(CHANNELS), **columns})
        if len(places) == 2:
            latitude, longitude = start_of(session.channels["latitude"], session.channels["longitude"])
            tracks.append({**key, **places, "start_latitude": latitude, "start_longitude": longitude})
        laps += [{**key, **lap} for lap in _laps(session)]
        bests += [{**key, **effort} for effort in session.efforts]
    for model, rows in ((Stream, streams), (Track, tracks), (Lap, laps), (Best, bests)):
        table: Any = model.__table__
        if rows:
            await tx.session.execute(insert(table), rows)


def _packed(session: ReadSession) -> dict[str, bytes]:
    if not len(session.time):
        return {}
    steps = {**CHANNELS, **(dict.fromkeys(("latitude", "longitude"), DEGREES) if session.has_track else {})}
    samples = {"time": session.time, **session.channels}
    return {name: pack(values, steps[name]) for name, values in samples.items() if name in steps}


def _laps(session: ReadSession) -> list[Row]:
    return [
        {
            "number": number,
            "start_offset": lap["start"],
            "elapsed": lap["elapsed"],
            "timer": lap["timer"],
            "distance": lap["distance"],
            "trigger": lap["trigger"],
            "average_heart_rate": lap["avg_heart_rate"],
            "max_heart_rate": lap["max_heart_rate"],
            "average_speed": lap["avg_speed"],
            "average_power": lap["avg_power"],
            "average_cadence": lap["avg_cadence"],
            "ascent": lap["ascent"],
        }
        for number, lap in enumerate(session.laps, 1)
    ]
