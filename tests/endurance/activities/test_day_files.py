"""A watch's daily files among uploads: values of days in place of "no activity", once, and said honestly."""

from paceline.science.formats.fit.writing import framed, one
from tests.cast import Cast, Stage
from tests.endurance.activities.bringing import begun, state, zipped
from tests.endurance.activities.make import fit
from tests.science.formats.test_fit_days import FULL, HRV, RESTING, at, file_id, info


def day_file(steps: int = 9000, until: float = 24.0) -> bytes:
    """A Monday as a watch keeps it."""
    return framed(
        [
            file_id(),
            info(),
            one(FULL, {253: at(until), 5: 6, 3: steps}),
            one(RESTING, {253: at(7), 0: 50, 1: 47}),
            one(HRV, {253: at(7), 1: 64 * 128}),
        ]
    )


async def test_a_daily_file_becomes_values_of_its_day(stage: Stage, cast: Cast) -> None:
    # Alone and small it would be read at once; what it brought is told where imports are.
    import_id = await begun(cast.bob, ("monitor.fit", day_file()))
    await stage.run_jobs()
    found = await state(cast.bob, import_id)
    assert (found["state"], found["counts"]) == ("done", {"days": 1})
    assert found["files"][0]["sentence"] == (
        "No activity. 3 wellness values (resting heart rate, HRV (RMSSD), steps) kept."
    )
    kept = (await cast.bob.api.get("/api/v1/wellness")).json()["items"]
    assert {(one["day"], one["kind"], one["source"]) for one in kept} == {
        ("2026-06-08", kind, "fit") for kind in ("steps", "resting_heart_rate", "hrv_rmssd")
    }
    assert "1 with values of days" in (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
    # Its values are kept, so its bytes are needed no longer.
    assert not await stage.gear.storage.exists(f"u/{cast.bob.id}/{import_id}/1")


async def test_among_activities_and_in_an_archive_the_fullest_file_of_a_day_counts(stage: Stage, cast: Cast) -> None:
    packed = zipped(a__fit=day_file(9000), b__fit=day_file(4000, 12), c__fit=fit(minutes=20))
    import_id = await begun(cast.bob, ("watch.zip", packed))
    await stage.run_jobs()
    found = await state(cast.bob, import_id)
    assert found["counts"] == {"opened": 1, "days": 2, "imported": 1}
    kept = (await cast.bob.api.get("/api/v1/wellness?kind=steps")).json()["items"]
    assert [one["value"] for one in kept] == [9000.0]


async def test_a_coach_without_the_consent_sees_none_of_it(stage: Stage, cast: Cast) -> None:
    trainer = await stage.member("Tess Trainer", "coach")
    await stage.relate(trainer, cast.bob, ("training",))
    await begun(cast.bob, ("monitor.fit", day_file()))
    await stage.run_jobs()
    assert (await trainer.api.get(f"/api/v1/wellness?athlete_id={cast.bob.id}")).status_code == 404
