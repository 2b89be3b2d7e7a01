"""The planned session beside what was done, step by step, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from paceline.endurance.activities.listing.rows import pace_of
from paceline.endurance.activities.looking.intervals import candidates_of
from paceline.endurance.activities.model import Activity, Lap
from paceline.endurance.activities.recorded import Samples
from paceline.endurance.activities.types import PlannedSession
from paceline.science.endurance.following import Followed, follow
from paceline.ui.format import Figure, Formatter

VERDICTS = {"in": ("On target", "positive"), "below": ("Below", "caution"), "above": ("Above", "caution")}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One planned step: its length and target, what they became, and whether the target was held."""

    label: str
    planned: str
    done: str
    target: str
    actual: str
    verdict: str
    tone: str
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class StepsView:
    """The planned session with its steps, or the reason why they could not be lined up."""

    title: str
    href: str
    rows: Sequence[StepRow]
    words: str
    reason: str = ""


def steps_view(
    activity: Activity, samples: Samples, laps: Sequence[Lap], planned: PlannedSession, fmt: Formatter
) -> StepsView | None:
    """The steps lined up with laps or intervals; None for a session of a single step without a target."""
    title, href, steps = planned
    if len(steps) < 2 and not any(step.measure for step in steps):
        return None
    found = follow(steps, candidates_of(activity, samples, laps))
    if found.reason:
        return StepsView(title, href, (), "", found.reason)
    hit = f"{found.hit} of {found.aimed} on target, " if found.aimed else ""
    return StepsView(title, href, [_row(one, activity, fmt) for one in found.steps], f"{hit}by {found.by}")


def _row(one: Followed, activity: Activity, fmt: Formatter) -> StepRow:
    step, done = one.step, one.done
    words, tone = VERDICTS[one.verdict] if one.verdict else ("", "") if done else ("Left out", "neutral")
    by_metres = step.metres is not None and done is not None and done.distance is not None
    return StepRow(
        step.label[:1].upper() + step.label[1:],
        str(fmt.distance(step.metres, 2) if step.metres else fmt.duration_exact(step.seconds)),
        "–" if done is None else str(fmt.distance(done.distance, 2) if by_metres else fmt.duration_exact(done.seconds)),
        _target(one, activity, fmt),
        str(_measured(one.actual, one, activity, fmt)),
        words,
        tone,
        None if done is None else done.start,
        None if done is None else done.end,
    )


def _target(one: Followed, activity: Activity, fmt: Formatter) -> str:
    low, high = (_measured(value, one, activity, fmt) for value in (one.step.low, one.step.high))
    if one.step.measure is None or low.missing or high.missing:
        return "–"
    # The slower end of a pace is the larger number, but slow to fast is how a range is read.
    return f"{low.value}–{high.value} {high.unit}".strip()


def _measured(value: float | None, one: Followed, activity: Activity, fmt: Formatter) -> Figure:
    if one.step.measure == "power":
        return fmt.power(value)
    if one.step.measure == "heart_rate":
        return fmt.heart_rate(value)
    return pace_of(activity.family, value, fmt)
