"""A training life, day by day: what was planned is mostly done, the body answers, and some days go wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

import numpy as np

from paceline.app.demo.mornings import Mood, answers, pains
from paceline.app.demo.seasons import Season, ability_on, body_on, day_of, habits_on, seasons_of, speeds_of
from paceline.app.demo.stories import is_silent, retold, silence, trains
from paceline.app.demo.types import Body, Event, Habit, Leg, Life, Measured, Morning, Outing, Persona, Published
from paceline.endurance.plans import PlannedWorkout
from paceline.kit.days import days_between, instant_of, local_day
from paceline.science.endurance.fitness import ATL_DAYS, CTL_DAYS, next_day
from paceline.science.endurance.structure import flatten
from paceline.science.endurance.vdot import race_time

FINE_DAYS = 70  # as long as watches' seconds are kept in full
DIARY_DAYS = 26 * 7  # before that, only races and key sessions were recorded,
KEY_DAYS = 365  # and before this, races alone
COARSE = 5
FIRST_UP = 5
JUST_SAID = timedelta(hours=2, minutes=40)
SHORTEST = 480.0
READY = timedelta(minutes=12)  # from the end of a session to its file
MARATHON = 42_195.0


@dataclass
class _State:
    """Fitness, fatigue and the mood as they stand on the evening of a day."""

    ctl: float
    atl: float
    usual: float
    mood: Mood = field(default_factory=Mood)
    was_hard: bool = False

    @property
    def fresh(self) -> float:
        return (self.ctl - self.atl) / max(25.0, self.ctl)

    @property
    def form(self) -> float:
        """What form adds to ability, in points of VDOT."""
        return 1.5 * min(0.3, max(-0.3, (self.ctl - self.usual) / max(20.0, self.usual)))

    def train(self, load: float, hard: bool) -> None:
        self.ctl, self.atl = next_day(self.ctl, load, CTL_DAYS), next_day(self.atl, load, ATL_DAYS)
        self.usual = next_day(self.usual, self.ctl, 120.0)
        self.was_hard = hard


def life_of(persona: Persona, seed: int, now: datetime, weeks: int | None = None) -> Life:
    """The whole life up to `now`; the same seed, day and hour give the same. `weeks` shortens the history."""
    if weeks is not None:
        joined = max(1, min(persona.joined_weeks_ago, weeks - 1))
        persona = replace(persona, weeks=min(weeks, persona.weeks), joined_weeks_ago=joined)
    return _Living(persona, seed, now).live()


class _Living:
    """Walks through the days once, keeping what happened."""

    def __init__(self, persona: Persona, seed: int, now: datetime) -> None:
        self.persona, self.seed, self.now = persona, seed, now
        self.key = crc32(persona.key.encode())
        self.zone = ZoneInfo(persona.time_zone)
        self.today = local_day(now, persona.time_zone)
        self.joined_day = self.today - timedelta(weeks=persona.joined_weeks_ago)
        self.joined = self._at(self.joined_day, 10.0)
        first = self.today - timedelta(weeks=persona.weeks)
        # Seasons reach back to races before a shortened history; those are left out.
        events = tuple(one for one in persona.events if day_of(one, self.today) > first + timedelta(weeks=3))
        self.persona = replace(persona, events=events)
        self.seasons = seasons_of(self.persona, self.today)
        self.planned: dict[date, list[tuple[Season, PlannedWorkout]]] = {}
        for season in self.seasons:
            for one in season.workouts:
                self.planned.setdefault(one.on, []).append((season, one))
        self.days = days_between(first, self.today)
        self.quiet = silence(persona, self.today, [w for season in self.seasons for w in season.workouts])
        self.outings: list[Outing] = []
        self.mornings: list[Morning] = []
        self.raced: list[tuple[Event, Outing]] = []
        usual = persona.hours * 6.5 if persona.level != "beginner" else 8.0
        self.state = _State(usual, usual, usual)

    def live(self) -> Life:
        for day in self.days:
            self._day(day)
        return Life(
            persona=self.persona,
            joined=self.joined,
            measured=tuple(self._measured()),
            published=tuple(self._published()),
            outings=tuple(self.outings),
            mornings=tuple(self.mornings),
        )

    def _day(self, day: date) -> None:
        rng = np.random.default_rng([self.seed, self.key, day.toordinal()])
        mood = self.state.mood
        mood.wake(rng)
        ago = (self.today - day).days
        if ago < 14:
            mood.away_days = 0
        if day > self.joined_day:
            self._wake(day, ago, rng)
        done = self._train(day, ago, rng) if trains(self.persona, ago, self.quiet) else []
        load = sum(_load(one) for one in done)
        hard = any(one.rpe >= 7 for one in done) or sum(one.seconds for one in done) > 6000
        self.state.train(load, hard)
        self.outings += done

    def _wake(self, day: date, ago: int, rng: np.random.Generator) -> None:
        mood, persona = self.state.mood, self.persona
        said = answers(persona, day, mood, self.state.fresh, self.state.was_hard, rng)
        hurts = pains(persona, day, self.today, mood, rng)
        chance = persona.checkins * (0.35 if mood.away_days else 1.0)
        # A life is busier some weeks than others: whole stretches go unanswered.
        if crc32(f"{self.seed}/{persona.key}/{day.isocalendar().week}".encode()) % 11 == 0 and ago > 12:
            chance *= 0.3
        says = rng.random() < chance
        if is_silent(ago, self.quiet) or not (says or (ago < 4 and persona.checkins >= 0.8)):
            return
        # Right after midnight nobody has woken up; those with a story have, or there would be none to look at.
        if ago == 0 and persona.story == "fine" and self.now.astimezone(self.zone).hour < FIRST_UP:
            return
        said, hurts = retold(persona.story, ago, said, hurts)
        at = self._at(
            day,
            persona.hour - 0.35 + float(rng.uniform(-0.3, 0.3))
            if persona.hour < 12
            else 7.1 + float(rng.uniform(-0.3, 0.4)),
        )
        if persona.story == "red" and ago == 0 and (late := self.now - JUST_SAID).astimezone(self.zone).date() == day:
            # Whoever looks around in the evening shall not find the one in trouble waiting since breakfast.
            at = max(at, late)
        self.mornings.append(Morning(min(at, self.now - timedelta(minutes=6)), day, said, hurts))

    def _train(self, day: date, ago: int, rng: np.random.Generator) -> list[Outing]:
        done: list[Outing] = []
        body = body_on(self.persona, day, self.today, self.state.form)
        for number, (season, one) in enumerate(self.planned.get(day, ())):
            outing = self._race(season, one, body, rng) if one.is_race else self._session(one, body, number, ago, rng)
            if outing is not None:
                done.append(outing)
        for number, habit in enumerate(habits_on(self.persona, day), 3):
            if rng.random() < 0.8 and not self._broken(ago):
                done.append(self._habit(habit, day, body, number, ago, rng))
        finished = [one for one in done if one.start + timedelta(seconds=one.seconds * 1.05) + READY < self.now]
        return sorted(finished, key=lambda one: one.start)

    def _broken(self, ago: int) -> bool:
        injury = self.persona.injury
        return injury is not None and 0 <= injury.began - ago <= injury.lasted

    def _session(
        self, one: PlannedWorkout, body: Body, number: int, ago: int, rng: np.random.Generator
    ) -> Outing | None:
        """A planned session: mostly as planned, sometimes missed, cut short or overdone."""
        mood, persona = self.state.mood, self.persona
        missed = (1 - persona.adherence) * (0.45 if one.is_key else 1.2) + (0.7 if mood.away_days else 0)
        missed += 0.1 if mood.bad_nights else 0
        chance, kind = float(rng.random()), float(rng.random())
        if ago < 10 and (one.is_key or persona.story == "fine"):
            missed *= 0.25
        if chance < missed:
            return None
        sport = one.structure.sport
        share = 0.62 if kind < 0.06 else 1.14 if kind > 0.95 and not one.is_key else 1.0
        speeds = (
            speeds_of(persona, body) if sport == "running" else {"T": body.swim_speed} if sport == "swimming" else None
        )
        legs = _legs(one, speeds, share, 1.0 + 0.012 * float(rng.standard_normal()) + (0.015 if kind > 0.9 else 0.0))
        hour = persona.hour + (1.7 if one.on.weekday() >= 5 and persona.hour < 12 else 0.0) + (10.8 if number else 0.0)
        return self._outing(one.on, sport, legs, body, hour, number, ago, rng, is_key=one.is_key)

    def _habit(self, habit: Habit, day: date, body: Body, number: int, ago: int, rng: np.random.Generator) -> Outing:
        minutes = habit.minutes * float(rng.uniform(0.9, 1.1))
        legs = (Leg(round(minutes) * 60.0, habit.intensity),)
        made = self._outing(day, habit.sport, legs, body, 17.7, number, ago, rng)
        return replace(made, step=None, name=habit.name) if habit.sport == "strength" else made

    def _race(self, season: Season, one: PlannedWorkout, body: Body, rng: np.random.Generator) -> Outing | None:
        event = season.race
        if event is None or one.on > self.today:
            return None
        seconds, intensity = _race_effort(self.persona, event, one.on, self.today, self.state.form, body, rng)
        legs = (Leg(seconds * 0.5, intensity * 1.012), Leg(seconds * 0.5, intensity * 0.988))
        ago = (self.today - one.on).days
        made = self._outing(one.on, self.persona.sport, legs, body, 10.0, 0, ago, rng, is_key=True)
        raced = replace(
            made,
            is_race=True,
            name=event.name,
            metres=event.metres,
            rpe=9,
            step=1 if seconds < 20_000 else 2,
            indoor=False,
        )
        raced = replace(raced, sub_sport="trail" if self.persona.trail and event.metres > 30_000 else None)
        self.raced.append((event, raced))
        return raced

    def _outing(
        self, day: date, sport: str, legs: Sequence[Leg], body: Body, hour: float, number: int, ago: int,
        rng: np.random.Generator, *, is_key: bool = False,
    ) -> Outing:  # fmt: skip
        start = self._at(day, min(20.5, hour + float(rng.uniform(-0.35, 0.35))))
        offset = start.astimezone(self.zone).utcoffset()
        temperature = _temperature(self.persona, day, hour, rng)
        indoor = sport == "cycling" and (
            self._broken(ago) or (temperature < 4 and sum(leg.seconds for leg in legs) < 6000)
        )
        place_sports = {
            "running": "trail" if self.persona.trail else None,
            "cycling": "indoor" if indoor else "road",
            "swimming": "pool",
        }
        return Outing(
            start=start,
            day=day,
            sport=sport,
            legs=tuple(legs),
            body=body,
            rpe=_exertion(legs, rng),
            seed=(self.seed, self.key, day.toordinal(), number),
            step=_step(ago, is_key),
            utc_offset=offset.total_seconds() if offset else 0.0,
            sub_sport=place_sports.get(sport),
            indoor=indoor,
            strain=min(5.0, max(-2.0, (self.state.atl - self.state.ctl) * 0.09)),
            temperature=temperature,
        )

    def _measured(self) -> list[Measured]:
        """What was known when they joined, and what each season's start and each race taught."""
        p = self.persona
        known: dict[str, float | int | str | None] = {
            "birth_year": self.today.year - p.age,
            "sex": p.sex,
            "weight_kg": p.weight,
            "primary_sport": p.sport,
            "max_hr": p.max_hr,
            "resting_hr": p.resting_hr,
            "lthr": p.lthr,
            **self._abilities(self.joined_day),
        }
        found = [Measured(self.joined, known)]
        for season in self.seasons:
            if self.joined_day < season.start <= self.today:
                found.append(Measured(self._at(season.start, 8.0), self._abilities(season.start)))
        for event, outing in self.raced:
            if outing.day > self.joined_day and event.metres <= MARATHON:
                result = {"race_distance": event.metres, "race_seconds": round(outing.seconds)}
                found.append(Measured(self._at(outing.day, 20.0), {**result, **self._abilities(outing.day)}))
        return sorted((one for one in found if one.at < self.now), key=lambda one: one.at)

    def _abilities(self, day: date) -> dict[str, float | int | str | None]:
        body, p = body_on(self.persona, day, self.today), self.persona
        found: dict[str, float | int | str | None] = {}
        if p.sport == "running":
            found["threshold_speed"] = round(body.threshold_speed, 2)
        if p.ftp is not None:
            found["ftp"] = float(round(body.ftp))
        if p.swim_speed is not None:
            found["swim_speed"] = p.swim_speed
        return found

    def _published(self) -> list[Published]:
        """Each season a little before it begins; the one they joined in, from then on."""
        found: list[Published] = []
        for season in self.seasons:
            at = max(self._at(season.start - timedelta(days=2), 18.5), self.joined + timedelta(hours=2))
            if at < self.now and season.end > self.joined_day and season.draft.workouts:
                found.append(Published(at, season.draft, season.beside))
        return sorted(found, key=lambda one: one.at)

    def _at(self, day: date, hour: float) -> datetime:
        whole = int(hour * 3600)
        return instant_of(day, time(whole // 3600, whole % 3600 // 60, whole % 60), self.persona.time_zone).astimezone(
            UTC
        )


def _step(ago: int, is_key: bool) -> int | None:
    """Seconds between samples: the older, the coarser; None is a line in a diary."""
    if ago <= FINE_DAYS:
        return 1
    return COARSE if ago <= (KEY_DAYS if is_key else DIARY_DAYS) else None


def _legs(one: PlannedWorkout, speeds: dict[str, float] | None, share: float, effort: float) -> list[Leg]:
    """The steps as done: a session cut short ends early, an overdone one goes on."""
    flat = flatten(one.structure, speeds)
    whole = sum(step.seconds for step in flat) * share
    legs: list[Leg] = []
    for step in flat:
        left = whole - sum(leg.seconds for leg in legs)
        if left < 30:
            break
        jitter = effort if step.intensity < 1 or step.role != "work" else 1.0 + (effort - 1) * 0.5
        legs.append(Leg(round(min(step.seconds, left)), step.intensity * jitter))
    if share > 1 and legs:
        legs[-1] = replace(legs[-1], seconds=legs[-1].seconds + round(whole - sum(leg.seconds for leg in legs)))
    total = sum(leg.seconds for leg in legs)
    return legs if total >= SHORTEST else [Leg(SHORTEST, 0.78)]


def _race_effort(
    persona: Persona, event: Event, day: date, today: date, form: float, body: Body, rng: np.random.Generator
) -> tuple[float, float]:
    """Seconds and intensity of a race: what ability on the day allows."""
    luck = 0.35 * float(rng.standard_normal())
    if persona.sport == "cycling":
        intensity = 0.74 if event.metres < 200_000 else 0.66
        speed = 8.1 * (body.ftp * intensity / 150) ** 0.42
        return event.metres / speed, intensity
    seconds = (
        race_time(ability_on(persona, day, today, form) + luck, min(event.metres, MARATHON)).value or event.metres / 3
    )
    if event.metres > MARATHON:
        seconds *= (event.metres / MARATHON) ** 1.12
    intensity = min(event.metres, MARATHON) / seconds / body.threshold_speed
    return (seconds * 1.16, intensity * 0.97) if persona.trail and event.metres > 30_000 else (seconds, intensity)


def _load(outing: Outing) -> float:
    return sum(leg.intensity**2 * leg.seconds for leg in outing.legs) / 36


def _exertion(legs: Sequence[Leg], rng: np.random.Generator) -> int:
    seconds = sum(leg.seconds for leg in legs)
    # What hurts is remembered: the fourth power lets hard repetitions count for more than the jogging between them.
    effort = (sum(leg.intensity**4 * leg.seconds for leg in legs) / seconds) ** 0.25
    felt = 3.2 + 14 * (effort - 0.8) + 0.7 * seconds / 3600 + 0.5 * float(rng.standard_normal())
    return int(np.clip(round(felt), 2, 9))


def _temperature(persona: Persona, day: date, hour: float, rng: np.random.Generator) -> float:
    place = persona.place
    season = np.cos(2 * np.pi * (day.timetuple().tm_yday - 200) / 365)
    return float(
        place.mean_temperature
        + place.swing * season
        + 3.5 * np.sin((hour - 9) / 12 * np.pi)
        + 2.5 * rng.standard_normal()
    )
