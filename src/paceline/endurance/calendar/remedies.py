"""What a coach can have done to the calendar from the queue: ease, shorten, move or remove a session."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from paceline.coaching.recommendations import Alternative, Proposal, ProposalLine
from paceline.endurance.activities import activities_between
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.access import workout_for
from paceline.endurance.calendar.actions.adapting import adapt_workout
from paceline.endurance.calendar.actions.workouts import change_workout, move_workout, remove_workout, structure_of
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.queries import entries_between, entries_of, workouts_between
from paceline.endurance.calendar.reversing import as_it_was, put_back, require_same
from paceline.endurance.calendar.schemas import ChangeWorkout
from paceline.endurance.calendar.targets import estimate_for
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.science.endurance.structure import Structure, scale

Change = Literal["shorter", "rest", "move", "remove"]
# The next session is one of today, tomorrow or the day after; what is further off can wait for the next look.
AHEAD = 2
FACTOR = 0.6
# How far a missed session may move; beyond that it has been overtaken by the plan.
WITHIN = 4
REASON = "Your coach eased this session."
# The length that titles of plans and the library end with: “Easy run, 1 h 5 min”.
_LENGTH = re.compile(r",? (?:\d+ h(?: \d+ min)?|\d+ min)$")


@dataclass(frozen=True, slots=True)
class _Plan:
    """One change to one workout, worked out."""

    workout: Workout
    change: Change
    day: date | None = None
    structure: Structure | None = None
    duration: float | None = None
    seconds: float | None = None


class EaseNextSession:
    """Makes the next session easier: shorter by default, or rest, another day, or gone.

    Arguments: `change` (shorter, rest, move, remove), `factor` for shorter, `day` for move, `workout_id` for a certain one.
    """

    id = "ease_next_session"

    async def propose(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date) -> Proposal | None:
        """None when nothing is planned in the next days, or it is eased already."""
        plan = await _plan(tx, athlete_id, arguments, today)
        if plan is None:
            return None
        return Proposal(
            title=_title(plan),
            lines=_lines(plan),
            load="same" if plan.change == "move" else "less",
            touches_race=plan.workout.is_race,
            touches_locked=plan.workout.locked,
            alternatives=_alternatives(plan.workout, plan.change),
        )

    async def apply(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any]) -> str:
        """Do it; the sentence says what stands in the calendar now."""
        today = tx.today(await athlete_for(tx, athlete_id))
        plan = await _plan(tx, athlete_id, arguments, today)
        if plan is None:
            raise Conflict("There is no session left to ease.", code="nothing_to_ease")
        require_same(plan.workout, arguments)
        return await _carry_out(tx, plan)

    async def pin(
        self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date
    ) -> Mapping[str, Any] | None:
        """Exactly this session, with what it is now."""
        return _pinned(await _plan(tx, athlete_id, arguments, today), arguments)

    async def reverse(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any]) -> str:
        """Bring back what `apply` changed."""
        return await put_back(tx, athlete_id, arguments)


class MoveMissedSession:
    """Gives a missed session the first free day of the next ones; arguments: `workout_id`, and `day` for a certain day."""

    id = "move_missed_session"

    async def propose(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date) -> Proposal | None:
        """None when no day is free, or it was done after all."""
        plan = await _moved(tx, athlete_id, arguments, today)
        if plan is None or plan.day is None:
            return None
        # A session that was not done is load the coming days did not have.
        return Proposal(
            "Move to today" if plan.day == today else f"Move to {plan.day:%A}",
            (ProposalLine(_short_day(plan.day), "", plan.workout.current_title),),
            load="more",
            note=f"Planned for {_short_day(plan.workout.day)}, not done.",
            touches_race=plan.workout.is_race,
            touches_locked=plan.workout.locked,
        )

    async def apply(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any]) -> str:
        """Move it."""
        plan = await _moved(tx, athlete_id, arguments, tx.today(await athlete_for(tx, athlete_id)))
        if plan is None:
            raise Conflict("No day is free for it any more.", code="no_free_day")
        require_same(plan.workout, arguments)
        return await _carry_out(tx, plan)

    async def pin(
        self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date
    ) -> Mapping[str, Any] | None:
        """This session and the day it would go to."""
        return _pinned(await _moved(tx, athlete_id, arguments, today), arguments)

    async def reverse(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any]) -> str:
        """Bring it back to where it was missed."""
        return await put_back(tx, athlete_id, arguments)


def _pinned(plan: _Plan | None, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    if plan is None:
        return None
    day = {} if plan.day is None else {"day": plan.day.isoformat()}
    return {**arguments, **day, **as_it_was(plan.workout)}


async def _plan(tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date) -> _Plan | None:
    change = arguments.get("change", "shorter")
    workout = await _next(tx, athlete_id, arguments, today)
    if workout is None:
        return None
    if change == "shorter":
        return await _shorter(tx, workout, _number(arguments.get("factor", FACTOR)))
    if change == "rest":
        return None if workout.adapted is not None and workout.adapted["structure"] is None else _Plan(workout, "rest")
    if change == "move":
        day = _day(arguments.get("day")) or workout.day + timedelta(days=1)
        return _Plan(workout, "move", day) if day >= today and day != workout.day else None
    if change == "remove":
        return _Plan(workout, "remove")
    raise Invalid("A session can be made shorter, turned into rest, moved or removed.", code="unknown_change")


async def _next(tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date) -> Workout | None:
    athlete = await athlete_for(tx, athlete_id)
    if "workout_id" in arguments:
        found = await workout_for(tx, _id(arguments["workout_id"]))
        entries = await entries_of(tx, athlete, [found]) if found.athlete_id == athlete_id else []
    else:
        entries = await entries_between(tx, athlete, today, today + timedelta(days=AHEAD))
    return next((e.workout for e in entries if e.status == "planned" and not e.workout.draft), None)


async def _shorter(tx: Tx, workout: Workout, factor: float) -> _Plan | None:
    if workout.adapted is not None:
        return None
    if workout.structure is not None:
        structure = scale(structure_of(workout.structure), factor)
        seconds = estimate_for(await athlete_for(tx, workout.athlete_id), structure).duration
        return _Plan(workout, "shorter", structure=structure, seconds=seconds)
    if workout.duration_s is None or workout.duration_s * factor < 60:
        return None
    duration = float(round(workout.duration_s * factor / 300) * 300 or 300)
    return _Plan(workout, "shorter", duration=duration, seconds=duration)


async def _moved(tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date) -> _Plan | None:
    workout = await workout_for(tx, _id(arguments.get("workout_id")))
    entries = await entries_of(tx, await athlete_for(tx, athlete_id), [workout])
    if workout.athlete_id != athlete_id or entries[0].status != "missed":
        return None
    chosen = _day(arguments.get("day"))
    if chosen is not None:
        return _Plan(workout, "move", chosen) if chosen >= today else None
    days = [today + timedelta(days=n) for n in range(WITHIN + 1)]
    planned = await workouts_between(tx, athlete_id, days[0], days[-1])
    taken = {one.day for one in planned if one.workout_type != "rest"}
    # Who has trained today already does not do a missed session on top of it.
    taken |= {one.day for one in await activities_between(tx, athlete_id, today, today)}
    free = next((day for day in days if day not in taken), None)
    return _Plan(workout, "move", free) if free is not None else None


async def _carry_out(tx: Tx, plan: _Plan) -> str:
    workout, title = plan.workout, plan.workout.current_title
    if plan.change == "move" and plan.day is not None:
        await move_workout(tx, workout.id, plan.day, version=workout.version)
        return f"“{title}” is on {plan.day:%A} now."
    if plan.change == "remove":
        await remove_workout(tx, workout.id, workout.version)
        return f"“{title}” is out of the calendar."
    if plan.change == "rest":
        await adapt_workout(tx, workout.id, None, title="Rest", kind="rest", reason=REASON, version=workout.version)
        return f"{workout.day:%A} is a rest day now."
    shorter = _shorter_title(plan)
    if plan.duration is not None:
        change = ChangeWorkout(version=workout.version, duration_s=plan.duration, title=shorter)
        await change_workout(tx, workout.id, change)
    else:
        await adapt_workout(
            tx, workout.id, plan.structure, title=shorter, kind="shorter", reason=REASON, version=workout.version
        )
    return f"“{title}” is shorter now."


def _title(plan: _Plan) -> str:
    day = f"{plan.workout.day:%a}"
    words = {"shorter": f"Shorten {day}", "rest": f"Rest on {day}", "remove": f"Remove {day}"}
    return words[plan.change] if plan.day is None else f"Move to {plan.day:%a}"


def _lines(plan: _Plan) -> Sequence[ProposalLine]:
    workout = plan.workout
    before = _with_length(workout.current_title, workout.amount.duration)
    if plan.day is not None:
        return (
            ProposalLine(_short_day(workout.day), before, ""),
            ProposalLine(_short_day(plan.day), "", workout.current_title),
        )
    after = {"rest": "Rest", "remove": "Nothing"}.get(plan.change) or _after(plan)
    return (ProposalLine(_short_day(workout.day), before, after),)


def _after(plan: _Plan) -> str:
    return _with_length(_LENGTH.sub("", plan.workout.current_title), plan.seconds)


def _shorter_title(plan: _Plan) -> str:
    """A title that says its length says the new one; any other stays."""
    title = plan.workout.current_title
    name = _LENGTH.sub("", title)
    return title if name == title else _with_length(name, plan.seconds)


def _alternatives(workout: Workout, change: Change) -> list[Alternative]:
    other: list[tuple[str, str, dict[str, Any]]] = [
        ("shorter", "Make it shorter", {}),
        ("rest", "Rest instead", {}),
        ("move", "Move it one day on", {"day": (workout.day + timedelta(days=1)).isoformat()}),
        ("remove", "Take it out", {}),
    ]
    return [
        Alternative(label, {"change": name, "workout_id": str(workout.id), **more})
        for name, label, more in other
        if name != change
    ]


def _with_length(title: str, seconds: float | None) -> str:
    """The title with the length behind it, unless it says it already."""
    if seconds is None or _LENGTH.search(title):
        return title
    hours, minutes = divmod(round(seconds / 60), 60)
    words = " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)
    return f"{title}, {words}" if words else title


def _short_day(day: date) -> str:
    return f"{day:%a}"


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value is not None else None
    except ValueError as error:
        raise Invalid("Write the day like 2026-06-11.", code="bad_day") from error


def _id(value: Any) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise Invalid("That is not a workout.", code="bad_workout") from error


def _number(value: Any) -> float:
    if not isinstance(value, (int, float)) or not 0.1 <= value < 1:
        raise Invalid("A shorter session keeps between 10 and 99 % of it.", code="bad_factor")
    return float(value)
