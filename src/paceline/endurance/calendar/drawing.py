"""A workout as a person sees it: its profile, and its steps with the athlete's own targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.targets import targets_of, training_speeds_of
from paceline.science.endurance.structure import (
    InvalidStructure,
    Repeats,
    Step,
    Structure,
    Target,
    describe,
    flatten,
    from_json,
)
from paceline.science.endurance.structure.wording import end_words, target_words
from paceline.science.endurance.watch import ResolvedTargets
from paceline.ui import svg

_ROLES = {
    "warmup": "Warm-up",
    "steady": "Main",
    "cooldown": "Cool-down",
    "interval": "Work",
    "strides": "Strides",
    "drills": "Drills",
}


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """A range in SI units for this athlete: speeds in m/s, beats per minute or watts."""

    kind: Literal["pace", "swim_pace", "heart_rate", "power"]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the table of steps."""

    role: str
    zone: int
    times: str
    length: str
    effort: str
    own: OwnTarget | None
    note: str
    nested: bool = False


@dataclass(frozen=True, slots=True)
class SessionView:
    """What the page of a session draws."""

    profile: Sequence[svg.Step]
    rows: Sequence[StepRow]
    words: str


def structure_from(value: dict[str, Any] | None) -> Structure | None:
    """The stored structure; None for a session that is only named."""
    if value is None:
        return None
    try:
        return from_json(value)
    except InvalidStructure as error:
        raise RuntimeError("a stored structure no longer reads") from error


def profile_of(structure: Structure | None, athlete: Athlete | None = None) -> tuple[svg.Step, ...]:
    """The steps of a drawing, equal neighbours joined."""
    if structure is None:
        return ()
    speeds = training_speeds_of(athlete, structure.sport) if athlete is not None else {}
    steps: list[svg.Step] = []
    for flat in flatten(structure, speeds):
        step = svg.Step(flat.seconds, flat.zone, flat.intensity * 100)
        if steps and (steps[-1].zone, steps[-1].percent) == (step.zone, step.percent):
            step = step._replace(seconds=steps.pop().seconds + step.seconds)
        steps.append(step)
    return tuple(steps)


def session_view(structure: Structure | None, athlete: Athlete) -> SessionView:
    """Everything to draw of a structure for this athlete."""
    if structure is None:
        return SessionView((), (), "")
    targets = targets_of(athlete, structure.sport)
    zones: dict[tuple[int, str], int] = {}
    for flat in flatten(structure, training_speeds_of(athlete, structure.sport)):
        zones.setdefault((flat.segment, flat.role), flat.zone)
    rows: list[StepRow] = []
    for index, segment in enumerate(structure.segments):
        if isinstance(segment, Repeats):
            rows += _block(index, segment, structure.sport, targets, zones)
        else:
            rows.append(
                _row(_ROLES[segment.kind], zones[index, segment.kind], "", segment.step, structure.sport, targets)
            )
    return SessionView(profile_of(structure, athlete), rows, describe(structure).title)


def _block(
    index: int, block: Repeats, sport: str, targets: ResolvedTargets, zones: dict[tuple[int, str], int]
) -> list[StepRow]:
    role = "work" if block.kind == "interval" else block.kind
    times = f"{block.repeats} ×" if block.sets == 1 else f"{block.sets} × {block.repeats} ×"
    rows = [
        _row(
            _ROLES[block.kind],
            zones[index, role],
            times if block.repeats * block.sets > 1 else "",
            block.work,
            sport,
            targets,
        )
    ]
    for name, words, step in (
        ("recovery", "Recovery", block.recovery),
        ("set_recovery", "Between sets", block.set_recovery),
    ):
        if step is not None and (index, name) in zones:
            rows.append(_row(words, zones[index, name], "", step, sport, targets, nested=True))
    return rows


def _row(
    role: str, zone: int, times: str, step: Step, sport: str, targets: ResolvedTargets, *, nested: bool = False
) -> StepRow:
    note = ". ".join(text for text in (step.target.cue, step.notes) if text)
    effort = target_words(step.target) if step.target != Target(cue=step.target.cue) else ""
    return StepRow(
        role, zone, times, end_words(step.end), effort, own_target(step.target, sport, targets), note, nested
    )


def own_target(target: Target, sport: str, known: ResolvedTargets) -> OwnTarget | None:
    """The athlete's own range for a target; None where nothing is known to resolve it with."""
    if target.power is not None:
        factor = 1.0 if target.power.unit == "watts" else known.ftp
        return None if factor is None else OwnTarget("power", target.power.low * factor, target.power.high * factor)
    if target.speed is not None:
        return OwnTarget("swim_pace" if sport == "swimming" else "pace", target.speed.low, target.speed.high)
    if target.heart_rate is not None:
        return OwnTarget("heart_rate", target.heart_rate.low, target.heart_rate.high)
    if target.pace is not None and target.pace in known.speeds:
        return OwnTarget("swim_pace" if sport == "swimming" else "pace", *known.speeds[target.pace])
    if target.heart_rate_zone is not None and target.heart_rate_zone in known.heart_rate_zones:
        return OwnTarget("heart_rate", *known.heart_rate_zones[target.heart_rate_zone])
    return None
