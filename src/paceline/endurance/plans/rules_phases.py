"""Phases of a plan as stretches of time, and when one gives way to the next: by date, by what was reached, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from paceline.endurance.plans.types import Phase, PlanDraft

Verdict = Literal["stay", "advance", "wait"]
# A phase may be prolonged this long for criteria that are not met, then a person decides.
MOST_WAIT_DAYS = 14
LAST_DAY_PAIN = 2


@dataclass(frozen=True, slots=True)
class Criteria:
    """What has to be reached before the phase ends, besides its date; None asks for nothing."""

    load_share: float | None = None
    weeks_done: int | None = None
    needs_test: bool = False
    pain_free_days: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase of a plan; `left_on`, `decided_by` and `why` tell how it really ended."""

    phase: Phase
    starts_on: date
    ends_on: date
    criteria: Criteria = Criteria()
    left_on: date | None = None
    decided_by: Literal["rule", "person"] | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """What is known of a phase so far; None where nothing is known, which never counts as reached."""

    load_share: float | None = None
    weeks_done: int | None = None
    test_passed: bool | None = None
    pain_free_days: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What the rule says today, and why."""

    verdict: Verdict
    sentence: str


CRITERIA: dict[Phase, Criteria] = {
    "base": Criteria(load_share=0.70),
    "build": Criteria(load_share=0.70),
    "return": Criteria(weeks_done=1, pain_free_days=7),
}


def stretches(draft: PlanDraft) -> tuple[Stretch, ...]:
    """The phases of a plan in order; the last ends with the plan."""
    out: list[Stretch] = []
    for week in draft.weeks:
        last = min(week.starts_on + timedelta(days=6), draft.end)
        if out and out[-1].phase == week.phase:
            out[-1] = replace(out[-1], ends_on=last)
        else:
            start = max(week.starts_on, draft.request.start)
            out.append(Stretch(week.phase, start, last, CRITERIA.get(week.phase, Criteria())))
    return tuple(out)


def turn(stretch: Stretch, following: Stretch | None, today: date, reached: Reached) -> Turn:
    """Whether the phase ends today. A taper never waits: the race does not either."""
    if today <= stretch.ends_on:
        left = (stretch.ends_on - today).days + 1
        return Turn("stay", f"{left} day{'s' if left != 1 else ''} of {stretch.phase} left.")
    if following is None:
        return Turn("stay", "This is the last phase of the plan.")
    short = _short_of(stretch.criteria, reached)
    if not short or following.phase == "taper":
        return Turn("advance", f"{stretch.phase.capitalize()} is done; {following.phase} begins.")
    if (today - stretch.ends_on).days > MOST_WAIT_DAYS:
        return Turn("wait", f"{short} This has waited {MOST_WAIT_DAYS} days: decide what comes next.")
    return Turn("wait", f"{short} {stretch.phase.capitalize()} goes on.")


def _short_of(asked: Criteria, reached: Reached) -> str:
    """The first thing that is missing, as a sentence; empty when all is there."""
    if asked.load_share is not None and (reached.load_share is None or reached.load_share < asked.load_share):
        done = "Nothing" if reached.load_share is None else f"{reached.load_share:.0%}"
        return f"{done} of the planned load was done; {asked.load_share:.0%} is asked for."
    if asked.weeks_done is not None and (reached.weeks_done or 0) < asked.weeks_done:
        return f"{reached.weeks_done or 0} of {asked.weeks_done} weeks were done."
    if asked.needs_test and not reached.test_passed:
        return "The test at the end was not passed yet."
    days = reached.pain_free_days
    if asked.pain_free_days is not None and (days is None or days < asked.pain_free_days):
        known = "Unknown how many" if days is None else f"{days}"
        return f"{known} days without pain; {asked.pain_free_days} are asked for."
    return ""


def left(rows: Sequence[Stretch], at: int, today: date, by: Literal["rule", "person"], why: str) -> tuple[Stretch, ...]:
    """The phases after one ended today: the rest moves so that no day is without a phase, and the plan's end stays."""
    if not 0 <= at < len(rows) - 1:
        raise ValueError("The last phase has none after it.")
    if rows[at].left_on is not None or today < rows[at].starts_on or today > rows[-1].ends_on:
        raise ValueError("This phase cannot end on that day.")
    if at and rows[at - 1].left_on is None:
        raise ValueError("An earlier phase is still open.")
    if (rows[-1].ends_on - today).days < len(rows) - at - 2:
        raise ValueError("There is no time left for the phases after it.")
    out = list(rows)
    out[at] = replace(rows[at], ends_on=today - timedelta(days=1), left_on=today, decided_by=by, why=why)
    start = today
    for later in range(at + 1, len(out)):
        spare = timedelta(days=len(out) - 1 - later)
        ends = min(max(out[later].ends_on, start), rows[-1].ends_on - spare)
        out[later] = replace(out[later], starts_on=start, ends_on=ends)
        start = ends + timedelta(days=1)
    return tuple(out)
