"""The coach's people, the athlete's sharing and the invitation, as a browser uses them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from paceline.core.identity.web import machinery
from paceline.infra.clock import FixedClock
from paceline.infra.machinery import Machinery
from tests.cast import PASSWORD, Cast, Stage
from tests.core.relationships.make import accept, invited, mailed_token, token_of


async def test_charlie_sees_none_of_it(cast: Cast, stage: Stage) -> None:
    made = await invited(cast.alice, name="Secret Name")
    row = (await cast.bob.api.get("/api/v1/relationships")).json()["items"][0]["id"]
    web = cast.charlie.web
    people = await web.get("/people")
    assert people.status_code == 200
    assert "Bob Dahl" not in people.text
    assert "Secret Name" not in people.text
    assert "Alice Berg" not in (await web.get("/settings/sharing")).text
    assert (await web.get(f"/people/{cast.bob.id}/relationship")).status_code == 404
    assert (await web.post(f"/people/{cast.bob.id}/relationship", data={"to": "ended"})).status_code == 404
    assert (await web.post(f"/people/invitations/{made['id']}/dispatch")).status_code == 404
    assert (await web.post(f"/people/invitations/{made['id']}/revocation")).status_code == 404
    assert (await web.post(f"/settings/sharing/{row}/consent", data={"scopes": "training"})).status_code == 404
    assert (await web.post(f"/settings/sharing/{row}/transition", data={"to": "ended"})).status_code == 404
    for answer in ("acceptance", "refusal"):
        assert (await web.post(f"/settings/sharing/invitations/{made['id']}/{answer}")).status_code == 404
    anonymous = await stage.client()
    for path in ("/people", "/people/invite", "/settings/sharing"):
        assert (await anonymous.get(path)).headers["location"].startswith("/sign-in")
    assert (await cast.bob.web.get("/people")).status_code == 403


async def test_a_first_coach_finds_the_one_action(stage: Stage) -> None:
    coach = await stage.member("New Coach", "coach")
    page = (await coach.web.get("/people")).text
    assert "Nobody yet" in page
    assert 'href="/people/invite"' in page


async def test_inviting_by_link_shows_it_once(cast: Cast) -> None:
    form = await cast.alice.web.get("/people/invite")
    assert form.status_code == 200, form.text[:500]
    answer = await cast.alice.web.post("/people/invite", data={"name": "Ida", "scopes": ["training", "messages"]})
    assert answer.status_code == 200, answer.text[:500]
    token = token_of(answer.text)
    roster = (await cast.alice.web.get("/people")).text
    assert "Ida" in roster
    assert token not in roster
    assert "Bob Dahl" in roster


async def test_a_refused_invitation_keeps_what_was_typed(cast: Cast) -> None:
    answer = await cast.alice.web.post(
        "/people/invite", data={"email": "no address", "message": "Hello Ida", "scopes": ["training"]}
    )
    assert answer.status_code == 422
    assert "Hello Ida" in answer.text
    assert "does not look like an e-mail address" in answer.text


async def test_sending_again_and_taking_back(cast: Cast) -> None:
    made = await invited(cast.alice, email="again.page@example.org")
    path = f"/people/invitations/{made['id']}"
    assert (await cast.alice.web.post(f"{path}/dispatch")).status_code == 303
    assert "sent again 1 of 3 times" in (await cast.alice.web.get("/people")).text
    assert (await cast.alice.web.post(f"{path}/revocation")).status_code == 303
    assert "again.page@example.org" not in (await cast.alice.web.get("/people")).text


async def test_the_relationship_page_pauses_resumes_and_ends(cast: Cast) -> None:
    path = f"/people/{cast.bob.id}/relationship"
    for to, says in (("paused", "Paused"), ("active", "You coach them")):
        answer = await cast.alice.web.post(path, data={"to": to, "reason": "A long trip"})
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        page = (await cast.alice.web.get(path)).text
        assert says in page
        assert "A long trip" in page
    assert (await cast.alice.web.post(path, data={"to": "ended"})).headers["location"] == "/people"
    assert (await cast.alice.web.post(path, data={"to": "active"})).status_code == 409
    assert "A former athlete" in (await cast.alice.web.get("/people?view=former")).text


async def test_the_dialogs_send_what_they_say(cast: Cast) -> None:
    for page in (
        await cast.alice.web.get(f"/people/{cast.bob.id}/relationship"),
        await cast.bob.web.get("/settings/sharing"),
    ):
        assert re.search(r'<dialog class="dialog" id="end.*?name="to" value="ended".*?</dialog>', page.text, re.DOTALL)


async def test_switching_consent_answers_with_the_same_block(cast: Cast) -> None:
    row = (await cast.bob.api.get("/api/v1/relationships")).json()["items"][0]["id"]
    assert "Alice Berg" in (await cast.bob.web.get("/settings/sharing")).text
    answer = await cast.bob.web.post(
        f"/settings/sharing/{row}/consent", data={"scopes": ["wellness"]}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200, answer.text[:500]
    assert f'id="coach-{row}"' in answer.text
    assert "<html" not in answer.text
    assert "Saved" in answer.text
    shared = (await cast.bob.api.get("/api/v1/relationships")).json()["items"][0]["scopes"]
    assert shared == ["training", "wellness"]
    ended = await cast.bob.web.post(f"/settings/sharing/{row}/transition", data={"to": "ended"})
    assert ended.status_code == 303
    assert "Nobody sees your data" in (await cast.bob.web.get("/settings/sharing")).text


@pytest.mark.parametrize("answer", ["acceptance", "refusal"])
async def test_an_invitation_to_my_address_waits_under_sharing(cast: Cast, stage: Stage, answer: str) -> None:
    ida = await stage.member("Ida Mailed", "athlete")
    made = await invited(cast.alice, email=ida.email, message="See you Sunday")
    page = (await ida.web.get("/settings/sharing")).text
    assert "Alice Berg would like to coach you" in page
    assert "See you Sunday" in page
    posted = await ida.web.post(f"/settings/sharing/invitations/{made['id']}/{answer}", data={"scopes": "wellness"})
    assert posted.status_code == 303
    again = await ida.web.post(f"/settings/sharing/invitations/{made['id']}/{answer}", data={"scopes": "wellness"})
    assert again.status_code == 409
    items = (await ida.api.get("/api/v1/relationships")).json()["items"]
    assert [one["scopes"] for one in items] == ([["training", "wellness"]] if answer == "acceptance" else [])


async def test_the_public_page_says_who_asks_for_what(cast: Cast, stage: Stage, clock: FixedClock) -> None:
    token = token_of((await invited(cast.alice, message="<b>Hello</b>"))["link"])
    anybody = await stage.client()
    page = await anybody.get(f"/invitations/{token}")
    assert page.status_code == 200
    assert "Alice Berg would like to coach you" in page.text
    assert "&lt;b&gt;Hello" in page.text
    assert "Your sleep, heart rate" in page.text
    assert f"/sign-in?next=/invitations/{token}" in page.text
    assert "Menstrual" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert (await anybody.get(f"/invitations/{'x' * 43}")).status_code == 404
    clock.advance(timedelta(days=15))
    late = await anybody.get(f"/invitations/{token}")
    assert "ran out" in late.text
    assert "Make the account" not in late.text


async def test_accepting_on_the_page(cast: Cast, stage: Stage) -> None:
    ida = await stage.member("Ida Pages", "athlete")
    token = token_of((await invited(cast.alice))["link"])
    assert "Accept" in (await ida.web.get(f"/invitations/{token}")).text
    answer = await ida.web.post(f"/invitations/{token}/acceptance", data={})
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings/sharing")
    assert (await ida.api.get("/api/v1/relationships")).json()["items"][0]["scopes"] == ["training"]
    assert "answered already" in (await ida.web.get(f"/invitations/{token}")).text
    assert (await accept(ida, token)).status_code == 409


async def test_another_address_is_told_what_to_do(cast: Cast, stage: Stage) -> None:
    await invited(cast.alice, email="somebody.else@example.org")
    token = await mailed_token(stage, "somebody.else@example.org")
    page = (await cast.bob.web.get(f"/invitations/{token}")).text
    assert "sent to another address" in page
    assert "Sign out" in page
    assert (await cast.bob.web.post(f"/invitations/{token}/acceptance", data={})).status_code == 403


async def test_registering_through_an_invitation_where_registration_is_closed(
    cast: Cast, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = stage.gear.settings.model_copy(update={"registration": "closed"})
    closed_gear = replace(stage.gear, settings=closed)
    monkeypatch.setitem(stage.app.dependency_overrides, machinery, lambda: closed_gear)
    await invited(cast.alice, email="through.mail@example.org", name="Ida")
    token = await mailed_token(stage, "through.mail@example.org")
    browser = await stage.client()
    assert 'value="through.mail@example.org"' in (await browser.get(f"/invitations/{token}")).text
    form = {"name": "Ida Solberg", "email": "other@example.org", "password": "short"}
    weak = await browser.post(f"/invitations/{token}/registration", data=form)
    assert weak.status_code == 422
    assert "12 characters" in weak.text
    made = await browser.post(f"/invitations/{token}/registration", data={**form, "password": PASSWORD})
    assert made.headers["location"] == f"/invitations/{token}", made.text[:500]
    answer = await browser.post(f"/invitations/{token}/acceptance", data={"scopes": "wellness"})
    assert answer.headers["location"] == "/settings/sharing", "the mailed link has proven the address"
    taken = await (await stage.client()).post(f"/invitations/{token}/registration", data={**form, "password": PASSWORD})
    assert taken.status_code == 409


async def test_declining_on_the_page_needs_no_account(cast: Cast, stage: Stage) -> None:
    token = token_of((await invited(cast.alice))["link"])
    anybody = await stage.client()
    assert (await anybody.post(f"/invitations/{token}/refusal")).status_code == 303
    assert "was declined" in (await anybody.get(f"/invitations/{token}")).text


async def test_the_roster_is_by_name_with_readiness_and_the_next_race(stage: Stage, cast: Cast) -> None:
    aino, zoe = await stage.member("Aino Aalto", "athlete"), await stage.member("zoe zand", "athlete")
    await stage.relate(cast.alice, zoe, scopes=["training"])
    await stage.relate(cast.alice, aino)
    for who in (cast.bob, zoe):
        said = {"sleep": 4, "energy": 4, "recovery": 4, "stress": 2}
        assert (await who.api.post("/api/v1/checkins", json=said)).status_code == 201
        race = {"day": "2026-07-12", "title": f"Race of {who.name}", "workout_type": "race", "is_race": True}
        assert (await who.api.post("/api/v1/workouts", json={**race, "duration_s": 3600})).status_code == 201
    await stage.run_jobs()
    page = (await cast.alice.web.get("/people")).text
    rows = {name: row for row in page.split("<tr>") for name in ("Aino", "Bob Dahl", "zoe") if f">{name}" in row}
    assert page.index("Aino Aalto") < page.index("Bob Dahl") < page.index("zoe zand")
    assert 'class="dot" data-tone="positive"' in rows["Bob Dahl"]
    assert "Race of Bob Dahl" in rows["Bob Dahl"]
    assert "in 31 days" in rows["Bob Dahl"]
    assert "Race of zoe zand" in rows["zoe"]
    assert 'class="dot"' not in rows["zoe"]
    assert " 2026</td>" in rows["Bob Dahl"]
    assert "Race of" not in (await cast.charlie.web.get("/people")).text


async def test_a_longer_roster_takes_no_more_queries(stage: Stage, cast: Cast, gear: Machinery) -> None:
    asked: list[str] = []
    engine = gear.database.engine().sync_engine

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        await cast.alice.web.get("/people")
        few = len(asked)
        for n in range(3):
            await stage.relate(cast.alice, await stage.member(f"Person {n}", "athlete"))
        asked.clear()
        assert "Person 2" in (await cast.alice.web.get("/people")).text
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert few > 0
    assert len(asked) == few
