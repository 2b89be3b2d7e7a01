"""One running postgres process as our direct child: started, watched, reaped, and never left without a parent."""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from paceline.infra.postgres.account import Account
from paceline.infra.postgres.errors import PostgresUnavailable
from paceline.infra.postgres.leftovers import SHUTDOWN

LARGEST_LOG = 10 * 2**20
LOG_CHECK_SECONDS = 30.0
PR_SET_PDEATHSIG = 1


class Server:
    """A postgres child with a thread of its own that starts it, reaps it, and keeps its log from growing.

    The kernel's "tell the child when its parent dies" is bound to the *thread* that started the child. That thread
    is therefore one that lives exactly as long as the child does, whoever asked for it.
    """

    def __init__(self, command: list[str], data: Path, account: Account, log: Path) -> None:
        self._command = command
        self._data = data
        self._account = account
        self._log = log
        self._born: Future[subprocess.Popen[bytes]] = Future()
        self._keeper = threading.Thread(target=self._keep, name="paceline-postgres", daemon=True)
        self._log_start = 0

    def start(self) -> None:
        self._log_start = self._log.stat().st_size if self._log.exists() else 0
        self._keeper.start()
        try:
            self._born.result()
        except (OSError, subprocess.SubprocessError) as error:
            raise PostgresUnavailable(
                f"PostgreSQL could not be started as {self._account.name}: {error}. "
                "Start Paceline as an ordinary user, or set DATABASE_URL."
            ) from error

    @property
    def pid(self) -> int:
        return self._born.result().pid

    @property
    def is_alive(self) -> bool:
        return self._keeper.is_alive()

    def stop(self) -> None:
        """Fast shutdown, then immediate, then by force; returns when the child is reaped."""
        process = self._born.result()
        for number, patience in SHUTDOWN:
            process.send_signal(number)
            self._keeper.join(patience)
            if not self._keeper.is_alive():
                return

    def last_words(self) -> str:
        """The end of what this run of the server wrote to its log."""
        with self._log.open("rb") as file:
            file.seek(self._log_start)
            return last_lines(file.read().decode(errors="replace"))

    def _keep(self) -> None:
        try:
            process = self._spawn()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._born.set_exception(error)
            return
        self._born.set_result(process)
        while not _ended(process, LOG_CHECK_SECONDS):
            # This thread must outlive any trouble with the log: the server ends when it does.
            with suppress(OSError):
                rotate(self._log)

    def _spawn(self) -> subprocess.Popen[bytes]:
        with open_log(self._log) as log, calm_fork():
            return subprocess.Popen[bytes](
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A session of its own: Ctrl-C in the terminal ends us first, and we end the server when we are done.
                start_new_session=True,
                **surroundings(self._data, self._account),
            )


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    if not _tells_its_end(process.pid, seconds):
        return False
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _tells_its_end(pid: int, seconds: float) -> bool:
    # subprocess waits with a timeout by asking 20 times a second; Linux can wake us instead.
    if sys.platform != "linux":
        return True
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return True  # an old or locked-down kernel: ask after all
    try:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        return bool(waiting.poll(seconds * 1000))
    finally:
        os.close(handle)


@contextmanager
def calm_fork() -> Generator[None, None, None]:
    """Newer Pythons warn about forking beside threads; what runs between fork and exec is one system call."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def surroundings(folder: Path, account: Account) -> dict[str, Any]:
    """How a program starts inside a folder as an account, without our own environment, and never outliving us.

    The folder is entered before the account is changed, so its parents need not be open to the account.
    """
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "TMPDIR", "LD_LIBRARY_PATH")}
    chosen: dict[str, Any] = {
        "cwd": folder,
        "env": kept | {"LC_ALL": "C"},
        "umask": 0o077,
        "preexec_fn": die_with_parent(),
    }
    if account.switched:
        chosen |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return chosen


def die_with_parent() -> Callable[[], None] | None:
    """What the child does before it becomes PostgreSQL: ask the kernel for SIGINT (fast shutdown) when we die."""
    if sys.platform != "linux":
        return None
    set_option = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask() -> None:
        set_option(PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def open_log(path: Path) -> BinaryIO:
    """Open the log for appending, never through a link: its folder belongs to the server's account."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    return os.fdopen(handle, "ab")


def rotate(path: Path) -> None:
    """Keep one older log. Copied and emptied in place, because the server holds the file open."""
    if path.stat().st_size > LARGEST_LOG:
        older = path.with_name(f"{path.name}.1")
        older.unlink(missing_ok=True)
        shutil.copyfile(path, older, follow_symlinks=False)
        os.truncate(path, 0)


def last_lines(text: str, count: int = 5) -> str:
    """The last lines that say something."""
    return "\n".join([line for line in text.splitlines() if line.strip()][-count:]) or "(it said nothing)"
