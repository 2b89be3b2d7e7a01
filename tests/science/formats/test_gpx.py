"""GPX of every dialect becomes the same channels; courses are told apart from activities."""

from __future__ import annotations

import numpy as np
import pytest

from paceline.science.formats import Unreadable, decode, decode_course

HEAD = '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="Edge" xmlns:g="urn:g">'


def point(second: int, inside: str = "", time: bool = True) -> str:
    stamp = f"<time>2021-09-08T00:00:{second:02d}Z</time>" if time else ""
    return f'<trkpt lat="{46 + second * 1e-5:.5f}" lon="7.0"><ele>{500 + second}</ele>{stamp}{inside}</trkpt>'


def track(points: str, name: str = "<name>Morning</name><type>running</type>") -> str:
    return f"{HEAD}<trk>{name}<trkseg>{points}</trkseg></trk></gpx>"


EXTENSION = (
    "<extensions><power>210</power><g:TrackPointExtension><g:hr>141</g:hr><g:cad>86</g:cad>"
    "<g:atemp>19.5</g:atemp></g:TrackPointExtension></extensions>"
)


def test_points_with_extensions() -> None:
    (recording,) = decode(track("".join(point(s, EXTENSION) for s in range(5))).encode()).recordings
    assert (recording.format, recording.sport, recording.name, recording.device) == (
        "gpx",
        "running",
        "Morning",
        "Edge",
    )
    assert np.array_equal(recording.time, 1_631_059_200 + np.arange(5.0))
    assert recording.channels["altitude"].tolist() == [500.0, 501, 502, 503, 504]
    single = {name: set(recording.channels[name]) for name in ("heart_rate", "cadence", "power", "temperature")}
    assert single == {"heart_rate": {141.0}, "cadence": {172.0}, "power": {210.0}, "temperature": {19.5}}


def test_missing_values_stay_missing_and_are_not_filled_in() -> None:
    (recording,) = decode(track(point(0, EXTENSION) + point(1) + point(2, EXTENSION)).encode()).recordings
    assert np.isnan(recording.channels["heart_rate"]).tolist() == [False, True, False]


def test_segments_are_pauses_and_tracks_are_recordings() -> None:
    first = f"<trk><type>9</type><trkseg>{point(0)}{point(1)}</trkseg><trkseg>{point(30)}{point(31)}</trkseg></trk>"
    second = f"<trk><type>mountain_biking</type><trkseg>{point(40)}{point(41)}</trkseg></trk>"
    run, bike = decode(f"{HEAD}{first}{second}</gpx>".encode()).recordings
    assert run.pauses == ((1_631_059_201.0, 1_631_059_230.0),)
    assert (bike.sport, bike.sub_sport, bike.pauses) == ("cycling", "mountain", ())


@pytest.mark.parametrize(
    ("stamp", "epoch", "offset"),
    [
        ("2021-09-08T00:00:10Z", 1_631_059_210.0, None),
        ("2021-09-08T00:00:10.250Z", 1_631_059_210.25, None),
        ("2021-09-08T02:00:10+02:00", 1_631_059_210.0, 7_200.0),
        ("2021-09-08T00:00:10", 1_631_059_210.0, None),
        ("2020-02-29T23:59:59Z", 1_583_020_799.0, None),
    ],
)
def test_times(stamp: str, epoch: float, offset: float | None) -> None:
    (recording,) = decode(track(f'<trkpt lat="46" lon="7"><time>{stamp}</time></trkpt>').encode()).recordings
    assert (recording.time.tolist(), recording.utc_offset) == ([epoch], offset)


def test_course_is_no_activity_but_can_be_followed() -> None:
    data = track("".join(point(s, time=False) for s in range(3))).encode()
    with pytest.raises(Unreadable, match="course to follow, not an activity"):
        decode(data)
    course = decode_course(data)
    assert course.name == "Morning"
    assert course.latitude.tolist() == [46.0, 46.00001, 46.00002]
    assert course.altitude is not None
    assert course.altitude.tolist() == [500.0, 501.0, 502.0]


def test_route_is_a_course_without_altitude() -> None:
    data = f'{HEAD}<rte><name>R</name><rtept lat="1" lon="2"/><rtept lat="1.1" lon="2"/></rte></gpx>'.encode()
    course = decode_course(data)
    assert (course.name, course.altitude, course.longitude.tolist()) == ("R", None, [2.0, 2.0])


def test_file_that_breaks_off_keeps_its_points() -> None:
    whole = track("".join(point(s) for s in range(50)))
    decoded = decode(whole[: whole.index("00:00:40Z")].encode())
    assert len(decoded.recordings[0].time) == 40
    assert decoded.notes[-1] == "The file is damaged after 0:39; everything before that was read."


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    outside = '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    for prologue in (bomb, outside):
        with pytest.raises(Unreadable, match="XML entities"):
            decode(f'<?xml version="1.0"?>{prologue}<gpx><trk><name>&b;</name></trk></gpx>'.encode())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    text = track(point(0), "<name>Zürich</name>").replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8")
    assert decode(text.encode(encoding)).recordings[0].name == "Zürich"


def test_text_that_is_not_the_utf8_it_claims_is_mended() -> None:
    (recording,) = decode(b"\n  " + track(point(0) + point(1), "<name>Z\xfcrich</name>").encode("latin-1")).recordings
    assert len(recording.time) == 2
    latin = track(point(0), "<name>Zürich</name>").replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert decode(latin).recordings[0].name == "Zürich"


def test_nothing_and_nonsense() -> None:
    for data, words in ((HEAD + "</gpx>", "holds no track"), (HEAD + "<trk", "damaged")):
        with pytest.raises(Unreadable, match=words):
            decode(data.encode())
