"""A season as a chain of plans: build-ups to A races, B and C races on the way, recovery, bridges and an off-season base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from paceline.endurance.plans.findings import doubtful
from paceline.endurance.plans.rules_body import EASY_DAYS_AFTER
from paceline.endurance.plans.rules_volume import monday
from paceline.endurance.plans.shapes import SHAPES, words_for
from paceline.endurance.plans.types import Finding, Goal, PlanRequest, Priority, TuneUp

Part = Literal["build-up", "bridge", "recovery", "base", "maintenance", "off-season"]
# Shorter than this between recovery and the next race there is no build-up, only a bridge to it.
BRIDGE_WEEKS = 10
# The recovery after a race in weeks holds this share of the usual week, all of it easy.
RECOVERY_SHARE = 0.5
OFF_SEASON_WEEKS = 4
# With less than this to the next race a plan makes no sense.
LEAST_DAYS = 7


@dataclass(frozen=True, slots=True)
class SeasonRace:
    """A race of the season."""

    on: date
    goal: Goal
    priority: Priority = "A"
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of the season; `request` asks the builder for its plan, None where there is only rest."""

    part: Part
    starts_on: date
    ends_on: date
    request: PlanRequest | None
    why: str


@dataclass(frozen=True, slots=True)
class Season:
    legs: tuple[Leg, ...]
    findings: tuple[Finding, ...]


def season(usual: PlanRequest, races: Sequence[SeasonRace]) -> Season:
    """The legs from the start of `usual` to four weeks after the last race, without a day between them.

    `usual` holds what every plan of the season shares: days, level, volume, room. A races lead; a B race that stands
    alone leads its own bridge; B and C races before an A race are raced on the way.
    """
    ordered = sorted(races, key=lambda race: race.on)
    leading = [race for race in ordered if race.priority == "A"] or ordered[-1:]
    at, legs = usual.start, list[Leg]()
    found: list[Finding] = []
    for race in leading:
        if (race.on - at).days < LEAST_DAYS:
            sentence = f"There is no room to recover before the {words_for(race.goal)} on {race.on}. Make it a B race."
            found.append(doubtful("season", sentence, day=race.on))
            continue
        way = tuple(TuneUp(o.on, o.goal, o.distance) for o in ordered if o not in leading and at <= o.on < race.on)
        legs += _towards(usual, race, at, way, after=bool(legs))
        legs.append(_recovery(usual, race))
        at = legs[-1].ends_on + timedelta(days=1)
    if not leading:
        last = monday(at) + timedelta(weeks=SHAPES["fitness"].weeks, days=-1)
        legs.append(Leg("maintenance", at, last, _fitness(usual, at, last), "No race yet: keep what you have."))
    else:
        last = at + timedelta(weeks=OFF_SEASON_WEEKS, days=-1)
        legs.append(Leg("off-season", at, last, _fitness(usual, at, last), "The season is over: move as you like."))
    return Season(tuple(legs), tuple(found))


def _towards(usual: PlanRequest, race: SeasonRace, at: date, way: tuple[TuneUp, ...], *, after: bool) -> list[Leg]:
    """A base where there is time to spare, then the build-up; after another race a bridge when time is short."""
    weeks = -(-(race.on - at).days // 7)
    wanted = SHAPES[race.goal].weeks
    start = at
    legs: list[Leg] = []
    if weeks > wanted + SHAPES["fitness"].fewest_weeks:
        start = monday(race.on) - timedelta(weeks=wanted - 1)
        last = start - timedelta(days=1)
        legs.append(Leg("base", at, last, _fitness(usual, at, last), "Time to spare: a base before the build-up."))
    part: Part = "bridge" if after and weeks < BRIDGE_WEEKS else "build-up"
    inside = tuple(one for one in way if one.on > start + timedelta(days=1))
    request = replace(
        usual, goal=race.goal, start=start, race_date=race.on, distance=race.distance, priority="A", weeks=None,
        tune_ups=inside,
    )  # fmt: skip
    why = f"{'A bridge' if part == 'bridge' else 'The build-up'} to the {words_for(race.goal)}."
    legs.append(Leg(part, start, race.on, request, why))
    return legs


def _recovery(usual: PlanRequest, race: SeasonRace) -> Leg:
    days = EASY_DAYS_AFTER[race.goal]
    first = race.on + timedelta(days=1)
    last = monday(race.on + timedelta(days=days)) + timedelta(days=6)
    return Leg("recovery", first, last, None, f"{days} easy days at least after the {words_for(race.goal)}.")


def _fitness(usual: PlanRequest, start: date, last: date) -> PlanRequest:
    weeks = (monday(last) - monday(start)).days // 7 + 1
    return replace(usual, goal="fitness", start=start, race_date=None, distance=None, weeks=weeks, tune_ups=())


def countdown(races: Sequence[SeasonRace], today: date) -> tuple[tuple[SeasonRace, int], ...]:
    """Races to come, the nearest first, with the days to them."""
    ahead = sorted((race for race in races if race.on >= today), key=lambda race: race.on)
    return tuple((race, (race.on - today).days) for race in ahead)
