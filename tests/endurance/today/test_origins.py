"""Faults found in the systems Paceline subsumes, each with the test that it is not made here (check-in, readiness, briefing)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.endurance.library import SESSIONS
from paceline.endurance.today.rules import decide, held_back
from paceline.infra.clock import FixedClock
from paceline.science.endurance.adaptation import GUARDS, Situation, adapt
from paceline.science.endurance.flags import acute_chronic_ratio
from paceline.science.endurance.readiness import ReadinessInputs, assess
from paceline.science.endurance.structure import estimate
from tests.cast import NOW, Cast, Member
from tests.endurance.today.test_briefings import AWFUL, GREAT, MIDDLING, briefing, check_in, plan, today

TEMPO = next(one for one in SESSIONS if one.id == "tempo-20")
AGREED = Situation(
    readiness_score=92, band="green", pain=0, phase="build", hard_yesterday=False, load_spike=False, history_days=60
)


async def ran(who: Member, day: str, metres: float = 8000) -> None:
    body = {"sport": "running", "started_at": f"{day}T06:00:00+02:00", "duration": metres / 3, "distance": metres}
    answer = await who.api.post("/api/v1/activities/manual", json=body)
    assert answer.status_code in (200, 201), answer.text


@pytest.mark.parametrize("runs", [0, 1, 6])
async def test_d8_a_new_athlete_with_few_logs_is_never_told_to_push(cast: Cast, runs: int) -> None:
    """There, up to six logs gave a ratio under 0.9, so every newcomer who felt well was told to progress."""
    for n in range(runs):
        await ran(cast.bob, str(date(2026, 6, 10) - timedelta(days=n)))
    await plan(cast.bob, TEMPO)
    await check_in(cast.bob, {**GREAT, "mood": 5, "soreness": 0})
    found = await today(cast.bob)
    assert found["readiness"]["band"] == "green"
    assert found["sessions"][0]["briefing"]["kind"] != "progress"


def test_d8_the_ratio_counts_calendar_days_and_not_rows() -> None:
    assert acute_chronic_ratio([10.0] * 6).value is None
    assert acute_chronic_ratio([10.0] * 27).value is None
    assert acute_chronic_ratio([10.0] * 28).value == pytest.approx(1.0)


def test_d8_readiness_without_answers_is_unknown_and_not_three() -> None:
    found = assess(ReadinessInputs())
    assert (found.score, found.band) == (None, None)
    assert (found.unknown or "").startswith("Unknown, because")


async def test_d8_two_sessions_a_day_are_both_kept(cast: Cast) -> None:
    await ran(cast.bob, "2026-06-11", 5000)
    await ran(cast.bob, "2026-06-11", 7000)
    assert sum(one["done_seconds"] for one in (await today(cast.bob))["week"]) == pytest.approx(4000, abs=5)


async def test_d8_pain_does_not_expire_in_silence(cast: Cast, clock: FixedClock) -> None:
    """Once said, pain stays with its date on the case; it is not dropped because a few logs came after it."""
    for n in range(4, -1, -1):
        clock.set(NOW - timedelta(days=n))
        await check_in(cast.bob, GREAT, pain=[{"place": "left calf", "level": 6}] if n == 4 else [])
    page = (await cast.alice.web.get(f"/people/{cast.bob.id}")).text
    assert "Left calf" in page
    assert "6 of 10" in page


async def test_d2_a_log_needs_no_check_in(cast: Cast) -> None:
    await ran(cast.bob, "2026-06-11")
    assert (await today(cast.bob))["checked_in"] is False


async def test_b6_unknown_readiness_does_not_break_the_rules(cast: Cast) -> None:
    await plan(cast.bob)
    found = await briefing(cast.bob)
    assert found["kind"] == "keep"
    assert "Unknown, because" in found["reasons"][0]["sentence"]


@given(st.builds(
    Situation,
    readiness_score=st.none() | st.floats(0, 100),
    band=st.none() | st.sampled_from(["green", "amber", "red"]),
    pain=st.none() | st.integers(0, 10),
    hard_yesterday=st.none() | st.booleans(),
    load_spike=st.none() | st.booleans(),
    history_days=st.none() | st.integers(0, 60),
    phase=st.none() | st.sampled_from(["base", "build", "peak", "taper", "recovery"]),
    days_to_race=st.none() | st.integers(0, 40),
    heat_slowdown=st.none() | st.floats(0, 0.2),
    run_spike=st.none() | st.floats(0.1, 4),
    held=st.none() | st.just("growing"),
))  # fmt: skip
def test_d6_more_is_offered_only_when_every_guard_agrees(situation: Situation) -> None:
    found = adapt(TEMPO.structure, situation)
    if found.kind == "progress":
        assert situation.band == "green"
        assert (situation.history_days or 0) >= 28
        assert situation.load_spike is False
        assert situation.held is None
    if found.structure is not None and found.kind != "progress":
        assert estimate(found.structure).load <= estimate(TEMPO.structure).load + 1e-9


@pytest.mark.parametrize(
    "against",
    [
        {"band": "amber"},
        {"readiness_score": 80.0},
        {"history_days": 27},
        {"history_days": None},
        {"load_spike": None},
        {"run_spike": 1.05},
        {"hard_yesterday": True},
        {"pain": 2},
        {"cold": True},
        {"heat_slowdown": 0.031},
        {"phase": "taper"},
        {"phase": None},
        {"days_to_race": 10},
        {"held": "coming back"},
    ],
)
def test_d6_one_guard_against_it_is_enough(against: dict[str, Any]) -> None:
    agreed = {name: getattr(AGREED, name) for name in Situation.__dataclass_fields__}
    assert adapt(TEMPO.structure, AGREED).kind == "progress"
    assert adapt(TEMPO.structure, Situation(**{**agreed, **against})).kind != "progress"
    assert len({name for name, _ in GUARDS}) == len(GUARDS)


def test_d3_every_guard_can_be_seen_to_hold() -> None:
    """There, guardrails existed that no input could reach."""
    assert held_back(day_year=2026, birth_year=2010, has_way_back=False, hard_weather=False) == "growing"
    assert held_back(day_year=2026, birth_year=2008, has_way_back=False, hard_weather=False) == "growing"
    assert held_back(day_year=2026, birth_year=2007, has_way_back=False, hard_weather=False) is None
    assert held_back(day_year=2026, birth_year=None, has_way_back=True, hard_weather=False) == "coming back"
    assert held_back(day_year=2026, birth_year=None, has_way_back=False, hard_weather=True) == "weather"


def test_b6_no_taper_advice_on_the_day_of_the_event() -> None:
    situation = Situation(60.0, "amber", days_to_race=0, history_days=60)
    found = decide(TEMPO.structure, situation, is_race=True)
    assert (found.kind, found.reasons[0].rule) == ("keep", "race-day")


async def test_d6_the_original_is_one_tap_away(cast: Cast) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, MIDDLING)
    page = (await cast.bob.web.get("/today")).text
    assert "See the original" in page
    assert "Keep it as planned" in page


async def test_e5_an_answer_outranks_recomputation(cast: Cast) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, MIDDLING)
    made = await briefing(cast.bob)
    await cast.bob.api.post(f"/api/v1/briefings/{made['id']}/answer", json={"choice": "kept_original"})
    for _ in range(3):
        await cast.bob.web.get("/today")
        await check_in(cast.bob, MIDDLING)
    assert (await briefing(cast.bob))["choice"] == "kept_original"


async def test_e3_the_day_is_the_athletes_own_and_not_the_servers(cast: Cast, clock: FixedClock) -> None:
    clock.set(NOW.replace(day=10, hour=22, minute=30))
    await check_in(cast.bob, AWFUL)
    assert (await today(cast.bob))["day"] == "2026-06-11"


async def test_a_run_far_beyond_the_longest_of_the_month_is_cut(cast: Cast) -> None:
    long = next(one for one in SESSIONS if one.id == "long-easy")
    for n in range(1, 5):
        await ran(cast.bob, str(date(2026, 6, 11) - timedelta(days=5 * n)), 9000)
    await plan(cast.bob, long)
    await check_in(cast.bob, GREAT)
    found = await briefing(cast.bob)
    assert (found["kind"], found["reasons"][0]["rule"]) == ("shorter", "long-run")
    assert "times the longest of the last 30 days" in found["reasons"][0]["sentence"]
