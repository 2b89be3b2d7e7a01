"""The short notation the session data is written in: steps, repeats, warm-ups and templates."""

from __future__ import annotations

from collections.abc import Sequence

from paceline.endurance.library.types import (
    LEVELS,
    Category,
    EnergySystem,
    Level,
    Progression,
    Regression,
    SessionTemplate,
    Source,
    WorkoutType,
)
from paceline.science.endurance.structure import (
    End,
    Pace,
    PowerRange,
    Range,
    Repeats,
    Segment,
    Single,
    Sport,
    Step,
    Structure,
    Target,
    from_text,
)

EXPERIENCED: tuple[Level, ...] = ("intermediate", "advanced")
ADVANCED: tuple[Level, ...] = ("advanced",)
WATER = "Water to thirst."
CARBS_60 = "From the first half hour 60 g of carbohydrate an hour, and water."
CARBS_80 = "60–90 g of carbohydrate an hour from the start, 400–800 ml of fluid, salt to taste: rehearse race day."
EVEN = "The last repetition is as fast as the first, and you could do one more."
TALK = "You can speak in full sentences throughout."

How = Pace | Target


def minutes(length: float, how: How, notes: str | None = None) -> Step:
    return Step(End("duration", round(length * 60)), _target(how), notes)


def seconds(length: float, how: How, notes: str | None = None) -> Step:
    return Step(End("duration", length), _target(how), notes)


def metres(length: float, how: How, notes: str | None = None) -> Step:
    return Step(End("distance", length), _target(how), notes)


def km(length: float, how: How, notes: str | None = None) -> Step:
    return metres(length * 1000, how, notes)


def ftp(low: float, high: float | None = None) -> Target:
    return Target(power=PowerRange(low / 100, (high or low) / 100))


def effort(low: float, high: float | None = None, cue: str | None = None) -> Target:
    return Target(rpe=Range(low, high or low), cue=cue)


def steady(step: Step) -> Single:
    return Single("steady", step)


def times(
    repeats: int,
    work: Step,
    recovery: Step | None = None,
    *,
    sets: int = 1,
    between: Step | None = None,
) -> Repeats:
    return Repeats(work, recovery, repeats, sets, between)


def run(*main: Segment, warm: float = 15, cool: float = 10, strides: int = 4) -> Structure:
    """A running session: easy warm-up with strides, the main set, an easy cool-down."""
    extra = (_strides(strides),) if strides else ()
    return Structure(
        "running",
        (
            Single("warmup", minutes(warm, "E")),
            *extra,
            *main,
            Single("cooldown", minutes(cool, "E")),
        ),
    )


def easy(*main: Segment, strides: int = 0) -> Structure:
    """An easy or long run: no separate warm-up."""
    return Structure("running", (*main, _strides(strides)) if strides else main)


def ride(*main: Segment, warm: float = 15, cool: float = 10) -> Structure:
    before = Single("warmup", minutes(warm, ftp(50, 65), "Three short spins at high cadence."))
    return Structure("cycling", (before, *main, Single("cooldown", minutes(cool, ftp(45, 55)))))


def spin(*main: Segment) -> Structure:
    return Structure("cycling", main)


def swim(*main: Segment) -> Structure:
    before, after = (
        metres(300, effort(3, cue="Easy, mixed strokes")),
        metres(100, effort(2)),
    )
    return Structure("swimming", (Single("warmup", before), *main, Single("cooldown", after)))


def gym(*main: Segment) -> Structure:
    return Structure(
        "strength",
        (Single("warmup", minutes(8, effort(2, cue="Loosen every joint"))), *main),
    )


def typed(text: str, sport: Sport = "running") -> tuple[Segment, ...]:
    """The parts of a main set as a person types them."""
    parts = from_text(text, sport).segments
    return tuple(Single("steady", part.step) if isinstance(part, Single) else part for part in parts)


def more(repeats: int, limit: int, rpe: float, ratio: float = 1.1) -> tuple[Progression, ...]:
    return (Progression("add_repeat", repeats, limit, rpe, ratio),)


def longer(share: float, limit_minutes: float, rpe: float, ratio: float = 1.1) -> tuple[Progression, ...]:
    return (Progression("lengthen", share, limit_minutes * 60, rpe, ratio),)


def fewer(rpe: float, floor: int = 2) -> tuple[Regression, ...]:
    """Two fewer when it was far too hard; one fewer on a drifting heart rate, a load spike or pain."""
    return (
        Regression("drop_repeat", 2, floor, rpe_from=rpe),
        Regression(
            "drop_repeat",
            1,
            floor,
            acute_chronic_from=1.3,
            drift_from=0.05,
            pain_from=3,
        ),
    )


def shorter(rpe: float, floor_minutes: float = 15) -> tuple[Regression, ...]:
    return (
        Regression("shorten", 0.25, floor_minutes * 60, rpe_from=rpe, pain_from=3),
        Regression("shorten", 0.15, floor_minutes * 60, acute_chronic_from=1.3, drift_from=0.05),
    )


def template(
    id: str,
    name: str,
    category: Category,
    workout_type: WorkoutType,
    system: EnergySystem,
    structure: Structure,
    intent: str,
    *,
    grow: Sequence[Progression] = (),
    ease: Sequence[Regression] = (),
    levels: tuple[Level, ...] = LEVELS,
    fuel: str = WATER,
    success: str = EVEN,
    tags: tuple[str, ...] = (),
    source: Source = "Paceline",
) -> SessionTemplate:
    sport: Sport = structure.sport
    return SessionTemplate(
        id=id,
        name=name,
        category=category,
        sport=sport,
        workout_type=workout_type,
        intent=intent,
        energy_system=system,
        levels=levels,
        structure=structure,
        fuelling=fuel,
        success_criteria=success,
        progression=tuple(grow),
        regression=tuple(ease),
        tags=tags,
        source=source,
    )


def _strides(repeats: int) -> Repeats:
    work = seconds(20, "R", "Fast and relaxed, never a sprint.")
    return Repeats(work, seconds(60, "walk"), repeats, kind="strides")


def _target(how: How) -> Target:
    return how if isinstance(how, Target) else Target(pace=how)
