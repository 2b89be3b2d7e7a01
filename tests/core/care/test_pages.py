"""The administrator sees how the instance is; nobody else does."""

import pytest
from sqlalchemy import text

from paceline.infra.database import SYSTEM
from paceline.infra.machinery import Machinery
from paceline.infra.mail import Mail, list_outbox
from tests.cast import Cast, Stage


async def test_only_administrators_see_operations(cast: Cast) -> None:
    assert (await cast.dana.web.get("/operations")).status_code == 200
    for person in (cast.alice, cast.bob, cast.charlie):
        assert (await person.web.get("/operations")).status_code == 403


async def test_a_job_given_up_is_shown_and_tried_again(cast: Cast, gear: Machinery) -> None:
    insert = text(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
        " VALUES ('default', 'test:given_up', '{}', 'failed', 6) RETURNING id"
    )
    async with gear.database.session(SYSTEM) as session:
        job_id = await session.scalar(insert)
    assert "test:given_up" in (await cast.dana.web.get("/operations")).text
    assert (await cast.bob.web.post(f"/operations/jobs/{job_id}/retry")).status_code == 403
    assert (await cast.dana.web.post(f"/operations/jobs/{job_id}/retry")).status_code == 303
    assert (await cast.dana.web.post(f"/operations/jobs/{job_id}/retry")).status_code == 404
    async with gear.database.session(SYSTEM) as session:
        assert (
            await session.scalar(
                text("DELETE FROM procrastinate_jobs WHERE id = :id RETURNING status::text"), {"id": job_id}
            )
            == "todo"
        )


@pytest.mark.parametrize("forwarded", [True, False])
async def test_the_outbox_is_for_administrators_and_for_the_developer_at_this_machine(
    stage: Stage, cast: Cast, gear: Machinery, forwarded: bool
) -> None:
    await gear.mailer.send(
        Mail(
            to="ida@example.org",
            subject="A kept mail",
            text="Open http://testserver/verify-email/x now",
            html="<p>x</p>",
        )
    )
    stranger = await stage.client(headers={"X-Forwarded-For": "203.0.113.9"} if forwarded else {})
    seen = await stranger.get("/outbox")
    assert ("A kept mail" in seen.text) is not forwarded
    assert "A kept mail" in (await cast.dana.web.get("/outbox")).text
    entry = list_outbox(gear.settings.data / "outbox")[0]
    shown = await cast.dana.web.get(f"/outbox/{entry.id}")
    assert 'href="http://testserver/verify-email/x"' in shown.text
