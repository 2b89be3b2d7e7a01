"""Plan requests and drafts as JSON and back, so that what is published is what was looked at."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from paceline.endurance.plans.types import Finding, PlanDraft, PlannedWorkout, PlanRequest, PlanWeek
from paceline.science.endurance.structure import Estimate, from_json, to_json

Json = dict[str, Any]


def request_to_json(request: PlanRequest) -> Json:
    """A request with days as text and sets as sorted lists."""
    plain = {field.name: getattr(request, field.name) for field in fields(request)}
    return plain | {
        "start": request.start.isoformat(),
        "race_date": None if request.race_date is None else request.race_date.isoformat(),
        "weekdays": sorted(request.weekdays),
        "blackout": sorted(day.isoformat() for day in request.blackout),
        "speeds": None if request.speeds is None else dict(request.speeds),
    }


def request_from_json(value: Json) -> PlanRequest:
    """The request that was written."""
    known: Json = {field.name: value[field.name] for field in fields(PlanRequest) if field.name in value}
    known["start"] = date.fromisoformat(value["start"])
    known["race_date"] = None if value["race_date"] is None else date.fromisoformat(value["race_date"])
    known["weekdays"] = frozenset(value["weekdays"])
    known["blackout"] = frozenset(date.fromisoformat(day) for day in value["blackout"])
    return PlanRequest(**known)


def draft_to_json(draft: PlanDraft) -> Json:
    """Weeks and workouts; the request and the findings are kept beside them."""
    return {
        "end": draft.end.isoformat(),
        "weeks": [asdict(week) | {"starts_on": week.starts_on.isoformat()} for week in draft.weeks],
        "workouts": [_workout_json(workout) for workout in draft.workouts],
    }


def _workout_json(workout: PlannedWorkout) -> Json:
    return {
        "on": workout.on.isoformat(),
        "title": workout.title,
        "workout_type": workout.workout_type,
        "template": workout.template,
        "structure": to_json(workout.structure),
        "estimate": asdict(workout.estimate),
        "is_key": workout.is_key,
        "is_race": workout.is_race,
    }


def draft_from_json(request: PlanRequest, value: Json, findings: list[Json]) -> PlanDraft:
    """The draft that was written."""
    return PlanDraft(
        request=request,
        end=date.fromisoformat(value["end"]),
        weeks=tuple(_week(week) for week in value["weeks"]),
        workouts=tuple(_workout(workout) for workout in value["workouts"]),
        findings=tuple(Finding(**finding) for finding in findings),
    )


def _week(value: Json) -> PlanWeek:
    known: Json = {**value, "starts_on": date.fromisoformat(value["starts_on"])}
    return PlanWeek(**known)


def _workout(value: Json) -> PlannedWorkout:
    total: Json = {**value["estimate"], "zone_seconds": tuple(value["estimate"]["zone_seconds"])}
    known: Json = {
        **value,
        "on": date.fromisoformat(value["on"]),
        "structure": from_json(value["structure"]),
        "estimate": Estimate(**total),
    }
    return PlannedWorkout(**known)
