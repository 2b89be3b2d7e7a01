"""Judges a plan by the body it is for: pain, illness, what is ruled out, and signs that belong to a doctor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from paceline.endurance.plans.findings import broken
from paceline.endurance.plans.rules_body import PAIN_LIMIT, is_barred, is_sick, quiet_until
from paceline.endurance.plans.rules_refuse import REFERRAL
from paceline.endurance.plans.rules_validate_load import week_of
from paceline.endurance.plans.types import Finding, PlanDraft


def red_flags(draft: PlanDraft) -> Iterator[Finding]:
    """Signs for a doctor: the words are fixed, and there is no plan."""
    flags = draft.request.health.red_flags
    if flags and draft.workouts:
        yield broken("red-flag", REFERRAL.format(signs=" and ".join(sorted(flags))), signs=len(flags))


def health(draft: PlanDraft) -> Iterator[Finding]:
    """No impact with pain, nothing with a fever, nothing that was ruled out, and intensity only once that is over."""
    request, state = draft.request, draft.request.health
    first = request.start - timedelta(days=request.start.weekday())
    quiet = quiet_until(request, first)
    for workout in draft.workouts:
        if workout.is_race:
            continue
        week = week_of(draft, workout.on)
        if is_sick(request, workout.on):
            yield broken("illness", f"{workout.title} comes too soon after a fever.", week, workout.on)
        elif is_barred(request, workout.on) and workout.structure.sport == "running":
            yield broken(
                "pain",
                f"With pain of {state.pain} of 10, no running yet.",
                week,
                workout.on,
                pain=state.pain,
                most=PAIN_LIMIT,
            )
        elif workout.is_hard and workout.on < quiet:
            yield broken("too-soon", f"{workout.title} is too hard this early.", week, workout.on)
        if workout.workout_type in state.avoid:
            yield broken("ruled-out", f"{workout.title} was ruled out for now.", week, workout.on)


def race_while_ill(draft: PlanDraft) -> Iterator[Finding]:
    """A race inside the days that pain or illness bars is no race to start in."""
    for workout in draft.workouts:
        if workout.is_race and is_barred(draft.request, workout.on):
            yield broken(
                "race-ill", f"{workout.title} is too soon for how you are.", week_of(draft, workout.on), workout.on
            )
