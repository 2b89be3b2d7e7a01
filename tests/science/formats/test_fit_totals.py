"""What `paceline analyse --json` says about a file agrees with the totals the official decoder finds in its sessions."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final, cast

import pytest

from paceline.science.endurance.analysis import analyse
from paceline.science.formats import Unreadable
from tests.science.formats.test_fit_messages import official

LARGEST = 10_000_000 if os.environ.get("PACELINE_ALL_FILES") else 70_000
# Ours is counted from the points, the device's is what its clock and sensors made of them while recording.
# field: (the device's word, share, absolute) — the larger of the two tolerances holds.
TOTALS: Final = {
    # The last point lies up to a few seconds before the stop, and the device counts milliseconds of the button.
    "elapsed": ("total_elapsed_time", 0.0025, 5.0),
    "timer": ("total_timer_time", 0.0025, 3.0),
    # The last part of a second or of a stroke is in the device's total and in no point.
    "distance": ("total_distance", 0.002, 8.0),
    # The device rounds to whole beats and weighs each second once, ours weighs each point by its time.
    "average_heart_rate": ("avg_heart_rate", 0.011, 1.0),
    "max_heart_rate": ("max_heart_rate", 0.0, 1.0),
    # A device may keep a peak of less than a second that no point holds.
    "max_power": ("max_power", 0.005, 3.0),
    # Each device smooths its barometer in its own way before it adds up: on rolling ground a threshold of 3 m and one
    # of 10 m are a quarter apart, and on flat ground some metres of noise.
    "ascent": ("total_ascent", 0.25, 25.0),
}
# Ours is over the time in motion, the device's over its stopwatch: ours may be faster, up to the device's top speed,
# and slower only by what the points round.
SLOWER, FASTER = 0.03, 0.05
# Files that contradict themselves, and what the contradiction is: (file, field or *) → why.
EXCEPTIONS: Final = {
    ("sports-alliance__inverted-times.fit", "*"): "The session states times that end before its points do.",
    ("dtcooper__elemnt-bolt-no-application-id-inside-developer-data-id.fit", "elapsed"): "Its timer ran on unrecorded.",
    ("GoldenCheetah__2024-10-20-104352-Pool_Swim-BingiWatch.fit", "*"): "The watch wrote no points in the last rest.",
    ("tormoder__0134902991.fit", "*"): "The session ends before the last points of the file.",
    ("sports-alliance__31-days-activity.fit", "*"): "A session of 31 days with days without a point.",
    ("muktihari__activity_poolswim_with_hr.fit", "*"): "Heart rates of a strap that came for part of the swim only.",
    ("GoldenCheetah__GarminHRMswim.FIT", "*"): "Heart rates of a strap that came for part of the swim only.",
    (
        "dtcooper__garmin-fenix-5-run.fit",
        "average_heart_rate",
    ): "Nineteen points: the device had more beats than points.",
    ("dtcooper__2013-02-06-12-11-14.fit", "average_heart_rate"): "Points every few seconds only: smart recording.",
    ("dtcooper__2019-02-17-062644-ELEMNT-297E-195-0.fit", "ascent"): "Rolling by a few metres, which it smooths away.",
    ("sports-alliance__6783622686.fit", "ascent"): "Days of small waves, which the device smooths away.",
    (
        "dtcooper__activity-small-fenix2-run.fit",
        "ascent",
    ): "Heights from satellites that wander, smoothed by the watch.",
    ("GoldenCheetah__MultiSport-2019-11-24.fit", "ascent"): "Rolling by a few metres, which the watch smooths away.",
    ("muktihari__big_activity.fit", "*"): "Points made by a program, totals from another ride.",
    ("GoldenCheetah__20130717_143733.fit", "elapsed"): "The watch was stopped a minute before it was saved.",
    ("GoldenCheetah__Karoo-Botley_BW_Swanmore_Wickham-2025-05-09-1238.fit", "elapsed"): "No points in the last minute.",
    ("GoldenCheetah__SigmaRox11_1.fit", "timer"): "It counts half a minute of stops that it wrote no events for.",
    ("tormoder__garmin.fit", "elapsed"): "The first point comes 45 s after the start.",
    ("muktihari__chained_Activity_activity_poolswim.fit", "*"): "The first point comes 20 s after the start.",
    (
        "GoldenCheetah__2024-10-14-070422-Pool_Swim-BingiWatch.fit",
        "elapsed",
    ): "The first point comes 98 s after the start.",
    ("GoldenCheetah__MultiSport-2019-11-24.fit", "timer"): "It counts minutes of stops that it wrote no events for.",
    ("dtcooper__2019-02-17-062644-ELEMNT-297E-195-0.fit", "max_power"): "The peak is in no point.",
    ("thomaschampagne__alexania.fit", "max_power"): "The peak is in no point.",
    ("sports-alliance__broken-start-latlng.fit", "max_power"): "The peak is in no point.",
    ("thomaschampagne__bloemendaal.fit", "max_power"): "A point holds more than the stated peak.",
    ("dtcooper__sample_mulitple_header.fit", "*"): "Transitions of a minute, in which each second counts.",
    ("GoldenCheetah__MultiSport-2019-11-24.fit", "average_heart_rate"): "Under water one point of a hundred has one.",
    ("sports-alliance__4623204522.fit", "average_heart_rate"): "Under water one point of eleven has one.",
    ("sports-alliance__4623204522.fit", "max_heart_rate"): "Under water one point of eleven has one.",
    ("GoldenCheetah__Garmin945swimRRdata.fit", "*"): "Heart rates of a strap that came after the watch had its totals.",
}


def differences(path: Path) -> tuple[int, list[str]]:
    """How many totals were compared, and those that differ by more than their tolerance."""
    data = path.read_bytes()
    try:
        document = json.loads(analyse(data, path.name).to_json())
    except Unreadable:
        return 0, []
    messages, errors = official(data)
    stated = sorted(messages.get("session_mesgs", []), key=lambda session: session.get("start_time", 0))
    if errors or len(stated) != len(document["sessions"]):
        return 0, []
    compared, found = 0, list[str]()
    for ours, theirs in zip(cast("list[dict[str, Any]]", document["sessions"]), stated, strict=True):
        for name, (word, share, absolute) in TOTALS.items():
            mine, value = ours["summary"].get(name), theirs.get(word)
            if mine is None or not isinstance(value, int | float) or not value or ours["samples"] < 2:
                continue
            compared += 1
            if abs(mine - value) > max(share * value, absolute) and not excepted(path.name, name):
                found.append(f"{path.name} {name}: ours {mine}, the device {value}")
        mine, slow, fast = ours["summary"]["average_speed"], *(speed(theirs, word) for word in ("avg", "max"))
        if mine is not None and slow and fast and fast >= slow and ours["samples"] >= 2:
            compared += 1
            if not slow * (1 - SLOWER) <= mine <= fast * (1 + FASTER) and not excepted(path.name, "average_speed"):
                found.append(f"{path.name} average_speed: ours {mine}, the device {slow} to {fast}")
    return compared, found


def speed(session: dict[str, Any], which: str) -> float | None:
    """A list when the device names both its plain and its enhanced field."""
    stated = session.get(f"enhanced_{which}_speed")
    return stated[0] if isinstance(stated, list) else stated


def excepted(file: str, name: str) -> bool:
    return (file, "*") in EXCEPTIONS or (file, name) in EXCEPTIONS


def test_totals_agree_with_the_sessions_of_the_device(real_files: list[Path]) -> None:
    compared, found = 0, list[str]()
    for path in real_files:
        if path.suffix.lower() == ".fit" and path.stat().st_size <= LARGEST:
            count, different = differences(path)
            compared += count
            found += different
    assert found == []
    assert compared > 80


@pytest.mark.parametrize("name", sorted({name for name, _ in EXCEPTIONS}))
def test_exceptions_are_files_we_still_read(name: str, real_files: list[Path]) -> None:
    (path,) = (path for path in real_files if path.name == name)
    if path.stat().st_size > LARGEST:
        pytest.skip("a large file; PACELINE_ALL_FILES=1 compares it too")
    assert differences(path)[0] > 0
