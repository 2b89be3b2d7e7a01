"""Many athletes side by side: only one's own, whatever their number in a handful of questions."""

import re
from datetime import date

from sqlalchemy import event

from paceline.endurance.athletes import roster
from paceline.endurance.calendar.squad.board import row_of
from paceline.endurance.calendar.squad.queries import squad_material
from paceline.kit.days import days_between
from tests.cast import Cast, Stage
from tests.endurance.calendar.make import plan, record

URL = "/calendar/squad?week=2026-06-10"


async def test_a_row_for_everybody_and_nobody_else(cast: Cast, stage: Stage) -> None:
    erin = await stage.member("Erin Vik", "athlete")
    await stage.relate(cast.alice, erin)
    await plan(cast.bob, "2026-06-09", title="Bob's tempo")
    await plan(erin, "2026-06-12", title="Erin's hills")
    await plan(cast.charlie, "2026-06-12", title="Charlie's secret")
    shown = await cast.alice.web.get(URL)
    assert shown.status_code == 200, shown.text[-2000:]
    assert re.findall(r'class="squad-row"[^>]*aria-label="([^"]+)"', shown.text) == ["Bob Dahl", "Erin Vik"]
    assert "Bob&#39;s tempo" in shown.text
    assert "Erin&#39;s hills" in shown.text
    assert "secret" not in shown.text
    assert "Bob Dahl" not in (await cast.charlie.web.get(URL)).text
    part = await cast.alice.web.get(URL, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="board"')
    for weeks, columns in ((2, 14), (6, 42)):
        wide = await cast.alice.web.get(f"{URL}&weeks={weeks}")
        assert wide.text.count("data-day=") == 2 * columns
    assert (await cast.alice.web.get(f"{URL}&weeks=7")).status_code == 404
    assert (await cast.alice.web.get("/calendar/squad?week=1066-10-14")).status_code == 422


async def test_consent_taken_back_takes_the_row_away(cast: Cast, stage: Stage) -> None:
    erik = await stage.member("Erik Moe", "coach")
    await stage.relate(erik, cast.bob, scopes=("wellness",))
    assert "Bob Dahl" not in (await erik.web.get(URL)).text


async def test_a_row_adds_up_what_was_due(cast: Cast) -> None:
    for day in ("2026-06-08", "2026-06-09", "2026-06-10", "2026-06-13"):
        await plan(cast.bob, day, duration_s=3600)
    await record(cast.bob, "2026-06-08", load=49)
    await record(cast.bob, "2026-06-09", minutes=30, load=24.5)
    await cast.bob.api.post("/api/v1/calendar/notes", json={"kind": "travel", "first": "2026-06-10"})
    async with cast.alice.tx() as tx:
        (athlete,) = await roster(tx)
        days = days_between(date(2026, 6, 8), date(2026, 6, 14))
        material = await squad_material(tx, [athlete.id], days[0], days[-1])
        row = row_of(athlete, material, days, tx.today(athlete))
    assert [card.status for cell in row.cells for card in cell.cards] == ["done", "part", "excused", "planned"]
    assert (row.missed, round(row.planned or 0), row.done) == (0, 4 * 49, 73.5)
    assert row.percent is not None
    assert round(row.percent) == 75
    assert row.cells[2].excused


async def test_drafts_of_a_coach_who_trains_stay_out_of_the_athletes_view(cast: Cast) -> None:
    await plan(cast.alice, "2026-06-12", athlete_id=str(cast.bob.id), title="Maybe", draft=True)
    assert "Maybe" in (await cast.alice.web.get(URL)).text
    assert "Maybe" not in (await cast.bob.web.get(URL)).text


async def test_more_athletes_ask_no_more_questions(cast: Cast, stage: Stage) -> None:
    """A page that asks once for each athlete is slow for whoever coaches sixty."""

    async def asked() -> int:
        seen: list[str] = []

        def count(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            seen.append(statement)

        async with cast.alice.tx() as tx:
            engine = tx.session.get_bind()
            event.listen(engine, "before_cursor_execute", count)
            try:
                athletes = await roster(tx)
                seen.clear()
                await squad_material(tx, [one.id for one in athletes], date(2026, 6, 8), date(2026, 6, 14))
            finally:
                event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    before = await asked()
    for number in range(3):
        one = await stage.member(f"Erin {number}", "athlete")
        await stage.relate(cast.alice, one)
        await plan(one, "2026-06-09")
    assert await asked() == before <= 4
