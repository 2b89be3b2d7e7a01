"""Says in a few words what a structure asks for: "5 × 6 min threshold, 1 min jog"."""

from __future__ import annotations

from dataclasses import dataclass

from paceline.science.endurance.structure.model import (
    End,
    Pace,
    Range,
    Repeats,
    Single,
    Step,
    Structure,
    Target,
    miles_in,
)

_PACE_WORDS: dict[Pace, str] = {
    "walk": "walk",
    "jog": "jog",
    "E": "easy",
    "M": "marathon effort",
    "MP": "marathon pace",
    "HM": "half-marathon pace",
    "T": "threshold",
    "10K": "10K pace",
    "5K": "5K pace",
    "I": "interval pace",
    "3K": "3K pace",
    "R": "repetition pace",
}


@dataclass(frozen=True, slots=True)
class Description:
    """The parts of a title: before, the main set, and after; join `main` for the short form."""

    warmup: str | None
    main: tuple[str, ...]
    cooldown: str | None

    @property
    def title(self) -> str:
        return " + ".join(self.main)


def describe(structure: Structure) -> Description:
    """Words for the structure; strides and drills count as main only when there is nothing else."""
    singles = {s.kind: step_words(s.step) for s in structure.segments if isinstance(s, Single)}
    core = tuple(
        _segment_words(s)
        for s in structure.segments
        if (isinstance(s, Repeats) and s.kind == "interval") or (isinstance(s, Single) and s.kind == "steady")
    )
    extra = tuple(_segment_words(s) for s in structure.segments if isinstance(s, Repeats) and s.kind != "interval")
    main = core or extra or (singles.get("warmup") or singles.get("cooldown") or "",)
    return Description(singles.get("warmup"), main, singles.get("cooldown"))


def step_words(step: Step) -> str:
    """Length and target; an exercise is named by its cue."""
    target = target_words(step.target)
    known = step.target
    if known.cue and known.pace is None and known.power is None and known.speed is None and known.heart_rate is None:
        target = known.cue[0].lower() + known.cue[1:]
    return f"{end_words(step.end)} {target}".strip()


def end_words(end: End) -> str:
    """The length of a step as a person says it: 90 s, 6 min, 1 h 15 min, 400 m, 5 km, 1 mile."""
    value = end.value or 0.0
    match end.kind:
        case "duration":
            return _time(value)
        case "distance":
            return _distance(value)
        case "lap":
            return "until you press lap"
        case "calories":
            return f"{value:g} kcal"
        case "heart_rate_above" | "heart_rate_below":
            return f"until {_side(end)} {value:g} bpm"
        case "power_above" | "power_below":
            return f"until {_side(end)} {value:g} W"


def _distance(metres: float) -> str:
    miles = miles_in(metres)
    if miles is not None:
        return f"{miles:g} mile{'s' if miles > 1 else ''}"
    return f"{metres:g} m" if metres < 3000 and metres % 1000 else f"{metres / 1000:.4g} km"


def _side(end: End) -> str:
    return "over" if end.kind.endswith("above") else "under"


def target_words(target: Target) -> str:
    """The first target that is given, as a person says it."""
    if target.pace is not None:
        return _PACE_WORDS[target.pace]
    if target.power is not None:
        low, high, unit = target.power.low, target.power.high, " W"
        if target.power.unit == "ftp":
            low, high, unit = low * 100, high * 100, " % FTP"
        return f"{low:.4g}–{high:.4g}{unit}" if high > low else f"{low:.4g}{unit}"
    if target.speed is not None:
        return speed_words(target.speed)
    if target.heart_rate is not None:
        return f"{_span(target.heart_rate)} bpm"
    if target.heart_rate_zone is not None:
        return f"heart-rate zone {target.heart_rate_zone}"
    if target.rpe is not None:
        return f"effort {_span(target.rpe)}"
    return target.cue or ""


def speed_words(speed: Range) -> str:
    """A speed as a pace: 4:05/km, or 4:00–4:10/km with the quicker end first."""
    quick, slow = _pace(speed.high), _pace(speed.low)
    return f"{quick}/km" if quick == slow else f"{quick}–{slow}/km"


def _pace(metres_per_second: float) -> str:
    minutes, seconds = divmod(round(1000 / metres_per_second), 60)
    return f"{minutes}:{seconds:02}"


def _span(given: Range) -> str:
    return f"{given.low:g}–{given.high:g}" if given.high > given.low else f"{given.low:g}"


def _segment_words(segment: Single | Repeats) -> str:
    if isinstance(segment, Single):
        return step_words(segment.step)
    words = step_words(segment.work) + (" strides" if segment.kind == "strides" else "")
    if segment.repeats > 1:
        words = f"{segment.repeats} × {words}"
    if segment.recovery is not None:
        words += f", {step_words(segment.recovery)}"
    if segment.sets > 1:
        words = f"{segment.sets} × ({words})"
        if segment.set_recovery is not None:
            words += f", {step_words(segment.set_recovery)} between sets"
    return words


def _time(seconds: float) -> str:
    whole = round(seconds)
    if whole < 120 and whole % 60:
        return f"{whole} s"
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = [
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{left} s" if left else "",
    ]
    return " ".join(part for part in parts if part)
