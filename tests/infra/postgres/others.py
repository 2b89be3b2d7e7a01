"""Runs a function in a process of its own, as another user if wanted: a supervisor to kill, a stranger to refuse."""

import os
import pwd
import signal
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

Say = Callable[[str], None]


class Other:
    """A forked process; the lines its function says can be heard, and it is always reaped."""

    def __init__(self, act: Callable[[Say], object], user: str | None = None) -> None:
        read, write = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            os.close(read)
            _become_and_act(act, user, write)
        os.close(write)
        self._said = os.fdopen(read)

    def hear(self) -> str:
        """The next line it says; empty when it has ended."""
        return self._said.readline().strip()

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> None:
        os.waitpid(self.pid, 0)
        self.pid = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pid:
            with suppress(ProcessLookupError, ChildProcessError):
                self.kill()
        self._said.close()


def _become_and_act(act: Callable[[Say], object], user: str | None, write: int) -> None:
    def say(line: str) -> None:
        os.write(write, f"{line}\n".encode())

    try:
        if user:
            entry = pwd.getpwnam(user)
            os.chdir("/")
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
        act(say)
    except BaseException as error:
        say(f"{type(error).__name__}: {error}".replace("\n", " | "))
        traceback.print_exc()
    finally:
        os._exit(0)
