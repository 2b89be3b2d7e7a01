"""Turns a workout structure into JSON and back without losing anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from paceline.science.endurance.structure.check import checked
from paceline.science.endurance.structure.model import (
    PACES,
    REPEAT_KINDS,
    SINGLE_KINDS,
    SPORTS,
    VERSION,
    VERSIONS,
    End,
    EndKind,
    InvalidStructure,
    Pace,
    PowerRange,
    Problem,
    Range,
    RepeatKind,
    Repeats,
    Segment,
    Single,
    Step,
    Structure,
    Target,
)

Json = dict[str, object]
_LARGEST = 1e12  # far beyond any bound, so that arithmetic on the value cannot overflow

_END_KEYS: dict[str, EndKind] = {
    "duration_seconds": "duration",
    "distance_meters": "distance",
    "lap_button": "lap",
    "heart_rate_above": "heart_rate_above",
    "heart_rate_below": "heart_rate_below",
    "power_above": "power_above",
    "power_below": "power_below",
    "calories": "calories",
}
_KEY_OF_END = {kind: key for key, kind in _END_KEYS.items()}
_STEP_KEYS = {
    *_END_KEYS,
    "pace_target",
    "heart_rate_zone",
    "power_target",
    "rpe_target",
    "heart_rate_target",
    "speed_target",
    "cue",
    "notes",
}
_REPEAT_KEYS = {"type", "repeats", "work", "recovery", "sets", "set_recovery"}
_PACE_BY_WORD: dict[str, Pace] = {
    **{pace.lower(): pace for pace in PACES},
    "easy": "E",
    "recovery": "jog",
    "marathon": "MP",
    "threshold": "T",
    "tempo": "T",
    "half": "HM",
    "half marathon": "HM",
    "hmp": "HM",
    "interval": "I",
    "repetition": "R",
}


def from_json(value: object) -> Structure:
    """Reads one structure of any known version; raises InvalidStructure with every problem, never a guess."""
    reader = _Reader()
    structure = reader.structure(value)
    if structure is None or reader.problems:
        raise InvalidStructure(tuple(reader.problems))
    return checked(structure)


def to_json(structure: Structure) -> Json:
    """The canonical JSON form: absent values are left out; it is marked with the first version that could say it."""
    segments = [_segment_json(segment) for segment in structure.segments]
    is_known = structure.version in VERSIONS
    version = structure.version if not is_known or _says_more(structure) else VERSIONS[0]
    return {"version": version, "sport": structure.sport, "segments": segments}


def _says_more(structure: Structure) -> bool:
    """Whether anything in it is newer than the first version."""
    steps: list[Step | None] = []
    for segment in structure.segments:
        one = isinstance(segment, Single)
        steps += [segment.step] if one else [segment.work, segment.recovery, segment.set_recovery]
    return any(step is not None and (step.target.heart_rate or step.target.speed) is not None for step in steps)


def _segment_json(segment: Segment) -> Json:
    if isinstance(segment, Single):
        return {"type": segment.kind, **_step_json(segment.step)}
    out: Json = {
        "type": segment.kind,
        "repeats": segment.repeats,
        "work": _step_json(segment.work),
    }
    if segment.recovery is not None:
        out["recovery"] = _step_json(segment.recovery)
    if segment.sets != 1:
        out["sets"] = segment.sets
    if segment.set_recovery is not None:
        out["set_recovery"] = _step_json(segment.set_recovery)
    return out


def _step_json(step: Step) -> Json:
    out: Json = {_KEY_OF_END[step.end.kind]: True if step.end.kind == "lap" else step.end.value}
    target = step.target
    if target.pace is not None:
        out["pace_target"] = target.pace
    if target.heart_rate_zone is not None:
        out["heart_rate_zone"] = target.heart_rate_zone
    if target.power is not None:
        out["power_target"] = {
            "low": target.power.low,
            "high": target.power.high,
            "unit": target.power.unit,
        }
    if target.rpe is not None:
        out["rpe_target"] = {"low": target.rpe.low, "high": target.rpe.high}
    for key, given in (("heart_rate_target", target.heart_rate), ("speed_target", target.speed)):
        if given is not None:
            out[key] = {"low": given.low, "high": given.high}
    if target.cue is not None:
        out["cue"] = target.cue
    if step.notes is not None:
        out["notes"] = step.notes
    return out


class _Reader:
    """Collects problems while it reads, so that a person sees all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def structure(self, value: object) -> Structure | None:
        body = self._object("", value, {"version", "sport", "segments"})
        if body is None:
            return None
        version = body.get("version", VERSION)
        sport = body.get("sport", "running")
        if not isinstance(version, int) or isinstance(version, bool):
            self._problem("version", "The version is a whole number.")
            version = VERSION
        if sport not in SPORTS:
            self._problem(
                "sport",
                f"{_shown(sport)} is not a sport here; use one of {', '.join(SPORTS)}.",
            )
            sport = "running"
        raw = body.get("segments")
        if not isinstance(raw, list):
            self._problem("segments", "Give the parts of the workout as a list.")
            return None
        items = cast("list[object]", raw)
        segments = [self._segment(f"segments[{index}]", item) for index, item in enumerate(items)]
        newest = VERSION if version in VERSIONS else version
        return Structure(sport, tuple(s for s in segments if s is not None), newest)

    def _segment(self, path: str, value: object) -> Segment | None:
        body = self._object(path, value, _STEP_KEYS | _REPEAT_KEYS)
        if body is None:
            return None
        kind = body.pop("type", None)
        if kind in SINGLE_KINDS:
            step = self._step(path, body)
            return None if step is None else Single(kind, step)
        if kind in REPEAT_KINDS:
            return self._repeats(path, kind, body)
        self._problem(f"{path}.type", f"{_shown(kind)} is not a kind of part here.")
        return None

    def _repeats(self, path: str, kind: RepeatKind, body: Json) -> Repeats | None:
        self._unknown(path, body, _REPEAT_KEYS)
        repeats = self._whole(f"{path}.repeats", body.get("repeats"))
        sets = self._whole(f"{path}.sets", body.get("sets", 1))
        work = self._step(f"{path}.work", body.get("work"))
        rest = self._optional_step(f"{path}.recovery", body.get("recovery"))
        between = self._optional_step(f"{path}.set_recovery", body.get("set_recovery"))
        if work is None or repeats is None or sets is None:
            return None
        return Repeats(work, rest, repeats, sets, between, kind)

    def _optional_step(self, path: str, value: object) -> Step | None:
        return None if value is None else self._step(path, value)

    def _step(self, path: str, value: object) -> Step | None:
        body = self._object(path, value, _STEP_KEYS)
        if body is None:
            return None
        end = self._end(path, body)
        target = Target(
            pace=self._pace(f"{path}.pace_target", body.get("pace_target")),
            heart_rate_zone=self._optional_whole(f"{path}.heart_rate_zone", body.get("heart_rate_zone")),
            power=self._power(f"{path}.power_target", body.get("power_target")),
            rpe=self._range(f"{path}.rpe_target", body.get("rpe_target")),
            heart_rate=self._range(f"{path}.heart_rate_target", body.get("heart_rate_target")),
            speed=self._range(f"{path}.speed_target", body.get("speed_target")),
            cue=self._text(f"{path}.cue", body.get("cue")),
        )
        notes = self._text(f"{path}.notes", body.get("notes"))
        return None if end is None else Step(end, target, notes)

    def _end(self, path: str, body: Mapping[str, object]) -> End | None:
        given = [key for key in _END_KEYS if key in body]
        if len(given) != 1:
            what = "has no end" if not given else f"has {len(given)} ends ({', '.join(given)})"
            self._problem(
                path,
                f"This step {what}; give exactly one: a time, a distance, the lap button or a value.",
            )
            return None
        key = given[0]
        if key == "lap_button":
            if body[key] is not True:
                self._problem(f"{path}.lap_button", "Say true, or leave it out.")
            return End("lap")
        value = self._number(f"{path}.{key}", body[key])
        return None if value is None else End(_END_KEYS[key], value)

    def _pace(self, path: str, value: object) -> Pace | None:
        if value is None:
            return None
        pace = _PACE_BY_WORD.get(value.strip().lower()) if isinstance(value, str) else None
        if pace is None:
            self._problem(
                path,
                f"{_shown(value)} is not a pace here; use one of {', '.join(PACES)}.",
            )
        return pace

    def _power(self, path: str, value: object) -> PowerRange | None:
        if value is None:
            return None
        body = self._object(path, value, {"low", "high", "unit"})
        if body is None:
            return None
        unit = body.get("unit", "ftp")
        if unit not in ("ftp", "watts"):
            self._problem(f"{path}.unit", "Power is given in ftp (a fraction of it) or watts.")
            return None
        low, high = (
            self._number(f"{path}.low", body.get("low")),
            self._number(f"{path}.high", body.get("high")),
        )
        return None if low is None or high is None else PowerRange(low, high, unit)

    def _range(self, path: str, value: object) -> Range | None:
        if value is None:
            return None
        body = self._object(path, value, {"low", "high"})
        if body is None:
            return None
        low, high = (
            self._number(f"{path}.low", body.get("low")),
            self._number(f"{path}.high", body.get("high")),
        )
        return None if low is None or high is None else Range(low, high)

    def _text(self, path: str, value: object) -> str | None:
        if value is None or isinstance(value, str):
            return value
        self._problem(path, "This is a piece of text.")
        return None

    def _number(self, path: str, value: object) -> float | None:
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST:
            return value
        self._problem(path, f"{_shown(value)} is not a number.")
        return None

    def _whole(self, path: str, value: object) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._problem(path, f"{_shown(value)} is not a whole number.")
        return None

    def _optional_whole(self, path: str, value: object) -> int | None:
        return None if value is None else self._whole(path, value)

    def _object(self, path: str, value: object, allowed: set[str]) -> Json | None:
        """The object's own keys without the empty ones; null is the same as left out."""
        if not isinstance(value, Mapping):
            self._problem(path, "This is an object with named values.")
            return None
        pairs = cast("Mapping[object, object]", value).items()
        body = {str(key): item for key, item in pairs if item is not None}
        self._unknown(path, body, allowed)
        return body

    def _unknown(self, path: str, body: Json, allowed: set[str]) -> None:
        for key in body:
            if key not in allowed:
                self._problem(
                    f"{path}.{key[:40]}".lstrip("."),
                    "This name is not part of a workout structure here.",
                )

    def _problem(self, path: str, sentence: str) -> None:
        self.problems.append(Problem(path, sentence))


def _shown(value: object) -> str:
    return "Nothing" if value is None else repr(value)[:40]
