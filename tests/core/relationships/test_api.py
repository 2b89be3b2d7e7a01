"""Invitations, status and consent over REST, with every fault of the systems before as a test."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from paceline.core.relationships.model import Invitation
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM
from tests.cast import Cast, Member, Stage
from tests.core.relationships.make import accept, invited, mailed_token, mails_to, move, token_of


@pytest.fixture
async def athlete(stage: Stage) -> Member:
    return await stage.member("Ida Solberg", "athlete")


async def test_charlie_gets_nothing(cast: Cast, stage: Stage) -> None:
    made = await invited(cast.alice)
    listed = (await cast.alice.api.get("/api/v1/relationships")).json()["items"][0]["id"]
    charlie = cast.charlie.api
    assert (await charlie.delete(f"/api/v1/invitations/{made['id']}")).status_code == 404
    assert (await charlie.post(f"/api/v1/invitations/{made['id']}/dispatch")).status_code == 404
    assert (await charlie.get("/api/v1/invitations")).json()["items"] == []
    assert (await charlie.get("/api/v1/relationships")).json()["items"] == []
    consent = await charlie.patch(f"/api/v1/relationships/{listed}/consent", json={"scopes": ["training"]})
    assert consent.status_code == 404
    for to in ("active", "paused", "ended"):
        assert (await move(cast.charlie, listed, to)).status_code == 404
    assert (await move(cast.alice, listed, "paused")).status_code == 200
    anonymous = await stage.client()
    for method, path in (("get", "relationships"), ("get", "invitations"), ("post", "relationships")):
        assert (await anonymous.request(method, f"/api/v1/{path}")).status_code == 401
    unsigned = await anonymous.post(f"/api/v1/invitations/{token_of(made['link'])}/acceptance", json={})
    assert unsigned.status_code == 401


async def test_an_athlete_cannot_invite(cast: Cast) -> None:
    answer = await cast.bob.api.post("/api/v1/invitations", json={})
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_role")


async def test_by_link_to_active_with_what_was_ticked(cast: Cast, athlete: Member, stage: Stage) -> None:
    made = await invited(cast.alice, name="Ida", message="See you Sunday")
    assert made["email"] is None
    token = token_of(made["link"])
    assert len(token) >= 43
    seen = (await (await stage.client()).get(f"/api/v1/invitations/{token}")).json()
    assert (seen["coach_name"], seen["status"], seen["scopes"]) == ("Alice Berg", "pending", ["training", "wellness"])
    assert "link" not in (await cast.alice.api.get("/api/v1/invitations")).json()["items"][0]
    answer = await accept(athlete, token, scopes=["training"])
    assert answer.status_code == 201, answer.text
    assert (answer.json()["status"], answer.json()["scopes"]) == ("active", ["training"])
    async with cast.alice.tx() as tx:
        steps = await tx.session.execute(
            text(
                "SELECT from_status, to_status, by_id FROM relationships_transition WHERE athlete_id = :a ORDER BY id"
            ),
            {"a": athlete.id},
        )
        assert [tuple(step) for step in steps] == [
            (None, "invited", cast.alice.id),
            ("invited", "active", athlete.id),
        ]


async def test_only_a_keyed_hash_of_the_token_is_stored(cast: Cast, stage: Stage) -> None:
    made = await invited(cast.alice, email="hash.only@example.org")
    assert made["link"] is None
    token = await mailed_token(stage, "hash.only@example.org")
    async with stage.gear.transactions.open(SYSTEM) as tx:
        row = await tx.session.scalar(select(Invitation).where(Invitation.email == "hash.only@example.org"))
        jobs = await tx.session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE :t"), {"t": f"%{token}%"}
        )
    assert row is not None
    assert len(row.token_hash) == 32
    assert row.token_hash.hex() == stage.gear.vault.hmac_token(token, "invitation")
    assert jobs == 0


async def test_the_mail_says_who_and_nothing_more(cast: Cast, stage: Stage) -> None:
    await invited(
        cast.alice, email="mail.says@example.org", message="about your injured knee", scopes=["training", "cycle"]
    )
    await stage.run_jobs()
    mail = mails_to(stage.gear, "mail.says@example.org")[0]
    assert "Alice" not in mail.subject
    for body in (mail.text, mail.html):
        assert "Alice Berg" in body
        assert "/invitations/" in body
        assert "knee" not in body
        assert "cycle" not in body.lower()


async def test_accepting_needs_the_address_and_that_it_is_confirmed(cast: Cast, athlete: Member, stage: Stage) -> None:
    await invited(cast.alice, email=athlete.email)
    token = await mailed_token(stage, athlete.email)
    wrong = await accept(cast.bob, token)
    assert (wrong.status_code, wrong.json()["code"]) == (403, "other_address")
    async with athlete.tx() as tx:
        await tx.session.execute(
            text("UPDATE identity_account SET email_verified_at = NULL WHERE id = :id"), {"id": athlete.id}
        )
    unconfirmed = await accept(athlete, token)
    assert (unconfirmed.status_code, unconfirmed.json()["code"]) == (403, "address_not_confirmed")
    async with athlete.tx() as tx:
        await tx.session.execute(
            text("UPDATE identity_account SET email_verified_at = now() WHERE id = :id"), {"id": athlete.id}
        )
    assert (await accept(athlete, token)).status_code == 201


async def test_one_pending_invitation_for_an_address_and_none_to_oneself(cast: Cast, clock: FixedClock) -> None:
    await invited(cast.alice, email="Twice.Asked@example.org")
    again = await cast.alice.api.post("/api/v1/invitations", json={"email": "twice.asked@EXAMPLE.org"})
    assert (again.status_code, again.json()["code"]) == (409, "already_invited")
    own = await cast.alice.api.post("/api/v1/invitations", json={"email": cast.alice.email})
    assert (own.status_code, own.json()["code"]) == (409, "self_invitation")
    await invited(cast.dana, email="twice.asked@example.org")
    clock.advance(timedelta(days=14))
    async with cast.alice.tx() as tx:
        await tx.session.execute(
            text("UPDATE identity_session SET seen_at = :now WHERE account_id = :me"),
            {"now": clock.now(), "me": cast.alice.id},
        )
    fresh = await cast.alice.web.post("/people/invite", data={"email": "twice.asked@example.org", "scopes": "training"})
    assert fresh.status_code == 303, "one that ran out makes room"


@pytest.mark.parametrize(
    "bad",
    [
        {"email": "not an address"},
        {"message": "x" * 501},
        {"name": "x" * 101},
        {"scopes": ["everything"]},
        {"scopes": ["wellness"]},
        {"status": "accepted"},
    ],
)
async def test_what_cannot_be_is_refused(cast: Cast, bad: dict[str, object]) -> None:
    assert (await cast.alice.api.post("/api/v1/invitations", json=bad)).status_code == 422


async def test_a_coach_cannot_accept_their_own_link(cast: Cast) -> None:
    made = await invited(cast.charlie)
    answer = await accept(cast.charlie, token_of(made["link"]))
    assert (answer.status_code, answer.json()["code"]) == (409, "self_invitation")


async def test_resending_kills_the_old_token_and_ends_after_three(
    cast: Cast, athlete: Member, clock: FixedClock
) -> None:
    made = await invited(cast.alice)
    tokens = [token_of(made["link"])]
    for count in (1, 2, 3):
        clock.advance(timedelta(minutes=2))
        answer = await cast.alice.api.post(f"/api/v1/invitations/{made['id']}/dispatch")
        assert (answer.status_code, answer.json()["resent"]) == (200, count)
        assert answer.json()["expires_at"][:16] == (clock.now() + timedelta(days=14)).isoformat()[:16]
        tokens.append(token_of(answer.json()["link"]))
    fourth = await cast.alice.api.post(f"/api/v1/invitations/{made['id']}/dispatch")
    assert (fourth.status_code, fourth.json()["code"]) == (409, "resend_limit")
    for dead in tokens[:-1]:
        assert (await accept(athlete, dead)).json()["code"] == "token_invalid"
    assert (await accept(athlete, tokens[-1])).status_code == 201
    late = await cast.alice.api.post(f"/api/v1/invitations/{made['id']}/dispatch")
    assert late.status_code == 409


async def test_a_taken_back_invitation_says_so(cast: Cast, athlete: Member, stage: Stage) -> None:
    made = await invited(cast.alice)
    token = token_of(made["link"])
    assert (await cast.alice.api.delete(f"/api/v1/invitations/{made['id']}")).status_code == 204
    assert (await accept(athlete, token)).json()["code"] == "revoked"
    assert (await cast.alice.api.delete(f"/api/v1/invitations/{made['id']}")).status_code == 409
    assert (await (await stage.client()).get(f"/api/v1/invitations/{token}")).json()["status"] == "revoked"


async def test_a_mail_is_not_sent_once_taken_back(cast: Cast, stage: Stage) -> None:
    made = await invited(cast.alice, email="too.late@example.org")
    await cast.alice.api.delete(f"/api/v1/invitations/{made['id']}")
    await stage.run_jobs()
    assert mails_to(stage.gear, "too.late@example.org") == []


async def test_it_runs_out_after_fourteen_days(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    token = token_of((await invited(cast.alice))["link"])
    clock.advance(timedelta(days=14))
    late = await stage.member("Late Comer", "athlete")
    answer = await accept(late, token)
    assert (answer.status_code, answer.json()["code"]) == (409, "token_expired")
    assert "ran out" in answer.json()["detail"]
    assert (await (await stage.client()).get(f"/api/v1/invitations/{token}")).json()["status"] == "expired"


async def test_declining_needs_no_account_and_is_final(cast: Cast, athlete: Member, stage: Stage) -> None:
    token = token_of((await invited(cast.alice))["link"])
    anybody = await stage.client()
    assert (await anybody.post(f"/api/v1/invitations/{token}/refusal")).status_code == 204
    assert (await anybody.post(f"/api/v1/invitations/{token}/refusal")).status_code == 409
    assert (await accept(athlete, token)).json()["code"] == "already_answered"


async def test_a_token_is_good_once(cast: Cast, athlete: Member) -> None:
    token = token_of((await invited(cast.alice))["link"])
    assert (await accept(athlete, token)).status_code == 201
    assert (await accept(athlete, token)).json()["code"] == "already_answered"
    assert (await accept(cast.charlie, token)).json()["code"] == "already_answered"
    assert (await accept(athlete, "x" * 43)).status_code == 404


async def test_of_two_on_one_link_at_once_one_wins(cast: Cast, athlete: Member) -> None:
    for rival in (cast.charlie, cast.dana):
        made = await invited(cast.alice)
        token = token_of(made["link"])
        first = await stage_free(athlete, cast.alice)
        answers = await asyncio.gather(accept(athlete, token), accept(rival, token))
        assert sorted(answer.status_code for answer in answers) == [201, 409], first


async def stage_free(athlete: Member, coach: Member) -> bool:
    """End what is left between two, so that they can begin again."""
    items = (await athlete.api.get("/api/v1/relationships")).json()["items"]
    running = [one["id"] for one in items if one["status"] == "active" and one["coach_id"] == str(coach.id)]
    return all([(await move(coach, one, "ended")).status_code == 200 for one in running])


async def test_the_same_person_twice_at_once_is_connected_once(cast: Cast, athlete: Member) -> None:
    tokens = [token_of((await invited(cast.alice))["link"]) for _ in range(2)]
    answers = await asyncio.gather(*(accept(athlete, token) for token in tokens))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert next(a for a in answers if a.status_code == 409).json()["code"] == "already_connected"


async def test_an_acceptance_cannot_add_what_was_not_asked(cast: Cast, athlete: Member) -> None:
    token = token_of((await invited(cast.alice))["link"])
    assert (await accept(athlete, token, scopes=["training", "cycle"])).json()["code"] == "more_than_asked"
    assert (await accept(athlete, token, scopes=["wellness"])).json()["code"] == "training_needed"


async def test_who_asks_cannot_activate_itself(cast: Cast, athlete: Member) -> None:
    body = {"coach_email": cast.alice.email, "scopes": ["training", "cycle"]}
    asked = await athlete.api.post("/api/v1/relationships", json=body)
    assert (asked.status_code, asked.json()["status"]) == (201, "requested")
    row = asked.json()["id"]
    forged = await move(athlete, row, "active")
    assert (forged.status_code, forged.json()["code"]) == (409, "illegal_transition")
    assert (await athlete.api.post("/api/v1/relationships", json=body)).json()["code"] == "already_connected"
    async with cast.alice.tx() as tx:
        assert (
            await tx.session.scalar(
                text("SELECT count(*) FROM relationships_grant WHERE athlete_id = :a"), {"a": athlete.id}
            )
        ) == 0
    assert (await move(cast.alice, row, "active")).status_code == 200
    async with cast.alice.tx() as tx:
        scopes = await tx.session.scalars(
            text("SELECT scope FROM relationships_grant WHERE athlete_id = :a"), {"a": athlete.id}
        )
        assert set(scopes) == {"training", "cycle"}


async def test_asking_nobody_or_a_non_coach(cast: Cast, athlete: Member) -> None:
    for email in ("nobody.at.all@example.org", cast.bob.email):
        body = {"coach_email": email, "scopes": ["training"]}
        assert (await athlete.api.post("/api/v1/relationships", json=body)).json()["code"] == "no_such_coach"


async def test_a_request_can_be_declined_or_taken_back(cast: Cast, athlete: Member) -> None:
    body = {"coach_email": cast.alice.email, "scopes": ["training"]}
    first = (await athlete.api.post("/api/v1/relationships", json=body)).json()["id"]
    assert (await move(cast.alice, first, "revoked")).status_code == 409
    assert (await move(cast.alice, first, "declined")).json()["status"] == "declined"
    second = (await athlete.api.post("/api/v1/relationships", json=body)).json()["id"]
    assert (await move(athlete, second, "declined")).status_code == 409
    assert (await move(athlete, second, "revoked")).json()["status"] == "revoked"
    for over in (first, second):
        assert (await move(cast.alice, over, "active")).status_code == 409


async def test_who_paused_resumes_and_either_ends(cast: Cast) -> None:
    row = (await cast.bob.api.get("/api/v1/relationships")).json()["items"][0]["id"]
    assert (await move(cast.alice, row, "paused", "Six weeks abroad")).status_code == 200
    assert (await move(cast.bob, row, "active")).json()["code"] == "illegal_transition"
    assert (await move(cast.alice, row, "active")).status_code == 200
    assert (await move(cast.bob, row, "paused")).status_code == 200
    assert (await move(cast.alice, row, "active")).status_code == 409
    assert (await move(cast.alice, row, "ended", "Moved on")).status_code == 200
    assert (await move(cast.bob, row, "active")).status_code == 409
    assert (await move(cast.bob, row, "requested")).status_code == 422
    assert (await move(cast.bob, str(uuid4()), "ended")).status_code == 404
    async with cast.bob.tx() as tx:
        reasons = await tx.session.scalars(
            text("SELECT reason FROM relationships_transition WHERE athlete_id = :a ORDER BY id"), {"a": cast.bob.id}
        )
        assert list(reasons) == ["Six weeks abroad", "", "", "Moved on"]


async def test_only_the_athlete_changes_consent(cast: Cast) -> None:
    row = (await cast.bob.api.get("/api/v1/relationships")).json()["items"][0]["id"]
    path = f"/api/v1/relationships/{row}/consent"
    assert (await cast.alice.api.patch(path, json={"scopes": ["training", "cycle"]})).status_code == 404
    changed = await cast.bob.api.patch(path, json={"scopes": ["messages", "training"]})
    assert changed.json()["scopes"] == ["training", "messages"]
    assert (await cast.bob.api.patch(path, json={"scopes": ["messages"]})).status_code == 422
    assert (await move(cast.bob, row, "ended")).status_code == 200
    assert (await cast.bob.api.patch(path, json={"scopes": ["training"]})).json()["code"] == "not_running"


async def test_lists_come_in_pages(stage: Stage) -> None:
    coach = await stage.member("Many Asked", "coach")
    made = [(await invited(coach))["id"] for _ in range(3)]
    first = (await coach.api.get("/api/v1/invitations?limit=2")).json()
    second = (await coach.api.get(f"/api/v1/invitations?limit=2&cursor={first['next_cursor']}")).json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == made[::-1]
    assert second["next_cursor"] is None
    assert (await coach.api.get("/api/v1/invitations?cursor=nonsense")).status_code == 422
