"""Judges how hard a plan is: shares of easy time, time and metres at each pace, and whether a pace can be held."""

from __future__ import annotations

from collections.abc import Iterator

from paceline.endurance.plans.findings import broken, doubtful
from paceline.endurance.plans.readings import read
from paceline.endurance.plans.rules_validate_load import planned_seconds, week_of, whole
from paceline.endurance.plans.rules_volume import speeds_of
from paceline.endurance.plans.shapes import LEVEL_SPEED, ZONE_CAPS, ZONE_METRES, shape_of
from paceline.endurance.plans.types import Finding, PlanDraft, PlannedWorkout, PlanWeek
from paceline.science.endurance.structure import Repeats, Structure, Target

EASY_SHARE = 0.78
DISTRIBUTION_TOLERANCE = 0.04
# Paces are estimated, so metres are allowed a little more.
METRES_TOLERANCE = 1.05
# A pace written as a speed may differ this much from the one today's fitness gives.
PACE_BAND = 0.03
# Threshold is what an hour allows; other intensities follow Riegel's exponent (American Scientist 69:285, 1981).
THRESHOLD_SECONDS = 3600.0
RIEGEL = 0.06
# From here on the work above threshold sets the end: about a minute of threshold power, 15 kJ at 250 W.
SPRINT_FROM = 1.15
WORK_ABOVE = 60.0
# Below this nothing limits the time but fuel.
ENDLESS = 0.90
# Repetition pace against threshold (Daniels, VDOT 50).
REPETITION = 1.17


def easy_share(draft: PlanDraft) -> Iterator[Finding]:
    for week in draft.weeks:
        planned = planned_seconds(draft, week)
        easy = sum(w.estimate.easy_seconds for w in draft.training(week))
        if whole(draft, week) and planned and easy < planned * EASY_SHARE:
            sentence = "Less than three quarters of the week is easy."
            yield doubtful("easy-share", sentence, week.index, easy=easy, total=planned)


def distribution(draft: PlanDraft) -> Iterator[Finding]:
    """Over the build-up, the event's own share of easy time."""
    wanted = shape_of(draft.request).easy
    for phase in ("build", "peak"):
        done = [w for week in draft.weeks if week.phase == phase for w in draft.training(week)]
        total = sum(w.estimate.duration for w in done)
        easy = sum(w.estimate.easy_seconds for w in done)
        if total and easy < total * (wanted - DISTRIBUTION_TOLERANCE):
            first = next(week.index for week in draft.weeks if week.phase == phase)
            sentence = f"{easy / total:.0%} of the {phase} weeks is easy; this event asks for {wanted:.0%}."
            yield doubtful("distribution", sentence, first, easy=easy / total, wanted=wanted)


def zone_caps(draft: PlanDraft) -> Iterator[Finding]:
    caps = ZONE_CAPS[draft.request.sport]
    words = {
        3: "marathon effort",
        4: "threshold",
        5: "interval pace",
        6: "repetition pace",
    }
    for week in draft.weeks:
        planned = planned_seconds(draft, week)
        use, metres = _use(draft, week)
        for zone, cap in caps.items():
            if use[zone] > planned * cap + 60:
                share = f"{use[zone] / planned * 100:.0f} %" if planned else "All"
                sentence = f"{share} of the week at {words[zone]}; {cap:.0%} is the most."
                yield broken("zone-cap", sentence, week.index, seconds=use[zone], total=planned)
        for zone, most in ZONE_METRES.items() if draft.request.sport == "running" else ():
            if metres[zone] > most * METRES_TOLERANCE:
                sentence = f"{metres[zone] / 1000:.1f} km at {words[zone]} in a week; {most / 1000:g} km is the most."
                yield broken("zone-metres", sentence, week.index, metres=metres[zone], most=most)


def _use(draft: PlanDraft, week: PlanWeek) -> tuple[dict[int, float], dict[int, float]]:
    use: dict[int, float] = {zone: 0.0 for zone in (3, 4, 5, 6)}
    metres = dict(use)
    speeds = speeds_of(draft.request)
    for workout in draft.training(week):
        seen = read(workout.structure, speeds)
        for zone, seconds in seen.use.items():
            use[zone] += seconds
            metres[zone] += seen.metres[zone]
    return use, metres


def paces(draft: PlanDraft) -> Iterator[Finding]:
    """No pace beyond today's fitness, and none held for longer than a race at it would last."""
    speeds = speeds_of(draft.request)
    for workout in draft.workouts:
        if workout.is_race or draft.beside(workout):
            continue
        week = week_of(draft, workout.on)
        yield from _too_fast(draft, workout, week)
        for intensity, seconds in read(workout.structure, speeds).efforts:
            if intensity > ENDLESS and seconds > longest_at(intensity):
                able = longest_at(intensity)
                sentence = (
                    f"{workout.title} holds one pace for {seconds / 60:.0f} min; a race at it lasts {able / 60:.0f}."
                )
                yield broken("pace-length", sentence, week, workout.on, asked=seconds, able=able)


def _too_fast(draft: PlanDraft, workout: PlannedWorkout, week: int) -> Iterator[Finding]:
    speeds = speeds_of(draft.request)
    for target in targets_of(workout.structure) if speeds is not None else ():
        if speeds is None or target.speed is None:
            continue
        fastest = _fastest(draft, speeds, target.pace)
        if target.speed.high > fastest * (1 + PACE_BAND):
            sentence = f"{workout.title} asks for a pace {(target.speed.high / fastest - 1):.0%} above today's fitness."
            yield broken("pace", sentence, week, workout.on, asked=target.speed.high, able=fastest)


def targets_of(structure: Structure) -> Iterator[Target]:
    for segment in structure.segments:
        if isinstance(segment, Repeats):
            yield from (step.target for step in (segment.work, segment.recovery, segment.set_recovery) if step)
        else:
            yield segment.step.target


def longest_at(intensity: float) -> float:
    """Seconds an all-out effort lasts: Riegel near threshold, the work above it beyond (critical power)."""
    if intensity <= SPRINT_FROM:
        return THRESHOLD_SECONDS * intensity ** (-1 / RIEGEL)
    return WORK_ABOVE / (intensity - 1)


def _fastest(draft: PlanDraft, speeds: dict[str, float], pace: str | None) -> float:
    """The speed of the named pace, or repetition pace."""
    if pace is not None and pace in speeds:
        return speeds[pace]
    threshold = speeds.get("T") or LEVEL_SPEED[draft.request.level]
    return speeds.get("R") or threshold * REPETITION
