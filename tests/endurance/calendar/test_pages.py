"""The calendar as a browser uses it."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from paceline.endurance.calendar import adapt_workout
from paceline.science.endurance.structure import from_json
from tests.cast import Cast, Member, Stage
from tests.endurance.calendar.make import INTERVALS, look, plan, record


async def test_the_calendar_opens_at_today(cast: Cast) -> None:
    answer = await cast.bob.web.get("/calendar")
    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar/2026-06#today")
    shown = await cast.bob.web.get("/calendar/2026-06")
    assert shown.status_code == 200, shown.text[-2000:]
    assert 'id="today"' in shown.text
    assert "Nothing planned here yet" in shown.text
    assert (await cast.bob.web.get("/calendar/2026-13")).status_code == 404
    assert 'id="today"' not in (await cast.bob.web.get("/calendar/2026-08")).text


async def test_a_coach_chooses_whose(cast: Cast) -> None:
    assert "Bob Dahl" in (await cast.alice.web.get("/calendar")).text
    answer = await cast.alice.web.get(f"/people/{cast.bob.id}/calendar")
    assert answer.headers["location"] == f"/people/{cast.bob.id}/calendar/2026-06#today"
    shown = await cast.alice.web.get(f"/people/{cast.bob.id}/calendar/2026-06")
    assert shown.status_code == 200
    assert "Bob Dahl" in shown.text


async def test_outsiders_learn_nothing(cast: Cast) -> None:
    workout = await plan(cast.bob)
    page = f"/workouts/{workout['id']}"
    for url in (
        page,
        f"{page}/steps",
        f"{page}/fit",
        f"/people/{cast.bob.id}/calendar",
        f"/people/{cast.bob.id}/calendar/2026-06",
        f"/workouts/new?athlete={cast.bob.id}",
    ):
        assert (await cast.charlie.web.get(url)).status_code == 404, url
    day = {"day": "2026-06-12"}
    for url, data in (
        (page, {**day, "version": "1", "title": "Mine", "workout_type": "rest"}),
        (f"{page}/day", day),
        (f"{page}/copies", day),
        (f"{page}/removal", {}),
        (f"{page}/restoration", {}),
        (f"{page}/completion", {"activity_id": ""}),
        (f"{page}/skip", {}),
        (f"{page}/plan-again", {}),
        (f"{page}/original", {}),
        (f"{page}/steps", {"do": "save"}),
        ("/workouts/moves", {**day, "item": workout["id"], "index": "0"}),
        ("/workouts", {**day, "athlete_id": str(cast.bob.id), "title": "Mine"}),
    ):
        assert (await cast.charlie.web.post(url, data=data)).status_code == 404, url
    assert (await look(cast.bob, workout["id"]))["version"] == 1


async def test_a_full_month(cast: Cast) -> None:
    for n in range(30):
        day = f"2026-06-{n + 1:02}"
        await plan(cast.bob, day, title=f"Morning {n}", structure=INTERVALS)
        if n % 2:
            await plan(cast.bob, day, title=f"Evening {n}", workout_type="recovery", duration_s=1800)
    await record(cast.bob, "2026-06-02", minutes=58, load=70)
    await record(cast.bob, "2026-06-04", minutes=40, sport="cycling", name="Commute")
    shown = await cast.bob.web.get("/calendar/2026-06")
    assert shown.text.count('class="chip"') == 46
    assert "not planned" in shown.text
    assert 'data-status="missed"' in shown.text
    assert 'data-status="planned"' in shown.text
    movable = len(re.findall(r'data-item="', shown.text))
    assert movable == 44
    part = await cast.bob.web.get("/calendar/2026-06", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="board"')
    week = await cast.bob.web.get("/calendar/2026-06?view=week&day=2026-06-10")
    assert week.text.count('class="cal-week"') == 1
    assert "Morning 7" in week.text
    assert "Morning 14" not in week.text


async def test_a_drag_is_kept_and_a_late_one_refused(cast: Cast) -> None:
    workout = await plan(cast.bob)
    drag = {"item": workout["id"], "day": "2026-06-13", "index": "0", "version": "1"}
    moved = await cast.bob.web.post("/workouts/moves", data=drag, headers={"HX-Request": "true"})
    assert (moved.status_code, "“Easy run” moved to Saturday 13 June." in moved.text) == (200, True)
    assert (await look(cast.bob, workout["id"]))["day"] == "2026-06-13"
    late = await cast.bob.web.post(
        "/workouts/moves", data={**drag, "day": "2026-06-14"}, headers={"HX-Request": "true"}
    )
    assert late.status_code == 409
    copied = await cast.bob.web.post("/workouts/moves", data={**drag, "day": "2026-06-20", "copy": "true"})
    assert (copied.status_code, "copied to Saturday 20 June" in copied.text) == (200, True)
    found = (await cast.bob.api.get("/api/v1/calendar?from=2026-06-01&to=2026-06-30")).json()["workouts"]
    assert [one["day"] for one in found] == ["2026-06-13", "2026-06-20"]
    assert (await cast.bob.web.post("/workouts/moves", data={"item": "x"})).status_code == 422


async def test_adding_by_form(cast: Cast) -> None:
    form = {
        "athlete_id": str(cast.bob.id),
        "day": "2026-06-16",
        "title": "Club night",
        "sport": "running",
        "workout_type": "tempo",
        "duration": "1:10",
        "distance": "14,2",
        "template_id": "",
    }
    wrong = await cast.alice.web.post("/workouts", data={**form, "duration": "an hour", "title": ""})
    assert wrong.status_code == 422
    assert "is not a time" in wrong.text
    assert 'value="14,2"' in wrong.text
    nameless = await cast.alice.web.post("/workouts", data={**form, "title": ""})
    assert nameless.status_code == 422
    assert "Give the session a name" in nameless.text or "Please fill this in" in nameless.text
    added = await cast.alice.web.post("/workouts", data=form)
    assert added.headers["location"] == f"/people/{cast.bob.id}/calendar/2026-06"
    found = (await cast.bob.api.get("/api/v1/calendar?from=2026-06-16&to=2026-06-16")).json()["workouts"][0]
    assert (found["duration_s"], found["distance_m"], found["title"]) == (4200, 14200, "Club night")
    assert found["load"] == pytest.approx(0.8**2 * 4200 / 36)
    shown = await cast.bob.web.get(f"/workouts/{found['id']}")
    assert "Club night" in shown.text


async def edit_form(who: Member, workout: dict[str, object], **more: str) -> dict[str, str]:
    known = {name: str(workout[name]) for name in ("day", "version", "title", "workout_type", "notes")}
    return {**known, **more}


async def test_editing_shows_both_versions_when_somebody_was_first(cast: Cast) -> None:
    workout = await plan(cast.bob, structure=INTERVALS)
    url = f"/workouts/{workout['id']}"
    saved = await cast.bob.web.post(url, data=await edit_form(cast.bob, workout, title="Threshold", day="2026-06-12"))
    assert saved.status_code == 303, saved.text[-1500:]
    now = await look(cast.bob, workout["id"])
    assert (now["title"], now["day"], now["structure"]) == ("Threshold", "2026-06-12", workout["structure"])
    late = await cast.alice.web.post(url, data=await edit_form(cast.alice, workout, title="Tempo"))
    assert late.status_code == 409
    assert "Bob Dahl changed this session" in late.text
    assert 'value="Tempo"' in late.text
    version = re.search(r'name="version" value="(\d+)"', late.text)
    assert version is not None
    assert compared(late.text) == {
        "Name": ("Tempo", "Threshold"),
        "Day": ("Thursday 11 June", "Friday 12 June"),
    }
    assert f'href="/workouts/{workout["id"]}"' in late.text, "theirs is one click away"
    mine = await cast.alice.web.post(url, data=kept_mine(late.text, url))
    assert mine.status_code == 303
    now = await look(cast.bob, workout["id"])
    assert (now["title"], now["day"]) == ("Tempo", "2026-06-11")


def compared(text: str) -> dict[str, tuple[str, str]]:
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>', text)
    return {label: (mine, theirs) for label, mine, theirs in rows}


def kept_mine(text: str, url: str) -> dict[str, str]:
    form = re.search(rf'<form class="row" method="post" action="{url}">(.*?)Keep mine', text, re.DOTALL)
    assert form is not None
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.group(1)))


async def test_moving_shows_both_days_when_somebody_was_first(cast: Cast) -> None:
    workout = await plan(cast.bob, structure=INTERVALS)
    url = f"/workouts/{workout['id']}/day"
    assert (await cast.bob.web.post(url, data={"day": "2026-06-14", "version": "1"})).status_code == 303
    late = await cast.alice.web.post(url, data={"day": "2026-06-12", "version": "1"})
    assert late.status_code == 409
    assert compared(late.text) == {"Day": ("Friday 12 June", "Sunday 14 June")}
    assert (await cast.alice.web.post(url, data=kept_mine(late.text, url))).status_code == 303
    assert (await look(cast.bob, workout["id"]))["day"] == "2026-06-12"


async def test_the_same_words_of_two_are_no_difference(cast: Cast) -> None:
    workout = await plan(cast.bob, structure=INTERVALS)
    url = f"/workouts/{workout['id']}"
    data = await edit_form(cast.bob, workout, title="Threshold <b>")
    assert (await cast.bob.web.post(url, data=data)).status_code == 303
    late = await cast.alice.web.post(url, data=data)
    assert late.status_code == 409
    assert compared(late.text) == {}
    assert "the same as theirs" in late.text
    assert "Threshold <b>" not in late.text


async def test_removing_offers_the_way_back(cast: Cast) -> None:
    workout = await plan(cast.bob)
    url = f"/workouts/{workout['id']}"
    gone = await cast.bob.web.post(f"{url}/removal")
    assert gone.headers["location"] == "/calendar/2026-06"
    after = await cast.bob.web.get("/calendar/2026-06")
    assert f'hx-post="{url}/restoration"' in after.text
    back = await cast.bob.web.post(f"{url}/restoration", headers={"HX-Request": "true"})
    assert back.headers["hx-redirect"] == url
    assert (await cast.bob.web.get(url)).status_code == 200


async def test_the_session_page_in_every_state(cast: Cast) -> None:
    await cast.bob.api.patch(f"/api/v1/athletes/{cast.bob.id}/profile", json={"threshold_speed": 4.0})
    workout = await plan(cast.alice, athlete_id=str(cast.bob.id), structure=INTERVALS, notes="Stay tall.", locked=True)
    url = f"/workouts/{workout['id']}"
    shown = await cast.bob.web.get(url)
    assert "4:05–4:15" in shown.text, re.findall(r"\d:\d\d–[^<]*", shown.text)
    assert "pinned this session" in shown.text
    assert f"{url}/steps" not in shown.text
    assert (await cast.bob.web.get(f"{url}/steps")).status_code == 403
    assert (await cast.bob.web.post(f"{url}/skip")).status_code == 303
    assert "Plan it again" in (await cast.bob.web.get(url)).text
    assert (await cast.bob.web.post(f"{url}/plan-again")).status_code == 303
    activity = await record(cast.bob, minutes=59, load=62)
    assert "Matched because: the same day" in (await cast.alice.web.get(url)).text
    assert (await cast.bob.web.post(f"{url}/completion", data={"activity_id": ""})).status_code == 303
    assert "Not done yet" in (await cast.bob.web.get(url)).text
    assert (await cast.bob.web.post(f"{url}/completion", data={"activity_id": str(activity)})).status_code == 303
    assert "Matched by hand" in (await cast.bob.web.get(url)).text
    note = await cast.bob.web.get(f"/activities/{activity}")
    assert "of planned load" in note.text
    rest = await plan(cast.bob, title="Rest", workout_type="rest", duration_s=None)
    assert "Nothing to do today" in (await cast.bob.web.get(f"/workouts/{rest['id']}")).text
    assert (await cast.bob.web.get(f"/workouts/{rest['id']}/fit")).status_code == 409


async def test_editing_steps_with_a_plain_form(cast: Cast) -> None:
    workout = await plan(cast.bob, structure=INTERVALS)
    url = f"/workouts/{workout['id']}/steps"
    shown = await cast.bob.web.get(url)
    assert shown.status_code == 200, shown.text[-1500:]
    assert 'value="360"' not in shown.text
    fields = {
        "kind": ["warmup", "interval"],
        "repeats": ["1", "6"],
        "length": ["15", "3"],
        "unit": ["min", "min"],
        "effort": ["E", "ftp"],
        "range": ["", "105–112"],
        "note": ["", "Even"],
        "rest": ["", "90"],
        "rest_unit": ["s", "s"],
        "rest_effort": ["jog", "jog"],
    }
    rows = {"version": ["1"], **{f"row_{name}": values for name, values in fields.items()}}
    swapped = await cast.bob.web.post(url, data={**rows, "do": "up:1"})
    assert swapped.text.index('value="105–112"') < swapped.text.index('value="15"')
    assert (await cast.bob.web.post(url, data={**rows, "do": "add"})).text.count("<fieldset") == 3
    assert (await cast.bob.web.post(url, data={**rows, "do": "remove:0"})).text.count("<fieldset") == 1
    wrong = await cast.bob.web.post(url, data={**rows, "do": "save", "row_length": ["15", "long"]})
    assert wrong.status_code == 422
    assert "“long” is no length" in wrong.text
    out = await cast.bob.web.post(url, data={**rows, "do": "save", "row_repeats": ["1", "99"]})
    assert out.status_code == 422
    assert "99 repetitions looks wrong" in out.text
    assert (await cast.bob.web.post(url, data={**rows, "do": "save"})).status_code == 303
    kept = (await look(cast.bob, workout["id"]))["structure"]["segments"]
    assert kept[1] == {
        "type": "interval",
        "repeats": 6,
        "work": {"duration_seconds": 180, "power_target": {"low": 1.05, "high": 1.12, "unit": "ftp"}, "notes": "Even"},
        "recovery": {"duration_seconds": 90, "pace_target": "jog"},
    }
    late = await cast.bob.web.post(url, data={**rows, "do": "save"})
    assert late.status_code == 409
    assert "changed this session in the meantime" in late.text
    assert ">Yours<" in late.text
    assert ">Theirs<" in late.text
    assert "Keep mine" in late.text
    assert "Take theirs" in late.text


@pytest.mark.parametrize(("month", "last"), [("2026-03", "2026-03-29"), ("2026-10", "2026-10-25")])
async def test_weeks_of_clock_changes_have_seven_days(cast: Cast, month: str, last: str) -> None:
    workout = await plan(cast.bob, last)
    shown = await cast.bob.web.get(f"/calendar/{month}?view=week&day={last}")
    assert re.findall(r'data-day="([\d-]+)"', shown.text) == [
        str(date.fromisoformat(last) - timedelta(days=n)) for n in range(6, -1, -1)
    ]
    assert str(UUID(workout["id"])) in shown.text


async def test_far_away_the_day_is_the_athletes(stage: Stage, cast: Cast) -> None:
    # 08:00 UTC on 11 June is 22:00 on the 10th in Honolulu.
    far = await stage.member("Kai Far", "athlete", time_zone="Pacific/Honolulu")
    await stage.relate(cast.alice, far)
    shown = await cast.alice.web.get(f"/people/{far.id}/calendar/2026-06")
    today = re.search(r'aria-current="date"[^>]*data-day="([\d-]+)"', shown.text)
    assert today is not None
    assert today.group(1) == "2026-06-10"


async def test_the_note_on_an_activity_names_the_session_that_was_taken(cast: Cast) -> None:
    workout = await plan(cast.bob, title="Long run")
    async with cast.bob.tx() as tx:
        await adapt_workout(
            tx, UUID(workout["id"]), from_json(INTERVALS), title="Shorter run", kind="shorter", reason="Tired."
        )
    activity = await record(cast.bob, minutes=55, load=60)
    note = await cast.bob.web.get(f"/activities/{activity}")
    assert "Shorter run: " in note.text
    assert "Long run: " not in note.text
