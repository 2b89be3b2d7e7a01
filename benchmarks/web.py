"""The web process under load: a JSON list and pages, beside a naive application and beside the query alone in pgbench."""

import os
import statistics
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import jwt

from benchmarks import database, load
from benchmarks.ground import Ground, free_port, running
from benchmarks.naive import SECRET
from benchmarks.report import Line
from paceline.infra.clock import SystemClock
from paceline.infra.database.address import SYSTEM_ROLE

CONNECTIONS, CLIENTS = 16, 8


@dataclass(frozen=True)
class Sites:
    """The two applications under test, and how to be somebody there."""

    ours: str
    naive: str
    ground: Ground

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.ground.bearer()}"}

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"session={self.ground.cookie}"}

    @property
    def naive_bearer(self) -> dict[str, str]:
        claims = {"sub": str(self.ground.who.account_id), "exp": SystemClock().now() + timedelta(hours=1)}
        return {"Authorization": f"Bearer {jwt.encode(claims, SECRET, algorithm='HS256')}"}


def lines(ground: Ground, rounds: int, seconds: int) -> list[Line]:
    """The list as JSON, and pages, each in turn with what it is compared to."""
    port, naive_port = free_port(), free_port()
    naive_command = [
        "-m",
        "uvicorn",
        "benchmarks.naive:app",
        "--port",
        str(naive_port),
        "--no-access-log",
        "--log-level",
        "warning",
    ]
    parts = urlsplit(ground.address.as_role(SYSTEM_ROLE))
    naive_place = {"NAIVE_DATABASE": urlunsplit(("postgresql+psycopg", *parts[1:]))}
    ours, naive = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{naive_port}"
    with (
        running(["-m", "paceline", "web"], ground.environment(port), f"{ours}/sign-in"),
        running(naive_command, {**os.environ, **naive_place}, f"{naive}/openapi.json"),
    ):
        sites = Sites(ours, naive, ground)
        return [*_list(sites, rounds, seconds), *_pages(sites, rounds, seconds)]


def _list(sites: Sites, rounds: int, seconds: int) -> list[Line]:
    ours: list[float] = []
    naive: list[float] = []
    bare: list[float] = []
    url = f"{sites.ours}/api/v1/activities?limit=50"
    load.press(url, sites.bearer, CONNECTIONS, 1)
    load.press(f"{sites.naive}/activities?limit=50", sites.naive_bearer, CONNECTIONS, 1)
    for _ in range(rounds):
        ours.append(_rate(url, sites.bearer, seconds))
        naive.append(_rate(f"{sites.naive}/activities?limit=50", sites.naive_bearer, seconds))
        rate = database.transactions_per_second(sites.ground, CLIENTS, seconds)
        bare += [rate] if rate is not None else []
    mine, theirs = statistics.median(ours), statistics.median(naive)
    shown = f"{mine:.0f}/s"
    times = mine / theirs
    lines = [
        Line("JSON list of 50, naive FastAPI + ORM", shown, f"{theirs:.0f}/s", f"{times:.1f}x", ">= 4x", times >= 4)
    ]
    if bare:
        alone = statistics.median(bare)
        share = mine / alone
        lines.append(
            Line(
                "JSON list of 50, the query in pgbench",
                shown,
                f"{alone:.0f}/s",
                f"{share:.0%}",
                ">= 30 %",
                share >= 0.3,
            )
        )
    return lines


def _rate(url: str, headers: dict[str, str], seconds: int) -> float:
    found = load.press(url, headers, CONNECTIONS, seconds)
    if found.failed:
        raise RuntimeError(f"{url}: {found.failed} answers were not a success")
    return found.per_second


def _pages(sites: Sites, rounds: int, seconds: int) -> list[Line]:
    lines: list[Line] = []
    for path in ("/activities", "/today"):
        if not _answers(f"{sites.ours}{path}", sites.cookie):
            lines.append(Line(f"page {path}", "not there yet"))
            continue
        ours: list[load.Load] = []
        naive: list[load.Load] = []
        alone: list[float] = []
        for _ in range(rounds):
            ours.append(load.press(f"{sites.ours}{path}", sites.cookie, CONNECTIONS, seconds))
            naive.append(load.press(f"{sites.naive}/page", sites.naive_bearer, CONNECTIONS, seconds))
            alone.append(load.press(f"{sites.ours}{path}", sites.cookie, 1, max(1, seconds // 2)).p50)
        mine = statistics.median(one.per_second for one in ours)
        theirs = statistics.median(one.per_second for one in naive)
        p50 = statistics.median(alone)
        lines.append(
            Line(
                f"page {path}, naive Jinja + ORM",
                f"{mine:.0f}/s",
                f"{theirs:.0f}/s",
                f"{mine / theirs:.1f}x",
                ">= 2x",
                mine >= 2 * theirs,
            )
        )
        lines.append(Line(f"page {path} asked alone, p50", f"{p50:.1f} ms", target="<= 25 ms", met=p50 <= 25))
    return lines


def _answers(url: str, headers: dict[str, str]) -> bool:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        with urllib.request.build_opener(Stay()).open(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return False
