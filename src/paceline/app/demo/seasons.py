"""The plans of eighteen months: race after race with a fortnight's rest between, made by the product's own builder."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from paceline.app.demo.types import Body, Event, Habit, Injury, Persona
from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar import training_speeds_of
from paceline.endurance.library import SESSIONS, session_named
from paceline.endurance.plans import Goal, PlanDraft, PlannedWorkout, PlanRequest, build
from paceline.endurance.plans.types import EVERY_DAY
from paceline.kit.days import monday
from paceline.science.endurance.structure import End, Step, Structure, Target, estimate, scale
from paceline.science.endurance.structure import Single as OneStep
from paceline.science.endurance.vdot import training_speeds

LONGEST_BUILD = 18
LONGEST_BASE = 12
AFTER_TODAY = timedelta(weeks=5)
START_SHARE = 0.72  # of the fullest week, in a season's first
REST_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Season:
    """A stretch of training: its plan, the sessions beside it, and the race that ends it when there is one."""

    start: date
    end: date
    race: Event | None
    draft: PlanDraft
    beside: tuple[PlannedWorkout, ...]

    @property
    def workouts(self) -> tuple[PlannedWorkout, ...]:
        """Everything planned, in order."""
        return tuple(sorted((*self.draft.workouts, *self.beside), key=lambda one: one.on))


def body_on(persona: Persona, day: date, today: date, form: float = 0.0) -> Body:
    """What the body could do: ability grew evenly to what it is today, and follows form a little."""
    whole = persona.weeks * 7
    share = min(1.0, max(0.0, 1 - (today - day).days / whole))
    vdot = persona.vdot - persona.gain * (1 - share) + form
    watts = (persona.ftp or 180.0) * (1 - persona.gain * 0.025 * (1 - share) + form * 0.01)
    return Body(
        threshold_speed=training_speeds(vdot).threshold.middle,
        swim_speed=persona.swim_speed or 0.95,
        ftp=watts,
        lthr=persona.lthr,
        max_hr=persona.max_hr,
        resting_hr=persona.resting_hr,
        weight=persona.weight,
    )


def ability_on(persona: Persona, day: date, today: date, form: float = 0.0) -> float:
    """VDOT of a day."""
    share = min(1.0, max(0.0, 1 - (today - day).days / (persona.weeks * 7)))
    return persona.vdot - persona.gain * (1 - share) + form


def day_of(event: Event, today: date) -> date:
    """Races are on Sundays: the one nearest to the day counted."""
    counted = today + timedelta(days=event.in_days)
    return counted + timedelta(days=(9 - counted.weekday()) % 7 - 3)


def training_days(persona: Persona, today: date) -> frozenset[int]:
    """Those who are in trouble have a session today, so that there is something to change."""
    if persona.story == "fine":
        return EVERY_DAY
    free = [day % 7 for day in (today.weekday() + step for step in (3, 5, 1, 4)) if day % 7 != persona.long_weekday]
    return EVERY_DAY - set(free[: 7 - persona.days])


def seasons_of(persona: Persona, today: date) -> list[Season]:
    """Everything planned, from the first day of the history to the next race or some weeks ahead."""
    at = monday(today - timedelta(weeks=persona.weeks))
    seasons: list[Season] = []
    for event in sorted(persona.events, key=lambda one: one.in_days):
        race_day = day_of(event, today)
        if seasons and seasons[-1].race is not None:
            seasons.append(_season(persona, today, "fitness", at, monday(at) + timedelta(days=13), None, REST_SHARE))
            at = monday(seasons[-1].end) + timedelta(weeks=1)
        start = max(at, monday(race_day) - timedelta(weeks=LONGEST_BUILD - 1))
        seasons += _bases(persona, today, at, start)
        seasons.append(_season(persona, today, event.goal, start, race_day, event, _share(seasons)))
        at = monday(race_day) + timedelta(weeks=1)
    last = today + AFTER_TODAY
    return seasons if at > last else [*seasons, *_bases(persona, today, at, monday(last) + timedelta(weeks=1))]


def _bases(persona: Persona, today: date, first: date, until: date) -> Iterator[Season]:
    while first < until:
        end = min(until, first + timedelta(weeks=LONGEST_BASE))
        if (until - end).days < 28:
            end = until
        yield _season(persona, today, "fitness", first, end - timedelta(days=1), None, START_SHARE)
        first = end


def _share(before: list[Season]) -> float:
    return START_SHARE if before else START_SHARE - 0.1


def _season(
    persona: Persona, today: date, goal: Goal, start: date, end: date, event: Event | None, share: float
) -> Season:
    body = body_on(persona, start, today)
    full = persona.hours * 3600
    # Somebody who has only begun does not start at the volume they are at today.
    if persona.level == "beginner":
        full *= 0.62 + 0.38 * min(1.0, max(0.0, 1 - (today - start).days / (persona.weeks * 7)))
    request = PlanRequest(
        goal=goal,
        start=start,
        race_date=end if event else None,
        distance=event.metres if event else None,
        sport=persona.sport,
        level=persona.level,
        days_per_week=persona.days,
        current_seconds=full * share,
        peak_seconds=full if share > REST_SHARE else full * (share + 0.05),
        long_weekday=persona.long_weekday,
        weekdays=training_days(persona, today),
        age=persona.age,
        weeks=None if event else max(1, ((end - start).days + 1) // 7),
        speeds=speeds_of(persona, body),
    )
    draft = build(request, SESSIONS)
    named = [replace(one, title=f"Race: {event.name}") if one.is_race and event else one for one in draft.workouts]
    planned = tuple(sorted(_around(persona.injury, named, today), key=lambda one: one.on))
    return Season(start, end, event, replace(draft, workouts=planned), tuple(_swims(persona, start, end)))


def speeds_of(persona: Persona, body: Body) -> dict[str, float] | None:
    """The speeds the builder reckons with; riders have none."""
    if persona.sport == "cycling":
        return None
    return training_speeds_of(athlete_with(persona, body)) or None


def athlete_with(persona: Persona, body: Body) -> Athlete:
    """The athlete as the calendar would load them, for its own sums."""
    return Athlete(UUID(int=0), persona.name, persona.time_zone, persona.units, threshold_speed=body.threshold_speed)


SWIMS = ("swim-technique", "swim-endurance")


def _swims(persona: Persona, start: date, end: date) -> list[PlannedWorkout]:
    """Swims are planned from the library too."""
    made: list[PlannedWorkout] = []
    swims = [one for one in persona.habits if one.sport == "swimming"]
    for day in range((end - start).days + 1):
        on = start + timedelta(days=day)
        for habit in swims:
            template = session_named(SWIMS[swims.index(habit) % 2])
            if on.weekday() == habit.weekday and template is not None:
                total = estimate(template.structure, {"T": persona.swim_speed or 1.0})
                made.append(
                    PlannedWorkout(
                        on, template.name, template.workout_type, template.id, template.structure, total, False
                    )
                )
    return made


def habits_on(persona: Persona, day: date) -> list[Habit]:
    """What is done besides the plan on a day; swims are in the plan."""
    return [one for one in persona.habits if one.weekday == day.weekday() and one.sport != "swimming"]


def _around(injury: Injury | None, workouts: list[PlannedWorkout], today: date) -> list[PlannedWorkout]:
    """The coach plans around an injury: ten days without running, then easy and short, growing week by week."""
    if injury is None:
        return workouts
    began = today - timedelta(days=injury.began)
    kept: list[PlannedWorkout] = []
    for one in workouts:
        since = (one.on - began).days
        if since < 2 or since > injury.lasted + 14 or one.is_race:
            kept.append(one)
        elif since > 11:
            kept.append(_easy(one, min(0.9, 0.3 + 0.014 * (since - 11))))
        elif one.on.toordinal() % 2:
            kept.append(_ride_instead(one))
    return kept


def _easy(one: PlannedWorkout, share: float) -> PlannedWorkout:
    template = session_named("easy-45")
    if template is None:
        return one
    seconds = max(1200.0, round(one.estimate.duration * share / 300) * 300)
    speeds = {"E": (one.estimate.distance or 0) / one.estimate.duration} if one.estimate.distance else {}
    whole = estimate(template.structure, speeds).duration
    structure = scale(template.structure, seconds / whole)
    total = estimate(structure, speeds)
    return PlannedWorkout(
        one.on, f"Easy, {round(total.duration / 60)} min", "recovery", template.id, structure, total, False
    )


def _ride_instead(one: PlannedWorkout) -> PlannedWorkout:
    structure = Structure("cycling", (OneStep("steady", Step(End("duration", 2700), Target(heart_rate_zone=2))),))
    return PlannedWorkout(
        one.on, "Ride instead of running, 45 min", "cross", None, structure, estimate(structure), False
    )
