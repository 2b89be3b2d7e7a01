"""`paceline serve`: database, web and worker as one process tree, each started again when it falls."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from paceline.app.commands.telling import complain, plainly, tell

if TYPE_CHECKING:
    from paceline.infra.postgres import Cluster
    from paceline.infra.settings import InstanceSettings

GRACE = 15.0
LONGEST_PAUSE = 30.0
# The worker leaves the processors to the web process until that answers, or this long.
WEB_ALONE = 15.0


class Child:
    """One of the processes: kept alive, with growing pauses when it keeps falling."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._process: subprocess.Popen[bytes] | None = None
        self._falls = 0
        self._next_start = 0.0
        self._started = 0.0
        self._released = False

    def release(self) -> None:
        """Tell it, and whoever replaces it, that the database is ready."""
        self._released = True
        if self._process is not None:
            self._tell(self._process)

    @staticmethod
    def _tell(process: subprocess.Popen[bytes]) -> None:
        try:
            os.write(process.stdin.fileno(), b"\n")  # type: ignore[union-attr]
        except BrokenPipeError:
            return  # it has fallen already; the next look at it says so

    def watch(self, now: float) -> None:
        """Start it when it is not running and its pause is over."""
        if self._process is not None and self._process.poll() is not None:
            self._fell(now, self._process.returncode)
        if self._process is None and now >= self._next_start:
            # The child ends when its standard input does: it cannot outlive us, however we end.
            command = [sys.executable, "-m", "paceline", self.name, "--supervised"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
            self._started = now
            if self._released:
                self._tell(self._process)

    def _fell(self, now: float, status: int) -> None:
        self._process = None
        self._falls = 0 if now - self._started > 60 else self._falls + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2**self._falls)
        self._next_start = now + pause
        complain(f"{self.name} ended with status {status}; starting it again in {pause:.0f} s.")

    def end(self) -> None:
        """Ask it to finish."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def await_end(self, until: float) -> None:
        """Wait, then insist."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@plainly
def serve(_: Namespace) -> int:
    """Run until interrupted."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopping.set())
    # It loads its modules while we load ours and start the database.
    web, worker = Child("web"), Child("worker")
    web.watch(time.monotonic())
    cluster = None
    try:
        instance, cluster = _ready_database()
        web.release()
        worker.release()
        tell(f"Paceline runs at {instance.public_url}  (Ctrl-C stops it)")
        _wait_for(instance, stopping)
        _supervise([web, worker], cluster, stopping.wait)
    finally:
        _end([web, worker])
        if cluster is not None:
            cluster.stop()
    tell("Stopped.")
    return 0


def _ready_database() -> tuple["InstanceSettings", "Cluster | None"]:
    from paceline.app.place import address_of, embedded, make_ready
    from paceline.infra.settings import DatabaseSettings, InstanceSettings, load

    instance, database = load(InstanceSettings), load(DatabaseSettings)
    cluster = embedded(instance, database)
    try:
        if cluster is not None:
            cluster.start()
        if make_ready(address_of(database, cluster), apart=True):
            tell("The database is ready.")
    except BaseException:
        if cluster is not None:
            cluster.stop()
        raise
    return instance, cluster


def _wait_for(instance: "InstanceSettings", stopping: threading.Event) -> None:
    until = time.monotonic() + WEB_ALONE
    while time.monotonic() < until and not stopping.wait(0.1):
        try:
            socket.create_connection((instance.host, instance.port), 0.2).close()
        except OSError:
            continue
        return


def _supervise(children: list[Child], cluster: "Cluster | None", wait: Callable[[float], bool]) -> None:
    while True:
        for child in children:
            child.watch(time.monotonic())
        if wait(0.25):
            break
        if cluster is not None and not cluster.is_running:
            complain("The database server ended; starting it again.")
            cluster.start()


def _end(children: list[Child]) -> None:
    until = time.monotonic() + GRACE
    for child in children:
        child.end()
    for child in children:
        child.await_end(until)
