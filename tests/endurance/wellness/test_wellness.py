"""Values of the day: kept once a source, one of them shown, corrected, struck out and taken back; and who may see them."""

from datetime import date
from typing import Any

import pytest

from paceline.endurance.wellness import latest, values_between
from paceline.endurance.wellness.actions import keep_values
from tests.cast import Cast, Member, Stage

DAY = "2026-06-10"


async def put(who: Member, *values: tuple[str, str, float], source: str = "program") -> dict[str, Any]:
    said = [{"day": day, "kind": kind, "value": value} for day, kind, value in values]
    answer = await who.api.put("/api/v1/wellness", json={"source": source, "values": said})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(who: Member, query: str = "") -> list[tuple[str, str, str, float, bool]]:
    answer = await who.api.get(f"/api/v1/wellness{query}")
    assert answer.status_code == 200, answer.text
    return [(one["day"], one["kind"], one["source"], one["value"], one["shown"]) for one in answer.json()["items"]]


async def test_the_outsider_gets_nothing(cast: Cast) -> None:
    await put(cast.bob, (DAY, "resting_heart_rate", 47))
    for query in (f"?athlete_id={cast.bob.id}", f"?athlete_id={cast.bob.id}&kind=sleep"):
        assert (await cast.charlie.api.get(f"/api/v1/wellness{query}")).status_code == 404
    for path in (f"/people/{cast.bob.id}/wellness", f"/people/{cast.bob.id}/wellness/days/{DAY}"):
        assert (await cast.charlie.web.get(path)).status_code == 404
    assert await listed(cast.charlie) == []
    gone = await cast.charlie.api.delete(f"/api/v1/wellness/{DAY}/resting_heart_rate/program")
    assert gone.status_code == 404
    assert len(await listed(cast.bob)) == 1


async def test_a_coach_sees_it_with_the_consent_to_wellness_only(stage: Stage, cast: Cast) -> None:
    await put(cast.bob, (DAY, "hrv_rmssd", 0.068))
    trainer = await stage.member("Tess Trainer", "coach")
    await stage.relate(trainer, cast.bob, ("training",))
    assert (await trainer.api.get(f"/api/v1/wellness?athlete_id={cast.bob.id}")).status_code == 404
    assert (await trainer.web.get(f"/people/{cast.bob.id}/wellness")).status_code == 404
    assert len(await listed(cast.alice, f"?athlete_id={cast.bob.id}")) == 1
    shown = await cast.alice.web.get(f"/people/{cast.bob.id}/wellness")
    assert shown.status_code == 200
    assert "HRV (RMSSD)" in shown.text
    assert "Say a value" not in shown.text
    day = await cast.alice.web.get(f"/people/{cast.bob.id}/wellness/days/{DAY}")
    assert "Strike out" not in day.text
    assert "68" in day.text


async def test_sent_again_nothing_changes_and_a_correction_does(cast: Cast) -> None:
    assert await put(cast.bob, (DAY, "sleep", 27_900)) == {"changed": 1, "implausible": 0}
    assert await put(cast.bob, (DAY, "sleep", 27_900)) == {"changed": 0, "implausible": 0}
    assert await put(cast.bob, (DAY, "sleep", 28_000)) == {"changed": 1, "implausible": 0}


async def test_what_nobody_can_have_is_left_out_and_counted(cast: Cast) -> None:
    found = await put(cast.bob, (DAY, "resting_heart_rate", 500), (DAY, "body_mass", 72.4), (DAY, "spo2", 97))
    assert found == {"changed": 1, "implausible": 2}
    assert [one[1] for one in await listed(cast.bob)] == ["body_mass"]


async def test_the_first_source_counts_and_the_athlete_chooses_the_order(cast: Cast) -> None:
    await put(cast.bob, (DAY, "resting_heart_rate", 49), source="apple_health")
    await put(cast.bob, (DAY, "resting_heart_rate", 47), source="fit")
    shown = {one[2] for one in await listed(cast.bob) if one[4]}
    assert shown == {"fit"}
    answer = await cast.bob.api.put("/api/v1/wellness/order", json={"sources": ["apple_health", "fit"]})
    assert answer.json()["sources"][:2] == ["apple_health", "fit"]
    assert "hand" in answer.json()["sources"]
    assert {one[2] for one in await listed(cast.bob) if one[4]} == {"apple_health"}
    # The coach is shown what the athlete is shown.
    assert {one[2] for one in await listed(cast.alice, f"?athlete_id={cast.bob.id}") if one[4]} == {"apple_health"}
    answer = await cast.bob.web.post("/wellness/order/fit/rise")
    assert answer.status_code == 303
    assert {one[2] for one in await listed(cast.bob) if one[4]} == {"fit"}


async def test_rmssd_and_sdnn_never_stand_for_each_other(cast: Cast) -> None:
    await put(cast.bob, (DAY, "hrv_sdnn", 0.05))
    async with cast.bob.tx() as tx:
        found = await values_between(tx, cast.bob.id, ["hrv_rmssd"], date(2026, 6, 1), date(2026, 6, 11))
        assert found == {"hrv_rmssd": {}}
        assert await latest(tx, cast.bob.id, ["hrv_rmssd"], date(2026, 6, 11)) == {}


async def test_by_hand_then_corrected_then_taken_back(cast: Cast) -> None:
    await put(cast.bob, (DAY, "resting_heart_rate", 52), source="fit")
    typed = {"day": DAY, "kind": "resting_heart_rate", "typed": "47"}
    answer = await cast.bob.web.post("/wellness/values", data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/wellness/days/{DAY}")
    assert [one[2:] for one in await listed(cast.bob)] == [("fit", 52, False), ("hand", 47, True)]
    await cast.bob.web.post("/wellness/values", data={**typed, "typed": "45"})
    undo = await _undo_of(cast.bob)
    assert (await cast.bob.web.post(undo)).status_code == 303
    assert [one[3] for one in await listed(cast.bob) if one[4]] == [47]
    # Taken back once is taken back.
    assert (await cast.bob.web.post(undo)).status_code == 404


async def test_struck_out_stays_out_until_undone(cast: Cast) -> None:
    await put(cast.bob, (DAY, "resting_heart_rate", 88), source="fit")
    found = (await cast.bob.api.delete(f"/api/v1/wellness/{DAY}/resting_heart_rate/fit")).json()
    assert await listed(cast.bob) == []
    assert await put(cast.bob, (DAY, "resting_heart_rate", 88), source="fit") == {"changed": 0, "implausible": 0}
    assert await put(cast.bob, (DAY, "resting_heart_rate", 87), source="fit") == {"changed": 0, "implausible": 0}
    assert await listed(cast.bob) == []
    answer = await cast.bob.api.post(f"/api/v1/wellness/changes/{found['change_id']}/undoing")
    assert answer.json()["day"] == DAY
    assert [one[3] for one in await listed(cast.bob)] == [88]


async def test_nobody_takes_back_what_was_changed_since_or_is_another_s(cast: Cast) -> None:
    typed = {"day": DAY, "kind": "body_mass", "typed": "72,4"}
    await cast.bob.web.post("/wellness/values", data=typed)
    undo = await _undo_of(cast.bob)
    assert (await cast.charlie.web.post(undo)).status_code == 404
    assert (await cast.alice.web.post(undo)).status_code == 404
    await cast.bob.web.post("/wellness/values", data={**typed, "typed": "73"})
    assert (await cast.bob.web.post(undo)).status_code == 409
    assert [one[3] for one in await listed(cast.bob)] == [73]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("sleep", "long", "is not a number"),
        ("resting_heart_rate", "500", "looks wrong for resting heart rate"),
        ("body_mass", "7", "it lies between 20.0 and 400.0"),
        ("none", "7", "Choose a kind"),
    ],
)
async def test_what_is_typed_wrong_is_said_and_kept(cast: Cast, kind: str, typed: str, sentence: str) -> None:
    answer = await cast.bob.web.post("/wellness/values", data={"day": DAY, "kind": kind, "typed": typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert await listed(cast.bob) == []


async def test_a_day_that_has_not_come_is_refused(cast: Cast) -> None:
    answer = await cast.bob.web.post("/wellness/values", data={"day": "2027-01-01", "kind": "mood", "typed": "4"})
    assert answer.status_code == 422
    assert "from 1970 to today" in answer.text


async def test_pages_are_empty_first_then_list_days_and_lines(cast: Cast) -> None:
    empty = (await cast.bob.web.get("/wellness")).text
    assert "No values in the four weeks" in empty
    days = [(f"2026-06-{day:02}", "sleep", 25_000 + 100 * day) for day in range(1, 12)]
    await put(cast.bob, *days, ("2026-06-11", "blood_pressure_systolic", 16_000))
    text = (await cast.bob.web.get("/wellness")).text
    assert "Sleep on 11 of 28 days" in text
    assert text.count('href="/wellness/days/2026-06-') == 13
    assert "120" in text
    day = (await cast.bob.web.get("/wellness/days/2026-06-11?correct=sleep")).text
    assert 'value="sleep" selected' in day
    assert "Another program" in day
    earlier = (await cast.bob.web.get("/wellness?until=2026-05-01")).text
    assert "No values in the four weeks to" in earlier
    assert "until=2026-05-29" in earlier


async def test_lists_go_on_with_a_cursor_and_mark_what_counts(cast: Cast) -> None:
    await put(cast.bob, *((f"2026-06-{day:02}", "steps", 9000 + day) for day in range(1, 9)), source="fit")
    await put(cast.bob, *((f"2026-06-{day:02}", "steps", 8000 + day) for day in range(1, 9)), source="table")
    seen: list[tuple[str, str, bool]] = []
    cursor = ""
    while True:
        more = f"&cursor={cursor}" if cursor else ""
        found = (await cast.bob.api.get(f"/api/v1/wellness?limit=3{more}")).json()
        seen += [(one["day"], one["source"], one["shown"]) for one in found["items"]]
        cursor = found["next_cursor"] or ""
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 16
    assert all(shown == (source == "fit") for _, source, shown in seen)


async def test_the_fullest_of_several_files_of_a_day_is_kept(cast: Cast) -> None:
    day = date(2026, 6, 10)
    async with cast.bob.tx() as tx:
        await keep_values(tx, [(day, "steps", 9000.0, 9000), (day, "steps", 4000.0, 4000)], "fit")
        await keep_values(tx, [(day, "steps", 6000.0, 6000)], "fit")
    assert [one[3] for one in await listed(cast.bob)] == [9000]


async def _undo_of(who: Member) -> str:
    text = (await who.web.get(f"/wellness/days/{DAY}")).text
    return text.split('hx-post="/wellness/changes/')[1].split('"')[0].join(("/wellness/changes/", ""))
