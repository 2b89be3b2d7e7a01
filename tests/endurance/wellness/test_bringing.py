"""What an import brought of days goes with it and comes again with it; what the athlete did since stays."""

from datetime import timedelta
from typing import Any

import pytest

from paceline.infra.clock import FixedClock
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.bringing import begun, state, steer
from tests.science.formats.text_files import health_record, health_xml

REST = "RestingHeartRate"


def export(**beats: str) -> bytes:
    """An export that says a resting heart rate for days of May."""
    return health_xml(
        "".join(health_record(REST, value, at=f"2026-05-{day[1:]} 07:00:00 +0200") for day, value in beats.items())
    )


@pytest.fixture
def brings(stage: Stage, clock: FixedClock) -> Any:
    async def bring(member: Member, data: bytes) -> str:
        clock.advance(timedelta(minutes=1))
        import_id = await begun(member, ("export.xml", data))
        await stage.run_jobs()
        clock.advance(timedelta(minutes=1))
        return import_id

    return bring


@pytest.fixture
def presses(stage: Stage, clock: FixedClock) -> Any:
    async def press(member: Member, import_id: str, verb: str) -> None:
        clock.advance(timedelta(minutes=1))
        assert (await steer(member, import_id, verb))[0] == 202, verb
        await stage.run_jobs()
        clock.advance(timedelta(minutes=1))

    return press


async def values(member: Member) -> dict[str, float]:
    """The resting heart rates that count, by day."""
    items = (await member.api.get("/api/v1/wellness?kind=resting_heart_rate")).json()["items"]
    return {one["day"][-2:]: one["value"] for one in items if one["shown"]}


async def test_undoing_takes_values_away_and_redoing_brings_them_back(cast: Cast, brings: Any, presses: Any) -> None:
    import_id = await brings(cast.bob, export(d01="50", d02="51"))
    found = await state(cast.bob, import_id)
    assert (found["values"], found["counts"]) == (2, {"opened": 1})
    page = (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
    assert "2 values of days" in " ".join(page.split())
    assert "Undo this import" in page
    assert (await cast.bob.api.get("/api/v1/imports")).json()["items"][0]["values"] == 2
    await presses(cast.bob, import_id, "undoing")
    assert await values(cast.bob) == {}
    await presses(cast.bob, import_id, "redoing")
    assert await values(cast.bob) == {"01": 50, "02": 51}
    await presses(cast.bob, import_id, "undoing")
    assert await values(cast.bob) == {}


async def test_what_was_there_before_is_back(cast: Cast, brings: Any, presses: Any) -> None:
    await brings(cast.bob, export(d01="50", d02="51"))
    second = await brings(cast.bob, export(d01="50", d02="60", d03="52"))
    assert (await state(cast.bob, second))["values"] == 2
    assert await values(cast.bob) == {"01": 50, "02": 60, "03": 52}
    await presses(cast.bob, second, "undoing")
    assert await values(cast.bob) == {"01": 50, "02": 51}
    await presses(cast.bob, second, "redoing")
    assert await values(cast.bob) == {"01": 50, "02": 60, "03": 52}


async def test_a_later_import_keeps_what_it_said_otherwise(cast: Cast, brings: Any, presses: Any) -> None:
    first = await brings(cast.bob, export(d01="50", d02="51"))
    await brings(cast.bob, export(d02="60"))
    await presses(cast.bob, first, "undoing")
    assert await values(cast.bob) == {"02": 60}


async def test_what_was_undone_can_be_uploaded_again_but_not_what_was_struck_out(
    cast: Cast, brings: Any, presses: Any
) -> None:
    import_id = await brings(cast.bob, export(d01="50", d02="51"))
    struck = await cast.bob.api.delete("/api/v1/wellness/2026-05-02/resting_heart_rate/apple_health")
    assert struck.status_code in (200, 204), struck.text
    await presses(cast.bob, import_id, "undoing")
    assert await values(cast.bob) == {}
    await brings(cast.bob, export(d01="50", d02="51"))
    assert await values(cast.bob) == {"01": 50}
    # What came again since belongs to the later import.
    await presses(cast.bob, import_id, "redoing")
    assert await values(cast.bob) == {"01": 50}


async def test_nobody_else_s_values_are_touched(cast: Cast, brings: Any, presses: Any) -> None:
    mine = await brings(cast.bob, export(d01="50"))
    await brings(cast.charlie, export(d01="70"))
    await presses(cast.bob, mine, "undoing")
    assert await values(cast.charlie) == {"01": 70}
    assert (await steer(cast.charlie, mine, "redoing"))[0] == 404
