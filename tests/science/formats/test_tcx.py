"""TCX activities with laps, extensions and gaps; courses and workouts are told apart."""

from __future__ import annotations

import numpy as np
import pytest

from paceline.science.formats import Unreadable, decode, decode_course

START = 1_631_059_200.0


def point(second: int, extra: str = "") -> str:
    return (
        f"<Trackpoint><Time>2021-09-08T00:{second // 60:02d}:{second % 60:02d}.000Z</Time><Position><LatitudeDegrees>46"
        f"</LatitudeDegrees><LongitudeDegrees>7</LongitudeDegrees></Position><DistanceMeters>{second * 3}"
        f"</DistanceMeters><HeartRateBpm><Value>150</Value></HeartRateBpm>{extra}</Trackpoint>"
    )


def lap(second: int, tracks: str, timer: int = 10) -> str:
    return (
        f'<Lap StartTime="2021-09-08T00:{second // 60:02d}:{second % 60:02d}Z"><TotalTimeSeconds>{timer}'
        "</TotalTimeSeconds><DistanceMeters>30</DistanceMeters><Calories>4</Calories><AverageHeartRateBpm><Value>149"
        "</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>155</Value></MaximumHeartRateBpm>"
        f"<TriggerMethod>Distance</TriggerMethod>{tracks}</Lap>"
    )


def activity(laps: str, sport: str = "Running") -> str:
    creator = "<Creator><Name>Polar M400</Name></Creator>"
    return f'<Activity Sport="{sport}"><Id>2021-09-08T00:00:00Z</Id>{laps}{creator}</Activity>'


def tcx(activities: str) -> bytes:
    return f"<TrainingCenterDatabase><Activities>{activities}</Activities></TrainingCenterDatabase>".encode()


EXTENSION = (
    "<Extensions><n:TPX xmlns:n='urn:n'><n:Speed>3.0</n:Speed><n:RunCadence>84</n:RunCadence>"
    "<n:Watts>240</n:Watts></n:TPX></Extensions>"
)


def test_points_laps_and_totals() -> None:
    first = lap(0, "<Track>" + "".join(point(s, EXTENSION) for s in range(10)) + "</Track>")
    second = lap(10, "<Track>" + "".join(point(s, EXTENSION) for s in range(10, 20)) + "</Track>")
    (recording,) = decode(tcx(activity(first + second))).recordings
    assert (recording.format, recording.sport, recording.device) == ("tcx", "running", "Polar M400")
    assert np.array_equal(recording.time, START + np.arange(20.0))
    single = {name: set(recording.channels[name]) for name in ("heart_rate", "speed", "cadence", "power")}
    assert single == {"heart_rate": {150.0}, "speed": {3.0}, "cadence": {168.0}, "power": {240.0}}
    assert [(each.start, each.elapsed, each.timer, each.trigger) for each in recording.laps] == [
        (START, 10.0, 10.0, "distance"),
        (START + 10, 10.0, 10.0, "distance"),
    ]
    assert recording.stated["distance"] == 60.0
    assert recording.stated["max_heart_rate"] == 155.0
    assert recording.pauses == ()


def test_new_track_after_a_gap_is_a_pause() -> None:
    tracks = f"<Track>{point(0)}{point(1)}</Track><Track>{point(100)}{point(101)}</Track>"
    (recording,) = decode(tcx(activity(lap(0, tracks)))).recordings
    assert recording.pauses == ((START + 1, START + 100),)


def test_several_activities_and_a_lap_without_points() -> None:
    bike = activity(lap(300, "", timer=600), "Biking")
    run, ride = decode(tcx(activity(lap(0, f"<Track>{point(0)}</Track>")) + bike)).recordings
    assert (run.sport, ride.sport) == ("running", "cycling")
    assert len(ride.time) == 0
    assert ride.start == START + 300
    assert (ride.laps[0].elapsed, ride.stated["timer"]) == (600.0, 600.0)


def test_broken_off_file_keeps_its_points() -> None:
    data = tcx(activity(lap(0, "<Track>" + "".join(point(s) for s in range(60)) + "</Track>")))
    decoded = decode(data[: data.index(b"00:00:50")])
    assert len(decoded.recordings[0].time) == 50
    assert decoded.notes == ("The file is damaged after 0:49; everything before that was read.",)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<Courses><Course><Name>x</Name></Course></Courses>", "course to follow"),
        ("<Workouts><Workout/></Workouts>", "workout to follow"),
        ("<Activities/>", "no recorded activity"),
    ],
)
def test_refusals(inside: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        decode(f"<TrainingCenterDatabase>{inside}</TrainingCenterDatabase>".encode())


def test_file_that_breaks_off_inside_its_first_point_is_refused() -> None:
    data = tcx(activity(lap(0, f"<Track>{point(0)}</Track>", timer=0)))
    for end in (b"</Time>", b"</Position>", b"</Value></HeartRateBpm>"):
        cut = data[: data.rindex(end) + len(end)]
        with pytest.raises(Unreadable, match="damaged"):
            decode(cut)


def test_a_course_can_be_followed_and_an_activity_too() -> None:
    points = "".join(
        f"<Trackpoint><Position><LatitudeDegrees>{46 + place / 1000}</LatitudeDegrees><LongitudeDegrees>7</LongitudeDegrees>"
        f"</Position><AltitudeMeters>{500 + place}</AltitudeMeters></Trackpoint>"
        for place in range(3)
    )
    folder = f"<Courses><Course><Name>Round</Name><Track>{points}</Track></Course></Courses>"
    course = decode_course(f"<TrainingCenterDatabase>{folder}</TrainingCenterDatabase>".encode())
    assert (course.name, course.latitude.tolist()) == ("Round", [46.0, 46.001, 46.002])
    assert course.altitude is not None
    assert course.altitude.tolist() == [500.0, 501.0, 502.0]
    done = f"<Activities><Activity Sport='Running'><Lap><Track>{points}</Track></Lap></Activity></Activities>"
    assert len(decode_course(f"<TrainingCenterDatabase>{done}</TrainingCenterDatabase>".encode()).latitude) == 3
    with pytest.raises(Unreadable, match="no positions"):
        decode_course(b"<TrainingCenterDatabase><Courses><Course/></Courses></TrainingCenterDatabase>")
