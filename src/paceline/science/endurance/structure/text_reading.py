"""Reads a typed workout into a structure; what cannot be read is said with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from paceline.science.endurance.structure.check import problems
from paceline.science.endurance.structure.model import (
    SINGLE_KINDS,
    End,
    EndKind,
    PowerRange,
    Range,
    RepeatKind,
    Repeats,
    Segment,
    Single,
    Sport,
    Step,
    Structure,
    Target,
)
from paceline.science.endurance.structure.text_words import (
    LABEL,
    LABELS,
    METRES,
    PACE_PER,
    PACE_WORDS,
    SECONDS,
    SPEED_UNITS,
    implied_kinds,
)

_NUMBER = r"\d+(?:\.\d+)?"
_DASH = r"\s*[-–]\s*"
_SPACE = re.compile(r"[ \t\r\u00a0\u202f]+")
_BREAK = re.compile(r"[\s,;]*[,;\n][\s,;]*")
_COUNT = re.compile(r"(\d+)\s*(?:[x×*])\s*", re.IGNORECASE)
_REST = re.compile(r"/|\+|,")
# Quote marks are minutes and seconds only when they touch the number; a text in quotes stands apart.
_LENGTH = re.compile(
    rf"({_NUMBER})(?:(''|[\"″”'′’])|\s*(hours?|h|minutes?|mins?|metres?|meters?|miles?|mi|km|k|kcal|m|yards|yd"
    r"|seconds?|secs?|s)(?![a-z/]))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2}(?:\.\d+)?)(?![\d:])")
_MINUTES = re.compile(
    r"\s*(\d+(?:\.\d+)?)(?:['′’](?!')|\s*min(?:ute)?s?(?![a-z]))|(\d{2})(?![\d.a-z:x×%'\"])", re.IGNORECASE
)
_SECONDS = re.compile(rf"\s*({_NUMBER})(?:''|[\"″”]|\s*s(?:ec(?:ond)?s?)?(?![a-z]))", re.IGNORECASE)
_UNTIL = re.compile(
    rf"until\s+(?:(lap)|(?:(hr|heart\s?rate|power)\s*)?([<>]|over|under|above|below)?\s*({_NUMBER})(?:[^\S\n]*(bpm|watts?|w|kcal))?)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_LAP = re.compile(r"(?:you\s+press\s+)?lap(?:\s+button)?(?![a-z])", re.IGNORECASE)
_QUOTED = re.compile(r'(cue\s*)?"((?:[^"\\]|\\.)*)"', re.IGNORECASE | re.DOTALL)
_ZONE = re.compile(r"(?:hr\s*)?z(?:one\s*)?([0-9])(?!\d)", re.IGNORECASE)
_BEATS = re.compile(rf"(?:hr|heart\s?rate)\s*({_NUMBER})(?:{_DASH}({_NUMBER}))?(?:\s*bpm)?(?![a-z%])", re.IGNORECASE)
_RPE = re.compile(rf"(?:rpe|effort)\s*({_NUMBER})(?:{_DASH}({_NUMBER}))?", re.IGNORECASE)
_SHARE = re.compile(rf"({_NUMBER})(?:\s*%?{_DASH}({_NUMBER}))?\s*%(?:\s*(?:of\s+)?ftp)?", re.IGNORECASE)
_FTP = re.compile(rf"ftp\s*({_NUMBER})(?:{_DASH}({_NUMBER}))?", re.IGNORECASE)
_WATTS = re.compile(rf"({_NUMBER})(?:{_DASH}({_NUMBER}))?\s*w(?:atts?)?(?![a-z])", re.IGNORECASE)
_PACE = re.compile(
    r"(\d{1,2}):([0-5]\d)(?:\s*[-–]\s*(\d{1,2}):([0-5]\d))?\s*/\s*(km|mile|mi|100\s?m|100\s?yd)(?![a-z])", re.IGNORECASE
)
_SPEED = re.compile(rf"({_NUMBER})(?:{_DASH}({_NUMBER}))?\s*(km/h|kph|mph|m/s)(?![a-z])", re.IGNORECASE)
_WORD = re.compile(r"(half[ -]marathon|(?:10|5|3)\s?km?|[a-z]+)(?:\s+(?:pace|effort))?(?![\w])", re.IGNORECASE)
_AT = re.compile(r"@|at(?![a-z])", re.IGNORECASE)
_RANGES: tuple[tuple[re.Pattern[str], str, Callable[[float, float], Range | PowerRange]], ...] = (
    (_BEATS, "heart_rate", Range),
    (_RPE, "rpe", Range),
    (_FTP, "power", PowerRange),
    (_SHARE, "power", lambda low, high: PowerRange(low / 100, high / 100)),
    (_WATTS, "power", lambda low, high: PowerRange(low, high, "watts")),
)
_ESCAPED = {"n": "\n", "r": "\r"}
MOST_TEXT = 8000


class UnreadableText(ValueError):
    """A typed workout that cannot be read: `line` and `column` (from one), and a sentence that says what is wrong."""

    def __init__(self, text: str, at: int, sentence: str) -> None:
        before = text[:at]
        self.at = at
        self.line = before.count("\n") + 1
        self.column = at - (before.rfind("\n") + 1) + 1
        self.sentence = sentence
        where = f"Line {self.line}, character {self.column}" if "\n" in text else f"Character {self.column}"
        super().__init__(f"{where}: {sentence}")


def from_text(text: str, sport: Sport = "running") -> Structure:
    """The structure a text describes; raises UnreadableText where it stops making sense or leaves the bounds."""
    if len(text) > MOST_TEXT:
        raise UnreadableText(text, MOST_TEXT, f"This is longer than the {MOST_TEXT} characters a workout may have.")
    reader = _Reader(text)
    parts = reader.parts()
    if not parts:
        raise UnreadableText(text, 0, "Write what to do, like 10' E, 6x800 T / 400 jog, 10' E.")
    segments = [segment for _, _, segment in parts]
    kinds = implied_kinds(segments, [label is not None for _, label, _ in parts], sport)
    named = tuple(
        replace(segment, kind=kind) if isinstance(segment, Single) and kind else segment
        for segment, kind in zip(segments, kinds, strict=True)
    )
    structure = Structure(sport, named)
    for problem in problems(structure):
        place = problem.path.partition("[")[2].partition("]")[0]
        raise UnreadableText(text, parts[int(place)][0] if place else 0, problem.sentence)
    return structure


class _Reader:
    """Walks along the text; every method reads one thing and leaves the place behind it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def parts(self) -> list[tuple[int, str | None, Segment]]:
        """Every part with its place and label."""
        found: list[tuple[int, str | None, Segment]] = []
        self.take(_BREAK)
        self.skip()
        while self.at < len(self.text):
            start = self.at
            found.append((start, *self.part()))
            self.skip()
            if self.at < len(self.text) and self.take(_BREAK) is None:
                raise self.problem(f"{self.here()} is not understood here. Put a comma between parts.")
            self.skip()
        return found

    def part(self) -> tuple[str | None, Segment]:
        """One part, with its label when it has one."""
        start = self.at
        labelled = self.take(LABEL)
        label = None if labelled is None else LABELS[labelled.group(1).lower()]
        self.skip()
        count = self.take(_COUNT)
        if count is None:
            step = self.step()
            if label in SINGLE_KINDS:
                return label, Single(label, step)
            return (
                (label, Single("steady", step)) if label is None else (label, Repeats(step, None, 1, kind=_kind(label)))
            )
        if label in SINGLE_KINDS:
            self.at = start
            raise self.problem("A warm-up, main part or cool-down is one step; write repeats without that name.")
        return label, self.repeats(int(count.group(1)), _kind(label))

    def repeats(self, count: int, kind: RepeatKind) -> Repeats:
        """What comes after `6x`: a step with its rest, or a bracket."""
        if not self.eat("("):
            work = self.step()
            return Repeats(work, self.rest("/"), count, kind=kind)
        inner = self.take(_COUNT)
        if inner is not None and self.text.startswith("(", self.at):
            raise self.problem("Sets of sets of repeats go deeper than a workout does here.")
        work, rest = self.step(), self.rest("/+,")
        self.skip()
        if not self.eat(")"):
            raise self.problem("A bracket holds one effort and its rest; close it with ).")
        work = replace(work, target=self.joined(work.target)) if self.targets_follow() else work
        after = self.rest("/")
        if inner is not None:
            return Repeats(work, rest, int(inner.group(1)), count, after, kind)
        if after is not None and rest is not None:
            raise self.problem('There are two rests here; the second needs sets, like 3x(10x30"/15") / 3\'.')
        return Repeats(work, rest or after, count, kind=kind)

    def rest(self, marks: str) -> Step | None:
        """The step after a slash, if there is one."""
        self.skip()
        for mark in marks:
            if self.eat(mark):
                return self.step()
        return None

    def step(self) -> Step:
        """A length and what it asks for."""
        self.skip()
        end = self.end()
        target, note = self.targets(Target())
        return Step(end, target, note)

    def end(self) -> End:
        """What ends a step."""
        start = self.at
        if (until := self.take(_UNTIL)) is not None:
            return self.until(until, start)
        if self.take(_LAP) is not None:
            return End("lap")
        if (clock := self.take(_CLOCK)) is not None:
            hours, minutes, seconds = clock.groups()
            return End("duration", int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds))
        if (length := self.take(_LENGTH)) is None:
            raise self.problem(f"{self.here()} is no length. Start with one, like 10 min, 800 m, 5 km or until lap.")
        value, unit = float(length.group(1)), _unit(length.group(2) or length.group(3) or "")
        if unit == "kcal":
            return End("calories", value)
        if unit in METRES:
            return End("distance", value * METRES[unit])
        if unit in SECONDS:
            return End("duration", self.longer(value * SECONDS[unit], SECONDS[unit]))
        if value >= 100:
            return End("distance", value)
        self.at = start
        raise self.problem(f"{length.group(1)} of what? Write {length.group(1)} min, {length.group(1)} km or the like.")

    def longer(self, seconds: float, unit: float) -> float:
        """What follows hours is minutes, and what follows minutes is seconds: 1h15, 2'30\"."""
        if unit == 3600 and (more := self.take(_MINUTES)) is not None:
            seconds, unit = seconds + float(more.group(1) or more.group(2)) * 60, 60
        if unit >= 60 and (more := self.take(_SECONDS)) is not None:
            seconds += float(more.group(1))
        return seconds

    def until(self, found: re.Match[str], start: int) -> End:
        """A step that waits for something."""
        lap, what, side, number, unit = (part and part.lower() for part in found.groups())
        if lap:
            return End("lap")
        value = float(number or 0)
        if unit == "kcal":
            return End("calories", value)
        kind = "power" if what == "power" or unit in ("w", "watt", "watts") else "heart_rate"
        if (what is None and unit is None) or ((what == "power") != (kind == "power") and what is not None):
            self.at = start
            raise self.problem("Say until what: until lap, until HR > 150, until power < 200 W or until 300 kcal.")
        low = side in ("<", "under", "below")
        kinds: dict[tuple[str, bool], EndKind] = {
            ("power", False): "power_above",
            ("power", True): "power_below",
            ("heart_rate", False): "heart_rate_above",
            ("heart_rate", True): "heart_rate_below",
        }
        return End(kinds[kind, low], value)

    def targets_follow(self) -> bool:
        """Whether something other than a rest or the end of the part comes next."""
        self.skip()
        return self.at < len(self.text) and self.text[self.at] not in ",;\n/)+"

    def joined(self, target: Target) -> Target:
        """The target of a bracket's effort with what stands behind the bracket."""
        start = self.at
        found, note = self.targets(target)
        if note is not None:
            self.at = start
            raise self.problem("Put a note inside the bracket, beside the step it is for.")
        return found

    def targets(self, target: Target) -> tuple[Target, str | None]:
        """Everything a step asks for, in any order."""
        note: str | None = None
        while self.targets_follow():
            if self.take(_AT) is not None:
                self.skip()
            start = self.at
            if (quoted := self.take(_QUOTED)) is not None:
                words = re.sub(
                    r"\\(.)", lambda m: _ESCAPED.get(m.group(1), m.group(1)), quoted.group(2), flags=re.DOTALL
                )
                if quoted.group(1) is None:
                    note = self.once("note", note, words, start)
                    continue
                found: dict[str, object] = {"cue": words}
            else:
                found = self.target()
            for name, value in found.items():
                self.once(name, getattr(target, name), value, start)
                target = replace(target, **{name: value})
        return target, note

    def once(self, name: str, before: object, value: str | object, start: int) -> str | None:
        """The value, when there is none yet."""
        if before is not None:
            self.at = start
            noun = {"rpe": "effort", "heart_rate": "heart rate", "heart_rate_zone": "heart-rate zone"}.get(name, name)
            raise self.problem(f"This step has a second {noun}; give one.")
        return value if isinstance(value, str) else None

    def target(self) -> dict[str, object]:
        """One target, by the name of its field."""
        if found := self.take(_PACE):
            return {"speed": self.pace(found)}
        if found := self.take(_SPEED):
            factor = SPEED_UNITS[found.group(3).lower()]
            ends = _ends(found) if factor == 1 else [round(end / factor, 4) for end in _ends(found)]
            return {"speed": Range(ends[0], ends[1])}
        if found := self.take(_ZONE):
            return {"heart_rate_zone": int(found.group(1))}
        for pattern, name, make in _RANGES:
            if found := self.take(pattern):
                return {name: make(*_ends(found))}
        return {"pace": self.word()}

    def pace(self, found: re.Match[str]) -> Range:
        """Speeds from a pace like 4:00-4:10/km, the slower first."""
        per = PACE_PER[found.group(5).lower().replace(" ", "")]
        quick = int(found.group(1)) * 60 + int(found.group(2))
        slow = int(found.group(3)) * 60 + int(found.group(4)) if found.group(3) else quick
        if not quick or not slow:
            raise self.problem("A pace of nought is no pace.")
        speeds = sorted(round(per / time, 4) for time in (quick, slow))
        return Range(speeds[0], speeds[1])

    def word(self) -> str:
        """A pace by its name."""
        start = self.at
        found = self.take(_WORD)
        pace = None
        if found is not None:
            word = " ".join(found.group(1).lower().replace("-", " ").split())
            pace = PACE_WORDS.get(word) or PACE_WORDS.get(word.replace(" ", ""))
        if pace is None:
            self.at = start
            raise self.problem(
                f"{self.here()} is no effort known here. Write a pace like E, T or 4:05/km, a power like 90% FTP"
                " or 250 W, HR 150, Z2 or RPE 7; put other words in quotes."
            )
        return pace

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def eat(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        self.skip()
        return True

    def skip(self) -> None:
        self.take(_SPACE)

    def here(self) -> str:
        """What stands at this place, for a sentence."""
        word = re.match(r"[^\s,;()]+|.", self.text[self.at :], re.DOTALL)
        return f"“{word.group()[:30]}”" if word is not None else "The end"

    def problem(self, sentence: str) -> UnreadableText:
        return UnreadableText(self.text, self.at, sentence)


def _kind(label: str | None) -> RepeatKind:
    return label if label in ("strides", "drills") else "interval"


def _unit(unit: str) -> str:
    return {"''": '"', "″": '"', "”": '"', "′": "'", "’": "'"}.get(unit, unit.lower())


def _ends(found: re.Match[str]) -> tuple[float, float]:
    low = float(found.group(1))
    high = float(found.group(2)) if found.group(2) else low
    return low, high
