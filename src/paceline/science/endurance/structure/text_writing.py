"""Writes a structure as the text a person would type; reading it back gives the same structure."""

from __future__ import annotations

from paceline.science.endurance.structure.model import (
    METRES_PER_MILE,
    End,
    PowerRange,
    Range,
    Repeats,
    Segment,
    Single,
    Step,
    Structure,
    Target,
    miles_in,
)
from paceline.science.endurance.structure.text_words import LABEL_OF, implied_kinds

_UNTIL = {
    "heart_rate_above": ("HR >", "bpm"),
    "heart_rate_below": ("HR <", "bpm"),
    "power_above": ("power >", "W"),
    "power_below": ("power <", "W"),
}


def to_text(structure: Structure, separator: str = ", ") -> str:
    """The text of a structure; a line break as separator gives a line to each part."""
    labels = _labels(structure)
    parts = [
        f"{LABEL_OF[segment.kind]}: {_segment(segment)}" if label else _segment(segment)
        for segment, label in zip(structure.segments, labels, strict=True)
    ]
    return separator.join(parts)


def _labels(structure: Structure) -> list[bool]:
    """Which parts have to say what they are."""
    segments = structure.segments
    must = [isinstance(s, Repeats) and s.kind != "interval" for s in segments]
    for _ in range(2):
        kinds = implied_kinds(segments, must, structure.sport) if segments else []
        wrong = [isinstance(s, Single) and kind not in (None, s.kind) for s, kind in zip(segments, kinds, strict=True)]
        if not any(wrong):
            return must
        must = [one or other for one, other in zip(must, wrong, strict=True)]
    return [one or isinstance(s, Single) for one, s in zip(must, segments, strict=True)]


def _segment(segment: Segment) -> str:
    if isinstance(segment, Single):
        return _step(segment.step)
    rest = "" if segment.recovery is None else f" / {_step(segment.recovery)}"
    block = f"{segment.repeats}x{_step(segment.work)}{rest}"
    if segment.sets == 1:
        return block
    between = "" if segment.set_recovery is None else f" / {_step(segment.set_recovery)}"
    return f"{segment.sets}x({block}){between}"


def _step(step: Step) -> str:
    return " ".join(
        [_end(step.end), *_targets(step.target), *([_quoted(step.notes)] if step.notes is not None else [])]
    )


def _end(end: End) -> str:
    value = end.value or 0.0
    if end.kind == "lap":
        return "until lap"
    if end.kind == "duration":
        return _time(value)
    if end.kind == "distance":
        return _distance(value)
    if end.kind == "calories":
        return f"{_number(value)} kcal"
    what, unit = _UNTIL[end.kind]
    return f"until {what} {_number(value)} {unit}"


def _distance(metres: float) -> str:
    miles = miles_in(metres)
    if miles is not None and miles * METRES_PER_MILE == metres:
        return f"{_number(miles)} mi"
    return f"{_number(metres / 1000)} km" if metres % 1000 == 0 else f"{_number(metres)} m"


def _time(seconds: float) -> str:
    if seconds % 1 or (seconds < 120 and seconds % 60):
        return f'{_number(seconds)}"'
    hours, rest = divmod(int(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return (f"{hours}h" if hours else "") + (f"{minutes}'" if minutes else "") + (f'{left}"' if left else "")


def _targets(target: Target) -> list[str]:
    found: list[str] = []
    if target.pace is not None:
        found.append(target.pace)
    if target.speed is not None:
        found.append(_speed(target.speed))
    if target.heart_rate_zone is not None:
        found.append(f"Z{target.heart_rate_zone}")
    if target.heart_rate is not None:
        found.append(f"HR {_range(target.heart_rate)}")
    if target.power is not None:
        found.append(_power(target.power))
    if target.rpe is not None:
        found.append(f"RPE {_range(target.rpe)}")
    if target.cue is not None:
        found.append(f"cue {_quoted(target.cue)}")
    return found


def _power(power: PowerRange) -> str:
    if power.unit == "watts":
        return f"{_range(Range(power.low, power.high))} W"
    shares = [float(f"{end * 100:.10g}") for end in (power.low, power.high)]
    if [share / 100 for share in shares] == [power.low, power.high]:
        return f"{_range(Range(shares[0], shares[1]))}% FTP"
    return f"FTP {_range(Range(power.low, power.high))}"


def _speed(speed: Range) -> str:
    """As a pace to the second where that says exactly the same."""
    times = [round(1000 / end) for end in (speed.high, speed.low)]
    if all(0 < time < 6000 for time in times) and [round(1000 / time, 4) for time in times] == [speed.high, speed.low]:
        clocks = [f"{time // 60}:{time % 60:02}" for time in times]
        return f"{'-'.join(dict.fromkeys(clocks))}/km"
    return f"{_range(speed)} m/s"


def _range(given: Range) -> str:
    return _number(given.low) if given.low == given.high else f"{_number(given.low)}-{_number(given.high)}"


def _number(value: float) -> str:
    short = f"{value:.10g}"
    if float(short) == value and "e" not in short:
        return short
    return f"{value:.17f}".rstrip("0") if "e" in repr(float(value)) else repr(float(value))


def _quoted(words: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        words = words.replace(plain, escaped)
    return f'"{words}"'
