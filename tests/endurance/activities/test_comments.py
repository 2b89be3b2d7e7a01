"""Comments: athlete and coach talk beneath an activity; nobody else reads or writes, and nobody changes another's words."""

import re

import pytest
from sqlalchemy import func, select, text

from paceline.endurance.activities.comments.model import Comment
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import fit, upload


async def kept(member: Member) -> str:
    answer = await member.api.post("/api/v1/activities", **upload(fit(minutes=15)))
    assert answer.status_code == 201, answer.text
    return f"/api/v1/activities/{answer.json()['id']}/comments"


async def said(member: Member, path: str, body: str = "Good legs") -> dict[str, str]:
    answer = await member.api.post(path, json={"body": body})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_charlie_reads_and_writes_nothing(cast: Cast) -> None:
    path = await kept(cast.bob)
    one = await said(cast.bob, path)
    web = path.removeprefix("/api/v1")
    for client, base in ((cast.charlie.api, path), (cast.charlie.web, web)):
        assert (await client.get(base)).status_code == 404
        assert (
            await client.post(base, **({"json": {"body": "x"}} if base == path else {"data": {"body": "x"}}))
        ).status_code == 404
    assert (await cast.charlie.api.put(f"{path}/{one['id']}", json={"body": "x"})).status_code == 404
    assert (await cast.charlie.api.delete(f"{path}/{one['id']}")).status_code == 404
    for verb in ("", "/deletion", "/restoration"):
        assert (await cast.charlie.web.post(f"{web}/{one['id']}{verb}", data={"body": "x"})).status_code == 404, verb
    async with cast.charlie.tx() as tx:
        assert await tx.session.scalar(select(func.count()).select_from(Comment)) == 0


async def test_athlete_and_coach_talk(cast: Cast) -> None:
    path = await kept(cast.bob)
    web = path.removeprefix("/api/v1")
    await said(cast.bob, path, "Felt <b>heavy</b>")
    answer = await cast.alice.web.post(web, data={"body": "Take tomorrow easy."})
    assert answer.status_code == 303
    page = (await cast.bob.web.get(web.removesuffix("/comments"))).text
    assert "Take tomorrow easy." in page
    assert "Felt &lt;b&gt;heavy&lt;/b&gt;" in page
    assert page.index("heavy") < page.index("tomorrow")
    assert page.count("Delete your comment") == 1
    region = (await cast.bob.web.get(web, headers={"HX-Request": "true"})).text
    assert region.lstrip().startswith('<div id="comments-thread"')
    assert 'data-live="activities.comment_written' in region
    empty = await cast.bob.web.post(web, data={"body": "  "})
    assert empty.status_code == 422


async def test_the_other_side_is_told(cast: Cast) -> None:
    path = await kept(cast.bob)
    one = await said(cast.alice, path)
    async with cast.bob.tx() as tx:
        rows = await tx.session.execute(text("SELECT name, actor_id, facts FROM audit_entry ORDER BY id DESC LIMIT 1"))
        name, actor, facts = rows.one()
    assert (name, actor) == ("activities.comment_written", cast.alice.id)
    assert facts["comment_id"] == one["id"]


async def test_only_ones_own_words_change(cast: Cast) -> None:
    path = await kept(cast.bob)
    one = await said(cast.alice, path)
    assert (await cast.bob.api.put(f"{path}/{one['id']}", json={"body": "Mine"})).status_code == 404
    assert (await cast.bob.api.delete(f"{path}/{one['id']}")).status_code == 404
    changed = (await cast.alice.api.put(f"{path}/{one['id']}", json={"body": "Better legs"})).json()
    assert changed["body"] == "Better legs"
    assert changed["changed_at"]
    web = path.removeprefix("/api/v1")
    assert "Better legs" in (await cast.alice.web.get(f"{web}/{one['id']}")).text
    gone = await cast.alice.web.post(f"{web}/{one['id']}/deletion")
    assert gone.status_code == 303
    assert (await cast.bob.api.get(path)).json()["items"] == []
    assert (await cast.alice.web.post(f"{web}/{one['id']}/restoration")).status_code == 303
    assert len((await cast.bob.api.get(path)).json()["items"]) == 1


async def test_an_ended_consent_ends_the_talk(stage: Stage, cast: Cast) -> None:
    path = await kept(cast.bob)
    coach = await stage.member("Nils Coach", "coach")
    await stage.relate(coach, cast.bob, ("wellness",))
    assert (await coach.api.post(path, json={"body": "Hello"})).status_code == 404
    await said(cast.bob, path)
    async with coach.tx() as tx:
        assert await tx.session.scalar(select(func.count()).select_from(Comment)) == 0


async def test_in_pages(cast: Cast) -> None:
    path = await kept(cast.bob)
    for n in range(23):
        await said(cast.bob, path, f"Word {n:02}")
    first = (await cast.bob.api.get(path)).json()
    assert [one["body"] for one in first["items"]][:2] == ["Word 22", "Word 21"]
    rest = (await cast.bob.api.get(path, params={"cursor": first["next_cursor"]})).json()
    assert [one["body"] for one in rest["items"]] == ["Word 02", "Word 01", "Word 00"]
    assert rest["next_cursor"] is None
    page = (await cast.bob.web.get(path.removeprefix("/api/v1").removesuffix("/comments"))).text
    older = re.search(r'href="([^"]+cursor=[^"]+)"', page)
    assert older
    assert "Word 00" in (await cast.bob.web.get(older.group(1))).text


@pytest.mark.parametrize("body", ["", " \n ", "x" * 4001])
async def test_what_is_no_comment(cast: Cast, body: str) -> None:
    path = await kept(cast.bob)
    assert (await cast.bob.api.post(path, json={"body": body})).status_code == 422
