"""What a plan looks like before it is published: load, change and easy share of every week."""

from __future__ import annotations

from dataclasses import dataclass

from paceline.endurance.plans.types import PlanDraft


@dataclass(frozen=True, slots=True)
class WeekOutlook:
    """`change` is against the week before (0.08 is 8 % more), None for the first or after an empty one.

    The shares are of the week's time: easy is zones 1–2, moderate 3–4, hard 5–7. `beside_seconds` is strength and
    other sports.
    """

    index: int
    seconds: float
    load: float
    change: float | None
    easy: float | None
    moderate: float | None
    hard: float | None
    beside_seconds: float


def outlook(draft: PlanDraft) -> tuple[WeekOutlook, ...]:
    """Every week of a plan, in order."""
    out: list[WeekOutlook] = []
    for week in draft.weeks:
        done = draft.training(week)
        seconds = sum(w.estimate.duration for w in done)
        load = sum(w.estimate.load for w in done)
        before = out[-1].load if out else 0.0
        beside = sum(w.estimate.duration for w in draft.everything(week) if draft.beside(w))
        out.append(
            WeekOutlook(
                index=week.index,
                seconds=seconds,
                load=load,
                change=load / before - 1 if before else None,
                easy=_share(sum(w.estimate.easy_seconds for w in done), seconds),
                moderate=_share(sum(w.estimate.moderate_seconds for w in done), seconds),
                hard=_share(sum(w.estimate.hard_seconds for w in done), seconds),
                beside_seconds=beside,
            )
        )
    return tuple(out)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
