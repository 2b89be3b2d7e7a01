"""Every page at both sizes and in both themes: it answers, it is accessible, it fits, it stays on its own host."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from fastapi import FastAPI
from playwright.async_api import Page

from paceline.infra.clock import FixedClock
from paceline.infra.machinery import Machinery
from paceline.infra.mail import list_outbox, read_outbox
from paceline.ui import jinja
from tests.cast import NOW, PASSWORD, Cast, Member, Stage
from tests.endurance.activities.make import upload
from tests.endurance.activities.test_tables import LIST
from tests.endurance.calendar.make import INTERVALS, plan, record
from tests.endurance.plans.test_pages import FORM
from tests.journeys.conftest import DESK, PHONE, Visit, Visitors
from tests.journeys.test_upload import run_file
from tools.routes import routes_of

pytestmark = pytest.mark.browser
Found = TypeVar("Found")
Pages = Sequence[tuple[Member | None, str]]
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfahrtspiel"
NO_PAGES = {
    "/": "leads elsewhere",
    "/settings": "leads elsewhere",
    "/set-up": "leads elsewhere once there is an account",
    "/calendar": "leads elsewhere for athletes",
    "/people/{athlete_id}/calendar": "leads elsewhere",
    "/people/{athlete_id}/plan": "leads elsewhere",
    "/activities/{activity_id}/original": "a file",
    "/workouts/{workout_id}/fit": "a file",
    "/calendar/feed/{token}.ics": "a file",
    "/activities/{activity_id}/comments/{comment_id}": "a part of the activity's page",
    "/activities/{activity_id}/comments": "a part of the activity's page",
    "/activities/{activity_id}/laps": "a part of the activity's page",
    "/activities/{activity_id}/lines": "data for the charts",
    "/activities/{activity_id}/selection": "a part of the activity's page",
    "/fitness/curves": "a part of the fitness page",
    "/fitness/models": "a part of the fitness page",
    "/people/{athlete_id}/fitness/models": "a part of the fitness page",
    "/people/{athlete_id}/fitness/curves": "a part of the fitness page",
    "/library/templates/{template_id}": "leads elsewhere",
    "/healthz": "for programs",
    "/metrics": "for programs",
    "/service-worker.js": "for the browser",
    "/manifest.webmanifest": "for the browser",
    "/favicon.ico": "for the browser",
    "/robots.txt": "for programs",
}


@pytest.fixture(scope="module")
async def pages(session_app: FastAPI, session_gear: Machinery, address: str) -> AsyncGenerator[Pages]:
    """Addresses in a small team with a plan, recordings, a check-in with pain, a case, an invitation and mails."""
    jinja.use(session_app.state.engine)
    assert isinstance(session_gear.clock, FixedClock)
    session_gear.clock.set(NOW)
    await session_gear.limiter.forget_all()
    async with Stage(session_app, session_gear) as stage:
        yield await _addresses(stage, await stage.cast())


async def _addresses(stage: Stage, cast: Cast) -> Pages:
    bob, alice, dana = cast.bob, cast.alice, cast.dana
    activity = await _recorded(bob)
    logged = await record(bob, "2026-06-09")
    led = await _planned(bob)
    await plan(bob, "2026-06-08", title="Hills", is_key=True)
    workout = (await plan(bob, "2026-06-11", title=LONG_WORD, structure=INTERVALS))["id"]
    case = await _case(alice, bob)
    link, verify, reset = await _links(stage, alice, bob)
    mails = [one.id for one in list_outbox(stage.gear.settings.data / "outbox")[:2]]
    fresh, beginner = await stage.member("Frida Fresh", "athlete"), await stage.member("Kari Coach", "coach")
    session = re.findall(r'href="(/library/[\w-]+)"', (await bob.web.get("/library")).text)[0]
    his = f"/people/{bob.id}"
    kept = await _kept(bob, alice)
    return [
        *((bob, path) for path in ("/activities/duplicates", "/activities/imports", *kept["bob"])),
        *((bob, path) for path in ("/fitness", "/records", "/gear", "/gear/new", "/library/folders", "/library/new")),
        *((bob, f"/activities/{activity}/{part}") for part in ("corrections", "union")),
        *((bob, f"/settings/{part}") for part in ("athlete/recomputation", "security/tokens")),
        *((bob, path) for path in ("/wellness", "/wellness/days/2026-06-10", "/settings/sharing-terms")),
        *((bob, path) for path in ("/settings/sharing-terms/upload", f"/activities/{activity}/terms")),
        *((alice, f"{his}/wellness{part}") for part in ("", "/days/2026-06-10")),
        (fresh, "/wellness"),
        (bob, "/notes"),
        *((alice, f"{his}{part}") for part in ("/case", "/summary", "/fitness", "/records")),
        *((alice, f"/queue/{part}") for part in ("caseload", "log", "rules", "settings", f"automation/{bob.id}")),
        *((alice, path) for path in kept["alice"]),
        *((None, path) for path in ("/sign-in", "/register", "/forgot-password", "/offline", link, verify, reset)),
        *((bob, path) for path in ("/today", "/check-in", "/add", "/calendar/2026-06", "/library", session, led)),
        *((bob, path) for path in ("/calendar/2026-06?view=week&day=2026-06-08", "/plans/new", "/workouts/new")),
        *((bob, path) for path in ("/calendar/notes/new", "/calendar/season", "/settings/calendar")),
        *((alice, path) for path in ("/calendar/squad?week=2026-06-08", "/calendar/squad?week=2026-06-08&weeks=6")),
        *((bob, path) for path in await _season(bob, led)),
        *((bob, f"/workouts/{workout}{part}") for part in ("", "/steps")),
        *((bob, f"/activities{part}") for part in ("", "/new", "/upload", f"/{activity}", f"/{logged}")),
        *((bob, f"/activities/{activity}/{part}") for part in ("details", "match")),
        *((bob, f"/settings/{part}") for part in ("athlete", "profile", "security", "sharing", "weather")),
        *((bob, path) for path in ("/return", "/check-in/diary", "/check-in/choices")),
        *((alice, f"{his}{part}") for part in ("/return", "/calendar/season")),
        *((alice, path) for path in ("/queue", f"/queue?case={case}", f"/queue/{case}", "/people", "/people/invite")),
        *((alice, path) for path in ("/plans", "/calendar", "/add", "/queue?tab=closed", f"/activities/{activity}")),
        *((alice, f"{his}{part}") for part in ("", "/activities", "/calendar/2026-06", "/plan/new", "/profile")),
        (alice, f"{his}/relationship"),
        *((dana, path) for path in ("/operations", "/outbox", *(f"/outbox/{one}" for one in mails))),
        *((fresh, path) for path in ("/today", "/calendar/2026-06", "/activities", "/plans", "/settings/sharing")),
        *((beginner, path) for path in ("/queue", "/people", "/calendar", "/plans")),
    ]


async def _recorded(who: Member) -> str:
    answer = await who.api.post("/api/v1/activities", **upload(run_file(datetime(2026, 6, 10, 5, 0, tzinfo=UTC))))
    assert answer.status_code == 201, answer.text

    async def arrived() -> str:
        items: list[dict[str, Any]] = (await who.api.get("/api/v1/activities")).json()["items"]
        return items[0]["id"] if items else ""

    return await _until(arrived)


async def _kept(athlete: Member, coach: Member) -> dict[str, list[str]]:
    """Addresses of what people keep: shoes, a template, a note, and an import that asks about a table."""
    gear = (await athlete.api.post("/api/v1/gear", json={"kind": "shoes", "name": LONG_WORD})).json()["id"]
    made = {
        "name": "Club threshold",
        "category": "cruise",
        "workout_type": "threshold",
        "text": "15' E, 3x6' T / 1' jog",
    }
    template = (await athlete.api.post("/api/v1/library/templates", json=made)).json()["id"]
    note = (await coach.api.post(f"/api/v1/people/{athlete.id}/notes", json={"body": LONG_WORD})).json()["id"]
    values = [
        {"day": f"2026-06-{day:02}", "kind": kind, "value": value + day % 3 * step}
        for day in range(1, 12)
        for kind, value, step in (("sleep", 26_000, 900), ("resting_heart_rate", 46, 1), ("hrv_rmssd", 0.06, 0.004))
    ]
    sent = await athlete.api.put("/api/v1/wellness", json={"source": "fit", "values": values})
    assert sent.status_code == 200, sent.text
    table = upload(LIST, "list.csv")
    answer = await athlete.api.post("/api/v1/activities", **table)
    assert answer.status_code == 202, answer.text
    asked: str = answer.json()["import_id"]

    async def looked_at() -> str:
        return (await athlete.api.get(f"/api/v1/imports/{asked}")).json()["state"].replace("waiting", "")

    await _until(looked_at)
    found = f"/activities/imports/{asked}"
    return {
        "bob": [
            found,
            f"{found}/files/1000000/mapping",
            f"{found}/terms",
            f"/gear/{gear}",
            f"/gear/{gear}/details",
            *(f"/library/templates/{template}/{part}" for part in ("steps", "versions")),
        ],
        "alice": [f"/notes/{note}"],
    }


async def _planned(who: Member) -> str:
    made = (await who.web.post("/plans", data=FORM)).headers["location"]
    assert (await who.web.post(f"{made}/publication")).status_code == 303
    return made


async def _season(who: Member, plan: str) -> list[str]:
    """A season with a race, a template, and the pages on which a plan is changed."""
    made = (await who.web.post("/seasons", data={"name": LONG_WORD, "weekly_time": "5:00"})).headers["location"]
    race = {"name": LONG_WORD, "on": "2026-11-08", "goal": "half", "priority": "A"}
    assert (await who.web.post(f"{made}/races", data=race)).status_code == 303
    kept = (await who.web.post(f"{plan}/template", data={"name": LONG_WORD})).headers["location"]
    parts = (f"{plan}/weeks/3", f"{plan}/versions", made, "/seasons", "/seasons/new", "/plan-templates", kept)
    return [*parts, f"/people/{who.id}/seasons/new"]


async def _case(coach: Member, athlete: Member) -> str:
    answers = {"sleep": "2", "energy": "2", "recovery": "2", "stress": "4", "note": LONG_WORD}
    await athlete.web.post("/check-in", data={**answers, "hurts": ["left calf"], "levels": ["left calf:7"]})

    async def waits() -> str:
        found = re.findall(r'href="/queue/([0-9a-f-]{36})"', (await coach.web.get("/queue")).text)
        return found[0] if found else ""

    return await _until(waits)


async def _links(stage: Stage, coach: Member, athlete: Member) -> list[str]:
    shown = await coach.web.post("/people/invite", data={"name": "Ida", "scopes": ["training"]})
    stranger = await stage.client()
    await stranger.post("/forgot-password", data={"email": athlete.email})
    person = {"name": "Vera", "email": f"vera.{athlete.id.hex[-10:]}@example.org", "password": PASSWORD}
    assert (await stranger.post("/register", data=person)).status_code == 303
    folder = stage.gear.settings.data / "outbox"

    async def mailed() -> Mapping[str, str]:
        texts = " ".join(read_outbox(folder, one.id).text for one in list_outbox(folder))
        found = {kind: path for path, kind in re.findall(r"(/(verify-email|reset-password)/[^\s)]+)", texts)}
        return found if len(found) == 2 else {}

    found = await _until(mailed)
    invitation = re.findall(r"(/invitations/[\w.~-]{20,})", shown.text)[0]
    return [invitation, found["verify-email"], found["reset-password"]]


async def _until(ask: Callable[[], Awaitable[Found]]) -> Found:
    for _ in range(100):
        if found := await ask():
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("this did not happen within 10 s")


def test_no_page_is_left_out(session_app: FastAPI, pages: Pages) -> None:
    asked = [path.split("?")[0] for _, path in pages]
    for route in routes_of(session_app):
        if route.method != "GET" or route.is_api or "static" in route.path or route.path in NO_PAGES:
            continue
        pattern = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", route.path))
        assert any(pattern.fullmatch(path) for path in asked), f"{route.path} is looked at by no test"


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize(
    ("size", "theme", "other"), [(PHONE, "light", "dark"), (DESK, "dark", "light")], ids=["phone", "desk"]
)
async def test_every_page(visitors: Visitors, pages: Pages, size: dict[str, int], theme: str, other: str) -> None:
    visit = await visitors.open(size=size)
    await visit.context.add_cookies([{"name": "theme", "value": theme, "url": visit.address}])
    wrong: list[str] = []
    for who, path in pages:
        await _become(visit, who)
        answer = await visit.page.goto(visit.address + path)
        shown = await _theme(visit.page)
        if answer is None or answer.status != 200 or shown != theme:
            wrong.append(f"{path}: {answer and answer.status}, {shown}")
        wrong += await _faults(visit)
        # Structure and names do not depend on the theme: in the other one only contrast is looked at.
        await visit.page.evaluate("theme => { document.documentElement.dataset.theme = theme }", other)
        wrong += [f"{other}: {fault}" for fault in await _faults(visit, "color-contrast")]
    assert wrong == [], "\n".join(wrong)


async def _faults(visit: Visit, only: str | None = None) -> list[str]:
    try:
        await visit.check(only)
    except AssertionError as problem:
        visit.trouble.clear()
        return [str(problem).splitlines()[0]]
    return []


async def _become(visit: Visit, who: Member | None) -> None:
    if who is None:
        await visit.context.clear_cookies(name="session")
    else:
        cookie: Any = {"name": "session", "value": who.web.cookies["session"], "url": visit.address}
        await visit.context.add_cookies([cookie])


async def _theme(page: Page) -> str:
    return await page.evaluate("document.documentElement.dataset.theme")
