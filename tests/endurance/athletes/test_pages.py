"""The profile form in the person's own units."""

import re

import pytest

from tests.cast import Cast, Stage

FILLED = {
    "max_hr": "188",
    "resting_hr": "47",
    "weight": "71,5",
    "threshold_pace": "4:12",
    "swim_pace": "1:45",
    "race_distance": "10",
    "race_time": "42:30",
}


async def test_charlie_sees_no_profile(cast: Cast) -> None:
    assert (await cast.charlie.web.get(f"/people/{cast.bob.id}/profile")).status_code == 404
    assert (await cast.charlie.web.post(f"/people/{cast.bob.id}/profile", data=FILLED)).status_code == 404


async def test_the_form_speaks_the_persons_units(cast: Cast) -> None:
    saved = await cast.bob.web.post("/settings/athlete", data=FILLED)
    assert saved.status_code == 303, saved.text
    kept = (await cast.bob.api.get(f"/api/v1/athletes/{cast.bob.id}/profile")).json()
    assert kept["weight_kg"] == pytest.approx(71.5)
    assert kept["threshold_speed"] == pytest.approx(1000 / 252)
    assert kept["swim_speed"] == pytest.approx(100 / 105)
    assert (kept["race_distance"], kept["race_seconds"]) == (10_000, 2550)
    again = (await cast.bob.web.get("/settings/athlete")).text
    for value in ("71.5", "4:12", "1:45", "42:30"):
        assert f'value="{value}"' in again


async def test_the_way_to_measuring_everything_again_is_only_on_ones_own(cast: Cast) -> None:
    link = 'href="/settings/athlete/recomputation"'
    assert link in (await cast.bob.web.get("/settings/athlete")).text
    assert link not in (await cast.alice.web.get(f"/people/{cast.bob.id}/profile")).text
    assert (await cast.bob.web.get("/settings/athlete/recomputation")).status_code == 200


async def test_settings_lead_to_each_other(cast: Cast) -> None:
    places = {
        f"/settings/{name}"
        for name in ("profile", "security", "athlete", "sharing", "sharing-terms", "calendar", "weather")
    }
    for place in sorted(places):
        shown = (await cast.bob.web.get(place)).text
        strip = re.findall(r'<nav class="tabs tabs-many" aria-label="Settings">(.*?)</nav>', shown, re.DOTALL)
        assert len(strip) == 1, place
        assert set(re.findall(r'href="([^"]+)"', strip[0])) == places
        assert re.findall(r'href="([^"]+)" aria-current', strip[0]) == [place]
        options = re.findall(r'role="option"[^>]+href="(/settings/[^"]+)"', shown)
        assert {"/settings/sharing-terms", "/settings/calendar", "/settings/weather"} <= set(options)
    assert "Calendar feed" not in (await cast.alice.web.get("/settings/profile")).text


async def test_pounds_and_miles(stage: Stage) -> None:
    ann = await stage.member("Ann Miles", "athlete", units="imperial")
    assert (
        await ann.web.post("/settings/athlete", data={"weight": "150", "threshold_pace": "7:00"})
    ).status_code == 303
    kept = (await ann.api.get(f"/api/v1/athletes/{ann.id}/profile")).json()
    assert kept["weight_kg"] == pytest.approx(68.04, abs=0.01)
    assert kept["threshold_speed"] == pytest.approx(1609.344 / 420)


async def test_a_slip_is_shown_under_its_field_and_kept(cast: Cast) -> None:
    answer = await cast.bob.web.post(
        "/settings/athlete", data={"weight": "584", "threshold_pace": "fast", "max_hr": "180"}
    )
    assert answer.status_code == 422
    assert "584 kg looks wrong. Did you mean 58.4?" in answer.text
    assert "“fast” is not a pace. Write it like 4:12." in answer.text
    assert 'value="180"' in answer.text


async def test_the_coach_fills_it_in(cast: Cast) -> None:
    assert "Bob Dahl" in (await cast.alice.web.get(f"/people/{cast.bob.id}/profile")).text
    assert (await cast.alice.web.post(f"/people/{cast.bob.id}/profile", data={"ftp": "250"})).status_code == 303
    assert (await cast.bob.api.get(f"/api/v1/athletes/{cast.bob.id}/profile")).json()["ftp"] == 250
