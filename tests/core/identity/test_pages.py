"""The door and one's settings, as a browser uses them."""

import re
from pathlib import Path

import pytest

from paceline.infra.machinery import Machinery
from paceline.infra.mail import list_outbox, read_outbox
from tests.cast import PASSWORD, Cast, Stage


def outbox(gear: Machinery) -> Path:
    return gear.settings.data / "outbox"


async def test_from_registering_to_a_proven_address(stage: Stage, gear: Machinery) -> None:
    browser = await stage.client()
    form = {
        "name": "Ida Solberg",
        "email": "ida.pages@example.org",
        "password": PASSWORD,
        "role": "athlete",
        "time_zone": "Europe/Oslo",
        "units": "metric",
        "next": "",
    }
    answer = await browser.post("/register", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/today"), answer.text[:2000]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "identity:send_verification" in await stage.run_jobs()
    mail = read_outbox(
        outbox(gear), next(entry.id for entry in list_outbox(outbox(gear)) if "ida.pages@example.org" in entry.to)
    )
    link = re.search(r"/verify-email/\S+", mail.text)
    assert link is not None
    assert (await browser.get(link.group())).status_code == 200
    assert (await browser.post(link.group())).status_code == 303
    assert (await browser.post(link.group())).status_code == 422
    assert "Confirm your address" not in (await browser.get("/settings/profile")).text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("password", "short", "12 characters"),
        ("password", "123456789012", "first an attacker tries"),
        ("email", "not-an-address", "does not look like"),
        ("name", "", "name"),
    ],
)
async def test_registering_with_something_wrong_keeps_what_was_typed(
    stage: Stage, field: str, value: str, says: str
) -> None:
    browser = await stage.client()
    form = {
        "name": "Per Wrong",
        "email": "per.wrong@example.org",
        "password": PASSWORD,
        "role": "coach",
        "next": "",
        field: value,
    }
    answer = await browser.post("/register", data=form)
    assert answer.status_code == 422
    assert says.lower() in answer.text.lower()
    assert "Per Wrong" in answer.text or field == "name"


async def test_signing_in_lands_on_the_right_page_and_out_again(stage: Stage) -> None:
    coach = await stage.member("Carla Coach", "coach")
    browser = await stage.client()
    wrong = await browser.post("/sign-in", data={"email": coach.email, "password": "not the right one", "next": ""})
    assert wrong.status_code == 422
    assert "do not belong together" in wrong.text
    answer = await browser.post("/sign-in", data={"email": coach.email.upper(), "password": PASSWORD, "next": ""})
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue")
    assert (await browser.get("/sign-in")).headers["location"] == "/queue"
    out = await browser.post("/sign-out")
    assert out.headers["clear-site-data"] == '"cache", "storage"'
    assert (await browser.get("/settings/profile")).headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-in", "javascript:alert(1)", "/a\r\nb"],
)
async def test_next_never_leads_elsewhere(stage: Stage, target: str) -> None:
    athlete = await stage.member("Nina Next", "athlete")
    browser = await stage.client()
    answer = await browser.post("/sign-in", data={"email": athlete.email, "password": PASSWORD, "next": target})
    assert answer.headers["location"] == "/today"


async def test_a_guesser_is_slowed_and_the_owner_elsewhere_is_not(stage: Stage, cast: Cast) -> None:
    guesser = await stage.client()
    answers = [
        await guesser.post("/sign-in", data={"email": cast.bob.email, "password": f"guess number {n} now", "next": ""})
        for n in range(12)
    ]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await cast.bob.web.get("/settings/security")).status_code == 200


async def test_a_forgotten_password_is_reset_once_and_ends_sessions(stage: Stage, cast: Cast, gear: Machinery) -> None:
    browser = await stage.client()
    unknown = await browser.post("/forgot-password", data={"email": "nobody@example.org"})
    known = await browser.post("/forgot-password", data={"email": cast.bob.email})
    assert unknown.text.replace("nobody@example.org", "") == known.text.replace(cast.bob.email, "")
    await stage.run_jobs()
    mail = read_outbox(outbox(gear), next(e.id for e in list_outbox(outbox(gear)) if cast.bob.email in e.to))
    link = re.search(r"/reset-password/\S+", mail.text)
    assert link is not None
    weak = await browser.post(link.group(), data={"password": "short"})
    assert weak.status_code == 422
    done = await browser.post(link.group(), data={"password": "four new quiet rivers"})
    assert done.headers["location"] == "/sign-in"
    assert (await browser.post(link.group(), data={"password": "four new quiet rivers"})).status_code == 422
    assert (await cast.bob.web.get("/settings/security")).status_code == 303
    again = await browser.post(
        "/sign-in", data={"email": cast.bob.email, "password": "four new quiet rivers", "next": ""}
    )
    assert again.status_code == 303


async def test_changing_the_password_needs_the_old(cast: Cast) -> None:
    wrong = await cast.bob.web.post(
        "/settings/security/password", data={"current": "something else", "password": "four new quiet rivers"}
    )
    assert wrong.status_code == 422
    right = await cast.bob.web.post(
        "/settings/security/password", data={"current": PASSWORD, "password": "four new quiet rivers"}
    )
    assert right.status_code == 303
    assert (await cast.bob.web.get("/settings/security")).status_code == 200


async def test_a_request_from_another_site_changes_nothing(cast: Cast) -> None:
    answer = await cast.bob.web.post(
        "/settings/profile", data={"name": "Mallory"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert (await cast.bob.api.get("/api/v1/me")).json()["name"] == "Bob Dahl"
