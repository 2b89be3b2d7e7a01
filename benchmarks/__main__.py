"""Runs every measurement, ours and what it is compared to in turn, and prints them side by side."""

import argparse
import os
import statistics
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import jwt

from benchmarks import database, load, processes, report, work
from benchmarks.ground import Ground, free_port, prepared, running
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


def main() -> int:
    """The exit status says whether every target was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--only", choices=("web", "jobs", "processes"))
    chosen = parser.parse_args()
    about = report.machine()
    lines: list[Line] = []
    with prepared() as ground:
        if chosen.only in (None, "web"):
            lines += _web(ground, chosen.rounds, chosen.seconds)
        if chosen.only in (None, "jobs"):
            lines += _jobs(ground)
        if chosen.only in (None, "processes"):
            lines += _processes(ground)
    print(report.show(lines, about))
    print(f"kept in {report.keep(lines, about)}")
    return 0 if all(line.met is not False for line in lines) else 1


def _web(ground: Ground, rounds: int, seconds: int) -> list[Line]:
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


def _jobs(ground: Ground) -> list[Line]:
    p50, p99 = work.waits(ground)
    return [
        Line("job, asked for to started, p50", f"{p50:.1f} ms", target="<= 25 ms", met=p50 <= 25),
        Line("job, asked for to started, p99", f"{p99:.1f} ms", target="<= 50 ms", met=p99 <= 50),
    ]


def _processes(ground: Ground) -> list[Line]:
    own = processes.database_start(ground)
    whole, memory = processes.everything_start(ground)
    helped = processes.help_time()
    return [
        Line("database, warm start", f"{own:.2f} s", target="<= 0.25 s", met=own <= 0.25),
        Line("everything, warm start to first answer", f"{whole:.2f} s", target="<= 4 s", met=whole <= 4),
        Line("everything, memory at rest (PSS)", f"{memory:.0f} MiB", target="<= 400 MiB", met=memory <= 400),
        Line("paceline --help", f"{helped:.2f} s", target="<= 0.2 s", met=helped <= 0.2),
    ]


if __name__ == "__main__":
    sys.exit(main())
