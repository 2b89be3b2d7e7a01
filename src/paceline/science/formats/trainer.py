"""Workout files of indoor trainers: ZWO, ERG and MRC, to and from the steps a watch follows."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from .fit_workout import DurationKind, Intensity, WatchDuration, WatchRepeat, WatchStep, WatchTarget
from .markup import number, parse
from .recording import Unreadable

Steps = Sequence[WatchStep | WatchRepeat]
NEEDS_FTP: Final = "This file holds power as a share of FTP, so the FTP is needed."
NOT_A_WORKOUT: Final = "This is not a workout file of a trainer that can be read."
LONGEST_STEP: Final = 86_400.0
MOST_STEPS: Final = 2_000
HELD: Final = ("power", "cadence")  # targets a Zwift file can hold
CUE_AFTER: Final = 10  # s after a step's name
FREE: Final = 0.5  # of FTP, where a file must state watts and the session has none: easy enough to ride over
_PLAIN: Final = re.compile(r"[\x00-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TrainerFile:
    """The file, and for the person what of the session it cannot hold."""

    data: bytes
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainerWorkout:
    """What a trainer's file asks for; watts are absolute."""

    name: str
    sport: str
    steps: tuple[WatchStep | WatchRepeat, ...]


def _plain(text: str) -> str:
    return _PLAIN.sub(" ", text).strip()


def _flat(steps: Steps) -> Iterator[WatchStep]:
    for step in steps:
        if isinstance(step, WatchStep):
            yield step
        else:
            yield from step.steps * step.times


def encode_zwo(name: str, sport: str, steps: Steps, ftp: float | None) -> TrainerFile:
    """A Zwift workout. Rides end by time; runs by time or by distance, the same for every step.

    A file holds power (and cadence); heart rate and pace become a free ride with the target as text, and a note.
    """
    if sport not in ("cycling", "running"):
        raise ValueError("Zwift knows rides and runs only.")
    kinds = {step.duration.kind for step in _flat(steps)}
    if not kinds <= {"time", "distance"} or len(kinds) != 1 or ("distance" in kinds and sport != "running"):
        raise ValueError("A Zwift file can hold steps by time, or for runs steps by distance, but not both.")
    head = f"<author>Paceline</author>\n<name>{escape(_plain(name))}</name>\n<description></description>\n"
    head += f"<sportType>{'bike' if sport == 'cycling' else 'run'}</sportType>\n"
    # Without this element every Duration is in seconds; with it, in metres.
    head += "<durationType>distance</durationType>\n" if kinds == {"distance"} else ""
    body = "".join(_zwo_item(step, ftp, sport) for step in steps)
    data = f"<workout_file>\n{head}<workout>\n{body}</workout>\n</workout_file>\n".encode()
    return TrainerFile(data, lost(steps, sport, "Zwift", "a free ride"))


def _zwo_item(item: WatchStep | WatchRepeat, ftp: float | None, sport: str) -> str:
    if isinstance(item, WatchStep):
        return _zwo_step(item, ftp, sport)
    if len(item.steps) == 2 and all(s.target is not None and s.target.kind == "power" for s in item.steps):
        (on_low, on_high), (off_low, off_high) = (_shares(step, ftp) for step in item.steps)
        on, off = (_length(step) for step in item.steps)
        return (
            f'<IntervalsT Repeat="{item.times}" OnDuration="{on}" OffDuration="{off}" '
            f'PowerOnLow="{on_low}" PowerOnHigh="{on_high}" PowerOffLow="{off_low}" PowerOffHigh="{off_high}"/>\n'
        )
    return "".join(_zwo_step(step, ftp, sport) for step in item.steps) * item.times


def _length(step: WatchStep) -> str:
    value = step.duration.value
    if value is None or not 0 < value < 1e6:
        raise ValueError(f"A trainer cannot hold a step of {value}.")
    return f"{value:.6g}"


def _shares(step: WatchStep, ftp: float | None) -> tuple[str, str]:
    assert step.target is not None
    if not ftp or ftp <= 0:
        raise ValueError(NEEDS_FTP)
    low, high = sorted((step.target.low, step.target.high))
    return f"{low / ftp:.9g}", f"{high / ftp:.9g}"


def _zwo_step(step: WatchStep, ftp: float | None, sport: str) -> str:
    target = step.target
    words = _zwo_text(step, step.name, 0)
    if target is not None and target.kind not in HELD:
        words += _zwo_text(step, target_words(target, sport), CUE_AFTER if step.name else 0)
    if target is None or target.kind != "power":
        cadence = f' Cadence="{(target.low + target.high) / 2:.0f}"' if target and target.kind == "cadence" else ""
        return f'<FreeRide Duration="{_length(step)}"{cadence}>{words}</FreeRide>\n'
    low, high = _shares(step, ftp)
    kind = {"warmup": "Warmup", "cooldown": "Cooldown"}.get(step.intensity, "SteadyState")
    # A cool-down goes down: Zwift's "low" is where it starts.
    first, last = (high, low) if kind == "Cooldown" else (low, high)
    return f'<{kind} Duration="{_length(step)}" PowerLow="{first}" PowerHigh="{last}">{words}</{kind}>\n'


def _zwo_text(step: WatchStep, message: str, after: int) -> str:
    """A line of text; in steps by distance its place is counted in metres too."""
    if not message:
        return ""
    length = step.duration.value or 0.0
    offset = "distoffset" if step.duration.kind == "distance" else "timeoffset"
    return f'<textevent {offset}="{after if after < length else 0}" message={quoteattr(_plain(message))}/>'


class _Zwo:
    """Collects the elements of a Zwift workout."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.texts: dict[str, str] = {}
        self.blocks: list[tuple[str, dict[str, str]]] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> bool:
        self.path.append(name)
        if self.path[-2:-1] == ["workout"]:
            self.blocks.append((name, dict(attributes)))
        elif name.lower() == "textevent" and self.blocks and "workout" in self.path:
            self.blocks[-1][1].setdefault("message", attributes.get("message", ""))
        return name in ("name", "sportType", "durationType")

    def finish(self, name: str, text: str) -> None:
        self.path.pop()
        if text.strip() and name in ("name", "sportType", "durationType"):
            self.texts[name] = text.strip()


def decode_zwo(data: bytes, ftp: float) -> TrainerWorkout:
    """Refuses files that are no Zwift workout, and steps nobody could do."""
    file = _Zwo()
    complete = parse(data, file)
    if not complete or not file.blocks or len(file.blocks) > MOST_STEPS:
        raise Unreadable(NOT_A_WORKOUT)
    sport = "running" if file.texts.get("sportType", "bike").lower() == "run" else "cycling"
    kind: DurationKind = "distance" if file.texts.get("durationType", "").lower() == "distance" else "time"
    steps = tuple(item for name, attributes in file.blocks for item in _zwo_read(name, attributes, kind, ftp))
    if not steps:
        raise Unreadable(NOT_A_WORKOUT)
    return TrainerWorkout(file.texts.get("name", ""), sport, steps)


INTENSITIES: Final[Mapping[str, Intensity]] = {
    "Warmup": "warmup",
    "Cooldown": "cooldown",
    "SteadyState": "active",
    "Ramp": "active",
    "FreeRide": "active",
    "Freeride": "active",
    "MaxEffort": "active",
}


def _zwo_read(
    name: str, attributes: Mapping[str, str], kind: DurationKind, ftp: float
) -> Iterator[WatchStep | WatchRepeat]:
    def step(intensity: Intensity, length: str, *powers: str) -> WatchStep:
        found = [value for key in powers if math.isfinite(value := number(attributes.get(key, "")))]
        target = WatchTarget("power", min(found) * ftp, max(found) * ftp) if found else None
        cadence = number(attributes.get("Cadence", ""))
        if target is None and math.isfinite(cadence):
            target = WatchTarget("cadence", cadence, cadence)
        duration = WatchDuration(kind, _sound(number(attributes.get(length, ""))))
        return WatchStep(attributes.get("message", ""), intensity, duration, target, None)

    if name == "IntervalsT":
        times = number(attributes.get("Repeat", "1"))
        if not 1 <= times <= 200:
            raise Unreadable("This workout repeats a set more often than anybody could.")
        on = step("interval", "OnDuration", *_either(attributes, "OnPower", "PowerOnLow", "PowerOnHigh"))
        off = step("recovery", "OffDuration", *_either(attributes, "OffPower", "PowerOffLow", "PowerOffHigh"))
        yield WatchRepeat(int(times), (on, off))
    elif name in INTENSITIES:
        yield step(INTENSITIES[name], "Duration", *_either(attributes, "Power", "PowerLow", "PowerHigh"))


def _either(attributes: Mapping[str, str], single: str, low: str, high: str) -> tuple[str, ...]:
    return (low, high) if low in attributes else (single,)


def _sound(seconds: float) -> float:
    if not 0 < seconds <= LONGEST_STEP * 10:
        raise Unreadable("A step of this workout has no length, or an impossible one.")
    return seconds


def encode_erg(name: str, steps: Steps, ftp: float) -> TrainerFile:
    """Minutes and watts; a step by heart rate, pace or feel gets half of FTP, its target as text, and a note."""
    return _course(name, steps, ftp, "WATTS", 1.0)


def encode_mrc(name: str, steps: Steps, ftp: float) -> TrainerFile:
    """Minutes and percent of FTP; a step by heart rate, pace or feel gets 50 %, its target as text, and a note."""
    return _course(name, steps, ftp, "PERCENT", 100.0 / ftp)


def _course(name: str, steps: Steps, ftp: float, column: str, factor: float) -> TrainerFile:
    lines: list[str] = []
    texts: list[str] = []
    at = 0.0
    flat = list(_flat(steps))
    if flat and all(step.target is None or step.target.kind != "power" for step in flat):
        raise ValueError("ERG and MRC files hold power, and no step of this session has one.")
    for step in flat:
        if step.duration.kind != "time" or step.duration.value is None:
            # The first column is minutes and nothing else: a distance there would be read as time.
            raise ValueError("ERG and MRC files hold steps by time only.")
        target = step.target
        powered = target is not None and target.kind == "power"
        value = ((target.low + target.high) / 2 if target and powered else FREE * ftp) * factor
        cue = "" if powered else target_words(target, "cycling")
        said = ". ".join(part for part in (_plain(step.name), cue) if part)
        texts += [f"{at:.0f}\t{said}\t10"] if said else []
        lines.append(f"{at / 60:.6f}\t{value:.4f}")
        at += step.duration.value
        lines.append(f"{at / 60:.6f}\t{value:.4f}")
    if not lines:
        raise ValueError("A workout needs at least one step.")
    head = ["[COURSE HEADER]", "VERSION = 2", "UNITS = METRIC", f"DESCRIPTION = {_plain(name)}", f"FTP = {ftp:g}"]
    head += [f"MINUTES {column}", "[END COURSE HEADER]", "[COURSE DATA]"]
    tail = ["[END COURSE DATA]", *(["[COURSE TEXT]", *texts, "[END COURSE TEXT]"] if texts else [])]
    data = "\r\n".join((*head, *lines, *tail, "")).encode()
    instead = f"{FREE * ftp:.0f} W; switch the trainer off ERG there and follow the text"
    return TrainerFile(data, lost(flat, "cycling", "ERG and MRC", instead, held=("power",)))


def target_words(target: WatchTarget | None, sport: str) -> str:
    """A target as a person reads it: `Heart rate 140–150 bpm`, `Pace 4:30–4:45 /km`."""
    if target is None:
        return "By feel"
    low, high = sorted((target.low, target.high))
    match target.kind:
        case "heart_rate":
            return f"Heart rate {_range(f'{low:.0f}', f'{high:.0f}')} bpm"
        case "cadence":
            return f"Cadence {_range(f'{low:.0f}', f'{high:.0f}')} {'rpm' if sport == 'cycling' else 'spm'}"
        case "power":
            return f"Power {_range(f'{low:.0f}', f'{high:.0f}')} W"
        case "speed" if sport == "cycling" or low <= 0:
            return f"Speed {_range(f'{low * 3.6:.0f}', f'{high * 3.6:.0f}')} km/h"
        case "speed":
            return f"Pace {_range(_minutes(1000 / high), _minutes(1000 / low))} /km"


def lost(steps: Steps, sport: str, file: str, instead: str, held: Sequence[str] = HELD) -> tuple[str, ...]:
    """What the file cannot hold, a sentence for each target, with the numbers of the steps it stands in."""
    places: dict[str, list[int]] = {}
    for number_, step in enumerate(_flat(steps), 1):
        target = step.target
        if target is not None and target.kind not in held:
            places.setdefault(target_words(target, sport), []).append(number_)
        elif target is None and "cadence" not in held:
            places.setdefault("By feel", []).append(number_)
    return tuple(
        f"{words} ({_which(numbers)}): {file} cannot hold this target, so it is written as text over {instead}."
        for words, numbers in places.items()
    )


def _which(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"step {numbers[0]}"
    shown = [str(one) for one in numbers[:6]]
    if len(numbers) > len(shown):
        return f"steps {', '.join(shown)} and {len(numbers) - len(shown)} more"
    return f"steps {', '.join(shown[:-1])} and {shown[-1]}"


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def decode_erg(data: bytes, ftp: float | None = None) -> TrainerWorkout:
    """ERG and MRC; the header says which. Percentages need an FTP, the athlete's own before the file's."""
    text = data.decode("utf-8-sig", "replace")
    parts = {match[1].upper(): match[2] for match in re.finditer(r"\[(COURSE \w+)\]\s*\n(.*?)\[END \1\]", text, re.S)}
    header, rows = parts.get("COURSE HEADER"), parts.get("COURSE DATA")
    if header is None or rows is None:
        raise Unreadable(NOT_A_WORKOUT)
    column = re.search(r"^\s*MINUTES\s+(WATTS|PERCENT)\s*$", header, re.M | re.I)
    if column is None:
        raise Unreadable("This file does not say minutes with watts or percent, so it is not read as a workout.")
    values: dict[str, str] = {
        m[1].strip().upper(): m[2].strip() for m in re.finditer(r"^([^=\n]+)=(.*)$", header, re.M)
    }
    own = number(values.get("FTP", ""))
    base: float | None = ftp or (own if own > 0 else None)
    percent: Literal["PERCENT", "WATTS"] = "PERCENT" if column[1].upper() == "PERCENT" else "WATTS"
    if percent == "PERCENT" and base is None:
        raise Unreadable(NEEDS_FTP)
    factor = (base or 0.0) / 100 if percent == "PERCENT" else 1.0
    steps = tuple(_course_steps([line.split() for line in rows.splitlines() if line.strip()], factor))
    if not steps:
        raise Unreadable(NOT_A_WORKOUT)
    return TrainerWorkout(values.get("DESCRIPTION", ""), "cycling", steps)


def _course_steps(rows: Sequence[Sequence[str]], factor: float) -> Iterator[WatchStep]:
    """Between two points the power is held, or goes evenly from one to the other."""
    if len(rows) > 2 * MOST_STEPS:
        raise Unreadable("This workout has more steps than anybody could follow.")
    points = [(number(row[0]) * 60, number(row[1]) * factor) for row in rows if len(row) >= 2]
    if len(points) != len(rows) or not all(math.isfinite(value) for point in points for value in point):
        raise Unreadable("A line of this workout cannot be read.")
    for (since, first), (until, last) in itertools.pairwise(points):
        if until < since or until > LONGEST_STEP:
            raise Unreadable("The times of this workout run backwards or beyond a day.")
        if until - since > 0.01:
            target = WatchTarget("power", min(first, last), max(first, last))
            yield WatchStep("", "active", WatchDuration("time", round(until - since, 2)), target, None)
