"""Reads an activity file into plain data: what a process that may be thrown away hands back about bytes from strangers."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from paceline.science.endurance.analysis import Session, analyse
from paceline.science.endurance.sports import family
from paceline.science.endurance.summary import Summary, Thresholds
from paceline.science.formats import Unreadable, sniff
from paceline.science.formats.archive import gunzip
from paceline.science.formats.fit_days import days_of

APART = {"load", "reasons", "cautions"}
Plain = dict[str, Any]


def read_file(data: bytes, name: str, known: Mapping[str, Mapping[str, Any]]) -> Plain:
    """`{"sessions": […], "notes": […], "sha256": …}`, or `{"unreadable": sentence}`.

    What a watch writes beside activities has no sessions but `"daily"`: day, kind, value and count of measurements.

    The digest is that of the activity file itself, so that it is known again with and without its compression.

    `known` holds the athlete's thresholds by family of sports, those of every other family under the empty name.
    """
    try:
        plain = gunzip(data) if sniff(data) == "gzip" else data
        found = analyse(plain, name, lambda sport: thresholds_for(known, sport))
    except Unreadable as problem:
        return _days_in(data, str(problem))
    return {
        "sessions": [plain_session(one) for one in found.sessions],
        "notes": list(found.notes),
        "sha256": hashlib.sha256(plain).digest(),
    }


def _days_in(data: bytes, problem: str) -> Plain:
    """The values of days in a file that holds no activity; the sentence that says so when it has none either."""
    try:
        plain = gunzip(data) if sniff(data) == "gzip" else data
        told, notes = days_of(plain) if sniff(plain) == "fit" else ((), ())
    except Unreadable:
        return {"unreadable": problem}
    if not told:
        return {"unreadable": problem}
    daily = [[one.day.isoformat(), one.kind, one.value, one.measured] for one in told]
    return {"sessions": [], "notes": list(notes), "sha256": hashlib.sha256(plain).digest(), "daily": daily}


def thresholds_for(known: Mapping[str, Mapping[str, Any]], sport: str) -> Thresholds:
    """The thresholds a sport is measured against."""
    return Thresholds(**known.get(family(sport), known.get("", {})))


def plain_session(session: Session) -> Plain:
    """One session with everything computed from it, as data; every time but `start` counts from it."""
    recording, summary = session.recording, session.summary
    start = float(recording.start)
    return {
        "sport": recording.sport,
        "sub_sport": recording.sub_sport,
        "name": recording.name,
        "device": recording.device,
        "start": start,
        "utc_offset": recording.utc_offset,
        "totals": {one.name: getattr(summary, one.name) for one in fields(Summary) if one.name not in APART},
        "calories": recording.stated.get("calories"),
        "load": asdict(summary.load),
        "rpe": session.rpe,
        "reasons": dict(summary.reasons),
        "cautions": dict(summary.cautions),
        "pauses": [[round(float(a) - start, 3), round(float(b) - start, 3)] for a, b in recording.pauses],
        "lengths": [
            [
                round(float(one.start) - start, 3),
                float(one.elapsed),
                None if one.strokes is None else float(one.strokes),
                one.stroke,
                bool(one.active),
            ]
            for one in recording.lengths
        ],
        "sets": [asdict(one) for one in recording.sets if one.active],
        "laps": [{**asdict(lap), "start": float(lap.start) - start} for lap in recording.laps],
        "efforts": [asdict(one) for one in session.efforts],
        "time": np.asarray(recording.time, np.float64) - start,
        "channels": {name: np.asarray(values, np.float64) for name, values in session.channels.items()},
    }
