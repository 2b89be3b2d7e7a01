"""What an earlier run left behind: pid files that lie, servers without a supervisor, and how to clear them away.

A pid file proves nothing: in a container the same small numbers come back at every start, and a crash can leave half
a file. A process counts as a server of this folder only if it is alive and says so itself.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from paceline.infra.postgres.errors import PostgresUnavailable

# Each signal of PostgreSQL's shutdown, and how long it may take before the next, harsher one.
SHUTDOWN = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


@dataclass(frozen=True, slots=True)
class PidFile:
    """What a whole postmaster.pid says."""

    pid: int
    port: int
    socket_folder: Path


def read_pid_file(data: Path) -> PidFile | None:
    """The pid file of a data folder, or None when it is missing or not whole."""
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").splitlines()
        found = PidFile(int(lines[0]), int(lines[3]), Path(lines[4].strip()))
    except (OSError, ValueError, IndexError):
        return None
    return found if found.pid > 0 and found.socket_folder.is_absolute() else None


def tag(data: Path) -> str:
    """A name all processes of this folder's server carry in their command line, the same under every path to it."""
    entry = data.stat()
    return f"paceline-{entry.st_dev:x}-{entry.st_ino:x}"


def servers_of(data: Path) -> dict[int, str]:
    """The live processes that are servers of this folder, with their command lines; zombies do not count."""
    mark = tag(data)
    return {pid: text for pid, text in _processes().items() if _carries(text, mark)} | _at_work_in(data)


def end_orphans(data: Path) -> None:
    """End a server of this folder that nobody supervises any more; only for the holder of the folder's lock."""
    end(lambda: servers_of(data))


def clear_files(data: Path, socket_folder: Path) -> None:
    """Remove pid and socket files that would stop a new server, once no server runs.

    A pid file whose process is gone stays: with it the new server checks that no shared memory of the old one is
    still in use.
    """
    path = data / "postmaster.pid"
    if path.exists():
        found = read_pid_file(data)
        if found is None or _exists(found.pid):
            path.unlink()
    for socket_file in socket_folder.glob(".s.PGSQL.*"):
        socket_file.unlink(missing_ok=True)


def end(running: Callable[[], dict[int, str]]) -> None:
    """Shut servers down, politely first, and wait until they are gone."""
    for number, patience in SHUTDOWN:
        alive = running()
        # While there is a postmaster it ends its own children; a signal of ours would only confuse them.
        heads = [pid for pid, command in alive.items() if not command.startswith("postgres: ")]
        for pid in heads or alive:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + patience
        while running():
            if time.monotonic() > deadline:
                break
            time.sleep(0.01)
        else:
            return
    raise PostgresUnavailable(
        f"An old PostgreSQL server (process {', '.join(map(str, running()))}) does not end. "
        "End it by hand and start Paceline again."
    )


def _carries(command: str, mark: str) -> bool:
    if command.startswith("postgres: "):
        return command.startswith(f"postgres: {mark}: ")
    program, _, rest = command.partition(" -D ")
    return program.endswith("/postgres") and f" cluster_name={mark} " in f"{rest} "


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it exists, and belongs to somebody else
    return True


def _processes() -> dict[int, str]:
    if sys.platform == "linux":
        return {pid: command for pid in _numbers() if (command := _command(pid))}
    said = subprocess.run(
        ["ps", "-axww", "-o", "pid=,stat=,command="],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split(None, 2) for line in said.stdout.splitlines()]
    return {int(row[0]): row[2] for row in rows if len(row) == 3 and not row[1].startswith("Z")}


def _numbers() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _command(pid: int) -> str:
    # Empty for a zombie, which has no command line any more.
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _at_work_in(data: Path) -> dict[int, str]:
    # A server started by hand carries no tag, but every PostgreSQL process works inside its data folder.
    found: dict[int, str] = {}
    if sys.platform != "linux":
        return found
    wanted = data.stat()
    for pid in _numbers():
        with suppress(OSError):
            here = os.stat(f"/proc/{pid}/cwd")
            if os.path.samestat(here, wanted) and Path(f"/proc/{pid}/comm").read_text().strip() == "postgres":
                found[pid] = _command(pid)
    return found
