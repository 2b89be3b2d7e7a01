"""What a coach may not change of a relationship even with statements of their own: the database refuses it."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from paceline.core.relationships.rules import LAWFUL
from paceline.infra.ids import new_id
from tests.cast import Cast, Member, Stage
from tests.core.relationships.make import move

SET = "UPDATE relationships_relationship SET {} WHERE coach_id = :coach AND athlete_id = :athlete"
REFUSED = r"only the athlete|this side|only who paused|does not change|who pauses|may ask"


async def try_sql(who: Member, cast: Cast, change: str) -> int:
    async with who.tx() as tx:
        values = {"coach": cast.alice.id, "athlete": cast.bob.id}
        return (await tx.session.execute(text(SET.format(change)), values)).rowcount  # type: ignore[attr-defined]


async def bobs(cast: Cast) -> UUID:
    return UUID((await cast.bob.api.get("/api/v1/relationships")).json()["items"][0]["id"])


@pytest.mark.parametrize(
    "change",
    [
        "scopes = array['training', 'cycle', 'ai']",
        "scopes = '{}'",
        "athlete_id = coach_id, coach_id = athlete_id",
        "started_by = athlete_id",
        "created_at = now()",
        "id = gen_random_uuid()",
        "status = 'requested'",
        "status = 'declined'",
        "status = 'paused'",
        "status = 'paused', paused_by = coach_id",
        "status = 'paused', paused_by = athlete_id",
        "paused_by = coach_id",
    ],
)
async def test_a_coach_may_not(cast: Cast, change: str) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED):
        await try_sql(cast.alice, cast, change)


async def test_a_pause_of_the_athlete_is_the_athletes_to_end(cast: Cast) -> None:
    await move(cast.bob, await bobs(cast), "paused")
    for change in ("status = 'active', paused_by = NULL", "paused_by = coach_id"):
        with pytest.raises(ProgrammingError, match=REFUSED):
            await try_sql(cast.alice, cast, change)
    forged = text(
        "INSERT INTO relationships_transition (id, relationship_id, coach_id, athlete_id, from_status, to_status, by_id,"
        " at, reason) VALUES (:id, :one, :coach, :athlete, 'active', 'paused', :coach, now(), '')"
    )
    async with cast.alice.tx() as tx:
        values = {"id": new_id(), "one": await bobs(cast), "coach": cast.alice.id, "athlete": cast.bob.id}
        await tx.session.execute(forged, values)
    refused = await move(cast.alice, str(await bobs(cast)), "active")
    assert refused.status_code == 409, "a forged history opens nothing"
    assert (await move(cast.bob, str(await bobs(cast)), "active")).status_code < 300


async def test_nobody_writes_history_in_anothers_name(cast: Cast) -> None:
    forged = text(
        "INSERT INTO relationships_transition (id, relationship_id, coach_id, athlete_id, from_status, to_status, by_id,"
        " at, reason) VALUES (:id, :one, :coach, :athlete, 'active', 'ended', :athlete, now(), '')"
    )
    one = await bobs(cast)
    async with cast.alice.tx() as tx:
        values = {"id": new_id(), "one": one, "coach": cast.alice.id, "athlete": cast.bob.id}
        with pytest.raises(ProgrammingError, match="row-level security"):
            await tx.session.execute(forged, values)
        await tx.session.rollback()


@pytest.mark.parametrize("status", ["active", "requested", "invited"])
async def test_a_coach_cannot_make_a_relationship(cast: Cast, stage: Stage, status: str) -> None:
    ida = await stage.member("Ida Solberg", "athlete")
    made = text(
        "INSERT INTO relationships_relationship (id, coach_id, athlete_id, status, started_by, scopes, created_at,"
        " changed_at) VALUES (:id, :coach, :athlete, :status, :coach, '{training}', now(), now())"
    )
    with pytest.raises(ProgrammingError, match=REFUSED):
        async with cast.alice.tx() as tx:
            values = {"id": new_id(), "coach": cast.alice.id, "athlete": ida.id, "status": status}
            await tx.session.execute(made, values)


async def test_an_athlete_changes_what_is_shared(cast: Cast) -> None:
    assert await try_sql(cast.bob, cast, "scopes = array['training']") == 1


async def test_an_athlete_cannot_answer_for_the_coach(cast: Cast, stage: Stage) -> None:
    ida = await stage.member("Ida Solberg", "athlete")
    asked = await ida.api.post("/api/v1/relationships", json={"coach_email": cast.alice.email, "scopes": ["training"]})
    assert asked.status_code == 201, asked.text
    with pytest.raises(ProgrammingError, match=REFUSED):
        async with ida.tx() as tx:
            await tx.session.execute(
                text("UPDATE relationships_relationship SET status = 'active' WHERE athlete_id = :me"), {"me": ida.id}
            )


async def test_an_athlete_pauses_and_resumes_in_their_own_name(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED):
        await try_sql(cast.bob, cast, "status = 'paused', paused_by = coach_id")
    assert await try_sql(cast.bob, cast, "status = 'paused', paused_by = athlete_id") == 1
    assert await try_sql(cast.bob, cast, "status = 'active', paused_by = NULL") == 1


async def test_a_coach_may_leave_and_not_come_back(cast: Cast) -> None:
    assert await try_sql(cast.alice, cast, "status = 'ended'") == 1
    with pytest.raises(ProgrammingError, match=REFUSED):
        await try_sql(cast.alice, cast, "status = 'active'")


@pytest.mark.parametrize("by_athlete", [True, False])
async def test_the_database_allows_each_side_only_what_the_rules_do(cast: Cast, by_athlete: bool) -> None:
    async with cast.bob.tx() as tx:
        for before, afters in LAWFUL.items():
            for after in LAWFUL:
                query = text("SELECT relationships_may_move(:side, :before, :after)")
                if await tx.session.scalar(query, {"side": by_athlete, "before": before, "after": after}):
                    assert after in afters, (before, after)
