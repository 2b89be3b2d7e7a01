"""A simulated life keeps within what bodies, watches and calendars allow, and is the same for the same seed and day."""

from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest

from paceline.app.demo.history import life_of
from paceline.app.demo.people import COACHES, PEOPLE
from paceline.app.demo.recordings import recording_of
from paceline.app.demo.seasons import seasons_of
from paceline.app.demo.types import Life, Outing, Persona
from paceline.coaching.checkins import SubmitCheckin
from paceline.kit.days import local_day
from paceline.science.endurance.analysis import analyse
from paceline.science.endurance.vdot import vdot
from paceline.science.formats import encode_activity

NOW = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)
BY_KEY = {one.key: one for one in PEOPLE}
SOME = ("nell.abarrow", "jonas.ferrowen", "owen.brandtesh", "sofia.quillmar", "mateus.orlanne", "leila.hartwyn")


@cache
def life(key: str, weeks: int = 16) -> Life:
    return life_of(BY_KEY[key], 1, NOW, weeks)


def test_one_team_of_two_coaches_and_fourteen_different_athletes() -> None:
    assert len(COACHES) == 2
    assert len(PEOPLE) == 14
    assert {one.coach for one in PEOPLE} == {one.key for one in COACHES}
    assert len({one.email for one in PEOPLE} | {one.email for one in COACHES}) == 16
    assert all(one.email.endswith("@example.org") for one in PEOPLE)
    assert min(one.age for one in PEOPLE) == 17
    assert max(one.age for one in PEOPLE) == 67
    assert sum(one.story in ("red", "silent") for one in PEOPLE) == 2
    assert sum(one.injury is not None for one in PEOPLE) == 1


@pytest.mark.parametrize("key", SOME)
def test_nothing_happens_in_the_future_or_before_the_account(key: str) -> None:
    one = life(key)
    assert one.outings
    assert one.mornings
    assert all(outing.start + timedelta(seconds=outing.seconds) < NOW for outing in one.outings)
    assert all(one.joined < morning.at < NOW for morning in one.mornings)
    assert all(one.joined <= published.at < NOW for published in one.published)
    assert [outing.start for outing in one.outings] == sorted(outing.start for outing in one.outings)


@pytest.mark.parametrize("key", SOME)
def test_mornings_are_answers_the_product_takes_once_a_day(key: str) -> None:
    mornings = life(key).mornings
    assert len({one.day for one in mornings}) == len(mornings)
    for one in mornings:
        pain = [{"place": place, "level": level} for place, level in one.pain.items()]
        assert SubmitCheckin.model_validate({**one.answers, "pain": pain}).sleep in range(1, 6)


@pytest.mark.parametrize("key", SOME)
def test_recordings_stay_within_what_bodies_and_watches_can_do(key: str) -> None:
    one = life(key)
    for outing in [outing for outing in one.outings if outing.step][-7:]:
        _check_recording(one.persona, outing)


def _check_recording(persona: Persona, outing: Outing) -> None:
    recording = recording_of(outing, persona.place)
    beats, speed = recording.channels["heart_rate"], recording.channels.get("speed")
    assert beats.min() >= persona.resting_hr
    assert beats.max() < persona.max_hr
    assert (np.diff(recording.time) > 0).all()
    assert (np.diff(recording.channels["distance"]) >= 0).all()
    assert speed is None or (speed >= 0).all()
    (session,) = analyse(encode_activity(recording), "x.fit").sessions
    assert session.summary.distance == pytest.approx(recording.channels["distance"][-1], rel=0.02)
    assert abs((session.summary.elapsed or 0) - outing.seconds) < 130
    assert recording.sport == "swimming" or len(recording.laps) >= 1


def test_a_round_ends_where_it_began() -> None:
    outing = next(one for one in reversed(life("nell.abarrow").outings) if one.step == 1 and one.sport == "running")
    channels = recording_of(outing, BY_KEY["nell.abarrow"].place).channels
    away = np.hypot(
        channels["latitude"][-1] - channels["latitude"][0], channels["longitude"][-1] - channels["longitude"][0]
    )
    assert away < 0.001
    assert np.ptp(channels["altitude"]) > 5


def test_pain_stays_with_the_injured_and_training_shrinks() -> None:
    one = life("mateus.orlanne", 20)
    injury = one.persona.injury
    assert injury is not None
    today = local_day(NOW, one.persona.time_zone)
    began = today - timedelta(days=injury.began)
    hurt = [morning for morning in one.mornings if injury.place in morning.pain]
    assert len(hurt) > 10
    assert all((morning.day - began).days >= 0 for morning in hurt)
    assert max(morning.pain[injury.place] for morning in hurt) >= 4
    runs = [outing.day for outing in one.outings if outing.sport == "running"]
    assert not [day for day in runs if timedelta(days=2) <= day - began <= timedelta(days=11)]
    assert [day for day in runs if day - began > timedelta(days=20)]


def test_one_is_silent_for_days_and_has_missed_two_key_sessions() -> None:
    one = life("jonas.ferrowen")
    today = local_day(NOW, one.persona.time_zone)
    quiet = (today - max(morning.day for morning in one.mornings)).days
    assert 6 <= quiet <= 9
    assert max(outing.day for outing in one.outings) <= today - timedelta(days=quiet)
    planned = [workout for season in seasons_of(one.persona, today) for workout in season.workouts]
    missed = [w for w in planned if w.is_key and today - timedelta(days=quiet) < w.on < today]
    assert len(missed) >= 2


def test_one_hurts_three_mornings_in_a_row() -> None:
    one = life("nell.abarrow")
    today = local_day(NOW, one.persona.time_zone)
    last = [morning for morning in one.mornings if morning.day > today - timedelta(days=3)]
    assert [morning.pain["right knee"] for morning in last] == [4, 5, 6]


def test_races_are_run_at_the_ability_of_the_day() -> None:
    one = life_of(BY_KEY["priya.vendhal"], 1, NOW)
    races = [outing for outing in one.outings if outing.is_race]
    assert len(races) == 3
    for race in races:
        found = vdot(race.metres or 0, race.seconds).value
        assert found is not None
        assert one.persona.vdot - one.persona.gain - 2 < found < one.persona.vdot + 2


def test_check_ins_have_gaps() -> None:
    one = life("nell.abarrow", 30)
    span = (one.mornings[-1].day - one.mornings[0].day).days + 1
    assert 0.6 * span < len(one.mornings) < span


def test_the_same_seed_and_moment_give_the_same_life_and_another_seed_another() -> None:
    again, other = life_of(BY_KEY["nell.abarrow"], 1, NOW, 16), life_of(BY_KEY["nell.abarrow"], 2, NOW, 16)
    assert again == life("nell.abarrow")
    assert other.mornings != again.mornings
    first = recording_of(again.outings[-1], again.persona.place).channels
    second = recording_of(life("nell.abarrow").outings[-1], again.persona.place).channels
    assert all(np.array_equal(first[name], second[name]) for name in first)
