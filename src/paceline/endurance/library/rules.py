"""Decides a session's next version from what the last one showed."""

from __future__ import annotations

from collections.abc import Sequence

from paceline.endurance.library.ladders import NEXT, PREVIOUS
from paceline.endurance.library.sessions import session_named
from paceline.endurance.library.types import (
    Evidence,
    NextVersion,
    Outcome,
    Progression,
    Regression,
    SessionTemplate,
    Suggestion,
)
from paceline.science.endurance.structure import (
    Repeats,
    Structure,
    change_repeats,
    main_seconds,
    problems,
    scale,
)

# A session counts as done well from here on, in percent of what was planned.
WELL_DONE = 90.0
# The next session of a ladder: twice in a row, done well, at an effort of 7 of 10 or less and without pain.
STEP_TIMES, STEP_RPE, STEP_PAIN = 2, 7.0, 1


def progression(
    session: SessionTemplate, history: Sequence[Outcome], acute_chronic: float | None = None
) -> Suggestion | None:
    """What the last times (the latest last) call for; None to do the same again, or when too little is known.

    A warning sign makes it smaller, or a step down the ladder at its floor; steady success makes it larger, and two
    good times at its largest lead to the next session of its ladder.
    """
    done = [one for one in history if one.is_done]
    if not done:
        return None
    last = done[-1]
    evidence = Evidence(last.rpe, acute_chronic, last.heart_rate_drift, last.pain, in_a_row(history), last.structure)
    said = next_version(session, evidence)
    if said.change != "hold":
        return Suggestion(said.change, session, said.structure, said.reason)
    sign = next((found for rule in session.regression if (found := warning_sign(rule, evidence))), None)
    other = session_named((PREVIOUS if sign else NEXT).get(session.id, ""))
    if other is None:
        return None
    if sign:
        return Suggestion("regress", other, other.structure, f"{sign} This is already the smallest version.")
    return _step_up(session, other, evidence, history)


def _step_up(
    session: SessionTemplate, other: SessionTemplate, seen: Evidence, history: Sequence[Outcome]
) -> Suggestion | None:
    current = seen.structure or session.structure
    can_grow = any(grown(current, rule) is not None for rule in session.progression)
    recent = history[-STEP_TIMES:]
    is_easy = all(one.rpe is not None and one.rpe <= STEP_RPE and (one.pain or 0) <= STEP_PAIN for one in recent)
    if can_grow or in_a_row(history) < STEP_TIMES or not is_easy:
        return None
    words = f"Done well {STEP_TIMES} times in a row at an effort of {STEP_RPE:g} or less, and it grows no further."
    return Suggestion("progress", other, other.structure, words)


def in_a_row(history: Sequence[Outcome]) -> int:
    """How many of the last ones in a row were done, and as long as planned where that is known."""
    count = 0
    for one in reversed(history):
        if not one.is_done or (one.compliance is not None and one.compliance < WELL_DONE):
            break
        count += 1
    return count


def next_version(template: SessionTemplate, evidence: Evidence) -> NextVersion:
    """One change at a time: a warning sign first, then the first progression whose conditions are all met."""
    current = evidence.structure or template.structure
    for regression in template.regression:
        sign = warning_sign(regression, evidence)
        smaller = reduced(current, regression) if sign else None
        if sign and smaller is not None:
            return NextVersion("regress", smaller, sign)
    obstacle = "This session does not grow."
    for progression in template.progression:
        found = obstacle_to(progression, evidence)
        if found is None:
            larger = grown(current, progression)
            if larger is not None:
                return NextVersion(
                    "progress",
                    larger,
                    "The last one was within its effort and the load is steady.",
                )
            found = "It has reached its largest version."
        obstacle = found
    return NextVersion("hold", current, obstacle)


def warning_sign(rule: Regression, seen: Evidence) -> str | None:
    """The sign that calls for less, as a sentence; None without one."""
    if rule.pain_from is not None and seen.pain is not None and seen.pain >= rule.pain_from:
        return f"Pain {seen.pain} of 10 last time."
    if rule.rpe_from is not None and seen.rpe is not None and seen.rpe >= rule.rpe_from:
        return f"It felt like {seen.rpe:g} of 10, harder than it should."
    ratio = seen.acute_chronic
    if rule.acute_chronic_from is not None and ratio is not None and ratio >= rule.acute_chronic_from:
        return f"The load of the last week is {ratio:.2f} times the usual."
    drift = seen.heart_rate_drift
    if rule.drift_from is not None and drift is not None and drift >= rule.drift_from:
        return f"Heart rate drifted by {drift * 100:.0f} %."
    return None


def obstacle_to(rule: Progression, seen: Evidence) -> str | None:
    """The first condition that is unknown or not met, as a sentence; None when all are met."""
    if seen.completions < rule.completions_at_least:
        return f"Complete it {rule.completions_at_least} time(s) first."
    if seen.rpe is None:
        return "Unknown, because the effort of the last one was not logged."
    if seen.rpe > rule.rpe_at_most:
        return f"It felt like {seen.rpe:g} of 10; it grows at {rule.rpe_at_most:g} or less."
    if seen.acute_chronic is None:
        return "Unknown, because there are not yet four weeks of load to compare with."
    if seen.acute_chronic > rule.acute_chronic_at_most:
        return f"The load of the last week is {seen.acute_chronic:.2f} times the usual."
    if seen.pain is None:
        return "Unknown, because pain was not logged."
    if seen.pain > rule.pain_at_most:
        return f"Pain {seen.pain} of 10 last time."
    return None


def grown(structure: Structure, rule: Progression) -> Structure | None:
    """The larger version, or None at the limit."""
    if rule.action == "add_repeat":
        larger = change_repeats(structure, int(rule.amount))
        fits = most_repeats(larger) <= rule.limit
    else:
        larger = scale(structure, 1 + rule.amount)
        fits = main_seconds(larger) <= rule.limit
    return larger if fits and larger != structure and not problems(larger) else None


def reduced(structure: Structure, rule: Regression) -> Structure | None:
    """The smaller version, or None at the floor."""
    if rule.relief == "drop_repeat":
        smaller = change_repeats(structure, -int(rule.amount))
        fits = most_repeats(smaller) >= rule.floor
    else:
        smaller = scale(structure, 1 - rule.amount)
        fits = main_seconds(smaller) >= rule.floor
    return smaller if fits and smaller != structure and not problems(smaller) else None


def most_repeats(structure: Structure) -> int:
    return max(
        (s.repeats for s in structure.segments if isinstance(s, Repeats) and s.kind == "interval"),
        default=0,
    )
