"""Words of activities: channels, what a plan may say about a session, and the settings of uploads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from pydantic import Field

from paceline.infra.settings import SettingsGroup, group
from paceline.infra.tx import Tx
from paceline.science.endurance.following import PlannedStep

if TYPE_CHECKING:
    from paceline.endurance.activities.model import Activity

# Each channel with the number of steps a unit is kept in: finer than any device measures.
CHANNELS: Mapping[str, int] = {
    "time": 1000,
    "distance": 100,
    "altitude": 10,
    "speed": 1000,
    "vertical_speed": 1000,
    "heart_rate": 10,
    "cadence": 10,
    "power": 10,
    "temperature": 10,
    "core_temperature": 100,
    "vertical_oscillation": 10_000,
    "step_length": 10_000,
    "ground_contact_time": 10_000,
    "ground_contact_balance": 100,
    "vertical_ratio": 100,
    "muscle_oxygen": 10,
    "respiration_rate": 100,
    "total_hemoglobin": 100,
}
DEGREES = 10_000_000  # a centimetre at the equator


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be done with an activity: shown to a coach, read by AI, and until when it may be kept."""

    shareable: bool = True
    ai_allowed: bool = True
    retain_until: datetime | None = None


FREE = Terms()

PlanMatch: TypeAlias = tuple[str, str, float | None]


@runtime_checkable
class PlanMatchSource(Protocol):
    """Plug in to say beside an activity how it compares with what was planned: words, tone, planned load."""

    async def plan_match(self, tx: Tx, activity: "Activity") -> PlanMatch | None: ...


PlannedSession: TypeAlias = tuple[str, str, Sequence[PlannedStep]]


@runtime_checkable
class StepMatchSource(Protocol):
    """Plug in to say which steps an activity was meant to have: title, where to see them, steps; None without any."""

    async def planned_steps(self, tx: Tx, activity: "Activity") -> PlannedSession | None: ...


class ActivitySettings(SettingsGroup):
    """How much may be uploaded."""

    model_config = group("ACTIVITIES")

    largest_mb: int = Field(100, ge=1, le=2000, description="Megabytes one uploaded activity file may have.")
    largest_archive_mb: int = Field(
        4096, ge=1, le=100_000, description="Megabytes an uploaded archive may have; it arrives in parts."
    )
    part_mb: int = Field(8, ge=1, le=100, description="Megabytes one part of a large upload has.")
    largest_request_mb: int = Field(
        500, ge=1, le=10_000, description="Megabytes one upload of many files may have together."
    )
    at_once_kb: int = Field(
        512, ge=0, le=10_000, description="A single file up to this size is read while the person waits."
    )
    uploads: str = Field(
        "600/hour", pattern=r"^\d+/\w+$", description="How many uploads a person may send, such as 600/hour."
    )
    deleted_days: int = Field(
        30, ge=1, le=3650, description="Days a deleted activity, with its file, can still be brought back."
    )
