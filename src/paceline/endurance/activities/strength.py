"""Strength sets, as a device recorded them and as a person types them: one exercise a line, such as `Squat 3 x 8 x 60 kg`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

UNNAMED = "Exercise"
MOST_SETS, MOST_REPETITIONS, HEAVIEST = 50, 1000, 1000.0
POUND = 0.45359237  # kg
MOST = 200
_LINE = re.compile(
    r"^(?P<exercise>\S.*?)[\s,:;]+(?:(?P<sets>\d{1,2})\s*[x×*]\s*)?(?P<repetitions>\d{1,4})"
    r"(?:\s*[x×*@]\s*(?P<weight>\d{1,4}(?:[.,]\d{1,3})?)\s*(?P<unit>kg|lb|lbs)?)?$",
    re.IGNORECASE,
)


def sets_of(text: str, imperial: bool = False) -> list[dict[str, Any]]:
    """The sets a text names; ValueError with a sentence about the first line that names none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise ValueError(f"Keep this to {MOST} lines.")
    return [_line(line, imperial) for line in lines]


def sets_recorded(recorded: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The sets a device counted, equal ones in a row as one line; what it did not count is left out."""
    found: list[dict[str, Any]] = []
    for one in recorded:
        repetitions, weight = one["repetitions"], one["weight"] or None
        if not 1 <= (repetitions or 0) <= MOST_REPETITIONS or not 0 <= (weight or 0) <= HEAVIEST:
            continue
        done = {"exercise": one["exercise"] or UNNAMED, "repetitions": repetitions, "weight": weight}
        last = found[-1] if found else {"sets": MOST_SETS}
        if last["sets"] < MOST_SETS and done == {name: last[name] for name in done}:
            last["sets"] += 1
        else:
            found.append({**done, "sets": 1})
    return found[:MOST]


def _line(line: str, imperial: bool) -> dict[str, Any]:
    found = _LINE.match(line)
    if found is None:
        raise ValueError(f"We do not understand “{line[:60]}”. Write it like Squat 3 x 8 x 60.")
    sets, repetitions = int(found["sets"] or 1), int(found["repetitions"])
    weight = None if found["weight"] is None else float(found["weight"].replace(",", "."))
    if weight is not None and ((found["unit"] or "").lower().startswith("lb") or (imperial and not found["unit"])):
        weight = round(weight * POUND, 3)
    exercise = found["exercise"].strip()
    counted = 1 <= sets <= MOST_SETS and 1 <= repetitions <= MOST_REPETITIONS
    if not counted or len(exercise) > 80 or (weight or 0) > HEAVIEST:
        raise ValueError(f"“{line[:60]}” looks wrong. Check the numbers.")
    return {"exercise": exercise, "sets": sets, "repetitions": repetitions, "weight": weight}


def sets_text(sets: Sequence[Mapping[str, Any]], imperial: bool = False) -> str:
    """The same as text, to be edited."""
    return "\n".join(_text(one, imperial) for one in sets)


def _text(one: Mapping[str, Any], imperial: bool) -> str:
    said = f"{one['exercise']} {one['sets']} x {one['repetitions']}"
    if one["weight"] is None:
        return said
    weight = one["weight"] / POUND if imperial else one["weight"]
    return f"{said} x {round(weight, 1):g} {'lb' if imperial else 'kg'}"
