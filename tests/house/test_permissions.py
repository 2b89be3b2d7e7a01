"""Every route refuses everybody it is not for: strangers, other teams, coaches of the past, coaches with less consent.

Another team is filled with canaries. Each route is called by each outsider with that team's identifiers; whatever they
answer must be what they answer for something that never was, and hold no canary.
"""

import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from structlog.testing import capture_logs

from paceline.infra.database import SYSTEM
from paceline.infra.machinery import Machinery
from tests.cast import NOW, Member, Stage
from tests.house.asking import Answer, Body, as_file, as_form, as_json, ask
from tests.house.canaries import Catalogue, World, build_world, collect, fingerprints, headers_of, make_up_rows
from tests.house.filling import Owned, Unknown, command_of, names_rows, path_of, query_of, table_of
from tools.routes import Route, routes_of

# Routes that anybody may call, each with why. Whatever is not here needs somebody who is signed in.
ANYBODY = {
    "GET /": "leads to the first page, or to signing in",
    "GET /api/v1/openapi.json": "describes the interface, holds no data",
    "POST /api/v1/auth/login": "the door",
    "POST /api/v1/auth/refresh": "the door",
    "POST /api/v1/auth/register": "the door",
    "GET /calendar/feed/{token}.ics": "by a secret address",
    "GET /healthz": "for load balancers",
    "GET /metrics": "counts without names",
    "GET /sign-in": "the door",
    "POST /sign-in": "the door",
    "POST /sign-in/demo/{account_id}": "the door of a demonstration, elsewhere not found",
    "POST /sign-out": "harmless for nobody",
    "GET /register": "the door",
    "POST /register": "the door",
    "GET /set-up": "the first administrator, once",
    "POST /set-up": "the first administrator, once",
    "GET /verify-email/{token}": "by a link from a mail",
    "POST /verify-email/{token}": "by a link from a mail",
    "GET /forgot-password": "the door",
    "POST /forgot-password": "the door",
    "GET /reset-password/{token}": "by a link from a mail",
    "POST /reset-password/{token}": "by a link from a mail",
    "GET /settings": "leads to the profile",
    "GET /invitations/{token}": "by a link from a mail",
    "GET /api/v1/invitations/{token}": "by a link from a mail",
    "POST /invitations/{token}/refusal": "by a link from a mail",
    "POST /invitations/{token}/registration": "by a link from a mail",
    "POST /api/v1/invitations/{token}/refusal": "by a link from a mail",
    "GET /static/{path:path}": "style, scripts and pictures",
    "GET /offline": "says that there is no connection",
    "GET /service-worker.js": "static",
    "GET /manifest.webmanifest": "static",
    "GET /favicon.ico": "static",
    "GET /robots.txt": "static",
    "GET /outbox": "on a developer's own machine; from elsewhere for administrators",
    "GET /outbox/{id}": "on a developer's own machine; from elsewhere for administrators",
    "GET /gallery": "development only: the design system",
}
# Says the same for every identifier, and touches nothing that is not one's own (held by the fingerprints).
SAME_FOR_ALL = {"POST /settings/security/sessions/{session_id}/end"}
# Shows a coach of the past the relationship that was theirs, and nothing of the athlete's.
OWN_PAST = {"GET /people/{athlete_id}/relationship", "POST /people/{athlete_id}/relationship"}
# End the caller's own session or account: asked last, so that the others are not asked by nobody.
ENDINGS = (
    "/auth/logout",
    "/sign-out",
    "/end-others",
    "/closure",
    "/erasure",
    "/deletion",
    "/security/password",
    "/account",
)
# Rows somebody else may rightly add beside the team's own: an invitation to an address, a request to be coached.
MAY_GROW = ("relationships_", "identity_refresh", "identity_session")


@dataclass(frozen=True)
class Outsider:
    """Somebody who asks, and the consents they have for Victor."""

    name: str
    member: Member | None
    allowed: tuple[str, ...] = ()


@dataclass
class Scene:
    """The other team, and those who try."""

    app: FastAPI
    stage: Stage
    world: World
    known: Catalogue
    outsiders: list[Outsider]
    routes: list[Route]
    logs: list[Any]
    own_look: "OwnLook" = field(default_factory=lambda: OwnLook())
    refused_rows: list[str] = field(default_factory=list[str])

    def why(self) -> str:
        """The failure that was logged last."""
        errors = (entry["exc_info"] for entry in reversed(self.logs) if entry.get("exc_info"))
        return repr(next(errors, "nothing was logged"))[:300]

    def by_name(self, name: str) -> Outsider:
        return next(one for one in self.outsiders if one.name == name)


@dataclass
class OwnLook:
    """What the team itself was shown by every page and list, and which of them broke."""

    seen: set[str] = field(default_factory=set[str])
    filled: set[str] = field(default_factory=set[str])
    broken: list[str] = field(default_factory=list[str])


@pytest.fixture(scope="module")
async def scene(session_app: FastAPI, session_gear: Machinery) -> AsyncGenerator[Scene]:
    async with Stage(session_app, session_gear) as stage:
        world = await build_world(session_app, stage)
        cast = await stage.cast()
        former = await stage.member("Former Coach", "coach")
        partial = await stage.member("Partial Coach", "coach")
        await _end(stage, former, world)
        await stage.relate(partial, world.victor, ("training",))
        known = await collect(world, stage)
        outsiders = [
            Outsider("nobody", None),
            Outsider("charlie", cast.charlie),
            Outsider("bob", cast.bob),
            Outsider("alice", cast.alice),
            Outsider("former coach", former),
            Outsider("training only", partial, ("training", "name", "own")),
        ]
        # Kept in memory: hundreds of refusals are not worth printing, and a failure is told with its reason.
        with capture_logs() as logs:
            made = Scene(session_app, stage, world, known, outsiders, routes_of(session_app), logs)
            await _look_as_the_team(made)
            made.refused_rows = await make_up_rows(world, stage, known)
            yield made


async def _look_as_the_team(scene: Scene) -> None:
    own = scene.own_look
    own.filled = {word for words in scene.world.words.values() for word in words}
    for who in (scene.world.victor, scene.world.vera):
        for route in scene.routes:
            if route.method == "GET":
                for owned in _each_of(scene.world.owned) if names_rows(route) else [scene.world.owned]:
                    answer = await _ask(scene, route, who, owned)
                    own.seen.update(scene.world.seen_in(answer))
                    if answer.status >= 500 and route.path != "/healthz":
                        own.broken.append(f"{route.name}: {answer.status} {scene.why()}")


def _each_of(owned: Owned) -> list[Owned]:
    """The identifiers with each of the first two in front."""
    return [owned, {table: [*ids[1:], *ids[:1]] for table, ids in owned.items()}]


async def _end(stage: Stage, coach: Member, world: World) -> None:
    relationship_id = await stage.relate(coach, world.victor)
    async with stage.gear.database.session(SYSTEM) as session:
        await session.execute(
            text("DELETE FROM relationships_grant WHERE relationship_id = :id"), {"id": relationship_id}
        )
        await session.execute(
            text("UPDATE relationships_relationship SET status = 'ended', changed_at = :now WHERE id = :id"),
            {"id": relationship_id, "now": NOW},
        )


def test_every_route_for_anybody_is_on_the_list(scene: Scene) -> None:
    open_to_all = {route.name for route in scene.routes if route.who == "anybody"}
    assert open_to_all - ANYBODY.keys() == set(), "these routes never ask who is there"


def test_every_path_parameter_can_be_filled(scene: Scene) -> None:
    unknown: list[str] = []
    for route in scene.routes:
        for parameter in route.parameters:
            try:
                table_of(parameter, scene.world.tables)
            except Unknown as problem:
                unknown.append(f"{route.name} {problem}")
    assert unknown == []


async def test_the_team_itself_sees_its_canaries(scene: Scene) -> None:
    """Without this the absence of canaries elsewhere would prove nothing."""
    own = scene.own_look
    assert "\n".join(own.broken) == ""
    assert own.seen >= {scene.world.victor.name, scene.world.victor.email}
    assert own.filled - own.seen == set(), "filled through the API and shown on no route"


async def test_every_table_with_data_about_people_holds_a_row_of_the_other_team(scene: Scene) -> None:
    assert "\n".join(scene.refused_rows) == "", "extend HINTS or FILLS in tests/house/canaries.py"


@pytest.mark.parametrize("name", ["nobody", "charlie", "bob", "alice", "former coach"])
async def test_outsiders_get_nothing(scene: Scene, name: str) -> None:
    await _try_everything(scene, scene.by_name(name))


async def test_nobody_changed_anything_of_the_other_team(scene: Scene) -> None:
    before = await fingerprints(scene.world, scene.stage, scene.known)
    for name in ("charlie", "alice"):
        outsider = scene.by_name(name)
        for route in _in_order(scene.routes):
            if not route.is_safe and not route.path.endswith(ENDINGS):
                await _ask(scene, route, outsider.member, scene.world.owned)
    after = await fingerprints(scene.world, scene.stage, scene.known)
    lost = {table for table, rows in before.items() if rows - after[table]}
    grown = {table for table, rows in before.items() if after[table] - rows and not table.startswith(MAY_GROW)}
    assert lost == set()
    assert grown == set()


async def test_a_coach_with_one_consent_sees_nothing_of_the_others(scene: Scene) -> None:
    await _try_everything(scene, scene.by_name("training only"))


def _in_order(routes: list[Route]) -> list[Route]:
    return sorted(routes, key=lambda route: (route.path.endswith(ENDINGS), not route.is_safe))


async def _try_everything(scene: Scene, outsider: Outsider) -> None:
    problems: list[str] = []
    for route in _in_order(scene.routes):
        if route.path.endswith(ENDINGS):
            await _still_signed_in(scene, outsider)
        answer = await _ask(scene, route, outsider.member, scene.world.owned)
        problems += [f"{route.name}: {problem}" for problem in await _judge(scene, route, outsider, answer)]
    assert "\n".join(problems) == ""


async def _still_signed_in(scene: Scene, outsider: Outsider) -> None:
    if outsider.member is not None and not getattr(outsider.member, "was_checked", False):
        answer = await ask(scene.app, "GET", "/api/v1/me", headers=headers_of(outsider.member, api=True))
        assert answer.status == 200, "the test signed its own outsider out too early"
        outsider.member.was_checked = True  # type: ignore[attr-defined]


async def _judge(scene: Scene, route: Route, outsider: Outsider, answer: Answer) -> list[str]:
    problems = [f"shows {word}" for word in scene.world.seen_in(answer, allowed=outsider.allowed)]
    # Who is let in sees rows that were made up, which no action would have written.
    if answer.status >= 500 and route.path != "/healthz" and not outsider.allowed:
        problems.append(f"{answer.status} {scene.why()}")
    if outsider.member is None and route.who != "anybody":
        problems += _turned_away(route, answer)
    elif names_rows(route) and not outsider.allowed and route.name not in SAME_FOR_ALL | OWN_PAST:
        problems += await _as_if_it_never_was(scene, route, outsider, answer)
    return problems


def _turned_away(route: Route, answer: Answer) -> list[str]:
    if route.is_api:
        return [] if answer.status == 401 else [f"answers nobody with {answer.status} instead of 401"]
    to_the_door = answer.status == 303 and answer.header("location").startswith("/sign-in")
    return [] if to_the_door or answer.status == 404 else [f"answers nobody with {answer.status}, not with the door"]


async def _as_if_it_never_was(scene: Scene, route: Route, outsider: Outsider, answer: Answer) -> list[str]:
    if answer.status == 429:
        return []
    if 200 <= answer.status < 300:
        return [f"succeeds with somebody else's identifier: {answer.status}"]
    never: Owned = {table: [str(uuid.uuid4())] for table in scene.world.tables}
    other = await _ask(scene, route, outsider.member, never)
    if other.status not in (answer.status, 429):
        return [f"tells that it exists: {answer.status}, and {other.status} for what never was"]
    return []


async def _ask(scene: Scene, route: Route, who: Member | None, owned: Owned) -> Answer:
    tables = scene.world.tables
    return await ask(
        scene.app,
        route.method,
        path_of(route, owned, tables),
        query=query_of(route, owned, tables),
        headers=headers_of(who, api=route.is_api),
        body=_body(route, owned, tables),
    )


def _body(route: Route, owned: Owned, tables: list[str]) -> Body:
    if route.takes_files:
        return as_file("empty.fit", b"nothing of use")
    if route.command is not None:
        return as_json(command_of(route.command, owned, tables))
    if route.form is not None:
        return as_form(command_of(route.form, owned, tables))
    return Body()
