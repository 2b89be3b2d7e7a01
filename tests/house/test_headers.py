"""Every answer carries the security headers, no GET writes, and what changes something refuses other sites."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from structlog.testing import capture_logs

from paceline.infra.database import SYSTEM
from paceline.infra.machinery import Machinery
from paceline.ui.headers import FIXED
from tests.cast import PASSWORD, Cast, Stage
from tests.house.asking import Answer, Body, as_form, as_json, ask
from tests.house.canaries import catalogue, headers_of
from tests.house.filling import command_of, path_of, query_of
from tools.routes import Route, routes_of

COOKIE = re.compile(r"([\w-]+)=[^;]*;(.*)", re.S)


@dataclass
class House:
    """The application with its people and routes."""

    app: FastAPI
    stage: Stage
    cast: Cast
    tables: list[str]
    routes: list[Route]

    async def get(self, route: Route, **more: Any) -> Answer:
        """The route as its best-equipped caller gets it."""
        path, query = path_of(route, {}, self.tables), query_of(route, {}, self.tables)
        return await ask(
            self.app, "GET", path, query=query, headers=headers_of(self.cast.dana, api=route.is_api), **more
        )


@pytest.fixture(scope="module")
async def house(session_app: FastAPI, session_gear: Machinery) -> AsyncGenerator[House]:
    async with Stage(session_app, session_gear) as stage:
        async with session_gear.database.session(SYSTEM) as session:
            known = await catalogue(session)
        with capture_logs():
            yield House(session_app, stage, await stage.cast(), sorted(known.columns), routes_of(session_app))


async def test_every_answer_has_the_security_headers(house: House) -> None:
    bare: list[str] = []
    for route in house.routes:
        answer = await ask(house.app, route.method, path_of(route, {}, house.tables), scheme="https")
        policy = answer.header("content-security-policy")
        if "'unsafe-" in policy or "default-src 'none'" not in policy:
            bare.append(f"{route.name}: {policy!r}")
        bare += [f"{route.name}: no {name}" for name in FIXED if not answer.header(name)]
        bare += [f"{route.name}: server says {answer.header('server')}" for _ in [1] if answer.header("server")]
    assert bare == []


async def test_pages_and_data_are_kept_nowhere(house: House) -> None:
    kept: list[str] = []
    for route in house.routes:
        if route.is_api or route.who != "anybody":
            refused = await ask(house.app, route.method, path_of(route, {}, house.tables))
            for answer in (refused, await house.get(route)) if route.method == "GET" else (refused,):
                said = [value for key, value in answer.headers if key == "cache-control"]
                if said not in (["no-store"], ["private, no-store"]):
                    kept.append(f"{route.name}: {answer.status} {said}")
    assert kept == []


@pytest.mark.parametrize(("scheme", "name"), [("https", "__Host-session"), ("http", "session")])
async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    house: House, scheme: str, name: str
) -> None:
    form = as_form({"email": house.cast.bob.email, "password": PASSWORD})
    answer = await ask(house.app, "POST", "/sign-in", body=form, scheme=scheme)
    assert answer.status == 303
    cookies = {
        found[1]: found[2].lower()
        for key, value in answer.headers
        if key == "set-cookie" and (found := COOKIE.match(value))
    }
    assert name in cookies
    for attributes in cookies.values():
        assert "httponly" in attributes
        assert "samesite=" in attributes
        assert "path=/" in attributes
        assert "domain" not in attributes
        assert ("secure" in attributes) == (scheme == "https")


async def test_no_get_writes(house: House) -> None:
    before = await _everything(house)
    for route in house.routes:
        if route.method == "GET":
            await house.get(route)
    after = await _everything(house)
    assert {name for name, rows in before.items() if rows != after[name]} == set()


async def _everything(house: House) -> dict[str, str]:
    found: dict[str, str] = {}
    async with house.stage.gear.database.session(SYSTEM) as session:
        for table in house.tables:
            # Numbering hints is the listener's work and goes on by itself.
            if table not in {"realtime_hint", "alembic_version"}:
                query = text(
                    f"SELECT coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {table} t"
                )
                found[table] = await session.scalar(query) or ""
    return found


@pytest.mark.parametrize(
    "foreign",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": None, "origin": "https://evil.example"},
    ],
    ids=["cross-site", "same-site", "origin"],
)
async def test_what_changes_something_refuses_other_sites(house: House, foreign: dict[str, Any]) -> None:
    taken: list[str] = []
    for route in house.routes:
        if route.is_safe:
            continue
        headers = {**headers_of(house.cast.dana, api=False), **foreign}
        answer = await ask(
            house.app, route.method, path_of(route, {}, house.tables), headers=headers, body=_body(house, route)
        )
        if answer.status != 403:
            taken.append(f"{route.name}: {answer.status}")
    assert taken == []


def _body(house: House, route: Route) -> Body:
    if route.command is not None:
        return as_json(command_of(route.command, {}, house.tables))
    return Body() if route.form is None else as_form(command_of(route.form, {}, house.tables))
