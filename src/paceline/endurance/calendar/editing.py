"""The steps of a workout as rows of a plain form, and back; what a row cannot say is kept as it is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from paceline.science.endurance.structure import (
    End,
    InvalidStructure,
    PowerRange,
    Range,
    Repeats,
    Segment,
    Single,
    Sport,
    Step,
    Structure,
    Target,
    from_json,
    to_json,
)
from paceline.science.endurance.structure.model import PACES, REPEAT_KINDS, SINGLE_KINDS
from paceline.science.endurance.structure.wording import describe

KINDS = (
    ("warmup", "Warm-up"),
    ("steady", "Steady"),
    ("interval", "Repeats"),
    ("strides", "Strides"),
    ("drills", "Drills"),
    ("cooldown", "Cool-down"),
)
UNITS = (("min", "min"), ("s", "s"), ("km", "km"), ("m", "m"), ("lap", "until lap"))
PACE_WORDS = {
    "walk": "Walk",
    "jog": "Jog",
    "E": "Easy pace",
    "M": "Marathon effort",
    "MP": "Marathon pace",
    "HM": "Half-marathon pace",
    "T": "Threshold pace",
    "10K": "10K pace",
    "5K": "5K pace",
    "I": "Interval pace",
    "3K": "3K pace",
    "R": "Repetition pace",
}
EFFORTS = (
    *((pace, PACE_WORDS[pace]) for pace in PACES),
    *((f"hr{zone}", f"Heart-rate zone {zone}") for zone in range(1, 8)),
    ("ftp", "% of FTP"),
    ("watts", "Watts"),
    ("rpe", "Effort 1–10"),
)
_FACTOR = {"min": 60.0, "s": 1.0, "km": 1000.0, "m": 1.0}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form, as typed; `kept` holds a part that rows cannot show, as JSON, and `words` describe it."""

    kind: str = "steady"
    repeats: str = "1"
    length: str = "10"
    unit: str = "min"
    effort: str = "E"
    range: str = ""
    note: str = ""
    rest: str = ""
    rest_unit: str = "s"
    rest_effort: str = "jog"
    kept: str = ""
    words: str = ""


NAMES = tuple(field.name for field in fields(Row) if field.name != "words")


class Unreadable(ValueError):
    """A row that says nothing sensible, with a sentence."""


def rows_of(structure: Structure) -> list[Row]:
    """The rows of a structure; reading them back gives the same structure."""
    return [_row_of(segment, structure.sport) for segment in structure.segments]


def _row_of(segment: Segment, sport: Sport) -> Row:
    try:
        row = _typed(segment)
        if segment_of(row, sport) == segment:
            return row
    except Unreadable:
        pass
    return _kept(segment, sport)


def _kept(segment: Segment, sport: Sport) -> Row:
    alone = Structure(sport, (segment,))
    parts = to_json(alone)["segments"]
    assert isinstance(parts, list)
    return Row(kind=segment.kind, kept=json.dumps(parts[0]), words=describe(alone).title)


def _typed(segment: Segment) -> Row:
    if isinstance(segment, Single):
        return _with_step(Row(kind=segment.kind), segment.step)
    if segment.sets != 1:
        raise Unreadable
    row = _with_step(Row(kind=segment.kind, repeats=str(segment.repeats)), segment.work)
    if segment.recovery is None:
        return row
    rest = _with_step(Row(), segment.recovery)
    if rest.range or rest.note:
        raise Unreadable
    return replace(row, rest=rest.length, rest_unit=rest.unit, rest_effort=rest.effort)


def _with_step(row: Row, step: Step) -> Row:
    length, unit = _length(step.end)
    effort, spread = _effort(step.target)
    return replace(row, length=length, unit=unit, effort=effort, range=spread, note=step.notes or step.target.cue or "")


def _length(end: End) -> tuple[str, str]:
    if end.kind == "lap":
        return "", "lap"
    if end.kind not in ("duration", "distance") or end.value is None:
        raise Unreadable
    if end.kind == "duration":
        return (f"{end.value / 60:g}", "min") if end.value % 60 == 0 or end.value >= 600 else (f"{end.value:g}", "s")
    return (f"{end.value / 1000:g}", "km") if end.value >= 1000 else (f"{end.value:g}", "m")


def _effort(target: Target) -> tuple[str, str]:
    if target.pace is not None:
        return target.pace, ""
    if target.heart_rate_zone is not None:
        return f"hr{target.heart_rate_zone}", ""
    if target.power is not None:
        factor = 100 if target.power.unit == "ftp" else 1
        return target.power.unit, _spread(target.power.low * factor, target.power.high * factor)
    return ("rpe", _spread(target.rpe.low, target.rpe.high)) if target.rpe is not None else ("", "")


def _spread(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def segment_of(row: Row, sport: Sport) -> Segment:
    """The part of a structure a row describes."""
    if row.kept:
        return _read_kept(row.kept, sport)
    work = Step(_end(row.length, row.unit), *_target(row.effort, row.range, row.note))
    if row.kind in SINGLE_KINDS:
        return Single(row.kind, work)
    if row.kind not in REPEAT_KINDS:
        raise Unreadable("Choose what kind of step this is.")
    if not row.repeats.isdigit():
        raise Unreadable(f"“{row.repeats}” is not a number of repeats. Write it like 5.")
    rest = (
        Step(_end(row.rest, row.rest_unit), *_target(row.rest_effort, "", ""))
        if row.rest or row.rest_unit == "lap"
        else None
    )
    return Repeats(work, rest, int(row.repeats), kind=row.kind)


def _read_kept(kept: str, sport: Sport) -> Segment:
    try:
        return from_json({"sport": sport, "segments": [json.loads(kept)]}).segments[0]
    except (ValueError, InvalidStructure, IndexError) as error:
        raise Unreadable("This step can no longer be read. Remove it and write it again.") from error


def _end(length: str, unit: str) -> End:
    if unit == "lap":
        return End("lap")
    value = _number(length)
    if value is None or unit not in _FACTOR:
        raise Unreadable(f"“{length}” is not a length. Write it like 10 or 2.5.")
    return End("duration" if unit in ("min", "s") else "distance", round(value * _FACTOR[unit], 3))


def _target(effort: str, spread: str, note: str) -> tuple[Target, str | None]:
    words = note or None
    if not effort:
        return Target(cue=words), None
    if effort in PACES:
        return Target(pace=effort), words
    if effort.startswith("hr") and effort[2:].isdigit():
        return Target(heart_rate_zone=int(effort[2:])), words
    low, high = _range(spread)
    if effort == "ftp":
        return Target(power=PowerRange(low / 100, high / 100)), words
    if effort == "watts":
        return Target(power=PowerRange(low, high, "watts")), words
    return Target(rpe=Range(low, high)), words


def _range(text: str) -> tuple[float, float]:
    ends = [_number(part) for part in text.replace("-", "–").split("–")]
    if not 1 <= len(ends) <= 2 or ends[0] is None or ends[-1] is None:
        raise Unreadable(f"“{text}” is not a range. Write it like 88–94.")
    return ends[0], ends[-1]


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e7 else None


def structure_of_rows(rows: Sequence[Row], sport: Sport) -> tuple[Structure, dict[int, str]]:
    """The structure the rows describe, and a sentence for each row that cannot be read."""
    segments: list[Segment] = []
    wrong: dict[int, str] = {}
    for index, row in enumerate(rows):
        try:
            segments.append(segment_of(row, sport))
        except Unreadable as problem:
            wrong[index] = str(problem)
    return Structure(sport, tuple(segments)), wrong


def changed_rows(rows: Sequence[Row], asked: str) -> list[Row]:
    """The rows after a button: `add`, `up:2`, `down:2`, `remove:2`; anything else changes nothing."""
    word, _, place = asked.partition(":")
    found = list(rows)
    if word == "add":
        return [*found, Row()]
    if not place.isdigit() or int(place) >= len(found):
        return found
    at = int(place)
    row = found.pop(at)
    if word == "remove":
        return found
    found.insert(max(0, at - 1) if word == "up" else at + 1 if word == "down" else at, row)
    return found


def read_rows(columns: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows of a sent form, whose columns are lists of equal length."""
    count = len(columns.get("kind", ()))
    usable = {name: columns[name] for name in NAMES if len(columns.get(name, ())) == count}
    return [Row(**{name: values[index].strip() for name, values in usable.items()}) for index in range(count)]
