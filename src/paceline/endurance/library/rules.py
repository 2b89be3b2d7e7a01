"""Decides a session's next version from what the last one showed."""

from __future__ import annotations

from paceline.endurance.library.types import (
    Evidence,
    NextVersion,
    Progression,
    Regression,
    SessionTemplate,
)
from paceline.science.endurance.structure import (
    Repeats,
    Structure,
    change_repeats,
    main_seconds,
    problems,
    scale,
)


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
                    "The last one was within its effort and your load is steady.",
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
        return f"Your load of the last week is {ratio:.2f} times what you are used to."
    drift = seen.heart_rate_drift
    if rule.drift_from is not None and drift is not None and drift >= rule.drift_from:
        return f"Your heart rate drifted by {drift * 100:.0f} %."
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
        return f"Your load of the last week is {seen.acute_chronic:.2f} times what you are used to."
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
