"""The live stream's reads when the page that wanted them is left."""

import asyncio
import logging

import pytest
from sqlalchemy import text

from paceline.core.audit.api import _to_its_end, _unfinished
from paceline.infra.database import SYSTEM
from paceline.infra.machinery import Machinery


async def test_a_read_goes_on_to_its_end_when_the_page_is_left(
    gear: Machinery, caplog: pytest.LogCaptureFixture
) -> None:
    ended: list[int] = []

    async def read() -> None:
        async with gear.database.session(SYSTEM) as session:
            await session.execute(text("SELECT pg_sleep(0.2)"))
            ended.append((await session.execute(text("SELECT 7"))).scalar_one())

    with caplog.at_level(logging.WARNING):
        page = asyncio.ensure_future(_to_its_end(read()))
        await asyncio.sleep(0.05)
        page.cancel()
        with pytest.raises(asyncio.CancelledError):
            await page
        assert (len(_unfinished), ended) == (1, [])
        await asyncio.wait(set(_unfinished))
    assert ended == [7]
    assert not _unfinished
    assert "cancel" not in caplog.text


async def test_what_fails_is_told_to_who_waits() -> None:
    async def read() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await _to_its_end(read())
    assert not _unfinished
