"""Which workers of this machine live: a file each, so that the next one knows at once that one was killed."""

import os
import socket
from contextlib import suppress
from pathlib import Path

UNKNOWN = "-"


class Attendance:
    """The files of one database's workers; a worker on another machine is told dead by its silence alone."""

    def __init__(self, folder: Path, database: str) -> None:
        self._folder, self._database = folder, database

    def begin(self, worker_id: int) -> None:
        """This process is that worker."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file(worker_id).write_text(f"{socket.gethostname()} {os.getpid()} {_born(os.getpid())}")

    def end(self, worker_id: int) -> None:
        """It stopped in order, or what it left behind has been taken up."""
        self._file(worker_id).unlink(missing_ok=True)

    def fallen(self) -> list[int]:
        """Workers of this machine whose process is gone."""
        found = self._folder.glob(f"{self._database}.*") if self._folder.is_dir() else ()
        return sorted(int(one.suffix[1:]) for one in found if one.suffix[1:].isdigit() and _is_gone(one))

    def _file(self, worker_id: int) -> Path:
        return self._folder / f"{self._database}.{worker_id}"


def _is_gone(file: Path) -> bool:
    try:
        host, pid, born = file.read_text().split()
    except (OSError, ValueError):
        return False  # being written, or just taken away
    return host == socket.gethostname() and _born(int(pid)) != born


def _born(pid: int) -> str | None:
    """What tells a process from a later one with the same number; None when there is none."""
    stat = Path(f"/proc/{pid}/stat")
    with suppress(OSError):
        # The second field is a name in brackets, which may hold anything; the start is the 22nd.
        return stat.read_text().rpartition(")")[2].split()[19]
    return UNKNOWN if not stat.parent.parent.is_dir() and _answers(pid) else None


def _answers(pid: int) -> bool:
    """Where there is no /proc to look into."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
