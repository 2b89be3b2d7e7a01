"""Looking closer at an activity: stretches, lines in detail, laps by another cut, ranks, legs and the map."""

import json
import re
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from paceline.endurance.activities.access import activity_for
from paceline.endurance.activities.looking import maps
from paceline.endurance.activities.looking.intervals import pieces_of
from paceline.endurance.activities.looking.maps import MapSettings
from paceline.endurance.activities.looking.recent import Shelf, recent_samples
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.pages import detail
from paceline.endurance.activities.recorded import Samples
from paceline.infra.settings import SettingsError, load
from paceline.science.formats import Length
from paceline.ui.format import Formatter
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import START, fit, upload


async def kept(member: Member, data: bytes | None = None, **more: Any) -> str:
    answer = await member.api.post("/api/v1/activities", **upload(data or fit(**more)))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_charlie_looks_at_nothing(cast: Cast) -> None:
    made = await kept(cast.bob)
    for path in ("selection?from=0&to=60", "lines", "laps?by=km"):
        assert (await cast.charlie.web.get(f"/activities/{made}/{path}")).status_code == 404, path
    for path in ("selection?from=0&to=60", "intervals?by=5min", "streams?from=0&to=60"):
        assert (await cast.charlie.api.get(f"/api/v1/activities/{made}/{path}")).status_code == 404, path


async def test_a_stretch_is_measured(cast: Cast) -> None:
    made = await kept(cast.bob, minutes=40, power=250.0)
    found = (await cast.bob.api.get(f"/api/v1/activities/{made}/selection?from=600&to=1200")).json()
    assert (found["start"], found["end"], found["timer"]) == (600, 1200, 600)
    assert found["distance"] == pytest.approx(1800, abs=1)
    assert found["normalized_power"] == pytest.approx(250, abs=0.5)
    assert 120 < found["average_heart_rate"] < 160
    text = (await cast.bob.web.get(f"/activities/{made}/selection?from=10:00&to=20:00")).text
    assert 'data-from="600.0"' in text
    for words in ("Distance", "1.80", "Normalized", "250", "Grade-adjusted", "Efficiency", "W/bpm"):
        assert words in text, words
    fragment = (await cast.bob.web.get(f"/activities/{made}/selection", headers={"HX-Request": "true"})).text
    assert fragment.lstrip().startswith('<div id="stretch"')
    assert "data-from" not in fragment


async def test_what_is_kept_at_hand_follows_every_correction(cast: Cast) -> None:
    made = await kept(cast.bob, minutes=40)
    path = f"/api/v1/activities/{made}/selection?from=0&to=2400"
    whole = (await cast.bob.api.get(path)).json()
    assert (await cast.bob.api.get(path)).json() == whole
    assert (await cast.charlie.api.get(path)).status_code == 404
    trim = {"kind": "trim", "start": 600, "end": 1200}
    answer = await cast.bob.api.post(f"/api/v1/activities/{made}/corrections", json=trim)
    assert answer.status_code == 201, answer.text
    trimmed = (await cast.bob.api.get(path)).json()
    assert trimmed["timer"] == pytest.approx(600, abs=1)
    assert whole["timer"] > 2300


def test_the_shelf_makes_room_and_shares_no_lists() -> None:
    shelf = Shelf(most=2000)
    for name in ("first", "second", "third"):
        shelf.put(name, Samples(np.arange(60.0), {"power": np.zeros(60)}))
        shelf.put(name, Samples(np.arange(60.0)))
    assert (shelf.take("first"), shelf.size) == (None, 1920)
    found = shelf.take("second")
    assert found is not None
    found.channels["balance"] = np.ones(60)
    with pytest.raises(ValueError, match="read-only"):
        found.channels["power"][0] = 1.0
    again = shelf.take("second")
    assert again is not None
    assert set(again.channels) == {"power"}
    shelf.put("fourth", Samples(np.arange(60.0), {"power": np.zeros(60)}))
    assert shelf.take("third") is None
    shelf.put("vast", Samples(np.zeros(4000)))
    assert shelf.take("vast") is None


def test_a_day_of_many_kilometres_is_cut_into_what_can_be_read() -> None:
    time = np.arange(0.0, 43_200.0, 10.0)
    samples = Samples(time, {"distance": time * 12})
    activity = Activity(family="cycling", pauses=[], elapsed=43_200.0)
    found = pieces_of(activity, samples, [], Formatter(), "")
    assert found is not None
    assert (found.by, len(found.rows)) == ("mile", 323)
    wished = pieces_of(activity, samples, [], Formatter(), "km")
    assert wished is not None
    assert (wished.by, wished.rows) == ("km", ())
    assert "519" in wished.reason


async def test_places_are_never_kept_at_hand(cast: Cast) -> None:
    made = await kept(cast.bob)
    async with cast.bob.tx() as tx:
        activity = await activity_for(tx, UUID(made))
        with pytest.raises(ValueError, match="positions"):
            await recent_samples(tx, activity, ("power", "latitude"))


@pytest.mark.parametrize("query", ["from=20:00&to=10:00", "from=soon&to=10:00", "from=1e9&to=2e9", "from=nan&to=9"])
async def test_a_stretch_that_is_none_says_why(cast: Cast, query: str) -> None:
    made = await kept(cast.bob, minutes=30)
    answer = await cast.bob.web.get(f"/activities/{made}/selection?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert (await cast.bob.api.get(f"/api/v1/activities/{made}/selection?from=30&to=20")).status_code == 422


async def test_lines_in_detail(cast: Cast) -> None:
    made = await kept(cast.bob, minutes=60)
    found = (await cast.bob.web.get(f"/activities/{made}/lines?from=600&to=700&points=400&x=time")).json()
    assert (found["t"][0], found["t"][-1]) == (599, 701)
    assert len(found["t"]) == 103
    assert found["x"] == found["t"]
    coarse = (await cast.bob.web.get(f"/activities/{made}/lines?points=100")).json()
    assert len(coarse["x"]) <= 100
    assert coarse["x"][-1] == pytest.approx(10.8, abs=0.2)
    streams = (await cast.bob.api.get(f"/api/v1/activities/{made}/streams?from=600&to=610&channels=distance")).json()
    assert streams["time"] == list(range(600, 611))
    assert streams["channels"]["distance"][0] == pytest.approx(1800, abs=1)


async def test_laps_by_another_cut(cast: Cast) -> None:
    made = await kept(cast.bob, minutes=40)
    page = (await cast.bob.web.get(f"/activities/{made}")).text
    assert "as the device set them" in page
    for way, rows in (("km", 8), ("mile", 5), ("5min", 8)):
        text = (await cast.bob.web.get(f"/activities/{made}/laps?by={way}", headers={"HX-Request": "true"})).text
        assert text.lstrip().startswith('<section class="section" id="laps"')
        assert text.count('class="measures"') == rows, way
    assert "every kilometre" in (await cast.bob.web.get(f"/activities/{made}?laps=km")).text
    assert "The effort was even" in (await cast.bob.web.get(f"/activities/{made}/laps?by=found")).text
    found = (await cast.bob.api.get(f"/api/v1/activities/{made}/intervals?by=km")).json()
    assert [round(one["distance"]) for one in found["pieces"]] == [1000] * 7 + [200]
    even = (await cast.bob.api.get(f"/api/v1/activities/{made}/intervals")).json()
    assert (even["pieces"], even["reason"]) == ([], "The effort was even throughout.")


async def test_best_efforts_are_ranked(cast: Cast) -> None:
    for n, speed in enumerate((3.0, 3.4, 3.2)):
        made = await kept(cast.bob, minutes=20, speed=speed, start=START - 86_400 * (n + 1))
    page = (await cast.bob.web.get(f"/activities/{made}")).text
    assert "2nd of 3" in page
    assert 'href="/activities?best=distance%3A1000"' in page
    assert "Pace curve" in page
    curve = json.loads(re.search(r'id="curve-data">(.*?)</script>', page, re.DOTALL).group(1))  # type: ignore[union-attr]
    assert curve["own"][0] == pytest.approx(1000 / 3.2, abs=1)
    coach = (await cast.alice.web.get(f"/activities/{made}")).text
    assert f'href="/people/{cast.bob.id}/activities?best=distance%3A1000"' in coach


async def test_the_reserve_is_shown_with_its_reason(cast: Cast) -> None:
    made = await kept(cast.bob, data=fit("cycling", 45, speed=8, power=210.0))
    page = (await cast.bob.web.get(f"/activities/{made}")).text
    assert "W′ balance" in page
    assert "Unknown, because" in page
    assert "First half, second half" in page


async def test_the_pool_by_repetitions(cast: Cast) -> None:
    lengths = tuple(
        Length(START + n * 30, 30.0, 14.0 if n % 5 < 4 else None, "freestyle", n % 5 < 4) for n in range(20)
    )
    made = await kept(cast.bob, data=fit("swimming", 10, speed=0.83, places=False, lengths=lengths, sub_sport="pool"))
    page = (await cast.bob.web.get(f"/activities/{made}")).text
    assert "16 swum" in page
    assert "Repetitions" in page
    assert "SWOLF" in page
    assert ">44<" in page


async def test_the_map_only_where_there_are_tiles(stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await kept(cast.bob)
    without = await cast.bob.web.get(f"/activities/{made}")
    assert "activities--map" not in without.text
    assert "places" not in json.loads(_data(without.text, "route-data"))
    tiles = MapSettings(tiles="https://tiles.example.org/{z}/{x}/{y}.png", attribution="Tiles & co")
    monkeypatch.setattr(detail, "settings", lambda: tiles)
    page = await cast.bob.web.get(f"/activities/{made}")
    policy = page.headers["content-security-policy"]
    assert "img-src 'self' data: https://tiles.example.org;" in policy
    assert "connect-src 'self';" in policy
    assert len(json.loads(_data(page.text, "route-data"))["places"]) > 100
    assert "Tiles &amp; co" in page.text
    coach = await stage.member("Nils Coach", "coach")
    await stage.relate(coach, cast.bob, ("training",))
    hidden = await coach.web.get(f"/activities/{made}")
    assert "activities--map" not in hidden.text
    assert "tiles.example.org" not in hidden.headers["content-security-policy"]
    assert "tiles.example.org" not in (await cast.bob.web.get("/activities")).headers["content-security-policy"]


def _data(page: str, name: str) -> str:
    found = re.search(rf'id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    "tiles", ["tiles.example.org", "https://x/{z}", "https://{s}.x.org/{z}/{x}/{y}", "https://a;b/{z}{x}{y}"]
)
def test_tiles_that_are_none_are_refused(tiles: str) -> None:
    with pytest.raises(SettingsError, match="tiles"):
        load(MapSettings, tiles=tiles)
    assert maps.MapSettings(tiles=None).tiles is None


async def test_legs_of_one_file(cast: Cast) -> None:
    first = await kept(cast.bob, data=fit("cycling", 20, speed=8, start=START))
    second = await kept(cast.bob, data=fit("running", 15, start=START + 1500))
    assert "Legs of this session" not in (await cast.bob.web.get(f"/activities/{first}")).text
    async with cast.bob.tx() as tx:
        from paceline.endurance.activities.model import Activity

        for part, one in enumerate((first, second)):
            found = await tx.session.get(Activity, UUID(one))
            assert found
            found.file_sha256, found.file_part = b"1" * 32, part
    page = (await cast.bob.web.get(f"/activities/{second}")).text
    assert "Legs of this session" in page
    assert f'href="/activities/{first}"' in page
    assert "Transition" in page
    assert "5:00" in page
    assert "Together 40:00" in page
