"""Interventions are their coach's working papers: nobody else sees them, and an ended relationship hides them at once."""

from uuid import UUID

import pytest
from sqlalchemy import text

from paceline.coaching.desk.access import intervention_for_coach
from paceline.coaching.desk.queries import queue_page, waiting_count
from paceline.infra.database import SYSTEM
from paceline.infra.machinery import Machinery
from paceline.kit.errors import NotFound
from tests.cast import Cast, Member
from tests.coaching.desk.conftest import Desk
from tests.coaching.recommendations.make import CALL, evidence

CANARY = "canary-4711"


async def opened(cast: Cast, desk: Desk) -> UUID:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40, remedy=CALL))
    assert row is not None
    return row.id


async def seen(member: Member) -> int:
    async with member.tx() as tx:
        return await tx.session.scalar(text("SELECT count(*) FROM desk_intervention")) or 0


async def revoke(gear: Machinery, cast: Cast, scope: str) -> None:
    async with gear.transactions.open(SYSTEM) as tx:
        await tx.session.execute(
            text("DELETE FROM relationships_grant WHERE coach_id = :c AND athlete_id = :a AND scope = :s"),
            {"c": cast.alice.id, "a": cast.bob.id, "s": scope},
        )


async def test_only_the_coach_sees_them(cast: Cast, desk: Desk) -> None:
    found = await opened(cast, desk)
    assert [await seen(one) for one in (cast.alice, cast.bob, cast.charlie, cast.dana)] == [1, 0, 0, 0]
    for other in (cast.bob, cast.charlie):
        async with other.tx() as tx:
            with pytest.raises(NotFound):
                await intervention_for_coach(tx, found)


async def test_the_athlete_is_told_nothing(cast: Cast, desk: Desk) -> None:
    await opened(cast, desk)
    async with cast.bob.tx() as tx:
        for table in ("audit_entry", "realtime_hint"):
            column = "name" if table == "audit_entry" else "place"
            names = await tx.session.scalars(text(f"SELECT {column} FROM {table}"))
            assert [name for name in names if name.startswith("desk.")] == []
    async with cast.alice.tx() as tx:
        places = await tx.session.scalars(
            text("SELECT place FROM realtime_hint WHERE person_id = :me"), {"me": cast.alice.id}
        )
        assert "desk.queue" in set(places)
        facts = await tx.session.scalar(text("SELECT facts FROM audit_entry WHERE name = 'desk.opened'"))
        assert facts is not None
        assert set(facts) == {"intervention_id", "coach_id", "about_id"}


async def test_an_ended_relationship_hides_at_once(cast: Cast, desk: Desk, gear: Machinery) -> None:
    found = await opened(cast, desk)
    await revoke(gear, cast, "training")
    assert await seen(cast.alice) == 0
    async with cast.alice.tx() as tx:
        assert await waiting_count(tx) == 0
        assert (await queue_page(tx, "open", size=10)).items == []
    assert (await cast.alice.api.get(f"/api/v1/interventions/{found}")).status_code == 404
    answer = await cast.alice.api.post(
        f"/api/v1/interventions/{found}/decision", json={"decision": "dismissed", "version": 1}
    )
    assert answer.status_code == 404


async def test_withdrawn_consent_hides_what_rested_on_it(cast: Cast, desk: Desk, gear: Machinery) -> None:
    facts = [
        evidence("w", 60, scope="wellness", reason=CANARY, value_text=CANARY, label=CANARY, remedy=CALL),
        evidence("a", 25, reason="Missed two sessions"),
    ]
    row = await desk.look(cast.alice, cast.bob, *facts)
    assert row is not None
    before = await cast.alice.api.get(f"/api/v1/interventions/{row.id}")
    assert CANARY in before.text
    await revoke(gear, cast, "wellness")
    for url in ("/queue", f"/queue/{row.id}"):
        page = await cast.alice.web.get(url)
        assert page.status_code == 200
        assert CANARY not in page.text
        assert "Missed two sessions" in page.text
    after = await cast.alice.api.get(f"/api/v1/interventions/{row.id}")
    assert CANARY not in after.text
    assert (after.json()["risk"], after.json()["suggestion"]) == (25, None)
    refused = await cast.alice.api.post(
        f"/api/v1/interventions/{row.id}/decision", json={"decision": "accepted", "version": 1}
    )
    assert refused.status_code == 422
    assert desk.remedy.applied == []


async def test_evidence_read_under_row_level_security_never_leaks(cast: Cast, desk: Desk, gear: Machinery) -> None:
    """A careless source that reads everything and labels it "training" still finds nothing that is not shared."""

    class Careless:
        id, listens = "careless", ()

        async def evidence(self, tx, athlete_id, today):  # type: ignore[no-untyped-def]
            rows = await tx.session.scalars(
                text("SELECT name FROM audit_entry WHERE athlete_id = :a"), {"a": athlete_id}
            )
            return [evidence(name, 50, reason=name) for name in rows if name.startswith(CANARY)]

    async with gear.transactions.open(SYSTEM) as tx:
        await tx.session.execute(
            text(
                "INSERT INTO audit_entry (id, at, name, scope, athlete_id, facts)"
                " VALUES (gen_random_uuid(), :now, :name, 'wellness', :bob, '{}')"
            ),
            {"now": tx.now, "name": CANARY, "bob": cast.bob.id},
        )
    desk.plugged = type(desk.plugged)([Careless()], {})
    shared = await desk.look(cast.alice, cast.bob)
    assert shared is not None
    assert shared.headline == CANARY
    await revoke(gear, cast, "wellness")
    gone = await desk.look(cast.alice, cast.bob)
    assert gone is not None
    assert gone.status == "closed"
