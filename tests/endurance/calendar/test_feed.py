"""The feed: a file other calendars read, behind an address that can be taken away."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from paceline.endurance.calendar.feed.ical import OCTETS, DayEvent, calendar_file, escaped, folded
from tests.cast import Cast, Member
from tests.endurance.calendar.make import plan

WHEN = datetime(2026, 6, 11, 8, tzinfo=UTC)


async def address(who: Member, **form: str) -> str:
    shown = await who.web.post("/settings/calendar", data=form)
    assert shown.status_code == 200, shown.text[-1000:]
    found = re.search(r'value="[^"]+(/calendar/feed/[\w-]+\.ics)"', shown.text)
    assert found is not None
    return found[1]


@given(st.text(max_size=300))
def test_lines_are_folded_between_characters_and_unfold_again(words: str) -> None:
    line = "SUMMARY:" + escaped(words)
    made = folded(line)
    assert all(len(one) <= OCTETS for one in made.split(b"\r\n"))
    assert made.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode() == line.encode("utf-8", "replace").decode()
    assert "\n" not in line


def test_text_is_escaped() -> None:
    assert escaped("5 × 6 min; easy, then\nhard \\o/\x00") == "5 × 6 min\\; easy\\, then\\nhard \\\\o/"


def test_days_are_dates_so_that_no_time_zone_moves_them() -> None:
    made = calendar_file("Training", [DayEvent("a@b", date(2026, 10, 25), "Long run", WHEN, 3)]).decode()
    assert "DTSTART;VALUE=DATE:20261025\r\nDTEND;VALUE=DATE:20261026\r\n" in made
    assert "UID:a@b\r\n" in made
    assert "SEQUENCE:3\r\n" in made
    assert made.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert made.endswith("END:VCALENDAR\r\n")


async def test_the_feed_tells_titles_and_nothing_else(cast: Cast) -> None:
    made = await plan(
        cast.alice, "2026-06-16", athlete_id=str(cast.bob.id), title="Tempo, hilly", notes="Mind the knee"
    )
    await plan(cast.alice, "2026-06-17", athlete_id=str(cast.bob.id), title="Secret draft", draft=True)
    await plan(cast.charlie, "2026-06-16", title="Charlie's")
    await cast.bob.api.post("/api/v1/calendar/notes", json={"kind": "ill", "first": "2026-06-16", "words": "Fever"})
    path = await address(cast.bob)
    cast.charlie.web.cookies.clear()
    got = await cast.charlie.web.get(path)
    assert got.status_code == 200
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Tempo\\, hilly\r\n" in got.text
    assert f"UID:{made['id']}@" in got.text
    for secret in ("knee", "draft", "Charlie", "Fever", "Ill", "Bob"):
        assert secret not in got.text, secret
    await cast.bob.api.patch(f"/api/v1/workouts/{made['id']}", json={"day": "2026-06-18"})
    again = (await cast.charlie.web.get(path)).text
    assert f"UID:{made['id']}@" in again
    assert "DTSTART;VALUE=DATE:20260618" in again
    detailed = await address(cast.bob, details="true")
    assert "Mind the knee" in (await cast.bob.web.get(detailed)).text


async def test_an_old_address_is_dead(cast: Cast) -> None:
    first = await address(cast.bob)
    second = await address(cast.bob)
    assert first != second
    assert (await cast.bob.web.get(first)).status_code == 404
    assert (await cast.bob.web.get(second)).status_code == 200
    assert "last read" in (await cast.bob.web.get("/settings/calendar")).text
    assert (await cast.bob.web.post("/settings/calendar/removal")).status_code == 303
    assert (await cast.bob.web.get(second)).status_code == 404
    assert (await cast.bob.web.get("/calendar/feed/no-such-token.ics")).status_code == 404


async def test_the_address_itself_is_not_kept(cast: Cast) -> None:
    token = (await address(cast.bob)).split("/")[-1].removesuffix(".ics")
    async with cast.bob.tx() as tx:
        row = (await tx.session.execute(text("SELECT * FROM calendar_feed"))).one()
        assert token not in str(row)
        assert len(row.token_hash) == 32
    async with cast.alice.tx() as tx:
        assert (await tx.session.execute(text("SELECT * FROM calendar_feed"))).all() == []
