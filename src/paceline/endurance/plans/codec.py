"""Plan requests and drafts as JSON and back, so that what is published is what was looked at."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from paceline.endurance.plans.types import Finding, Health, PlanDraft, PlannedWorkout, PlanRequest, PlanWeek, TuneUp
from paceline.science.endurance.structure import Estimate, from_json, to_json

Json = dict[str, Any]


def request_to_json(request: PlanRequest) -> Json:
    """A request with days as text and sets as sorted lists."""
    plain = {field.name: getattr(request, field.name) for field in fields(request) if field.init}
    return plain | {
        "start": request.start.isoformat(),
        "race_date": None if request.race_date is None else request.race_date.isoformat(),
        "weekdays": sorted(request.weekdays),
        "blackout": sorted(day.isoformat() for day in request.blackout),
        "speeds": None if request.speeds is None else dict(request.speeds),
        "day_seconds": {str(day): seconds for day, seconds in request.day_seconds.items()},
        "day_sports": {str(day): sorted(sports) for day, sports in request.day_sports.items()},
        "tune_ups": [
            {"on": one.on.isoformat(), "goal": one.goal, "distance": one.distance} for one in request.tune_ups
        ],
        "health": _health_json(request.health),
    }


def _health_json(health: Health) -> Json:
    return asdict(health) | {"avoid": sorted(health.avoid), "red_flags": sorted(health.red_flags)}


def request_from_json(value: Json) -> PlanRequest:
    """The request that was written."""
    known: Json = {field.name: value[field.name] for field in fields(PlanRequest) if field.init and field.name in value}
    known["start"] = date.fromisoformat(value["start"])
    known["race_date"] = None if value["race_date"] is None else date.fromisoformat(value["race_date"])
    known["weekdays"] = frozenset(value["weekdays"])
    known["blackout"] = frozenset(date.fromisoformat(day) for day in value["blackout"])
    known["day_seconds"] = {int(day): seconds for day, seconds in value.get("day_seconds", {}).items()}
    known["day_sports"] = {int(day): frozenset(sports) for day, sports in value.get("day_sports", {}).items()}
    known["tune_ups"] = tuple(_tune_up(one) for one in value.get("tune_ups", ()))
    known["health"] = _health(value.get("health", {}))
    return PlanRequest(**known)


def _tune_up(value: Json) -> TuneUp:
    known: Json = {**value, "on": date.fromisoformat(value["on"])}
    return TuneUp(**known)


def _health(value: Json) -> Health:
    known: Json = {**value, **{name: frozenset(value.get(name, ())) for name in ("avoid", "red_flags")}}
    return Health(**known)


def finding_to_json(finding: Finding) -> Json:
    """A finding with its day as text."""
    return asdict(finding) | {"day": None if finding.day is None else finding.day.isoformat()}


def finding_from_json(value: Json) -> Finding:
    """The finding that was written."""
    day = value.get("day")
    known: Json = {**value, "day": None if day is None else date.fromisoformat(day)}
    return Finding(**known)


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
        findings=tuple(finding_from_json(finding) for finding in findings),
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
