"""The kept Today page: whatever the day is made of changes it, and nothing else draws it anew."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from paceline.endurance.athletes import ChangeAthlete, change_profile
from paceline.endurance.today.pages import day as page_of_day
from paceline.endurance.today.pages.kept import Shelf
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM
from tests.cast import NOW, Cast, Member, Stage

TODAY = "2026-06-11"
EASY = {
    "version": 1,
    "sport": "running",
    "segments": [{"type": "warmup", "duration_seconds": 1800, "pace_target": "E"}],
}
MIDDLING: dict[str, Any] = {"sleep": 3, "energy": 3, "recovery": 3, "stress": 3}


async def shown(member: Member) -> str:
    answer = await member.web.get("/today")
    assert answer.status_code == 200
    return answer.text


async def fresh(member: Member) -> str:
    """The page as it is drawn when nothing is kept."""
    page_of_day._SHELF._kept.clear()  # pyright: ignore[reportPrivateUsage]
    return await shown(member)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how often a day is put together."""
    count: list[int] = []
    original = page_of_day.today_of

    async def counted(*arguments: Any) -> Any:
        count.append(1)
        return await original(*arguments)

    monkeypatch.setattr(page_of_day, "today_of", counted)
    return count


async def _sql(stage: Stage, statement: str, **known: Any) -> None:
    async with stage.gear.transactions.open(SYSTEM) as tx:
        await tx.session.execute(text(statement), known)


Change = Callable[[Cast, Stage, str], Awaitable[None]]


async def _log(cast: Cast, stage: Stage, workout: str) -> None:
    body = {
        "sport": "running",
        "started_at": f"{TODAY}T07:00:00+02:00",
        "duration": 1800,
        "rpe": 4,
        "name": "Fresh run",
    }
    assert (await cast.bob.api.post("/api/v1/activities/manual", json=body)).status_code == 201


async def _quiet_rename(cast: Cast, stage: Stage, workout: str) -> None:
    """Written without any event."""
    await _sql(
        stage, "UPDATE calendar_workout SET title = 'Renamed quietly', version = version + 1 WHERE id = :id", id=workout
    )


async def _check_in(cast: Cast, stage: Stage, workout: str) -> None:
    assert (await cast.bob.web.post("/check-in", data=MIDDLING)).status_code in (200, 303)


async def _coach_plans(cast: Cast, stage: Stage, workout: str) -> None:
    body = {"day": "2026-06-13", "title": "Coach’s run", "workout_type": "endurance", "structure": EASY}
    answer = await cast.alice.api.post("/api/v1/workouts", json={**body, "athlete_id": str(cast.bob.id)})
    assert answer.status_code == 201, answer.text


async def _race(cast: Cast, stage: Stage, workout: str) -> None:
    body = {"day": "2026-09-01", "title": "Harbour 10", "workout_type": "race", "is_race": True, "structure": EASY}
    answer = await cast.bob.api.post("/api/v1/workouts", json=body)
    assert answer.status_code == 201, answer.text


async def _thresholds(cast: Cast, stage: Stage, workout: str) -> None:
    async with cast.bob.tx() as tx:
        await change_profile(tx, cast.bob.id, ChangeAthlete(threshold_speed=4.4))


async def _name(cast: Cast, stage: Stage, workout: str) -> None:
    await _sql(stage, "UPDATE identity_person SET name = 'Robert Dahl' WHERE account_id = :id", id=cast.bob.id)


async def _removed(cast: Cast, stage: Stage, workout: str) -> None:
    assert (await cast.bob.api.delete(f"/api/v1/workouts/{workout}")).status_code in (200, 204)


@pytest.mark.parametrize("change", [_log, _quiet_rename, _check_in, _coach_plans, _race, _thresholds, _name, _removed])
async def test_a_change_is_on_the_page_at_once(cast: Cast, stage: Stage, change: Change) -> None:
    body = {"day": TODAY, "title": "Morning run", "workout_type": "endurance", "structure": EASY}
    planned = (await cast.bob.api.post("/api/v1/workouts", json=body)).json()
    before = await shown(cast.bob)
    assert await shown(cast.bob) == before
    await change(cast, stage, planned["id"])
    assert await shown(cast.bob) != before
    # A message said once is gone from the second look on.
    assert await shown(cast.bob) == await fresh(cast.bob)


async def test_nothing_new_is_not_drawn_again(cast: Cast, drawn: list[int]) -> None:
    first = await shown(cast.bob)
    assert [await shown(cast.bob) for _ in range(3)] == [first] * 3
    assert len(drawn) == 1
    fragment = (await cast.bob.web.get("/today", headers={"HX-Request": "true"})).text
    assert fragment.lstrip().startswith("<div")
    assert await shown(cast.bob) == first
    assert len(drawn) == 1


async def test_a_new_day_is_a_new_page(cast: Cast, clock: FixedClock) -> None:
    before = await shown(cast.bob)
    clock.set(NOW + timedelta(days=1))
    after = await shown(cast.bob)
    assert after != before
    assert "Friday 12 June" in after


async def test_everybody_has_their_own(cast: Cast) -> None:
    assert cast.bob.name in await shown(cast.bob)
    other = await shown(cast.charlie)
    assert cast.bob.name not in other
    assert cast.charlie.name in other


async def test_a_message_is_shown_once(cast: Cast) -> None:
    await shown(cast.bob)
    await cast.bob.web.post("/check-in", data=MIDDLING)
    first = await shown(cast.bob)
    second = await shown(cast.bob)
    assert "toast" in first
    assert second == await shown(cast.bob)
    assert len(second) < len(first)


def test_the_shelf_forgets_who_was_away_longest(cast: Cast) -> None:
    shelf: Shelf[str] = Shelf(most=2)
    shelf.put(cast.alice.id, b"1", "a")
    shelf.put(cast.bob.id, b"1", "b")
    assert shelf.find(cast.alice.id, b"1") is not None
    shelf.put(cast.dana.id, b"1", "d")
    assert shelf.find(cast.bob.id, b"1") is None
    assert shelf.find(cast.alice.id, b"2") is None
