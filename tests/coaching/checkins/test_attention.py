"""Pain and silence as evidence, each rule firing and not firing, and never without consent."""

from datetime import date, timedelta

import pytest

from paceline.coaching.checkins.attention import (
    ATTENTION,
    PAIN,
    SILENCE,
    CheckedInToday,
    illness_evidence,
    pain_evidence,
    silence_evidence,
)
from paceline.coaching.checkins.types import DayIllness, DayPain, Illness
from paceline.infra.ids import new_id
from tests.cast import Cast, Member, Stage

TODAY = date(2026, 6, 11)
WHO = new_id()


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("last", "points"),
    [(None, 0), (0, 0), (1, 0), (2, 0), (3, 24), (4, 24), (5, 34), (8, 40), (15, 44), (90, 44)],
)
def test_silence(last: int | None, points: int) -> None:
    found = silence_evidence(None if last is None else back(last), WHO, TODAY)
    assert [one.points for one in found] == ([points] if points else [])


def test_every_step_of_silence_and_pain_is_reached() -> None:
    silent = {one.points for days in range(40) for one in silence_evidence(back(days), WHO, TODAY)}
    assert silent == {points for _, points in SILENCE}
    hurting = {one.points for level in range(11) for one in pain_evidence([DayPain(TODAY, "neck", level)], WHO, TODAY)}
    assert hurting == {points for _, points in PAIN}


def test_another_quiet_day_is_news_only_at_the_next_step() -> None:
    prints = [silence_evidence(TODAY, WHO, TODAY + timedelta(days=n))[0].fingerprint for n in (3, 4, 5, 6)]
    assert prints[0] == prints[1] != prints[2] == prints[3]


@pytest.mark.parametrize(("level", "fires"), [(0, False), (3, False), (4, True), (10, True)])
def test_pain_from_four_of_ten(level: int, fires: bool) -> None:
    assert bool(pain_evidence([DayPain(TODAY, "left calf", level)], WHO, TODAY)) is fires


@pytest.mark.parametrize(("days", "fires"), [(0, True), (2, True), (3, False)])
def test_pain_is_forgotten_after_three_days_without_a_word(days: int, fires: bool) -> None:
    assert bool(pain_evidence([DayPain(back(days), "left calf", 6)], WHO, TODAY)) is fires


@pytest.mark.parametrize(("kind", "points"), [("none", None), ("above_neck", 24), ("below_neck", 60)])
def test_illness(kind: Illness, points: int | None) -> None:
    found = illness_evidence([DayIllness(TODAY, kind)], WHO, TODAY)
    assert [one.points for one in found] == ([] if points is None else [points])
    assert all(one.scope == "injuries" for one in found)


@pytest.mark.parametrize(("days", "fires"), [(0, True), (2, True), (3, False)])
def test_illness_is_forgotten_after_three_days_without_a_word(days: int, fires: bool) -> None:
    assert bool(illness_evidence([DayIllness(back(days), "below_neck")], WHO, TODAY)) is fires


def test_who_is_well_again_is_not_ill() -> None:
    assert illness_evidence([DayIllness(TODAY, "none"), DayIllness(back(1), "below_neck")], WHO, TODAY) == []


def test_an_illness_lasts_until_one_was_well() -> None:
    said = [DayIllness(back(n), "below_neck") for n in range(3)]
    (lasting,) = illness_evidence([*said, DayIllness(back(3), "none"), DayIllness(back(4), "above_neck")], WHO, TODAY)
    assert lasting.value_text == "fever or below the neck, day 3"
    assert lasting.fingerprint == illness_evidence(said[1:], WHO, back(1))[0].fingerprint, "another day is no news"


def test_the_latest_word_on_a_place_counts() -> None:
    assert pain_evidence([DayPain(TODAY, "left calf", 1), DayPain(back(1), "left calf", 8)], WHO, TODAY) == []


def test_the_same_pain_goes_on_and_a_new_one_is_news() -> None:
    first = pain_evidence([DayPain(back(1), "left calf", 5)], WHO, back(1))[0]
    second = pain_evidence([DayPain(TODAY, "left calf", 5), DayPain(back(1), "left calf", 5)], WHO, TODAY)[0]
    worse = pain_evidence([DayPain(TODAY, "left calf", 7), DayPain(back(1), "left calf", 5)], WHO, TODAY)[0]
    months_ago = pain_evidence([DayPain(TODAY, "left calf", 5), DayPain(back(50), "left calf", 5)], WHO, TODAY)[0]
    assert second.fingerprint == first.fingerprint
    assert second.value_text == "5 of 10, day 2"
    assert len({first.fingerprint, worse.fingerprint, months_ago.fingerprint}) == 3
    assert worse.reply_within < first.reply_within
    assert worse.remedy is not None
    assert worse.remedy.arguments == {"change": "rest"}


async def says(athlete: Member) -> None:
    body = {"sleep": 3, "energy": 3, "recovery": 3, "stress": 3, "pain": [{"place": "left calf", "level": 6}]}
    answer = await athlete.api.post("/api/v1/checkins", json=body)
    assert answer.status_code in (200, 201), answer.text


async def seen(coach: Member, athlete: Member, today: date) -> set[str]:
    async with coach.tx() as tx:
        return {one.rule_id for one in await ATTENTION.evidence(tx, athlete.id, today)}


async def test_consent_decides(stage: Stage, cast: Cast) -> None:
    await says(cast.bob)
    later = TODAY + timedelta(days=5)
    table = {
        ("training", "wellness", "injuries"): ({"checkins.pain"}, {"checkins.silence"}),
        ("training", "wellness"): (set[str](), {"checkins.silence"}),
        ("training", "injuries"): ({"checkins.pain"}, set[str]()),
        ("training",): (set[str](), set[str]()),
    }
    for scopes, (now, then) in table.items():
        coach = await stage.member("Some Coach", "coach")
        await stage.relate(coach, cast.bob, scopes)
        assert (await seen(coach, cast.bob, TODAY), await seen(coach, cast.bob, later)) == (now, then), scopes
    assert await seen(cast.charlie, cast.bob, TODAY) == set()


async def test_how_many_checked_in(stage: Stage, cast: Cast) -> None:
    source = CheckedInToday()
    other = await stage.member("Ola Other", "athlete")
    private = await stage.member("Pia Private", "athlete")
    await stage.relate(cast.alice, other)
    await stage.relate(cast.alice, private, ("training",))
    await says(cast.bob)
    async with cast.alice.tx() as tx:
        everybody = [cast.bob.id, other.id, private.id]
        figure = await source.figure(tx, everybody, tx.now)
        assert await source.figure(tx, [private.id], tx.now) is None
    assert figure is not None
    assert (figure.value, figure.note) == ("1/2", "1 missing")
