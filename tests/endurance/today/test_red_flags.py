"""On the day of a red flag no training advice is given, on any face, and the plan itself stays."""

from datetime import timedelta
from typing import Any

import pytest

from paceline.infra.clock import FixedClock
from tests.cast import NOW, Cast
from tests.endurance.today.test_briefings import GREAT, answer_it, briefing, check_in, plan, today


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"note": "Chest pain on the stairs"}, "chest_pain"),
        ({"note": "I fainted yesterday"}, "fainting"),
        ({"note": "I think it is a stress fracture"}, "bone_stress"),
        ({"note": "No period for four months"}, "low_energy"),
        ({"note": "I am pregnant"}, "pregnancy"),
        ({"note": "I'm 14 years old"}, "minor"),
        ({"pain": [{"place": "chest", "level": 2}]}, "chest_pain"),
        ({"pain": [{"place": "left shin", "level": 8}]}, "bone_stress"),
    ],
)
async def test_no_advice_on_the_day_of_a_red_flag(cast: Cast, said: dict[str, Any], kind: str) -> None:
    planned = await plan(cast.bob)
    await check_in(cast.bob, GREAT, **said)
    found = await today(cast.bob)
    assert [one["kind"] for one in found["red_flags"]] == [kind]
    assert found["sessions"][0]["briefing"] is None
    page = (await cast.bob.web.get("/today")).text
    assert "Paceline gives no training advice today." in page
    for advice in ("Train as planned", "Take the change", "Send to watch", "Steps and targets", "Go easy today"):
        assert advice not in page
    assert planned["title"] in page
    assert (await cast.bob.api.get(f"/api/v1/workouts/{planned['id']}")).json()["structure"] == planned["structure"]


async def test_an_ordinary_day_has_its_advice(cast: Cast) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, GREAT, note="No chest pain, slept well.", pain=[{"place": "left calf", "level": 2}])
    found = await today(cast.bob)
    assert found["red_flags"] == []
    assert found["sessions"][0]["briefing"] is not None


async def test_advice_given_before_the_flag_is_taken_back_and_returns_the_next_day(
    cast: Cast, clock: FixedClock
) -> None:
    clock.set(NOW - timedelta(days=1))
    await plan(cast.bob, day="2026-06-10")
    await plan(cast.bob)
    await check_in(cast.bob, GREAT)
    made = await briefing(cast.bob)
    await check_in(cast.bob, GREAT, note="Chest pain since breakfast")
    assert await briefing(cast.bob) is None
    assert (await answer_it(cast.bob, made["id"], "accepted")).status_code == 404
    clock.set(NOW)
    await check_in(cast.bob, GREAT)
    assert (await briefing(cast.bob)) is not None


async def test_the_coach_reads_what_to_do_and_no_advice(cast: Cast) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, GREAT, note="Chest pain since breakfast")
    page = (await cast.alice.web.get(f"/people/{cast.bob.id}")).text
    assert "Please call them; Paceline gave no training advice." in page
    assert "As planned" not in page


async def test_a_flag_reaches_the_coachs_queue(cast: Cast, stage: Any) -> None:
    await check_in(cast.bob, GREAT, note="I fainted yesterday")
    await stage.run_jobs()
    assert "fainting" in (await cast.alice.web.get("/queue")).text


async def test_a_period_that_stays_away_is_a_flag_only_for_those_who_log_it(cast: Cast, clock: FixedClock) -> None:
    clock.set(NOW - timedelta(days=95))
    await cast.bob.api.put("/api/v1/checkins/choices", json={"asks_cycle": True})
    logged = await cast.bob.api.put("/api/v1/checkins/cycle", json={"bleeding": "light"})
    assert logged.status_code == 200
    clock.set(NOW)
    await plan(cast.bob)
    await check_in(cast.bob, GREAT)
    assert (await today(cast.bob))["red_flags"] == []
    await cast.bob.api.put("/api/v1/checkins/cycle", json={"bleeding": "none"})
    found = await today(cast.bob)
    assert [one["kind"] for one in found["red_flags"]] == ["low_energy"]
    assert found["sessions"][0]["briefing"] is None
