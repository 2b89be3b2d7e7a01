"""`paceline serve`: database, web and worker as one process tree, each started again when it falls.

This process stays small. It looks after the database server and one other process, which has loaded the product and
looks after web and worker.
"""

import json
import select
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

from paceline.app.commands.kept import Kept, Running, end_all
from paceline.app.commands.telling import complain, plainly, tell
from paceline.infra.postgres import Cluster

# The parts give their own children fifteen seconds.
GRACE = 18.0
LOOK = 0.25
ROLE = "paceline_app"


@plainly
def serve(arguments: Namespace) -> int:
    """Run until interrupted."""
    if arguments.parts:
        from paceline.app.commands.parts import hold_parts

        return hold_parts()
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: stopping.append(number))
    supervisor = _Supervisor()
    try:
        while not stopping:
            status = supervisor.look()
            if status is not None:
                return status
    finally:
        supervisor.end()
    tell("Stopped.")
    return 0


class _Supervisor:
    """The database server, and the line to the process that holds the parts."""

    def __init__(self) -> None:
        self._parts = Kept("parts", self._start)
        self._line: socket.socket | None = None
        self._heard = b""
        self._cluster: Cluster | None = None
        self._told = False

    def look(self) -> int | None:
        """Look after both once, waiting a moment for news; an exit status when the parts could not begin at all."""
        if not self._told and (status := self._parts.status()) is not None:
            return status or 1
        self._parts.watch(time.monotonic())
        self._listen()
        if self._cluster is not None and not self._cluster.is_running:
            complain("The database server ended; starting it again.")
            self._cluster.start()
        return None

    def end(self) -> None:
        """The parts first: they need the database to finish."""
        end_all([self._parts], GRACE)
        if self._cluster is not None:
            self._cluster.stop()

    def _start(self) -> Running:
        if self._line is not None:
            self._line.close()
        self._line, theirs = socket.socketpair()
        self._heard = b""
        command = [sys.executable, "-m", "paceline", "serve", "--parts"]
        with theirs:
            # It ends when its standard input does: it cannot outlive us, however we end.
            return subprocess.Popen(command, stdin=theirs.fileno(), start_new_session=True)

    def _listen(self) -> None:
        piece = b""
        if self._line is not None and self._readable(self._line):
            try:
                piece = self._line.recv(4096)
            except ConnectionResetError:
                piece = b""
            if not piece:
                self._line.close()
                self._line = None
        if self._line is None:
            time.sleep(LOOK)
        *lines, self._heard = (self._heard + piece).split(b"\n")
        for line in lines:
            self._answer(json.loads(line))

    @staticmethod
    def _readable(line: socket.socket) -> bool:
        waiting = select.poll()
        waiting.register(line, select.POLLIN)
        return bool(waiting.poll(LOOK * 1000))

    def _answer(self, told: dict[str, Any]) -> None:
        if "url" in told:
            if not self._told:
                tell(f"Paceline runs at {told['url']}  (Ctrl-C stops it)")
            self._told = True
            return
        address = ""
        if told["folder"] is not None:
            if self._cluster is None:
                folder = Path(told["folder"])
                folder.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
                self._cluster = Cluster(folder)
            self._cluster.start()
            address = self._cluster.address(ROLE, told["database"])
        if self._line is not None:
            try:
                self._line.sendall(json.dumps({"address": address}).encode() + b"\n")
            except OSError:
                return  # it has fallen; the next look at it says so
