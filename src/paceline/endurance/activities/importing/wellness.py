"""Values of a day that files bring beside activities: handed to whoever keeps them, and said honestly when nobody does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable
from uuid import UUID

from paceline.infra.tx import Tx

# Kind → its unit and its word. SDNN is another measure than RMSSD and is never taken for it.
KINDS: Mapping[str, tuple[str, str]] = {
    "resting_heart_rate": ("1/min", "resting heart rate"),
    "hrv_sdnn": ("s", "HRV (SDNN)"),
    "hrv_rmssd": ("s", "HRV (RMSSD)"),
    "sleep": ("s", "sleep"),
    "body_mass": ("kg", "weight"),
    "vo2max": ("mL/min/kg", "VO2max"),
    "steps": ("1", "steps"),
    "calories": ("kcal", "energy"),
    "heart_rate": ("1/min", "heart rate"),
}


@dataclass(frozen=True, slots=True)
class WellnessValue:
    """One value of one day of the athlete's life, in `unit`; `source` says which kind of file told it."""

    day: date
    kind: str
    value: float
    unit: str
    source: str


@runtime_checkable
class WellnessSink(Protocol):
    """Plug in to keep daily values; the same values may come again, and what is kept counts once."""

    async def keep_wellness(self, tx: Tx, athlete_id: UUID, values: Sequence[WellnessValue]) -> None: ...


def values_of(plain: Iterable[tuple[date, str, float]], source: str) -> list[WellnessValue]:
    """Daily values as they come from a file; kinds nobody has a word for are left out."""
    return [WellnessValue(day, kind, value, KINDS[kind][0], source) for day, kind, value in plain if kind in KINDS]


async def hand_on(tx: Tx, sinks: Sequence[WellnessSink], values: Sequence[WellnessValue]) -> str:
    """Give daily values to whoever keeps them; the sentence that says what became of them."""
    if not values:
        return ""
    for sink in sinks:
        await sink.keep_wellness(tx, tx.person, values)
    words = ", ".join(word for kind, (_, word) in KINDS.items() if any(one.kind == kind for one in values))
    many = f"{len(values):,} wellness {'value' if len(values) == 1 else 'values'} ({words})"
    if sinks:
        return f"{many} kept."
    return f"{many} found. Wellness values are not kept yet."
