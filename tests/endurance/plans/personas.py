"""Synthetic athletes, the same ones every time: from newcomers of fourteen to hundred-mile runners of seventy."""

import random
from datetime import date, timedelta

from paceline.endurance.plans import Goal, PlanRequest
from paceline.endurance.plans.types import BIKE_GOALS, CrossSport, Health, TuneUp

START = date(2026, 1, 5)
RUNS: tuple[Goal, ...] = ("5K", "10K", "half", "marathon", "50K", "50M", "100K", "100M", "fitness")
RIDES: tuple[Goal, ...] = ("century", "gravel", "stages", "fitness")
SHORTER: dict[Goal, tuple[Goal, ...]] = {
    "10K": ("5K",),
    "half": ("5K", "10K"),
    "marathon": ("10K", "half"),
    "50K": ("half", "marathon"),
    "50M": ("marathon", "50K"),
    "100K": ("50K",),
    "100M": ("50K", "50M"),
    "gravel": ("century",),
}


def persona(seed: int) -> PlanRequest:
    """One athlete's wish for a plan."""
    chance = random.Random(seed)
    sport = chance.choices(("running", "cycling"), (4, 1))[0]
    age = chance.choice((None, 14, 16, 19, 24, 31, 38, 45, 52, 60, 71))
    young = age is not None and age < 18
    goal = chance.choice(
        (("5K", "10K", "half", "fitness") if sport == "running" else ("fitness",))
        if young
        else RUNS
        if sport == "running"
        else RIDES
    )
    start = START + timedelta(days=chance.randrange(0, 370))
    weeks = chance.randrange(8, 53)
    by_date = goal != "fitness" and chance.random() < 0.8
    race = start + timedelta(weeks=weeks, days=-chance.randrange(0, 7)) if by_date else None
    return PlanRequest(
        goal=goal,
        start=start,
        race_date=race,
        weeks=None if by_date else weeks,
        sport="cycling" if sport == "cycling" else "running",
        priority=chance.choice(("A", "A", "A", "B", "C")),
        level=chance.choice(("beginner", "intermediate", "advanced")),
        days_per_week=chance.randrange(3, 8),
        long_weekday=chance.randrange(7),
        age=age,
        weekdays=_weekdays(chance),
        blackout=_blackout(chance, start, weeks),
        doubles=chance.choice((0, 0, 0, 1, 2)),
        strength=chance.choice((0, 0, 1, 2)),
        cross=chance.choice((0, 0, 0, 1)),
        stages=chance.choice((3, 7, 21)) if goal == "stages" else 0,
        tune_ups=_tune_ups(chance, goal, start, race),
        health=_health(chance),
        **_volume(chance, sport),
        **_room(chance),
    )


def _volume(chance: random.Random, sport: str) -> dict[str, float]:
    """By time, by distance, by load, or unknown; sometimes with the longest session of late and the most wanted."""
    hours = chance.choice((0.0, 1.0, 2.0, 3.5, 5.0, 7.0, 10.0, 14.0))
    known: dict[str, float] = {}
    kind = chance.choice(("time", "time", "distance", "load", "unknown"))
    if kind == "time":
        known["current_seconds"] = hours * 3600
    elif kind == "distance" and sport == "running":
        known["current_metres"] = hours * 9_500
    elif kind == "load":
        known["current_load"] = hours * 60
    if chance.random() < 0.3:
        known["longest_recent_seconds"] = chance.choice((1800.0, 3600.0, 7200.0, 12_600.0))
    if chance.random() < 0.2:
        known |= chance.choice(({"peak_seconds": 6 * 3600.0}, {"peak_load": 500.0}, {"peak_metres": 70_000.0}))
    if chance.random() < 0.2:
        known["longest_seconds"] = chance.choice((5400.0, 9000.0, 14_400.0))
    return known


def _weekdays(chance: random.Random) -> frozenset[int]:
    if chance.random() < 0.6:
        return frozenset(range(7))
    return frozenset({6, *chance.sample(range(6), chance.randrange(2, 6))})


def _blackout(chance: random.Random, start: date, weeks: int) -> frozenset[date]:
    if chance.random() < 0.5:
        return frozenset()
    at = start + timedelta(days=chance.randrange(weeks * 7))
    return frozenset(at + timedelta(days=n) for n in range(chance.choice((1, 3, 7, 14))))


def _room(chance: random.Random) -> dict[str, object]:
    """Minutes and sports by weekday for one in three."""
    if chance.random() < 0.66:
        return {}
    room: dict[str, object] = {"day_seconds": {day: chance.choice((900.0, 2700.0, 3600.0, 5400.0)) for day in range(5)}}
    if chance.random() < 0.5:
        only: frozenset[CrossSport] = frozenset({"strength", "swimming", "cycling"})
        room["day_sports"] = {chance.randrange(5): only}
    return room


def _tune_ups(chance: random.Random, goal: Goal, start: date, race: date | None) -> tuple[TuneUp, ...]:
    weeks = 0 if race is None else (race - start).days // 7
    if race is None or goal not in SHORTER or weeks < 14 or chance.random() < 0.5:
        return ()
    first = start + timedelta(weeks=weeks // 2, days=chance.randrange(7))
    days = [first] if chance.random() < 0.6 or weeks < 24 else [first, first + timedelta(weeks=weeks // 4)]
    return tuple(TuneUp(day, chance.choice(SHORTER[goal])) for day in days)


def _health(chance: random.Random) -> Health:
    return chance.choice(
        (
            *([Health()] * 8),
            Health(pain=5),
            Health(pain=2),
            Health(illness="fever"),
            Health(illness="above_neck"),
            Health(returning="break", days_off=10),
            Health(returning="break", days_off=40),
            Health(returning="break", days_off=120),
            Health(returning="injury", days_off=21),
            Health(returning="injury", days_off=70, avoid=frozenset({"sprint", "vo2"})),
            Health(avoid=frozenset({"vo2"})),
        )
    )


__all__ = ["BIKE_GOALS", "persona"]
