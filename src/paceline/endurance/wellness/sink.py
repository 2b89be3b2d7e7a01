"""Keeps the daily values that files bring beside activities, and says what became of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from paceline.endurance.wellness.bringing import Kept, Receipt, bring_again, keep_brought, take_away
from paceline.endurance.wellness.types import KINDS
from paceline.infra.tx import Tx


class Brought(Protocol):
    """One value as whoever reads files hands it on."""

    @property
    def day(self) -> date: ...
    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def source(self) -> str: ...
    @property
    def measured(self) -> int: ...


class WellnessKeeper:
    """Plugged into imports; the same values may come again."""

    async def keep_wellness(self, tx: Tx, athlete_id: UUID, values: Sequence[Brought]) -> Kept:
        """Keep what can be kept, and say how many of which kinds, and how many were left out."""
        count, implausible = 0, 0
        receipts: list[Receipt] = []
        for source in sorted({one.source for one in values}):
            said = [(one.day, one.kind, one.value, one.measured) for one in values if one.source == source]
            receipt, fresh, wrong = await keep_brought(tx, said, source)
            receipts += [receipt] if receipt else []
            count, implausible = count + fresh, implausible + wrong
        return Kept(words_for(values, implausible), count, receipts)

    async def take_away(self, tx: Tx, receipts: Sequence[Receipt], undone_at: datetime) -> None:
        """What came with an import goes with it."""
        await take_away(tx, receipts, undone_at)

    async def bring_again(self, tx: Tx, receipts: Sequence[Receipt], undone_at: datetime) -> None:
        """And comes back with it."""
        await bring_again(tx, receipts, undone_at)


def words_for(values: Sequence[Brought], implausible: int) -> str:
    """What became of daily values, in a sentence or two."""
    known = [one for one in values if one.kind in KINDS]
    kept = len(known) - implausible
    words = ", ".join(_lower(kind.label) for kind in KINDS.values() if any(one.kind == kind.id for one in known))
    said = [f"{kept:,} wellness {'value' if kept == 1 else 'values'} ({words}) kept."] if known else []
    if implausible:
        said.append(f"{implausible:,} left out because nobody can have such a value.")
    return " ".join(said)


def _lower(label: str) -> str:
    return label if label[1:2].isupper() else label[0].lower() + label[1:]
