"""Searching, narrowing, ordering and summing the list, over REST and on its page; and changing many at once."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from sqlalchemy import select, update

from paceline.core.identity.model import Session
from paceline.endurance.activities.listing.filters import best_of, place_of, read_filters
from paceline.endurance.activities.listing.selection import Wanted, asked_of, search_words
from paceline.infra.clock import FixedClock
from paceline.kit.errors import Invalid
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import START, fit, upload

SESSIONS: tuple[dict[str, Any], ...] = (
    {"name": "Easy forest run", "sport": "running", "day": 1, "km": 8, "minutes": 48, "rpe": 3},
    {"name": "Tempo 4x2000", "sport": "running", "day": 2, "km": 14, "minutes": 66, "rpe": 8},
    {"name": "Long ride, Østmarka", "sport": "cycling", "day": 3, "km": 92, "minutes": 200, "rpe": 5},
    {
        "name": "Gym",
        "sport": "strength",
        "day": 4,
        "km": None,
        "minutes": 45,
        "rpe": 6,
        "notes": "Deadlifts felt strong",
    },
    {"name": "Long run", "sport": "running", "day": 5, "km": 28, "minutes": 150, "rpe": 5, "bpm": 141},
)


async def five(member: Member) -> dict[str, str]:
    made: dict[str, str] = {}
    for one in SESSIONS:
        body = {
            "sport": one["sport"],
            "started_at": f"2026-05-{one['day']:02}T07:00:00+02:00",
            "duration": one["minutes"] * 60,
            "distance": one["km"] and one["km"] * 1000,
            "rpe": one["rpe"],
            "name": one["name"],
            "notes": one.get("notes", ""),
            "average_heart_rate": one.get("bpm"),
        }
        answer = await member.api.post("/api/v1/activities/manual", json=body)
        assert answer.status_code == 201, answer.text
        made[one["name"]] = answer.json()["id"]
    return made


async def names(member: Member, query: str, **more: Any) -> list[str]:
    answer = await member.api.get(f"/api/v1/activities?{query}", params=None, **more)
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=long", ["Long run", "Long ride, Østmarka"]),
        ("q=LONG+ri", ["Long ride, Østmarka"]),
        ("q=østm", ["Long ride, Østmarka"]),
        ("q=deadl+strong", ["Gym"]),
        ("q=4x2000", ["Tempo 4x2000"]),
        ("q=%27+OR+1=1", []),
        ("sport=strength", ["Gym"]),
        ("distance_min=10000&distance_max=30000", ["Long run", "Tempo 4x2000"]),
        ("duration_min=6000", ["Long run", "Long ride, Østmarka"]),
        ("from=2026-05-02&to=2026-05-03", ["Long ride, Østmarka", "Tempo 4x2000"]),
        ("has=heart_rate", ["Long run"]),
        ("has=heart_rate&has=power", []),
        ("device=watch", []),
        ("load_min=1&sport=running&sort=-load&limit=1", ["Long run"]),
        ("sort=distance", ["Easy forest run", "Tempo 4x2000", "Long run", "Long ride, Østmarka", "Gym"]),
        ("sort=-distance", ["Long ride, Østmarka", "Long run", "Tempo 4x2000", "Easy forest run", "Gym"]),
        ("sort=duration&limit=2", ["Gym", "Easy forest run"]),
        ("sort=-pace&sport=running&limit=1", ["Tempo 4x2000"]),
        ("sort=date&limit=1", ["Easy forest run"]),
    ],
)
async def test_what_is_asked_for_is_listed(cast: Cast, query: str, found: list[str]) -> None:
    await five(cast.bob)
    assert await names(cast.bob, query) == found
    assert await names(cast.alice, f"{query}&athlete_id={cast.bob.id}") == found
    assert await names(cast.charlie, query) == []


@pytest.mark.parametrize("sort", ["date", "-date", "distance", "-distance", "-duration", "load", "-pace"])
async def test_every_order_can_be_paged_through(cast: Cast, sort: str) -> None:
    await five(cast.bob)
    whole = await names(cast.bob, f"sort={sort}")
    pages: list[str] = []
    cursor = ""
    while True:
        answer = (await cast.bob.api.get(f"/api/v1/activities?sort={sort}&limit=2{cursor}")).json()
        pages += [item["name"] for item in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert pages == whole
    assert len(whole) == len(SESSIONS)


async def test_totals_of_a_selection(cast: Cast) -> None:
    await five(cast.bob)
    totals = (await cast.bob.api.get("/api/v1/activities/totals?sport=running")).json()
    assert (totals["count"], totals["distance"], totals["seconds"]) == (3, 50_000, 264 * 60)
    assert totals["load"] > 0
    assert totals["ascent"] is None
    assert (await cast.bob.api.get("/api/v1/activities/totals")).json()["count"] == 5
    assert (await cast.alice.api.get(f"/api/v1/activities/totals?athlete_id={cast.bob.id}")).json()["count"] == 5
    assert (await cast.charlie.api.get(f"/api/v1/activities/totals?athlete_id={cast.bob.id}")).status_code == 404
    assert (await cast.charlie.api.get("/api/v1/activities/totals")).json()["count"] == 0


async def test_best_efforts_are_listed_fastest_first(cast: Cast) -> None:
    for n, speed in enumerate((3.0, 3.6, 3.3)):
        data = fit(minutes=30, speed=speed, start=START + n * 86_400)
        assert (await cast.bob.api.post("/api/v1/activities", **upload(data))).status_code == 201
    await five(cast.bob)
    items = (await cast.bob.api.get("/api/v1/activities?best=distance:5000")).json()["items"]
    assert [round(item["average_speed"], 1) for item in items] == [3.6, 3.3, 3.0]
    page = (await cast.bob.web.get("/activities?best=distance:5000")).text
    assert "Best 5 km" in page
    shown = re.findall(r'<td class="r strong">(\d+):(\d\d)</td>', page)
    assert [int(minutes) for minutes, _ in shown] == [23, 25, 27]
    assert (await cast.bob.api.get("/api/v1/activities?sort=best")).status_code == 422
    assert (await cast.bob.api.get("/api/v1/activities?best=nonsense")).status_code == 422


async def test_places_take_their_own_consent(stage: Stage, cast: Cast) -> None:
    coach = await stage.member("Nils Coach", "coach")
    await stage.relate(coach, cast.bob, ("training",))
    await cast.bob.api.post("/api/v1/activities", **upload(fit()))
    await five(cast.bob)
    near, far = "near=59.91,10.71&within=3000", "near=59.99,10.7&within=3000"
    assert await names(cast.bob, near) == ["Morning run"]
    assert await names(cast.bob, far) == []
    assert await names(cast.bob, "has=gps") == ["Morning run"]
    assert await names(cast.alice, f"{near}&athlete_id={cast.bob.id}") == ["Morning run"]
    for query in (near, "has=gps"):
        answer = await coach.api.get(f"/api/v1/activities?{query}&athlete_id={cast.bob.id}")
        assert answer.status_code == 404
        assert (await coach.api.get(f"/api/v1/activities/totals?{query}&athlete_id={cast.bob.id}")).status_code == 404
    page = (await coach.web.get(f"/people/{cast.bob.id}/activities?near=59.91,10.71&has=gps")).text
    assert 'name="near"' not in page
    assert page.count('class="session-link"') == 6
    assert 'name="near"' in (await cast.alice.web.get(f"/people/{cast.bob.id}/activities")).text
    assert (await cast.bob.api.get("/api/v1/activities?near=here")).status_code == 422


async def test_gear_narrows_the_list(cast: Cast) -> None:
    shoes = (
        await cast.bob.api.post("/api/v1/gear", json={"kind": "shoes", "name": "Blue", "default_for": ["running"]})
    ).json()
    await five(cast.bob)
    assert await names(cast.bob, f"gear_id={shoes['id']}") == ["Long run", "Tempo 4x2000", "Easy forest run"]
    page = (await cast.bob.web.get(f"/activities?gear={shoes['id']}")).text
    assert page.count('class="session-link"') == 3
    assert f'<option value="{shoes["id"]}" selected>Blue' in page


async def test_the_page_says_what_it_is_narrowed_to_and_what_to_change(cast: Cast) -> None:
    await five(cast.bob)
    page = (await cast.bob.web.get("/activities?sport=running&distance_min=10")).text
    assert page.count('class="session-link"') == 2
    assert "2 sessions" in page
    assert "at least 10 km" in page
    assert 'href="/activities?sport=running"' in page
    empty = (await cast.bob.web.get("/activities?sport=running&q=zebra")).text
    assert "Nothing matches" in empty
    assert 'href="/activities?sport=running"' in empty
    odd = (await cast.bob.web.get("/activities?distance_min=far&sport=chess")).text
    assert "“far” is not a number we can use." in odd
    assert "“chess” is not one of the sports." in odd
    assert 'value="far"' in odd
    assert odd.count('class="session-link"') == 5


async def test_the_address_holds_only_what_is_chosen(cast: Cast) -> None:
    await five(cast.bob)
    typed = "q=&sport=running&from=&to=&distance_min=10&distance_max=&within=5&sort=-distance"
    fragment = await cast.bob.web.get(f"/activities?{typed}", headers={"HX-Request": "true"})
    assert fragment.headers["hx-push-url"] == "/activities?sport=running&distance_min=10&sort=-distance"
    assert fragment.text.lstrip().startswith('<div id="results"')


async def test_both_ways_give_the_same_page(cast: Cast, stage: Stage) -> None:
    await five(cast.bob)
    quickly = (await cast.bob.web.get("/activities?sport=running&q=long")).text
    ordinarily = (await cast.bob.web.get("/activities?sport=running&q=long&device=")).text
    # Only a field the short way does not know sends it the ordinary one.
    other = (await cast.bob.web.get("/activities?sport=running&q=long&nothing=1")).text
    assert quickly == ordinarily == other
    coach = await stage.member("Kari Both", "athlete", "coach")
    await five(coach)
    assert (await coach.web.get("/activities")).text.count('class="session-link"') == 5
    gone = await stage.client(cookies={"session": "nonsense"})
    assert (await gone.get("/activities")).status_code in (303, 307)


async def test_miles_are_read_and_shown_as_miles(stage: Stage) -> None:
    runner = await stage.member("Mia Miles", "athlete", units="imperial")
    await five(runner)
    page = (await runner.web.get("/activities?distance_min=10&units=imperial")).text
    assert page.count('class="session-link"') == 2
    assert "Distance, mi" in page
    assert "at least 10 mi" in page
    shared = (await runner.web.get("/activities?distance_min=16.09344")).text
    assert 'value="10"' in shared


async def test_names_are_escaped_in_rows(cast: Cast) -> None:
    body = {"sport": "running", "started_at": "2026-05-01T07:00:00+02:00", "duration": 1800, "name": '<b>&"x'}
    await cast.bob.api.post("/api/v1/activities/manual", json=body)
    page = (await cast.bob.web.get("/activities")).text
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


async def test_many_are_deleted_at_once_and_come_back(cast: Cast) -> None:
    made = await five(cast.bob)
    ids = [made["Gym"], made["Long run"]]
    back = "/activities?sport=running"
    answer = await cast.bob.web.post(
        "/activities/batches", data={"activity_ids": ids, "kind": "deletion", "back": back}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    page = (await cast.bob.web.get("/activities")).text
    assert "2 activities deleted." in page
    undo = re.search(r'hx-post="(/activities/batches/[^"]+/reversal)"', page)
    assert undo
    assert page.count('class="session-link"') == 3
    assert (await cast.charlie.web.post(undo.group(1))).status_code == 404
    assert (await cast.bob.web.post(undo.group(1))).status_code == 303
    assert len(await names(cast.bob, "")) == 5
    assert (await cast.bob.web.post(undo.group(1))).status_code == 409


async def test_many_get_a_sport_or_gear_and_lose_it_again(cast: Cast) -> None:
    made = await five(cast.bob)
    shoes = (await cast.bob.api.post("/api/v1/gear", json={"kind": "shoes", "name": "Blue"})).json()["id"]
    ids = [made["Easy forest run"], made["Long run"]]
    batches = "/api/v1/activities/batches"
    set_gear = await cast.bob.api.post(batches, json={"kind": "gear", "activity_ids": ids, "gear_id": shoes})
    assert set_gear.status_code == 201, set_gear.text
    assert len(await names(cast.bob, f"gear_id={shoes}")) == 2
    walked = (await cast.bob.api.post(batches, json={"kind": "sport", "activity_ids": ids, "sport": "walking"})).json()
    assert await names(cast.bob, "sport=walking") == ["Long run", "Easy forest run"]
    assert (await cast.bob.api.post(f"{batches}/{walked['id']}/reversal")).status_code == 200
    assert await names(cast.bob, "sport=walking") == []
    assert (await cast.bob.api.post(f"{batches}/{set_gear.json()['id']}/reversal")).status_code == 200
    assert await names(cast.bob, f"gear_id={shoes}") == []


async def test_somebody_elses_among_many_stops_all(cast: Cast) -> None:
    made = await five(cast.bob)
    other = await five(cast.charlie)
    body = {"kind": "deletion", "activity_ids": [made["Gym"], other["Gym"]]}
    for member in (cast.bob, cast.charlie, cast.alice):
        assert (await member.api.post("/api/v1/activities/batches", json=body)).status_code == 404
    assert len(await names(cast.bob, "")) == len(await names(cast.charlie, "")) == 5
    shoes = (await cast.charlie.api.post("/api/v1/gear", json={"kind": "shoes", "name": "Blue"})).json()["id"]
    theirs = {"kind": "gear", "activity_ids": [made["Gym"]], "gear_id": shoes}
    assert (await cast.bob.api.post("/api/v1/activities/batches", json=theirs)).status_code == 404
    no_sport = {"kind": "sport", "activity_ids": [made["Gym"]]}
    assert (await cast.bob.api.post("/api/v1/activities/batches", json=no_sport)).status_code == 422
    away = {"activity_ids": [made["Gym"]], "kind": "deletion", "back": "https://elsewhere.example"}
    assert (await cast.bob.web.post("/activities/batches", data=away)).headers["location"] == "/activities"


@for_all(st.text(max_size=60))
def test_whatever_is_typed_is_words_and_no_query_language(typed: str) -> None:
    words = search_words(typed)
    assert re.fullmatch(r"([^\W_]+:\*( & [^\W_]+:\*)*)?", words)


FIELDS = ("q", "sport", "from", "to", "distance_min", "distance_max", "time_min", "load_max", "intensity_min", "gear",
          "device", "near", "within", "best", "sort", "has")  # fmt: skip
VALUES = st.sampled_from(
    ["", "12.5", "7", "running", "2026-05-01", "59.9, 10.7", "distance:5000", "-load", "gps", "x", "-1", "nan", "1e9"]
)


@for_all(st.dictionaries(st.sampled_from(FIELDS), VALUES), st.booleans())
def test_every_address_is_read_and_its_own_address_means_the_same(query: dict[str, str], imperial: bool) -> None:
    once = read_filters(parse_qs(urlencode(query)), imperial)
    address = once.address("/activities")
    again = read_filters(parse_qs(address.partition("?")[2]), imperial)
    assert again.problems == {}
    assert again.address("/activities") == address
    assert asked_of(again.wanted, None, "actor")[0].where.startswith("a.athlete_id = %(actor)s")


def test_only_what_leaves_something_out_narrows() -> None:
    assert not Wanted(sort="-distance", within=10).narrowed
    assert Wanted(distance_min=0.0).narrowed


@pytest.mark.parametrize("text", ["", "59", "91, 0", "0, 181", "a, b", "59.9;"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="latitude and longitude"):
        place_of(text)


def test_places_and_efforts_are_read() -> None:
    assert place_of("59.913, -10.752") == (59.913, -10.752)
    assert best_of("power:1200") == ("power", 1200)
    with pytest.raises(Invalid):
        best_of("distance:-5")


async def test_a_visit_keeps_the_session_open_and_a_closed_one_shows_nothing(cast: Cast, clock: FixedClock) -> None:
    await five(cast.bob)
    clock.advance(timedelta(minutes=11))
    assert "Long run" in (await cast.bob.web.get("/activities")).text
    async with cast.bob.tx() as tx:
        seen = await tx.session.scalar(select(Session.seen_at).where(Session.account_id == cast.bob.id))
        assert seen == clock.now()
        await tx.session.execute(update(Session).where(Session.account_id == cast.bob.id).values(ended_at=tx.now))
    answer = await cast.bob.web.get("/activities")
    assert answer.status_code == 303
    assert "Long run" not in answer.text
