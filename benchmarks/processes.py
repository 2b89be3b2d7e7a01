"""How long starting takes and how much memory an idle instance holds."""

import os
import statistics
import subprocess
import sys
import time

import psutil

from benchmarks.ground import ROOT, Ground, free_port, running
from paceline.infra.postgres import Cluster


def database_start(ground: Ground, rounds: int = 5) -> float:
    """Seconds from nothing to answering, on a folder that has been used before."""
    found: list[float] = []
    for _ in range(rounds):
        ground.cluster.stop()
        began = time.perf_counter()
        ground.cluster.start()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def everything_start(ground: Ground, rounds: int = 3, rest: float = 8.0) -> tuple[float, float]:
    """Seconds from `paceline serve` to the first answer, and MiB of all its processes when they rest."""
    ground.cluster.stop()
    times: list[float] = []
    memory: list[float] = []
    for _ in range(rounds):
        port = free_port()
        began = time.perf_counter()
        with running(
            ["-m", "paceline", "serve"], ground.environment(port), f"http://127.0.0.1:{port}/sign-in"
        ) as process:
            times.append(time.perf_counter() - began)
            time.sleep(rest)
            memory.append(_proportional(process.pid, ground.cluster))
    ground.cluster.start()
    return statistics.median(times), statistics.median(memory)


def _proportional(pid: int, cluster: Cluster) -> float:
    """Proportional set size: memory that several processes share is counted once."""
    tree = {process.pid: process for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]}
    postmaster = cluster.data_folder / "postmaster.pid"
    if postmaster.exists():
        server = psutil.Process(int(postmaster.read_text().splitlines()[0]))
        tree |= {process.pid: process for process in [server, *server.children(recursive=True)]}
    total = 0.0
    for process in tree.values():
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20


def help_time(rounds: int = 10) -> float:
    """Seconds of `paceline --help`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    found: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "paceline", "--help"],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        found.append(time.perf_counter() - began)
    return statistics.median(found)
