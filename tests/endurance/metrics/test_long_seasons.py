"""Years of days in the table and the chart, and records over few days and over many."""

from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest

from paceline.endurance.metrics.charts import MOST_POINTS, instant, season_chart
from paceline.endurance.metrics.pages.views import MOST_ROWS, season_rows
from paceline.endurance.metrics.records import records_of
from paceline.endurance.metrics.season import Ahead, Season
from paceline.endurance.metrics.series import computed
from paceline.infra.ids import new_id
from paceline.kit.days import monday
from paceline.science.endurance.flags import acute_chronic_ratio, monotony, strain
from tests.cast import Cast

TODAY = date(2026, 6, 11)


def season(days: int, ahead: int = 0) -> Season:
    first = TODAY - timedelta(days=days - 1)
    past = computed({first + timedelta(days=n): float(30 + n % 60) for n in range(days)}, TODAY)
    flat = np.full(ahead, 50.0)
    coming = Ahead(TODAY + timedelta(days=1), [40.0] * ahead, flat, flat, flat) if ahead else None
    nothing = (acute_chronic_ratio([]), monotony([]), strain([]))
    return Season(TODAY, past, past, coming, None, *nothing)


@pytest.mark.parametrize("days", [1, 2, 9, 50, 415, 430, 3650])
@pytest.mark.parametrize("ahead", [0, 20])
def test_the_table_holds_the_last_weeks_in_full(days: int, ahead: int) -> None:
    whole = season(days, ahead)
    expected: list[tuple[date, float, float, bool]] = []
    for part, planned in ((whole.past, False), (whole.ahead, True)):
        if part is None:
            continue
        load = 0.0
        for n, one in enumerate(part.load):
            load += float(one)
            day = part.first + timedelta(days=n)
            if day.weekday() == 6 or n == len(part.load) - 1:
                expected.append((monday(day), load, float(part.ctl[n]), planned))
                load = 0.0
    rows = [(row.week, row.load, row.fitness, row.planned) for row in season_rows(whole)]
    assert rows == [(week, pytest.approx(load), fitness, soon) for week, load, fitness, soon in expected[-MOST_ROWS:]]


@pytest.mark.parametrize("days", [1, 800, 901, 3650])
def test_the_chart_stands_for_every_day(days: int) -> None:
    chart = season_chart(season(days, 5))
    assert chart is not None
    x, loads = chart["x"], chart["values"]["load"]
    assert len(x) == len(loads) <= MOST_POINTS + 5
    assert x[-6] == instant(TODAY)
    assert x[-1] == instant(TODAY + timedelta(days=5))
    step = -(-days // MOST_POINTS)
    past = season(days).past
    assert past is not None
    assert loads[-6] == pytest.approx(float(past.load[-step:].mean()), abs=0.051)


async def test_records_over_few_days_are_those_over_many(cast: Cast) -> None:
    bob = cast.bob.id
    async with cast.bob.tx() as tx:
        connection = await tx.session.connection()
        for n in range(40):
            await connection.exec_driver_sql(_SESSION, {"id": new_id(), "who": bob, "n": n, "today": TODAY})
        near = TODAY - timedelta(days=39)
        for kind in ("distance", "power"):
            few = await records_of(tx, bob, "running", kind, near, TODAY)
            many = await records_of(tx, bob, "running", kind, TODAY - timedelta(days=3000), TODAY)
            assert few == many
            assert [record.span for record in few] == [400, 1000, 5000]
            for record in few:
                values = [holder.value for holder in record.holders]
                assert values == sorted(values, reverse=kind == "power")
                assert [holder.rank for holder in record.holders] == [1, 2, 3]
        assert await records_of(tx, bob, "cycling", "distance", near, TODAY) == []
        assert isinstance(few[0].best.activity_id, UUID)


_SESSION = """
WITH made AS (
    INSERT INTO activities_activity (id, athlete_id, source, sport, family, name, started_at, time_zone, day, elapsed,
        load_reason, notes, reasons, cautions, quality, pauses, lengths, file_part, created_at, changed_at)
    SELECT %(id)s, %(who)s, 'upload', 'running', 'running', 'Run', %(today)s::date - %(n)s, 'UTC', %(today)s::date - %(n)s,
        3600, '', '', '{}', '{}', '[]', '[]', '[]', 0, now(), now()
    RETURNING id, athlete_id
)
INSERT INTO activities_best (athlete_id, activity_id, kind, span, value, start_offset)
SELECT athlete_id, id, kind, span, span + (%(n)s * 7) %% 40, 0
FROM made, unnest(ARRAY['distance', 'power']) AS kind, unnest(ARRAY[400, 1000, 5000]::float8[]) AS span
"""
