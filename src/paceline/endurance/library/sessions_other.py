"""Strength, mobility and swimming sessions."""

from paceline.endurance.library.sessions_notation import (
    TALK,
    effort,
    fewer,
    gym,
    longer,
    metres,
    minutes,
    more,
    seconds,
    shorter,
    steady,
    swim,
    template,
    times,
)
from paceline.endurance.library.types import SessionTemplate
from paceline.science.endurance.structure import Step


def _exercise(cue: str, length: float = 40, low: float = 6) -> Step:
    return seconds(length, effort(low, low + 1, cue))


_PAUSE = seconds(60, effort(1, cue="Rest"))
CLEAN = "Every repetition looks like the first, with two left in reserve."

STRENGTH: tuple[SessionTemplate, ...] = (
    template(
        "strength-runner", "Runner's strength", "strength", "strength", "strength",
        gym(
            times(3, _exercise("Split squats"), _PAUSE), times(3, _exercise("Single-leg deadlifts"), _PAUSE),
            times(3, _exercise("Calf raises on a step"), _PAUSE), times(2, _exercise("Plank, front and side"), _PAUSE),
        ),
        "Stronger hips and calves carry you through the last third of a race.",
        grow=more(1, 4, 7, 1.2), ease=fewer(9, 1), success=CLEAN, tags=("base", "build"),
    ),
    template(
        "strength-heavy", "Heavy lifting", "strength", "strength", "strength",
        gym(
            times(4, _exercise("Squats, five repetitions", 30, 8), minutes(2.5, effort(1, cue="Rest"))),
            times(4, _exercise("Deadlifts, five repetitions", 30, 8), minutes(2.5, effort(1, cue="Rest"))),
        ),
        "Few, heavy repetitions improve economy without bulk.",
        ease=fewer(9, 2), levels=("intermediate", "advanced"), success=CLEAN, tags=("base",),
    ),
    template(
        "strength-core", "Core circuit", "strength", "strength", "strength",
        gym(times(3, _exercise("Plank, dead bug, side plank, bridge: 40 s each", 160, 5), _PAUSE)),
        "A quiet trunk lets the legs work.", grow=more(1, 5, 6, 1.2), ease=fewer(8, 1), success=CLEAN,
        tags=("any-phase",),
    ),
    template(
        "strength-plyometric", "Jumps and hops", "strength", "strength", "neuromuscular",
        gym(
            times(4, _exercise("Pogo hops", 20, 7), _PAUSE),
            times(4, _exercise("Box jumps, five", 20, 7), seconds(90, effort(1, cue="Rest"))),
        ),
        "Springier feet.", ease=fewer(9, 2), levels=("intermediate", "advanced"), success=CLEAN, tags=("base",),
    ),
    template(
        "mobility-20", "Mobility", "strength", "recovery", "strength",
        gym(steady(minutes(15, effort(2, cue="Hips, ankles, upper back: slow and never painful")))),
        "Keeps you moving well.", success="You feel looser than before.", tags=("any-phase", "rest-day"),
    ),
)  # fmt: skip

SWIM: tuple[SessionTemplate, ...] = (
    template(
        "swim-technique", "Technique swim", "swim", "cross", "aerobic",
        swim(times(8, metres(50, effort(3, cue="One drill per 50: catch-up, fist, side kick")), seconds(20, effort(1)))),
        "Better strokes are free speed.", grow=more(2, 16, 4, 1.2), ease=fewer(6, 4), success="Fewer strokes per length.",
    ),
    template(
        "swim-endurance", "Endurance swim", "swim", "cross", "aerobic",
        swim(times(5, metres(200, effort(4)), seconds(20, effort(1)))), "Easy distance in portions.",
        grow=more(1, 10, 5, 1.2), ease=fewer(7, 2), success=TALK,
    ),
    template(
        "swim-threshold", "Threshold 10 × 100 m", "swim", "threshold", "lactate threshold",
        swim(times(10, metres(100, effort(7)), seconds(15, effort(1)))), "Critical swim speed with short rests.",
        grow=more(2, 16, 7), ease=fewer(9, 4),
    ),
    template(
        "swim-speed", "Speed 12 × 25 m", "swim", "sprint", "anaerobic",
        swim(times(12, metres(25, effort(9)), seconds(40, effort(1)))), "Short and fast, fully rested.",
        grow=more(2, 20, 8, 1.2), ease=fewer(10, 6),
    ),
    template(
        "swim-open-water", "Open-water swim", "swim", "cross", "aerobic",
        swim(steady(minutes(30, effort(4, cue="Look up every eight strokes; never swim alone")))),
        "Sighting, calm and rhythm.", grow=longer(0.10, 60, 5), ease=shorter(7, 15), success=TALK,
    ),
)  # fmt: skip
