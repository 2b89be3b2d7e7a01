"""Cycle and injury diary: off until turned on, each with a consent of its own, counted as written down."""

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.coaching.checkins.attention import diary_evidence
from paceline.coaching.checkins.health import DiaryWeek
from paceline.coaching.checkins.rules import SCORES, cycle_day, diary_score, period_starts, usual_of
from paceline.infra.clock import FixedClock
from tests.cast import NOW, Cast, Member, Stage

TODAY = date(2026, 6, 11)
FINE = {"sleep": 4, "energy": 4, "recovery": 4, "stress": 2}


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("answers", "severity", "substantial"),
    [
        ((0, 0, 0, 0), 0, False),
        ((8, 8, 8, 8), 32, False),
        ((17, 17, 8, 8), 50, True),
        ((17, 8, 17, 25), 67, True),
        ((25, 0, 0, 0), 100, True),
    ],
)
def test_the_diary_is_scored_as_the_questionnaire_says(
    answers: tuple[int, int, int, int], severity: int, substantial: bool
) -> None:
    found = diary_score(*answers)
    assert (found.severity, found.is_substantial) == (severity, substantial)


def test_no_answer_leaves_the_scale() -> None:
    assert {diary_score(*four).severity for four in product(SCORES, repeat=4)} <= set(range(101))


def test_a_substantial_week_speaks_and_a_small_one_does_not() -> None:
    heavy = DiaryWeek(back(3), 17, 17, 8, 8, "left calf", "", diary_score(17, 17, 8, 8))
    light = DiaryWeek(back(3), 8, 8, 8, 8, "", "", diary_score(8, 8, 8, 8))
    who = UUID(int=7)
    assert [one.scope for one in diary_evidence([heavy], who)] == ["injuries"]
    assert diary_evidence([light], who) == []


def test_the_day_of_the_cycle() -> None:
    two = [back(n) for n in (38, 37, 36, 10, 9, 8)]
    assert period_starts(two) == [back(38), back(10)]
    found = cycle_day(two, TODAY)
    assert (found.day_of_cycle, found.phase, found.usual_length) == (11, "follicular", 28)
    assert cycle_day(two, back(9)).phase == "menstrual"
    assert cycle_day(two, TODAY + timedelta(days=8)).phase == "luteal"
    assert cycle_day(two, TODAY + timedelta(days=60)).phase == "unknown"
    assert cycle_day([], TODAY).day_of_cycle is None


@given(st.sets(st.integers(0, 300), max_size=60))
def test_a_cycle_day_is_never_before_its_period(days: set[int]) -> None:
    found = cycle_day([back(n) for n in days], TODAY)
    assert found.day_of_cycle is None or found.day_of_cycle >= 1
    assert (found.day_of_cycle is None) == (not days)


def test_what_is_usual_takes_two_weeks() -> None:
    assert usual_of("sleep", [4.0] * 13).baseline is None
    assert "13 so far" in usual_of("sleep", [4.0] * 13).words
    assert usual_of("sleep", [3.0, 5.0] * 10).words == "Usually 4.0; a change counts outside 3.5–4.5."


async def choose(who: Member, **on: bool) -> None:
    assert (await who.api.put("/api/v1/checkins/choices", json=on)).status_code == 200


DIARY = {"participation": 17, "volume": 17, "performance": 8, "symptoms": 8, "place": "left calf"}


async def test_both_are_off_until_somebody_turns_them_on(cast: Cast) -> None:
    assert (await cast.bob.api.get("/api/v1/checkins/choices")).json() == {"asks_cycle": False, "asks_diary": False}
    assert (await cast.bob.api.put("/api/v1/checkins/cycle", json={"bleeding": "light"})).status_code == 409
    assert (await cast.bob.api.put("/api/v1/checkins/diary", json=DIARY)).status_code == 409
    page = (await cast.bob.web.get("/check-in")).text
    assert "Bleeding" not in page
    await cast.bob.web.post("/check-in", data={**FINE, "bleeding": "light"})
    assert (await cast.bob.api.get("/api/v1/checkins/cycle")).json()["day_of_cycle"] is None


async def test_each_has_a_consent_of_its_own(stage: Stage, cast: Cast) -> None:
    cycle, injuries = await stage.member("Cyd Cycle", "coach"), await stage.member("Ines Injuries", "coach")
    await stage.relate(cycle, cast.bob, ("training", "cycle"))
    await stage.relate(injuries, cast.bob, ("training", "injuries"))
    await choose(cast.bob, asks_cycle=True, asks_diary=True)
    assert (await cast.bob.api.put("/api/v1/checkins/cycle", json={"bleeding": "light"})).status_code == 200
    assert (await cast.bob.api.put("/api/v1/checkins/diary", json=DIARY)).json()["severity"] == 50
    params = {"athlete_id": str(cast.bob.id)}
    asked: dict[str, list[int]] = {}
    for path in ("cycle", "diary"):
        readers = (cycle, injuries, cast.alice, cast.charlie)
        asked[path] = [(await one.api.get(f"/api/v1/checkins/{path}", params=params)).status_code for one in readers]
    assert asked == {"cycle": [200, 404, 200, 404], "diary": [404, 200, 200, 404]}
    pages = [(await one.web.get(f"/people/{cast.bob.id}")).text for one in (cycle, injuries)]
    assert [("Injury diary" in one, "Counted by the calendar" in one) for one in pages] == [
        (False, True),
        (True, False),
    ]


async def test_the_check_in_asks_what_was_chosen(cast: Cast) -> None:
    page = await cast.bob.web.post("/check-in/choices", data={"asks_cycle": "true"})
    assert page.status_code == 303
    assert "Bleeding today?" in (await cast.bob.web.get("/check-in")).text
    await cast.bob.web.post("/check-in", data={**FINE, "bleeding": "medium", "cycle_symptoms": "2"})
    found = (await cast.bob.api.get("/api/v1/checkins/cycle")).json()
    assert (found["day_of_cycle"], found["phase"]) == (1, "menstrual")
    assert 'value="medium" checked' in (await cast.bob.web.get("/check-in")).text
    await cast.bob.web.post("/check-in/cycle/deletion")
    assert (await cast.bob.api.get("/api/v1/checkins/cycle")).json()["day_of_cycle"] is None


async def test_the_diary_page(cast: Cast, clock: FixedClock) -> None:
    assert "The injury diary is off" in (await cast.bob.web.get("/check-in/diary")).text
    await choose(cast.bob, asks_diary=True)
    wrong = await cast.bob.web.post("/check-in/diary", data={"participation": "9"})
    assert (wrong.status_code, "0, 8, 17 or 25" in wrong.text) == (422, True)
    kept = await cast.bob.web.post("/check-in/diary", data={k: str(v) for k, v in DIARY.items()})
    assert kept.status_code == 303
    page = (await cast.bob.web.get("/check-in/diary")).text
    assert "Substantial problem" in page
    assert "left calf" in page


async def test_the_check_in_says_what_is_usual_and_offers_the_last_answers(cast: Cast, clock: FixedClock) -> None:
    async def answer(**answers: Any) -> None:
        assert (await cast.bob.api.post("/api/v1/checkins", json={**FINE, **answers})).status_code == 201

    for n in range(14, 0, -1):
        clock.set(NOW - timedelta(days=n))
        await answer(sleep=3 + n % 2)
    clock.set(NOW)
    page = (await cast.bob.web.get("/check-in")).text
    assert "Usually 3.5; a change counts outside" in page
    assert "Same as on Wed" in page
    assert 'name="sleep" value="4" data-scale-target="choice" checked' not in page
    filled = (await cast.bob.web.get("/check-in?like=last")).text
    assert 'name="sleep" value="4" data-scale-target="choice" checked' in filled
    assert 'name="illness" value="none" checked' not in filled


async def test_diary_and_flags_come_in_pages(cast: Cast, clock: FixedClock) -> None:
    clock.set(NOW - timedelta(days=7))
    await choose(cast.bob, asks_diary=True)
    for at in (NOW - timedelta(days=7), NOW):
        clock.set(at)
        assert (
            await cast.bob.api.put("/api/v1/checkins/diary", json={**DIARY, "note": "Chest pain"})
        ).status_code == 200
    for path, key in (("diary", "week"), ("red-flags", "day")):
        first = (await cast.bob.api.get(f"/api/v1/checkins/{path}?limit=1")).json()
        params = {"limit": 1, "cursor": first["next_cursor"]}
        second = (await cast.bob.api.get(f"/api/v1/checkins/{path}", params=params)).json()
        assert [len(one["items"]) for one in (first, second)] == [1, 1]
        assert first["items"][0][key] > second["items"][0][key]
        assert second["next_cursor"] is None
