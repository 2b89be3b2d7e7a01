"""Plans as a browser uses them."""

import re

import pytest

from paceline.endurance.library import session_named
from paceline.endurance.plans.forms import seconds_of
from tests.cast import Cast
from tests.endurance.calendar.make import record

FORM = {
    "goal": "half",
    "race_date": "2026-09-20",
    "priority": "A",
    "level": "intermediate",
    "days_per_week": "4",
    "weekdays": ["1", "3", "5", "6"],
    "long_weekday": "6",
    "weekly_distance": "38",
    "start": "",
    "distance": "",
    "weekly_time": "",
    "most_time": "",
    "target": "1:38:00",
    "away_from": "2026-07-06",
    "away_to": "2026-07-10",
}


async def test_outsiders_learn_nothing(cast: Cast) -> None:
    made = (await cast.bob.web.post("/plans", data=FORM)).headers["location"]
    for url in (made, f"/people/{cast.bob.id}/plan", f"/people/{cast.bob.id}/plan/new"):
        assert (await cast.charlie.web.get(url)).status_code == 404, url
    for url in (f"{made}/publication", f"{made}/removal", f"/people/{cast.bob.id}/plan"):
        assert (await cast.charlie.web.post(url, data=FORM)).status_code == 404, url
    assert (await cast.bob.web.get(made)).status_code == 200


async def test_from_nothing_to_a_published_plan(cast: Cast) -> None:
    empty = await cast.bob.web.get("/plans")
    assert "No plan leads you yet" in empty.text
    form = await cast.bob.web.get("/plans/new")
    assert form.status_code == 200, form.text[-1500:]
    assert "No activities of the last four weeks" in form.text
    made = await cast.bob.web.post("/plans", data=FORM)
    assert made.status_code == 303, made.text[-1500:]
    url = made.headers["location"]
    shown = await cast.bob.web.get(url)
    assert shown.status_code == 200, shown.text[-1500:]
    assert "Put into my calendar" in shown.text
    assert "Half marathon, 2026" in shown.text
    assert shown.text.count('<details class="more"') == 14
    assert not re.findall(r"(Mon|Wed|Fri) \d+: ", shown.text)
    published = await cast.bob.web.post(f"{url}/publication")
    assert published.headers["location"] == url
    after = await cast.bob.web.get(url)
    assert "sessions are in the calendar" in after.text
    assert "Open calendar" in after.text
    assert (await cast.bob.web.get("/plans")).headers["location"] == url
    twice = await cast.bob.web.post(f"{url}/publication")
    assert twice.status_code == 409
    month = await cast.bob.web.get("/calendar/2026-07")
    assert month.text.count('class="chip"') > 10
    assert 'data-day="2026-07-07"' in month.text
    ended = await cast.bob.web.post(f"{url}/removal")
    assert ended.headers["location"] == url
    assert "Ended." in (await cast.bob.web.get(url)).text


async def test_a_coach_plans_for_an_athlete(cast: Cast) -> None:
    assert "Plan for Bob Dahl" in (await cast.alice.web.get("/plans")).text
    assert (await cast.alice.web.get(f"/people/{cast.bob.id}/plan")).headers["location"].endswith("/plan/new")
    await record(cast.bob, "2026-06-09", minutes=80)
    form = await cast.alice.web.get(f"/people/{cast.bob.id}/plan/new")
    assert "a week lately" in form.text
    made = await cast.alice.web.post(f"/people/{cast.bob.id}/plan", data=FORM)
    url = made.headers["location"]
    assert "Publish to Bob" in (await cast.alice.web.get(url)).text
    assert (await cast.bob.web.get(url)).status_code == 404
    assert (await cast.alice.web.post(f"{url}/publication")).status_code == 303
    seen = await cast.bob.web.get(url)
    assert "made by Alice Berg" in seen.text
    assert "End this plan" not in seen.text
    assert "Leading" in (await cast.alice.web.get("/plans")).text
    assert (await cast.alice.web.get(f"/people/{cast.bob.id}/plan")).headers["location"] == url
    assert (await cast.bob.web.get("/plans/new")).status_code == 403


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"race_date": ""}, "needs the date of the race"),
        ({"goal": "other"}, "How long is the race?"),
        ({"goal": "moon"}, "Choose what the plan is for"),
        ({"weekdays": ["1"]}, "three weekdays"),
        ({"weekly_distance": "lots"}, "is not a number"),
        ({"weekly_time": "5:30"}, "not both"),
        ({"away_to": "2026-07-01"}, "the same day or later"),
        ({"race_date": "2026-06-10"}, "lies behind you"),
        ({"tune_up_on": "2026-08-23"}, "its day and its distance"),
        ({"returning": "injury"}, "How many days was the gap"),
        ({"longest_time": "long"}, "is not a time"),
        ({"tune_up_on": "2026-09-18", "tune_up_goal": "5K"}, "less than a week apart"),
    ],
)
async def test_mistakes_are_explained_and_kept(cast: Cast, more: dict[str, object], says: str) -> None:
    answer = await cast.bob.web.post("/plans", data={**FORM, **more})
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="1:38:00"' in answer.text


async def test_another_distance_and_plain_fitness(cast: Cast) -> None:
    odd = await cast.bob.web.post("/plans", data={**FORM, "goal": "other", "distance": "16"})
    assert "16 km, 2026" in (await cast.bob.web.get(odd.headers["location"])).text
    fit = await cast.bob.web.post("/plans", data={**FORM, "goal": "fitness", "weeks": "8", "race_date": ""})
    assert fit.status_code == 303, fit.text[-1500:]
    assert "Fitness, 8 weeks" in (await cast.bob.web.get(fit.headers["location"])).text


async def test_everything_else_a_plan_can_be_asked_for(cast: Cast) -> None:
    form = await cast.bob.web.get("/plans/new")
    for words in ("A race on the way", "Strength", "Longest day", "Coming back", "Most minutes"):
        assert words in form.text
    more = {
        "strength": "2",
        "cross": "1",
        "doubles": "1",
        "longest_time": "2:00",
        "workday_minutes": "60",
        "tune_up_on": "2026-08-23",
        "tune_up_goal": "10K",
        "returning": "break",
        "gap_days": "14",
        "pain": "1",
        "illness": "above_neck",
        "away_from": "",
        "away_to": "",
    }
    lifting = session_named("strength-heavy")
    assert lifting is not None
    made = await cast.bob.web.post("/plans", data={**FORM, **more})
    assert made.status_code == 303, made.text[-3000:]
    shown = (await cast.bob.web.get(made.headers["location"])).text
    for words in ("Race on the way: 10K", lifting.name, "Return", "Coming back"):
        assert words in shown, words
    dateless = await cast.bob.web.post("/plans", data={**FORM, "race_date": "", "weeks": "12"})
    assert "Half marathon, 2026" in (await cast.bob.web.get(dateless.headers["location"])).text
    stage = {"goal": "stages", "stages": "7", "weekly_distance": "", "weekly_time": "6:00", "target": ""}
    race = await cast.bob.web.post("/plans", data={**FORM, **stage})
    assert "stage 1 of 7" in (await cast.bob.web.get(race.headers["location"])).text


@pytest.mark.parametrize(
    ("text", "hours", "seconds"),
    [
        ("", True, 0),
        ("5:30", True, 19_800),
        ("6", True, 21_600),
        ("1:38:00", False, 5880),
        ("39:30", False, 2370),
        ("3:10", False, 11_400),
        ("x", True, None),
        ("1:99", True, None),
    ],
)
def test_times_as_people_write_them(text: str, hours: bool, seconds: float | None) -> None:
    assert seconds_of(text, hours=hours) == seconds
