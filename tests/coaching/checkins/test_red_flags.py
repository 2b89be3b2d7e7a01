"""Red flags fire on what they should, stay silent on what they should, and reach a person by consent."""

from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.coaching.checkins.attention import ATTENTION, RED_FLAGS, red_flag_evidence
from paceline.coaching.checkins.health import RedFlag
from paceline.coaching.checkins.red_flags import (
    KINDS,
    WORDS,
    FlagKind,
    flags_in_cycle,
    flags_in_pain,
    flags_in_words,
    most_urgent_first,
)
from tests.cast import Cast, Member, Stage

TODAY = date(2026, 6, 11)
WHO = UUID(int=7)
FINE = {"sleep": 4, "energy": 4, "recovery": 4, "stress": 2}


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Chest pain on the hills", "chest_pain"),
        ("my chest felt tight again", "chest_pain"),
        ("Slept well, but pressure on my chest at night", "chest_pain"),
        ("I fainted after the long run", "fainting"),
        ("Nearly passed out on the stairs", "fainting"),
        ("Doctor says stress fracture", "bone_stress"),
        ("Shin pain that wakes me at night", "bone_stress"),
        ("I can’t put weight on it", "bone_stress"),
        ("It hurts to hop", "bone_stress"),
        ("Missed my period again", "low_energy"),
        ("No period for three months", "low_energy"),
        ("I keep skipping meals", "low_energy"),
        ("I am pregnant", "pregnancy"),
        ("I'm 15 years old", "minor"),
        ("I am sixteen.", "minor"),
    ],
)
def test_a_red_flag_fires(note: str, kind: FlagKind) -> None:
    assert flags_in_words(note) == {kind}


@pytest.mark.parametrize(
    "note",
    [
        "",
        "No chest pain today",
        "Chest day at the gym, sore arms",
        "Never fainted, all fine",
        "Didn't pass out this time",
        "Stress at work",
        "Not a stress fracture, says the doctor",
        "Calf tight since Tuesday's hills.",
        "My sister is visiting for a period of rest",
        "Not pregnant",
        "Pregnancy test negative",
        "I'm 15 minutes late",
        "I am 16 km into the week",
        "I'm 45 years old",
        "Shin fine again",
        "Hop on the bike tomorrow",
    ],
)
def test_a_red_flag_stays_silent(note: str) -> None:
    assert flags_in_words(note) == frozenset()


def test_a_denial_does_not_reach_over_a_but() -> None:
    assert flags_in_words("No fever but chest pain") == {"chest_pain"}
    assert flags_in_words("I'm not tired. Chest pain again.") == {"chest_pain"}


@given(st.text(max_size=300))
def test_no_note_breaks_the_search(note: str) -> None:
    assert flags_in_words(note) <= set(KINDS)


@pytest.mark.parametrize(
    ("place", "level", "kinds"),
    [
        ("chest", 1, {"chest_pain"}),
        ("chest", 0, set[str]()),
        ("left shin", 7, {"bone_stress"}),
        ("right foot", 8, {"bone_stress"}),
        ("left shin", 6, set[str]()),
        ("left calf", 9, set[str]()),
    ],
)
def test_pain_alone_says(place: str, level: int, kinds: set[str]) -> None:
    assert flags_in_pain([(place, level)]) == kinds


def test_three_months_without_a_period_fire_only_when_periods_were_logged() -> None:
    assert flags_in_cycle(90) == {"low_energy"}
    assert flags_in_cycle(89) == flags_in_cycle(None) == frozenset()


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_careful(kind: FlagKind) -> None:
    words = WORDS[kind]
    assert words.text.endswith("Paceline gives no training advice today.")
    for forbidden in ("you have ", "you are suffering", "pace", "interval", "km", "weight loss", "!"):
        assert forbidden not in words.text.lower().replace("paceline", "")
    assert kind in RED_FLAGS
    assert set(RED_FLAGS) == set(get_args(FlagKind))


def test_the_most_urgent_is_read_first() -> None:
    assert most_urgent_first(["minor", "fainting", "chest_pain"]) == ["chest_pain", "fainting", "minor"]


def test_each_kind_waits_once_in_the_queue_above_everything() -> None:
    flags = [RedFlag("chest_pain", TODAY, "wellness"), RedFlag("chest_pain", TODAY - timedelta(days=1), "wellness")]
    (found,) = red_flag_evidence(flags, WHO)
    assert (found.scope, found.points, found.remedy) == ("wellness", 90, None)
    assert found.reply_within == timedelta(hours=1)


async def check_in(who: Member, **more: Any) -> None:
    answer = await who.api.post("/api/v1/checkins", json={**FINE, **more})
    assert answer.status_code in (200, 201), answer.text


async def flags(reader: Member, of: Member) -> list[str]:
    answer = await reader.api.get("/api/v1/checkins/red-flags", params={"athlete_id": str(of.id)})
    assert answer.status_code == 200, answer.text
    return [one["kind"] for one in answer.json()["items"]]


async def seen(coach: Member, athlete: Member) -> set[str]:
    async with coach.tx() as tx:
        return {one.value_text for one in await ATTENTION.evidence(tx, athlete.id, TODAY) if "red_flag" in one.rule_id}


async def test_charlie_gets_nothing(cast: Cast) -> None:
    await check_in(cast.bob, note="Chest pain")
    for path in ("red-flags", "diary", "cycle"):
        assert (await cast.charlie.api.get(f"/api/v1/checkins/{path}?athlete_id={cast.bob.id}")).status_code == 404


async def test_a_flag_is_told_to_whoever_may_read_its_words(stage: Stage, cast: Cast) -> None:
    well = await stage.member("Willa Well", "coach")
    injuries = await stage.member("Ines Injuries", "coach")
    await stage.relate(well, cast.bob, ("training", "wellness"))
    await stage.relate(injuries, cast.bob, ("training", "injuries"))
    await check_in(cast.bob, note="I fainted yesterday", pain=[{"place": "chest", "level": 2}])
    assert await flags(cast.bob, cast.bob) == await flags(cast.alice, cast.bob) == ["chest_pain", "fainting"]
    assert (await flags(well, cast.bob), await flags(injuries, cast.bob)) == (["fainting"], ["chest_pain"])
    assert (await seen(well, cast.bob), await seen(injuries, cast.bob)) == ({"fainting"}, {"chest pain"})
    assert await seen(cast.charlie, cast.bob) == set()


async def test_a_mistake_is_corrected_in_the_check_in(cast: Cast) -> None:
    await check_in(cast.bob, note="Chest pain")
    await check_in(cast.bob, note="Chest day at the gym")
    assert await flags(cast.bob, cast.bob) == []
