"""Archives of whole accounts: walked in little memory, with the titles and gear that belong to the files."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

from paceline.science.formats import Unreadable
from paceline.science.formats.accounts import by_file, is_activity_file, metadata, recognise, started_at
from paceline.science.formats.archive import Limits, walk
from tests.science.formats.mutation import damaged
from tests.science.formats.text_files import gpx_text, zipped

ACTIVITIES = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Commute,"
    "Activity Gear,Filename,Media\n"
    '1,"Apr 5, 2024, 6:12:03 AM","To work, slowly",Gravel Ride,"Two\nlines",100,1.2,true,Old bike,'
    "activities/1.fit.gz,media/a.jpg|media/b.jpg\n"
    '2,"Apr 6, 2024, 6:12:03 AM",Run,Run,,100,1.2,false,,activities/2.gpx,\n'
    '3,"Apr 7, 2024, 6:12:03 AM",By hand,Weight Training,,100,1.2,,,,\n'
)
GPX = gpx_text(10).encode()
STRAVA = {"activities.csv": ACTIVITIES.encode(), "activities/1.fit.gz": gzip.compress(GPX), "activities/2.gpx": GPX}
SUMMARIES = [{"summarizedActivitiesExport": [{"activityId": 7, "name": "Tempo", "activityType": "trail_running", "startTimeGmt": 1_700_000_000_000.0}]}]  # fmt: skip


def garmin() -> io.BytesIO:
    inner = zipped({"me_1.gpx": GPX}).getvalue()
    folder = "DI_CONNECT/DI-Connect-"
    return zipped(
        {
            f"{folder}Fitness/me_0_summarizedActivities.json": json.dumps(SUMMARIES).encode(),
            f"{folder}Uploaded-Files/UploadedFiles_0-_Part1.zip": inner,
        }
    )


def test_strava_says_what_belongs_to_each_file() -> None:
    first, second, third = found = metadata(zipped(STRAVA))
    assert (first.title, first.sport, first.sub_sport, first.gear, first.commute) == ("To work, slowly", "cycling", "gravel", "Old bike", True)  # fmt: skip
    assert (first.photos, first.description, first.start) == (("media/a.jpg", "media/b.jpg"), "Two\nlines", 1_712_297_523.0)  # fmt: skip
    assert (second.commute, second.gear, second.photos) == (False, None, ())
    assert (third.file, third.sport, third.commute) == (None, "strength", None)
    assert set(by_file(found)) == {"activities/1.fit.gz", "activities/2.gpx"}


def test_headings_in_another_language() -> None:
    translated = ACTIVITIES.replace("Filename", "Dateiname").replace("Media", "Medien").replace("Activity ID", "ID")
    found = metadata(zipped({"export/activities.csv": translated.encode()}))
    assert found[0].file == "export/activities/1.fit.gz"
    assert found[0].photos == ("export/media/a.jpg", "export/media/b.jpg")


def test_garmin_is_joined_by_the_start() -> None:
    (one,) = metadata(garmin())
    assert (one.title, one.sport, one.sub_sport, one.source_id) == ("Tempo", "running", "trail", "7")
    assert started_at([one], 1_700_000_001.0) is one
    assert started_at([one, one], 1_700_000_001.0) is None
    assert started_at([one], 1_700_000_009.0) is None


def test_kinds() -> None:
    assert recognise(["profile.csv", "activities.csv"]) == "strava"
    assert recognise(garmin().getvalue() and ["DI_CONNECT/x/y.json"]) == "garmin"
    assert recognise(["apple_health_export/Export.xml"]) == "apple_health"
    assert recognise(["ride.fit"]) is None


def test_walking_opens_what_is_wanted_and_archives_within() -> None:
    found = list(walk(zipped({**STRAVA, "media/a.jpg": b"x"}), "export.zip", wanted=is_activity_file))
    assert [(file.name, file.data == GPX, file.problem) for file in found] == [
        ("activities/1.fit", True, None),
        ("activities/2.gpx", True, None),
    ]
    assert [file.data for file in walk(garmin(), "g.zip", wanted=is_activity_file)] == [GPX]


def test_limits() -> None:
    nested = zipped({"b.zip": zipped({"c.zip": zipped({"d.gpx": GPX}).getvalue()}).getvalue()})
    (deep,) = walk(nested, "a.zip")
    assert "archive inside the archive" in (deep.problem or "")
    many = zipped({f"{place}.gpx": GPX for place in range(5)})
    (refused,) = walk(many, "a.zip", Limits(entries=4))
    assert "more than 4 files" in (refused.problem or "")
    total = list(walk(many, "a.zip", Limits(total=2 * len(GPX))))
    assert [file.problem is None for file in total] == [True, True, False, False, False]
    (large,) = walk(zipped({"a.gpx": GPX}), "a.zip", Limits(largest=10))
    assert "too large" in (large.problem or "")
    (dense,) = walk(zipped({"a.gpx": bytes(4 << 20)}), "a.zip")
    assert "far more" in (dense.problem or "")
    (broken,) = walk(io.BytesIO(b"PK\x03\x04"), "a.zip")
    assert "damaged" in (broken.problem or "")


def test_a_large_archive_is_never_in_memory() -> None:
    class Counting(io.BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            found = super().read(size)
            Counting.most = max(Counting.most, len(found))
            return found

    held = Counting()
    with zipfile.ZipFile(held, "w") as archive:
        for place in range(40):
            archive.writestr(f"{place}.gpx", GPX.ljust(100_000))
    assert sum(file.data is not None for file in walk(held, "a.zip")) == 40
    assert Counting.most <= 100_000


def test_mutations_are_read_or_refused() -> None:
    for number, data in damaged([zipped(STRAVA).getvalue(), garmin().getvalue()]):
        for file in walk(io.BytesIO(data), "a.zip"):
            assert (file.data is None) == (file.problem is not None), number
        try:
            metadata(io.BytesIO(data))
        except Unreadable as refusal:
            assert str(refusal).endswith("."), number


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"{", b"[1, null, {}]", b'[{"activityId": 1, "startTimeGmt": "x"}]']
)
def test_odd_lists(content: bytes) -> None:
    data = zipped({"DI_CONNECT/me_summarizedActivities.json": content})
    try:
        assert all(one.start is None for one in metadata(data))
    except Unreadable as refusal:
        assert str(refusal).endswith(".")
