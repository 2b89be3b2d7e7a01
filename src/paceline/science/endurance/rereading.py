"""Reads one session of a file again with its corrections, as plain data: what a process that may be thrown away hands back."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from paceline.science.endurance.analysis import session_of
from paceline.science.endurance.anomalies import JUDGES, proposed
from paceline.science.endurance.corrections import Correction, corrected, with_sport
from paceline.science.endurance.reading import Plain, plain_session, thresholds_for
from paceline.science.endurance.repairs import Uncorrectable
from paceline.science.formats import Recording, Unreadable, decode, sniff
from paceline.science.formats.archive import gunzip

DEEPEST = 20
FELT = "rating_of_perceived_exertion"


def read_again(plan: Plain, known: Mapping[str, Mapping[str, Any]]) -> Plain:
    """`{"sessions": [one], "notes": […], "sha256": …}`, or `{"unreadable": sentence}`.

    A plan holds the file's `data`, its `name`, which `part` of it, what its athlete says it was (`sport`, `sub_sport`,
    `rpe`) and the `corrections`, each with `kind` and `values`, and under `other` the plan of a joined recording.
    """
    try:
        recording, notes, digest = _recording(plan, DEEPEST)
    except (Unreadable, Uncorrectable) as problem:
        return {"unreadable": str(problem)}
    session = session_of(recording, thresholds_for(known, recording.sport))
    return {"sessions": [plain_session(session)], "notes": list(notes), "sha256": digest}


def propose(plan: Plain) -> Plain:
    """By channel the ranges of moments that look like errors of the sensor, after the corrections there are already."""
    try:
        recording, _, _ = _recording(plan, DEEPEST)
    except (Unreadable, Uncorrectable) as problem:
        return {"unreadable": str(problem)}
    return {
        "proposals": {
            name: [
                [round(first - recording.start, 3), round(last - recording.start, 3)]
                for first, last in proposed(recording.time, recording.channels[name], name)
            ]
            for name in JUDGES
            if name in recording.channels
        }
    }


def _recording(plan: Plain, deepest: int) -> tuple[Recording, tuple[str, ...], bytes]:
    if deepest == 0:
        raise Uncorrectable("Too many recordings are joined into this one.")
    data: bytes = plan["data"]
    plain = gunzip(data) if sniff(data) == "gzip" else data
    decoded = decode(plain, plan["name"])
    part: int = plan["part"]
    if part >= len(decoded.recordings):
        raise Unreadable("This session is no longer found in its file.")
    recording = decoded.recordings[part]
    stated = {name: value for name, value in recording.stated.items() if name != FELT}
    if plan["rpe"] is not None:
        stated[FELT] = plan["rpe"]
    recording = with_sport(replace(recording, stated=MappingProxyType(stated)), plan["sport"], plan["sub_sport"])
    corrections = [_correction(one, deepest) for one in plan["corrections"]]
    return corrected(recording, corrections), decoded.notes, hashlib.sha256(plain).digest()


def _correction(one: Plain, deepest: int) -> Correction:
    other = one.get("other")
    joined = None if other is None else _recording(other, deepest - 1)[0]
    return Correction(one["kind"], one["values"], joined)
