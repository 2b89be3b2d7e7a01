"""What the morning's devices say, for the check-in: last night beside the athlete's own usual range."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from paceline.coaching.checkins import MorningValue
from paceline.endurance.readiness.rules import HISTORY_DAYS
from paceline.endurance.wellness import latest, values_between
from paceline.infra.tx import Tx
from paceline.kit.days import days_between
from paceline.science.endurance.wellness import LEAST_HISTORY, Baseline, baseline


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of value: how it is shown, and which way leaving the usual range is worth a colour."""

    id: str
    label: str
    words: Callable[[float], str]
    worse: int  # +1 when high is worth a look, -1 when low is, 0 when neither says anything


def _hours(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d}"


KINDS = (
    _Kind("sleep", "Sleep", _hours, -1),
    _Kind("hrv_rmssd", "HRV", lambda seconds: f"{seconds * 1000:.0f} ms", -1),
    _Kind("hrv_sdnn", "HRV (SDNN)", lambda seconds: f"{seconds * 1000:.0f} ms", -1),
    _Kind("resting_heart_rate", "Resting HR", lambda bpm: f"{bpm:.0f} bpm", 1),
    _Kind("body_mass", "Weight", lambda kilograms: f"{kilograms:.1f} kg", 0),
)


class DeviceMorning:
    """Plugged into the check-in."""

    async def morning_values(self, tx: Tx, athlete_id: UUID, day: date) -> Sequence[MorningValue]:
        """Values of this very day; older ones say nothing about the morning and are left out."""
        ids = [kind.id for kind in KINDS]
        first = day - timedelta(days=HISTORY_DAYS)
        known = await values_between(tx, athlete_id, ids, first, day)
        if not any(day in known[kind] for kind in ids):
            return []
        sources = await latest(tx, athlete_id, ids, day)
        days = days_between(first, day - timedelta(days=1))
        return [
            value_of(kind, known[kind.id][day], [known[kind.id].get(one) for one in days], sources[kind.id].source)
            for kind in KINDS
            if day in known[kind.id]
        ]


def value_of(kind: _Kind, today: float, history: Sequence[float | None], source: str) -> MorningValue:
    """A value in words beside what is usual; coloured only outside the smallest worthwhile change, the worse way."""
    usual = baseline(history)
    if usual is None:
        count = sum(one is not None for one in history)
        words = f"Your usual is known after {LEAST_HISTORY} mornings; {count} so far."
        return MorningValue(kind.label, kind.words(today), words, "", _source(source))
    low, high = usual.band
    words = f"Usually {kind.words(usual.mean)}; a change counts outside {kind.words(low)} to {kind.words(high)}."
    return MorningValue(kind.label, kind.words(today), words, _tone(kind, today, usual), _source(source))


def _tone(kind: _Kind, today: float, usual: Baseline) -> str:
    low, high = usual.band
    is_worse = (kind.worse < 0 and today < low) or (kind.worse > 0 and today > high)
    return "caution" if is_worse else ""


def _source(source: str) -> str:
    return f"From {source.replace('_', ' ')}."
