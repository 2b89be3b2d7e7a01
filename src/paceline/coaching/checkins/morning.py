"""What a discipline knows of the morning before anybody asks: values of devices beside what is usual for the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable
from uuid import UUID

from paceline.infra.tx import Tx


@dataclass(frozen=True, slots=True)
class MorningValue:
    """A value of the night or morning, in words: “HRV”, “52 ms”, “usually 61 ms”; the tone only where it leaves the usual."""

    label: str
    value_text: str
    usual_text: str
    tone: str = ""
    source: str = ""


@runtime_checkable
class MorningSource(Protocol):
    """Plug in to fill the check-in with what is known already; empty when nothing is."""

    async def morning_values(self, tx: Tx, athlete_id: UUID, day: date) -> Sequence[MorningValue]: ...
