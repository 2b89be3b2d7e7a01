"""Values of a day that files bring beside activities: handed to whoever keeps them, and said honestly when nobody does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from paceline.endurance.activities.files.archives import DailyValues
from paceline.infra.tx import Tx


@dataclass(frozen=True, slots=True)
class WellnessValue:
    """One value of one day of the athlete's life, in the SI unit of its kind; `source` says which kind of file told it.

    `measured` counts the measurements behind it, because several files may each tell a part of one day.
    """

    day: date
    kind: str
    value: float
    source: str
    measured: int = 1


Receipt = Mapping[str, Any]


class Kept(Protocol):
    """What became of values in words, how many are new or other than before, and what it takes to take them away."""

    @property
    def words(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def receipts(self) -> Sequence[Receipt]: ...


@runtime_checkable
class WellnessSink(Protocol):
    """Plug in to keep daily values; the same may come again and count once. Receipts are plain data."""

    async def keep_wellness(self, tx: Tx, athlete_id: UUID, values: Sequence[WellnessValue]) -> Kept: ...

    async def take_away(self, tx: Tx, receipts: Sequence[Receipt], undone_at: datetime) -> None: ...

    async def bring_again(self, tx: Tx, receipts: Sequence[Receipt], undone_at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a file's values; `details` is what is written down with the file."""

    words: str = ""
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])


def values_of(plain: DailyValues, source: str) -> list[WellnessValue]:
    """Daily values as they come from a file."""
    return [WellnessValue(day, kind, value, source, *rest) for day, kind, value, *rest in plain]


async def hand_on(tx: Tx, sinks: Iterable[WellnessSink], values: Sequence[WellnessValue]) -> Handed:
    """Give daily values to whoever keeps them, and say what became of them."""
    if not values:
        return Handed()
    kept = [await sink.keep_wellness(tx, tx.person, values) for sink in sinks]
    if not kept:
        many = f"{len(values):,} wellness {'value' if len(values) == 1 else 'values'}"
        return Handed(f"{many} found, which nothing here keeps.")
    words = " ".join(one.words for one in kept if one.words)
    receipts = [dict(receipt) for one in kept for receipt in one.receipts]
    return Handed(words, {"values": sum(one.count for one in kept), "receipts": receipts} if receipts else {})
