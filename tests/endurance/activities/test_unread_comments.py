"""Unread comments: what others said and one has not been shown, counted in the calendar and nowhere else."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from paceline.endurance.activities.comments.model import CommentsRead
from paceline.endurance.activities.comments.reading import unread_comments
from paceline.infra.clock import FixedClock
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import fit, upload


async def kept(member: Member) -> str:
    answer = await member.api.post("/api/v1/activities", **upload(fit(minutes=15)))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def said(member: Member, activity: str, body: str = "Good legs") -> str:
    answer = await member.api.post(f"/api/v1/activities/{activity}/comments", json={"body": body})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def unread(member: Member, activity: str) -> int:
    async with member.tx() as tx:
        return (await unread_comments(tx, [UUID(activity)])).get(UUID(activity), 0)


async def test_counted_until_they_are_shown(cast: Cast, clock: FixedClock) -> None:
    activity = await kept(cast.bob)
    for body in ("Nice and even.", "Take tomorrow easy."):
        await said(cast.alice, activity, body)
        clock.advance(timedelta(minutes=1))
    assert await unread(cast.bob, activity) == 2
    assert await unread(cast.alice, activity) == 0, "one's own words are no news"
    assert "Take tomorrow easy." in (await cast.bob.web.get(f"/activities/{activity}")).text
    assert await unread(cast.bob, activity) == 0
    await said(cast.alice, activity, "One more thing.")
    assert await unread(cast.bob, activity) == 1
    await cast.bob.web.get(f"/activities/{activity}/comments", headers={"HX-Request": "true"})
    assert await unread(cast.bob, activity) == 0
    clock.advance(timedelta(minutes=1))
    await said(cast.bob, activity)
    assert (await unread(cast.alice, activity), await unread(cast.bob, activity)) == (1, 0)


async def test_looking_back_does_not_make_news_of_what_was_read(cast: Cast, clock: FixedClock) -> None:
    activity = await kept(cast.bob)
    for n in range(22):
        await said(cast.alice, activity, f"Word {n}")
        clock.advance(timedelta(seconds=5))
    path = f"/api/v1/activities/{activity}/comments"
    older = (await cast.bob.api.get(path)).json()["next_cursor"]
    assert await unread(cast.bob, activity) == 22, "a program that lists has shown nobody anything"
    await cast.bob.web.get(f"/activities/{activity}")
    await cast.bob.web.get(f"/activities/{activity}/comments", params={"cursor": older})
    assert await unread(cast.bob, activity) == 0


async def test_a_program_says_so(cast: Cast) -> None:
    activity = await kept(cast.bob)
    await said(cast.alice, activity)
    path = f"/api/v1/activities/{activity}/comments/read"
    assert (await cast.charlie.api.put(path)).status_code == 404
    assert await unread(cast.bob, activity) == 1
    assert (await cast.bob.api.put(path)).status_code == 204
    assert (await cast.bob.api.put(path)).status_code == 204
    assert await unread(cast.bob, activity) == 0


async def test_the_calendar_shows_how_many(cast: Cast, clock: FixedClock) -> None:
    activity = await kept(cast.bob)
    gone = await said(cast.alice, activity, "Taken back")
    await said(cast.alice, activity)
    await cast.alice.api.delete(f"/api/v1/activities/{activity}/comments/{gone}")
    day = (await cast.bob.api.get(f"/api/v1/activities/{activity}")).json()["day"]
    month = f"/calendar/{day[:7]}"
    words = '1<span class="sr"> unread comment</span>'
    assert words in (await cast.bob.web.get(month)).text
    assert words not in (await cast.alice.web.get(f"/people/{cast.bob.id}{month}")).text
    await cast.bob.web.get(f"/activities/{activity}")
    assert "unread comment" not in (await cast.bob.web.get(month)).text


async def test_what_one_read_is_ones_own_affair(cast: Cast, stage: Stage) -> None:
    activity = await kept(cast.bob)
    await said(cast.alice, activity)
    await cast.bob.web.get(f"/activities/{activity}")
    other = await stage.member("Nils Coach", "coach")
    await stage.relate(other, cast.bob)
    for member, rows in ((cast.bob, 1), (cast.alice, 0), (cast.charlie, 0), (other, 0)):
        async with member.tx() as tx:
            assert await tx.session.scalar(select(func.count()).select_from(CommentsRead)) == rows, member.name
            changed = await tx.session.execute(text("UPDATE activities_comment_read SET read_at = read_at"))
            assert changed.rowcount == rows
    assert await unread(other, activity) == 1
    assert await unread(cast.charlie, activity) == 0


@pytest.mark.parametrize("whose", ["bob", "charlie"])
async def test_nobody_reads_for_another_or_what_they_may_not_see(cast: Cast, whose: str) -> None:
    activity = await kept(cast.bob)
    reader = cast.bob.id if whose == "bob" else cast.charlie.id
    row = CommentsRead(reader_id=reader, activity_id=UUID(activity), athlete_id=cast.bob.id)
    with pytest.raises(DBAPIError, match="row-level security"):
        async with cast.charlie.tx() as tx:
            row.read_at = tx.now
            tx.session.add(row)
            await tx.session.flush()


async def test_a_hidden_activity_counts_for_nobody_else(cast: Cast) -> None:
    activity = await kept(cast.bob)
    await said(cast.bob, activity)
    assert await unread(cast.alice, activity) == 1
    async with cast.bob.tx() as tx:
        await tx.session.execute(
            text("UPDATE activities_activity SET shareable = false WHERE id = :id"), {"id": activity}
        )
    assert await unread(cast.alice, activity) == 0
