"""Decides what two recordings of one session come to: the streams of the better one, the facts of both."""

from collections.abc import Mapping
from typing import Any

# What is measured along the way goes with the streams it was measured from.
MEASURED = (
    "elapsed", "timer", "moving", "distance", "ascent", "descent", "average_speed", "max_speed", "average_heart_rate",
    "max_heart_rate", "average_power", "max_power", "normalized_power", "graded_speed", "average_cadence",
    "average_temperature", "decoupling", "efficiency_factor", "variability_index", "intensity", "device", "utc_offset",
)  # fmt: skip
SAID = ("rpe", "feel", "gear_id", "calories", "sub_sport", "file_key", "file_name", "file_sha256")
# What is said of either is true of the session.
FLAGS = ("race", "commute", "indoor")
Facts = Mapping[str, Any]


def is_better(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether the second recording is the better: more channels, or as many and at least a tenth more samples."""
    if first[0] != second[0]:
        return second[0] > first[0]
    return second[1] > first[1] * 1.1


def merged(first: Facts, second: Facts, *, second_is_better: bool, first_is_unnamed: bool) -> dict[str, Any]:
    """The fields the first activity takes on."""
    better, other = (second, first) if second_is_better else (first, second)
    found: dict[str, Any] = {name: better[name] if better[name] is not None else other[name] for name in MEASURED}
    found |= {name: first[name] if first[name] is not None else second[name] for name in SAID}
    found |= {name: first[name] or second[name] for name in FLAGS}
    weighed = better if better["load"] is not None else other
    found |= {name: weighed[name] for name in ("load", "load_method", "load_reason")}
    found["name"] = second["name"] if first_is_unnamed and second["name"] else first["name"]
    found["notes"] = _both(first["notes"], second["notes"])
    found["quality"] = list(dict.fromkeys([*first["quality"], *second["quality"]]))
    found["pauses"] = better["pauses"] or other["pauses"]
    found["sets"] = first.get("sets") or second.get("sets") or []
    found["lengths"] = better["lengths"] or other["lengths"]
    for kind in ("reasons", "cautions"):
        said = {**other[kind], **better[kind]}
        found[kind] = {
            name: sentence for name, sentence in said.items() if kind != "reasons" or not _is_known(name, found)
        }
    found["shareable"] = first["shareable"] and second["shareable"]
    found["ai_allowed"] = first["ai_allowed"] and second["ai_allowed"]
    ends = [one["retain_until"] for one in (first, second) if one["retain_until"] is not None]
    found["retain_until"] = min(ends, default=None)
    return found


def _is_known(name: str, found: Facts) -> bool:
    return found.get(name) is not None


def _both(first: str, second: str) -> str:
    if not second or second in first:
        return first
    return f"{first}\n\n{second}"[:10_000] if first else second
