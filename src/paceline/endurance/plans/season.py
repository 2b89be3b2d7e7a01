"""A plan as its page draws it: weeks with their sessions, phases, and what was really done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar import session_view
from paceline.endurance.plans.forms import GOALS
from paceline.endurance.plans.model import Plan
from paceline.endurance.plans.types import Finding, PlanDraft, PlannedWorkout, PlanWeek
from paceline.ui import svg

# Phases without a colour of their own are drawn as the one they are most like.
DRAWN_AS = {"return": "recovery", "bridge": "build", "maintenance": "base"}
NAMES = dict(GOALS)


def title_of(plan: Plan) -> str:
    """What a plan is called: its goal and the year of its end."""
    distance = plan.request.get("distance")
    goal = f"{distance / 1000:g} km" if distance else NAMES.get(plan.goal, plan.goal)
    return (
        f"{goal}, {plan.race_on.year}"
        if plan.race_on
        else f"Fitness, {(plan.ends_on - plan.starts_on + timedelta(days=6)).days // 7} weeks"
    )


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of a week."""

    workout: PlannedWorkout
    profile: Sequence[svg.Step]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week with its sessions and what is to be said about it."""

    week: PlanWeek
    ends_on: date
    sessions: Sequence[SessionLine]
    findings: Sequence[Finding]
    done_load: float | None
    is_current: bool

    @property
    def name(self) -> str:
        return (
            "Race week"
            if self.week.race_week
            else f"{self.week.phase.capitalize()}{', lighter' if self.week.cutback else ''}"
        )


def lines_of(draft: PlanDraft, athlete: Athlete, today: date, loads: Mapping[date, float]) -> list[WeekLine]:
    """The weeks in order; loads are what was done by day."""
    return [_line(draft, athlete, week, today, loads) for week in draft.weeks]


def _line(draft: PlanDraft, athlete: Athlete, week: PlanWeek, today: date, loads: Mapping[date, float]) -> WeekLine:
    last = week.starts_on + timedelta(days=6)
    workouts = [one for one in draft.workouts if week.starts_on <= one.on <= last]
    done = [load for day, load in loads.items() if week.starts_on <= day <= last]
    return WeekLine(
        week=week,
        ends_on=last,
        sessions=[line_of_session(one, athlete) for one in workouts],
        findings=[finding for finding in draft.findings if finding.week == week.index],
        done_load=sum(done) if done else None,
        is_current=week.starts_on <= today <= last,
    )


def line_of_session(workout: PlannedWorkout, athlete: Athlete) -> SessionLine:
    """A session with its steps drawn."""
    return SessionLine(workout, session_view(workout.structure, athlete).profile)


def season_of(lines: Sequence[WeekLine]) -> tuple[list[svg.SeasonWeek], int | None]:
    """The bars of the season and which of them is now."""
    weeks = [
        svg.SeasonWeek(
            starts=line.week.starts_on,
            phase=DRAWN_AS.get(line.week.phase, line.week.phase),
            planned=line.week.target_load,
            done=line.done_load,
            title=f"Week {line.week.index + 1}, {line.name}: load {line.week.target_load:.0f}",
        )
        for line in lines
    ]
    return weeks, next((index for index, line in enumerate(lines) if line.is_current), None)


def races_of(draft: PlanDraft) -> list[tuple[float, str, str]]:
    """Where the race stands among the weeks."""
    race = draft.request.race_date
    if race is None or not draft.weeks:
        return []
    position = ((race - draft.weeks[0].starts_on).days + 0.5) / 7
    return [
        (
            min(position, len(draft.weeks) - 0.3),
            draft.request.priority,
            next(w.title for w in draft.workouts if w.is_race),
        )
    ]
