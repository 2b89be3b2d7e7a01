"""What a coach sees, from the moment of consent to the moment of the end, as the database itself decides."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from paceline.core.identity import person
from paceline.core.relationships import (
    active_coach_ids,
    athletes_of,
    client_for_coach,
    coaches_of,
    has_consent,
    start_relationship,
)
from paceline.core.relationships.access import relationship_for_athlete, relationship_of
from paceline.core.relationships.actions.consent import change_consent
from paceline.core.relationships.actions.relationships import move as move_row
from paceline.core.relationships.jobs import expire_unanswered
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM
from paceline.infra.ids import new_id
from paceline.infra.jobs import Work
from paceline.kit.errors import Conflict, NotFound
from tests.cast import Cast, Member, Stage
from tests.core.relationships.make import accept, invited, move, token_of


async def happened(athlete: Member, *scopes: str) -> None:
    """One ledger entry of each scope about the athlete."""
    async with athlete.tx() as tx:
        for scope in scopes:
            row: dict[str, Any] = {"id": new_id(), "at": tx.now, "scope": scope, "me": athlete.id}
            await tx.session.execute(
                text(
                    "INSERT INTO audit_entry (id, at, name, scope, actor_id, athlete_id, facts)"
                    " VALUES (:id, :at, 'tests.happened', :scope, :me, :me, '{}')"
                ),
                row,
            )


async def seen(coach: Member, athlete: Member) -> set[str]:
    """The scopes of the entries the coach sees of them."""
    async with coach.tx() as tx:
        found = await tx.session.scalars(
            text("SELECT scope FROM audit_entry WHERE athlete_id = :a AND name = 'tests.happened'"), {"a": athlete.id}
        )
        return set(found)


async def running(athlete: Member) -> str:
    """The relationship's id."""
    return (await athlete.api.get("/api/v1/relationships")).json()["items"][0]["id"]


async def test_exactly_the_consented_data_is_visible_and_after_the_end_nothing(cast: Cast, stage: Stage) -> None:
    ida = await stage.member("Ida Solberg", "athlete")
    await happened(ida, "training", "wellness", "cycle")
    token = token_of((await invited(cast.alice, scopes=["training", "wellness", "cycle"]))["link"])
    assert await seen(cast.alice, ida) == set(), "an invitation shows nothing"
    await accept(ida, token, scopes=["training", "cycle"])
    assert await seen(cast.alice, ida) == {"training", "cycle"}
    async with cast.alice.tx() as tx:
        assert (await client_for_coach(tx, ida.id)).scopes == {"training", "cycle"}
        assert [client.name for client in await athletes_of(tx)] == ["Bob Dahl", "Ida Solberg"]
        known = await person(tx, ida.id)
        assert known is not None
    row = await running(ida)
    assert (await move(ida, row, "ended")).status_code == 200
    assert await seen(cast.alice, ida) == set()
    async with cast.alice.tx() as tx:
        assert await person(tx, ida.id) is None, "not even the name"
        assert [client.name for client in await athletes_of(tx)] == ["Bob Dahl"]
        with pytest.raises(NotFound):
            await client_for_coach(tx, ida.id)
        assert not await has_consent(tx, ida.id, "training")
    listed = (await cast.alice.api.get("/api/v1/relationships?status=ended")).json()["items"]
    assert [(one["id"], one["athlete_name"]) for one in listed] == [(row, None)]
    page = await cast.alice.web.get(f"/people/{ida.id}/relationship")
    assert page.status_code == 200
    assert "Ida Solberg" not in page.text


async def test_pausing_hides_everything_and_resuming_brings_back_what_was_shared(cast: Cast, stage: Stage) -> None:
    ida = await stage.member("Ida Paused", "athlete")
    await happened(ida, "training", "wellness", "cycle")
    await stage.relate(cast.alice, ida, ("training", "wellness"))
    row = await running(ida)
    for who in (cast.alice, ida):
        assert (await move(who, row, "paused")).status_code == 200
        assert await seen(cast.alice, ida) == set()
        assert (await move(who, row, "active")).status_code == 200
        assert await seen(cast.alice, ida) == {"training", "wellness"}


async def test_a_change_of_consent_holds_in_the_next_transaction(cast: Cast) -> None:
    await happened(cast.bob, "training", "wellness", "cycle")
    row = UUID(await running(cast.bob))
    async with cast.bob.tx() as tx:
        await change_consent(tx, await relationship_for_athlete(tx, row), ["training", "cycle"])
    assert await seen(cast.alice, cast.bob) == {"training", "cycle"}
    async with cast.alice.tx() as tx:
        assert not await has_consent(tx, cast.bob.id, "wellness")
        assert await has_consent(tx, cast.bob.id, "cycle")
    async with cast.bob.tx() as tx:
        await change_consent(tx, await relationship_for_athlete(tx, row), ["training", "wellness", "cycle"])
    assert await seen(cast.alice, cast.bob) == {"training", "wellness", "cycle"}


async def test_consent_changed_while_paused_waits_for_the_resumption(cast: Cast, stage: Stage) -> None:
    ida = await stage.member("Ida Later", "athlete")
    await happened(ida, "training", "wellness")
    await stage.relate(cast.alice, ida, ("training", "wellness"))
    row = await running(ida)
    await move(ida, row, "paused")
    path = f"/api/v1/relationships/{row}/consent"
    assert (await ida.api.patch(path, json={"scopes": ["training"]})).status_code == 200
    assert await seen(cast.alice, ida) == set()
    await move(ida, row, "active")
    assert await seen(cast.alice, ida) == {"training"}


async def test_a_coach_cannot_write_consent_even_in_sql(cast: Cast) -> None:
    row = await running(cast.bob)
    await move(cast.bob, row, "paused")
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with cast.alice.tx() as tx:
            await tx.session.execute(
                text(
                    "INSERT INTO relationships_grant (coach_id, athlete_id, scope, relationship_id, granted_at)"
                    " VALUES (:me, :athlete, 'cycle', :row, now())"
                ),
                {"me": cast.alice.id, "athlete": cast.bob.id, "row": row},
            )


async def test_what_is_between_two_stays_hidden_from_another_coach(cast: Cast) -> None:
    token = token_of((await invited(cast.dana))["link"])
    assert (await accept(cast.bob, token)).status_code == 201
    query = text("SELECT count(*) FROM audit_entry WHERE athlete_id = :a AND name = 'relationships.started'")
    async with cast.alice.tx() as tx:
        assert await tx.session.scalar(query, {"a": cast.bob.id}) == 0
        assert len(await active_coach_ids(tx, cast.bob.id)) == 1
    async with cast.bob.tx() as tx:
        assert await tx.session.scalar(query, {"a": cast.bob.id}) == 1
        assert [coach.name for coach in await coaches_of(tx, cast.bob.id)] == ["Alice Berg", "Dana Root"]
        assert set(await active_coach_ids(tx, cast.bob.id)) == {cast.alice.id, cast.dana.id}


async def test_each_change_is_in_the_athletes_ledger(cast: Cast) -> None:
    row = await running(cast.bob)
    for to in ("paused", "active", "ended"):
        assert (await move(cast.alice, row, to)).status_code == 200
    async with cast.bob.tx() as tx:
        entries = await tx.session.execute(
            text("SELECT name, actor_id FROM audit_entry WHERE athlete_id = :a ORDER BY id"), {"a": cast.bob.id}
        )
        assert [tuple(one) for one in entries] == [
            (f"relationships.{what}", cast.alice.id) for what in ("paused", "resumed", "ended")
        ]


async def test_live_pages_of_both_sides_are_told_of_the_end(cast: Cast) -> None:
    assert (await move(cast.bob, await running(cast.bob), "ended")).status_code == 200
    query = text("SELECT count(*) FROM realtime_hint WHERE place = 'relationships.ended'")
    for member in (cast.alice, cast.bob):
        async with member.tx() as tx:
            assert await tx.session.scalar(query) == 1


async def test_ending_works_with_the_sides_own_sight_alone(cast: Cast) -> None:
    row = UUID(await running(cast.bob))
    async with cast.alice.tx() as tx:
        await move_row(tx, await relationship_of(tx, row, lock=True), "ended")
    async with cast.bob.tx() as tx:
        assert await active_coach_ids(tx, cast.bob.id) == []


async def test_starting_at_once_for_demonstrations(stage: Stage) -> None:
    coach, athlete = await stage.member("Demo Coach", "coach"), await stage.member("Demo Athlete", "athlete")
    async with stage.gear.transactions.open(SYSTEM) as tx:
        await start_relationship(tx, coach.id, athlete.id, ["training", "ai"])
    async with coach.tx() as tx:
        assert (await client_for_coach(tx, athlete.id)).scopes == {"training", "ai"}
    with pytest.raises(Conflict):
        async with stage.gear.transactions.open(SYSTEM) as tx:
            await start_relationship(tx, coach.id, athlete.id, ["training"])


async def test_charlie_is_nobodys_coach(cast: Cast) -> None:
    async with cast.charlie.tx() as tx:
        with pytest.raises(NotFound):
            await client_for_coach(tx, cast.bob.id)
        assert await athletes_of(tx) == []
        assert await coaches_of(tx, cast.bob.id) == []
        assert not await has_consent(tx, cast.bob.id, "training")
        assert await has_consent(tx, cast.charlie.id, "cycle")


async def test_unanswered_requests_and_invitations_are_closed(cast: Cast, stage: Stage, clock: FixedClock) -> None:
    ida = await stage.member("Ida Waits", "athlete")
    asked = await ida.api.post("/api/v1/relationships", json={"coach_email": cast.alice.email, "scopes": ["training"]})
    made = await invited(cast.alice)
    clock.advance(timedelta(days=14))
    await expire_unanswered.run(Work(stage.gear))
    async with cast.alice.tx() as tx:
        status = text("SELECT status FROM relationships_relationship WHERE id = :id")
        assert await tx.session.scalar(status, {"id": asked.json()["id"]}) == "expired"
        status = text("SELECT status FROM relationships_invitation WHERE id = :id")
        assert await tx.session.scalar(status, {"id": made["id"]}) == "expired"
        assert await person(tx, ida.id) is None
