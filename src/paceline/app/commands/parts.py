"""The process that holds web and worker: it loads the product once, and both go on from there.

It hears from its supervisor through standard input, a socket, and answers on it: where the database's folder is, then,
told the address, that everything runs. When the supervisor ends, so do this process and its children.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from paceline.app.commands.forking import Forked, fork, may_fork, settle
from paceline.app.commands.kept import CLOCK, Kept, Running, end_all
from paceline.app.commands.telling import tell

if TYPE_CHECKING:
    from paceline.infra.settings import InstanceSettings

GRACE = 15.0
LOOK = 0.25
# The worker leaves the processors to the web process until that answers, or this long.
WEB_ALONE = 15.0
NAMES = ("web", "worker")


def hold_parts() -> int:
    """Run until told to end; in a child, be that part until it ends."""
    # The algebra here is small; threads for it would only forbid forking.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: stopping.append(number))
    line = _Line()
    instance = _ready_database(line)
    if instance is None:
        return 0
    children = _Children()
    line.say({"url": instance.public_url})
    role = _tend(children, instance, lambda seconds: bool(stopping) or line.ended(seconds))
    if role is None:
        end_all(children.kept, GRACE)
        return 0
    return _command(role)(Namespace(supervised=True))


def _command(name: str) -> Callable[[Namespace], int]:
    return getattr(import_module(f"paceline.app.commands.{name}"), name)


class _Line:
    """The conversation with the supervisor."""

    def __init__(self) -> None:
        self._end = sys.stdin.fileno()
        self._heard = b""

    def say(self, told: dict[str, Any]) -> None:
        os.write(self._end, json.dumps(told).encode() + b"\n")

    def hear(self) -> dict[str, Any] | None:
        """The next thing said; None when the supervisor is gone."""
        while b"\n" not in self._heard:
            piece = os.read(self._end, 4096)
            if not piece:
                return None
            self._heard += piece
        first, _, self._heard = self._heard.partition(b"\n")
        return json.loads(first)

    def ended(self, seconds: float) -> bool:
        """Whether the supervisor ends within that time; nothing else is said any more."""
        waiting = select.poll()
        waiting.register(self._end, select.POLLIN)
        return bool(waiting.poll(seconds * 1000)) and not os.read(self._end, 4096)


def _ready_database(line: _Line) -> "InstanceSettings | None":
    """Settings first, for the supervisor waits for them; the rest is loaded while the database starts."""
    from paceline.infra.settings import DatabaseSettings, InstanceSettings, load

    instance, database = load(InstanceSettings), load(DatabaseSettings)
    embedded = None if database.url else str(instance.data.resolve() / "postgres")
    line.say({"folder": embedded, "database": database.name})
    if sys.platform == "linux":
        _load_product()
    answer = line.hear()
    if answer is None:
        return None
    from paceline.app.place import make_ready
    from paceline.infra.database.address import DatabaseAddress

    address = DatabaseAddress(answer["address"], signs_in_as_role=True) if embedded else DatabaseAddress(database.url)
    if make_ready(address, apart=True):
        tell("The database is ready.")
    return instance


def _load_product() -> None:
    from paceline.app.registry import slices

    slices()
    for name in NAMES:
        _command(name)


class _Children:
    """Web and worker, forked from here where that is safe."""

    def __init__(self) -> None:
        self._forked: dict[str, Forked] = {}
        self._forks = may_fork()
        if self._forks:
            settle()
        self.web, self.worker = (Kept(name, lambda name=name: self._start(name)) for name in NAMES)
        self.kept = [self.web, self.worker]

    def _start(self, name: str) -> Running | None:
        if not self._forks:
            return _spawn(name)
        child = fork(name, self._forked.values())
        if child is not None:
            self._forked[name] = child
            child.tell()
        return child


def _spawn(name: str) -> Running:
    # The child ends when its standard input does: it cannot outlive us, however we end.
    command = [sys.executable, "-m", "paceline", name, "--supervised"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    assert process.stdin is not None
    process.stdin.write(b"\n")
    process.stdin.flush()
    return process


def _tend(children: _Children, instance: "InstanceSettings", ended: Callable[[float], bool]) -> str | None:
    """Start them and keep them; in a child, which one it is. None when it is time to end."""
    alone_until = CLOCK.monotonic() + WEB_ALONE
    kept = [children.web]
    while True:
        for one in kept:
            if one.watch(CLOCK.monotonic()):
                return one.name
        if ended(LOOK / 5 if len(kept) == 1 else LOOK):
            return None
        if len(kept) == 1 and (CLOCK.monotonic() > alone_until or _answers(instance)):
            kept = children.kept


def _answers(instance: "InstanceSettings") -> bool:
    try:
        socket.create_connection((instance.host, instance.port), 0.2).close()
    except OSError:
        return False
    return True
