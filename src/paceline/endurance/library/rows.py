"""The steps of a session as rows of a form, and back; what a row cannot say is kept as text."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace

from paceline.science.endurance.structure import (
    End,
    Segment,
    Single,
    Sport,
    Step,
    Structure,
    Target,
    UnreadableText,
    from_text,
    to_text,
)
from paceline.science.endurance.structure.model import PACES, REPEAT_KINDS, miles_in
from paceline.science.endurance.structure.wording import speed_words

KINDS = (
    ("warmup", "Warm-up"),
    ("steady", "Steady"),
    ("interval", "Repeats"),
    ("strides", "Strides"),
    ("drills", "Drills"),
    ("cooldown", "Cool-down"),
)
LABELS = {
    "warmup": "warm-up: ",
    "steady": "main: ",
    "cooldown": "cool-down: ",
    "strides": "strides: ",
    "drills": "drills: ",
}
# By what is chosen: the words, and the text it stands for.
ENDS = {
    "min": ("min", "{} min"),
    "s": ("s", "{} s"),
    "km": ("km", "{} km"),
    "m": ("m", "{} m"),
    "mi": ("mi", "{} mi"),
    "kcal": ("kcal", "{} kcal"),
    "lap": ("until lap", "until lap"),
    "hr>": ("until over bpm", "until HR > {}"),
    "hr<": ("until under bpm", "until HR < {}"),
    "w>": ("until over W", "until power > {} W"),
    "w<": ("until under W", "until power < {} W"),
}
UNITS = tuple((unit, words) for unit, (words, _) in ENDS.items())
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
RANGED = {
    "ftp": ("% of FTP", "{}% FTP"),
    "watts": ("Watts", "{} W"),
    "bpm": ("Beats per minute", "HR {}"),
    "speed": ("Pace per km", "{}/km"),
    "rpe": ("Effort 1–10", "RPE {}"),
}
EFFORTS = (
    *((pace, PACE_WORDS[pace]) for pace in PACES),
    *((f"hr{zone}", f"Heart-rate zone {zone}") for zone in range(1, 8)),
    *((name, words) for name, (words, _) in RANGED.items()),
)
_UNTIL = {"heart_rate_above": "hr>", "heart_rate_below": "hr<", "power_above": "w>", "power_below": "w<"}
LONGEST_NUMBER = 12
_RANGE = re.compile(r"\d[\d.:]*(\s*[-–]\s*\d[\d.:]*)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form, as typed; `text` holds a part that the fields cannot show."""

    kind: str = "steady"
    sets: str = "1"
    repeats: str = "1"
    length: str = "10"
    unit: str = "min"
    effort: str = "E"
    range: str = ""
    note: str = ""
    rest: str = ""
    rest_unit: str = "s"
    rest_effort: str = "jog"
    rest_range: str = ""
    between: str = ""
    between_unit: str = "min"
    between_effort: str = "jog"
    between_range: str = ""
    text: str = ""


NAMES = tuple(field.name for field in fields(Row))


class _TooMuch(ValueError):
    """A part the fields cannot show."""


def rows_of(structure: Structure) -> list[Row]:
    """The rows of a structure; reading them back gives the same structure."""
    return [_row_of(segment, structure.sport) for segment in structure.segments]


def _row_of(segment: Segment, sport: Sport) -> Row:
    with suppress(_TooMuch, UnreadableText):
        row = _fields(segment)
        if segments_of(row, sport) == (segment,):
            return row
    return Row(kind=segment.kind, text=to_text(Structure(sport, (segment,))))


def _fields(segment: Segment) -> Row:
    if isinstance(segment, Single):
        return _with_step(Row(kind=segment.kind), segment.step)
    row = _with_step(Row(kind=segment.kind, repeats=str(segment.repeats), sets=str(segment.sets)), segment.work)
    if segment.recovery is not None:
        rest = _with_step(Row(), segment.recovery)
        row = replace(row, rest=rest.length, rest_unit=rest.unit, rest_effort=rest.effort, rest_range=rest.range)
    if segment.set_recovery is not None:
        rest = _with_step(Row(), segment.set_recovery)
        row = replace(
            row, between=rest.length, between_unit=rest.unit, between_effort=rest.effort, between_range=rest.range
        )
    return row


def _with_step(row: Row, step: Step) -> Row:
    length, unit = _length(step.end)
    effort, spread = _effort(step.target)
    note = step.notes or step.target.cue or ""
    return replace(row, length=length, unit=unit, effort=effort, range=spread, note=note)


def _length(end: End) -> tuple[str, str]:
    value = end.value or 0.0
    if end.kind == "lap":
        return "", "lap"
    if end.kind == "duration":
        return (f"{value / 60:g}", "min") if value % 60 == 0 or value >= 600 else (f"{value:g}", "s")
    if end.kind == "distance":
        miles = miles_in(value)
        if miles is not None:
            return f"{miles:g}", "mi"
        return (f"{value / 1000:g}", "km") if value >= 1000 else (f"{value:g}", "m")
    return f"{value:g}", "kcal" if end.kind == "calories" else _UNTIL[end.kind]


def _effort(target: Target) -> tuple[str, str]:
    if target.pace is not None:
        return target.pace, ""
    if target.heart_rate_zone is not None:
        return f"hr{target.heart_rate_zone}", ""
    if target.power is not None:
        factor = 100 if target.power.unit == "ftp" else 1
        return target.power.unit, _spread(target.power.low * factor, target.power.high * factor)
    if target.heart_rate is not None:
        return "bpm", _spread(target.heart_rate.low, target.heart_rate.high)
    if target.speed is not None:
        return "speed", speed_words(target.speed).removesuffix("/km")
    return ("rpe", _spread(target.rpe.low, target.rpe.high)) if target.rpe is not None else ("", "")


def _spread(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def segments_of(row: Row, sport: Sport) -> tuple[Segment, ...]:
    """The parts a row describes; UnreadableText when it says nothing sensible."""
    slip = "" if row.text else _slip(row)
    if slip:
        raise UnreadableText("", 0, slip)
    return from_text(text_of(row), sport).segments


def _slip(row: Row) -> str:
    """What is wrong with a field, where the field says it better than the text it stands for."""
    counts = (row.repeats, row.sets) if row.kind in REPEAT_KINDS else ()
    for value in counts:
        if value and not value.isdigit():
            return f"“{value}” is not a number of times. Write it like 5."
    ranges = [(row.effort, row.range)]
    ranges += [(row.rest_effort, row.rest_range)] if row.rest else []
    ranges += [(row.between_effort, row.between_range)] if row.between else []
    for effort, value in ranges:
        if effort in RANGED and not _RANGE.fullmatch(_number(value)):
            return f"“{value}” is not a range. Write it like {'4:00–4:10' if effort == 'speed' else '88–94'}."
    return ""


def text_of(row: Row) -> str:
    """What the fields of a row say, as a person would type it."""
    if row.text:
        return row.text
    work = _step_text(row.length, row.unit, row.effort, row.range, row.note)
    label = LABELS.get(row.kind, "")
    if row.kind not in REPEAT_KINDS:
        return label + work
    rest = _rest_text(row.rest, row.rest_unit, row.rest_effort, row.rest_range)
    block = f"{_number(row.repeats) or 0}x{work}{rest}"
    if row.sets.strip() in ("", "1"):
        return label + block
    between = _rest_text(row.between, row.between_unit, row.between_effort, row.between_range)
    return f"{label}{_number(row.sets)}x({block}){between}"


def _rest_text(length: str, unit: str, effort: str, spread: str) -> str:
    return f" / {_step_text(length, unit, effort, spread, '')}" if length or unit == "lap" else ""


def _step_text(length: str, unit: str, effort: str, spread: str, note: str) -> str:
    end = ENDS.get(unit, ("", "{} min"))[1].format(_number(length) or "?")
    quoted = '"' + note.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' if note else ""
    note_text = quoted and (quoted if effort else f"cue {quoted}")
    return " ".join(part for part in (end, _effort_text(effort, spread), note_text) if part)


def _effort_text(effort: str, spread: str) -> str:
    if effort in RANGED:
        return RANGED[effort][1].format(_number(spread) or "?")
    if effort.startswith("hr") and effort[2:].isdigit():
        return f"Z{effort[2:]}"
    return effort


def _number(text: str) -> str:
    """What was typed as a number or range, with a point for a comma."""
    return text.strip().replace(",", ".")[: 2 * LONGEST_NUMBER]


def structure_of_rows(rows: Sequence[Row], sport: Sport) -> tuple[Structure, dict[int, str]]:
    """The structure the rows describe, and a sentence for each row that cannot be read."""
    segments: list[Segment] = []
    wrong: dict[int, str] = {}
    for index, row in enumerate(rows):
        try:
            segments += segments_of(row, sport)
        except UnreadableText as problem:
            wrong[index] = problem.sentence
    return Structure(sport, tuple(segments)), wrong


def changed_rows(rows: Sequence[Row], asked: str) -> list[Row]:
    """The rows after a button: `add`, `add-repeats`, `copy:2`, `up:2`, `down:2`, `remove:2`; else as they were."""
    word, _, place = asked.partition(":")
    found = list(rows)
    if word == "add":
        return [*found, Row()]
    if word == "add-repeats":
        return [*found, Row(kind="interval", repeats="4", length="3", effort="T", rest="60")]
    if not place.isdigit() or int(place) >= len(found):
        return found
    at = int(place)
    if word == "copy":
        return [*found[: at + 1], *found[at:]]
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
