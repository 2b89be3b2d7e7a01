"""Reading in one round trip: only for the bearer of a good token of an open session, and only what is theirs to see."""

from datetime import timedelta

import psycopg
import pytest
from starlette.requests import Request

from paceline.core.identity.web import read_json
from paceline.infra.clock import FixedClock
from paceline.infra.machinery import Machinery
from tests.cast import Cast, Member

NAMES = """
SELECT convert_to(coalesce(json_agg(name ORDER BY name), '[]')::text, 'UTF8') FROM identity_person
WHERE account_id = ANY(%(people)s)
"""


def asked(authorization: str | None) -> Request:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


async def names(gear: Machinery, who: Member, *people: Member) -> bytes | None:
    request = asked(who.api.headers["authorization"])
    return await read_json(request, gear, NAMES, {"people": [one.id for one in people]})


async def test_it_sees_with_the_bearers_eyes(gear: Machinery, cast: Cast) -> None:
    assert await names(gear, cast.bob, cast.bob) == f'["{cast.bob.name}"]'.encode()
    assert await names(gear, cast.alice, cast.bob) == f'["{cast.bob.name}"]'.encode()
    assert await names(gear, cast.charlie, cast.bob) == b"[]"


async def test_a_closed_session_reads_nothing(gear: Machinery, cast: Cast) -> None:
    assert await names(gear, cast.bob, cast.bob) is not None
    assert (await cast.bob.api.post("/api/v1/auth/logout")).status_code == 204
    assert await names(gear, cast.bob, cast.bob) is None
    assert (await cast.bob.api.get("/api/v1/activities")).status_code == 401


async def test_a_token_that_ran_out_reads_nothing(gear: Machinery, cast: Cast, clock: FixedClock) -> None:
    clock.set(clock.now() + timedelta(minutes=11))
    assert await names(gear, cast.bob, cast.bob) is None
    assert (await cast.bob.api.get("/api/v1/activities")).status_code == 401


async def test_nobody_and_forgers_read_nothing(gear: Machinery, cast: Cast) -> None:
    good = cast.bob.api.headers["authorization"]
    for wrong in (None, "", "Bearer", "Bearer x.y.z", good[:-2], good.replace("Bearer", "Basic")):
        assert await read_json(asked(wrong), gear, NAMES, {"people": [cast.bob.id]}) is None


async def test_the_statement_does_not_run_for_a_closed_session(gear: Machinery, cast: Cast) -> None:
    request = asked(cast.bob.api.headers["authorization"])
    fails = "SELECT convert_to((1 / (random() * 0)::int)::text, 'UTF8')"  # random, so that planning cannot work it out
    with pytest.raises(psycopg.errors.DivisionByZero):
        await read_json(request, gear, fails, {})
    assert (await cast.bob.api.post("/api/v1/auth/logout")).status_code == 204
    assert await read_json(request, gear, fails, {}) is None
