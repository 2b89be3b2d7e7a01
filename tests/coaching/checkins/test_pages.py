"""The check-in page, as a thumb uses it."""

from tests.cast import Cast, Stage

FINE = {"sleep": "4", "energy": "4", "recovery": "4", "stress": "2"}


async def test_every_scale_speaks_both_its_ends(cast: Cast) -> None:
    text = (await cast.bob.web.get("/check-in")).text
    for words in ("Very poorly", "Very well", "Calm", "Very stressed", "Worn out", "Fresh"):
        assert words in text
    assert text.count("btn-primary") == 1
    assert "left calf:10" in text


async def test_saving_leads_to_the_briefing_and_shows_again(cast: Cast) -> None:
    data = {
        **FINE,
        "mood": "5",
        "hurts": ["left calf", "lower back"],
        "levels": ["left calf:6", "right calf:9", "lower back:2"],
        "note": "Stiff.",
    }
    saved = await cast.bob.web.post("/check-in", data=data)
    assert (saved.status_code, saved.headers["location"]) == (303, "/today")
    kept = (await cast.bob.api.get("/api/v1/checkins")).json()["items"][0]
    assert kept["pain"] == [{"place": "left calf", "level": 6}, {"place": "lower back", "level": 2}]
    text = (await cast.bob.web.get("/check-in")).text
    assert 'value="left calf" checked' in text
    assert '<option value="left calf:6" selected>' in text
    assert "Stiff." in text
    assert "You have checked in today" in text


async def test_being_ill_is_one_tap_and_shown_again(cast: Cast) -> None:
    text = (await cast.bob.web.get("/check-in")).text
    for words in ("Are you ill?", "A cold, above the neck", "Fever, chest, or below the neck"):
        assert words in text
    assert 'name="illness" value="none" checked' not in text, "nothing is answered for anybody"
    await cast.bob.web.post("/check-in", data={**FINE, "illness": "above_neck"})
    assert (await cast.bob.api.get("/api/v1/checkins")).json()["items"][0]["illness"] == "above_neck"
    assert 'name="illness" value="above_neck" checked' in (await cast.bob.web.get("/check-in")).text


async def test_illness_need_not_be_answered(cast: Cast) -> None:
    assert (await cast.bob.web.post("/check-in", data={**FINE, "illness": ""})).status_code == 303
    assert (await cast.bob.api.get("/api/v1/checkins")).json()["items"][0]["illness"] is None


async def test_what_is_missing_is_said_and_the_rest_kept(cast: Cast) -> None:
    data = {"sleep": "4", "energy": "2", "stress": "2", "note": "Kept.", "hurts": "left calf", "levels": "left calf:8"}
    answer = await cast.bob.web.post("/check-in", data=data)
    assert answer.status_code == 422
    assert "Choose one, from 1 to 5." in answer.text
    assert "Kept." in answer.text
    assert '<option value="left calf:8" selected>' in answer.text
    assert (await cast.bob.api.get("/api/v1/checkins")).json()["items"] == []


async def test_a_made_up_place_is_refused_in_words(cast: Cast) -> None:
    answer = await cast.bob.web.post("/check-in", data={**FINE, "hurts": "<b>ear</b>"})
    assert answer.status_code == 422
    assert "is not a place we know" in answer.text
    assert "<b>ear" not in answer.text


async def test_nobody_checks_in_for_nobody(stage: Stage) -> None:
    browser = await stage.client()
    assert (await browser.get("/check-in")).headers["location"].startswith("/sign-in")
    assert (await browser.post("/check-in", data=FINE)).status_code in (303, 401)
    assert (await browser.post("/api/v1/checkins", json={})).status_code == 401
