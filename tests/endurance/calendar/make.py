"""Activities and workouts for calendar tests."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from paceline.endurance.activities import Activity, ActivityImported
from paceline.infra.ids import new_id
from paceline.science.endurance.sports import family
from tests.cast import Member

INTERVALS: dict[str, Any] = {
    "version": 1,
    "sport": "running",
    "segments": [
        {"type": "warmup", "duration_seconds": 900, "pace_target": "E"},
        {
            "type": "interval",
            "repeats": 5,
            "work": {"duration_seconds": 360, "pace_target": "T"},
            "recovery": {"duration_seconds": 60, "pace_target": "jog"},
        },
        {"type": "cooldown", "duration_seconds": 600, "pace_target": "E"},
    ],
}


async def plan(who: Member, day: str = "2026-06-11", **more: Any) -> dict[str, Any]:
    """A workout in the calendar, through the API."""
    body = {"day": day, "title": "Easy run", "workout_type": "endurance", "duration_s": 3600, **more}
    answer = await who.api.post("/api/v1/workouts", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def record(
    who: Member,
    day: str = "2026-06-11",
    *,
    minutes: float = 60,
    sport: str = "running",
    name: str = "Morning run",
    load: float | None = 50,
) -> UUID:
    """An activity that arrived, with the event that says so."""
    async with who.tx() as tx:
        on = date.fromisoformat(day)
        started = datetime.combine(on, datetime.min.time(), tx.now.tzinfo) + timedelta(hours=7)
        activity = Activity(
            id=new_id(),
            athlete_id=who.id,
            source="manual",
            sport=sport,
            family=family(sport),
            name=name,
            started_at=started,
            time_zone="Europe/Oslo",
            day=on,
            elapsed=minutes * 60,
            timer=minutes * 60,
            moving=minutes * 60,
            load=load,
            load_reason="",
            notes="",
            reasons={},
            cautions={},
            quality=[],
            pauses=[],
            lengths=[],
            file_part=0,
            created_at=tx.now,
            changed_at=tx.now,
        )
        tx.session.add(activity)
        await tx.session.flush()
        await tx.emit(ActivityImported(activity.id, who.id, on))
        return activity.id


async def look(who: Member, workout_id: str) -> dict[str, Any]:
    """A workout as the API shows it."""
    answer = await who.api.get(f"/api/v1/workouts/{workout_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()
