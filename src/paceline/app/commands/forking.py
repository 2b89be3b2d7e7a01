"""Children that go on from what their parent has loaded: half the memory, and none of the loading."""

import ctypes
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from uuid_utils import reseed_rng

from paceline.app.commands.kept import CLOCK

PAUSE = 0.02
# What stops a parent is not yet, or no longer, what stops its child.
ASKED = (signal.SIGINT, signal.SIGTERM)
ARGUMENTS_START, ARGUMENTS_END = 47, 48  # fields of /proc/self/stat, proc(5), counted from 0


class Forked:
    """A forked child; its standard input is a pipe from us, so it hears when we end."""

    def __init__(self, pid: int, pipe: int) -> None:
        self.pid = pid
        self._pipe = pipe
        self._status: int | None = None

    def tell(self) -> None:
        """A line on its standard input."""
        try:
            os.write(self._pipe, b"\n")
        except BrokenPipeError:
            return  # it has fallen already; the next look at it says so

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
                os.close(self._pipe)
        return self._status

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status when it has ended; TimeoutExpired when it does not."""
        until = None if timeout is None else CLOCK.monotonic() + timeout
        while (status := self.poll()) is None:
            if until is not None and CLOCK.monotonic() > until:
                raise subprocess.TimeoutExpired("forked", timeout or 0.0)
            time.sleep(PAUSE)
        return status

    def terminate(self) -> None:
        """Ask it to finish."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        # Only ever to a child nobody has waited for: its number cannot belong to anybody else.
        if self.poll() is None:
            os.kill(self.pid, number)

    @property
    def pipe(self) -> int | None:
        """Our end of the pipe, as long as it is open."""
        return None if self._status is not None else self._pipe


def may_fork() -> bool:
    """Whether forking is safe here: on Linux, with no other thread, which the child would not have but might wait for."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


def settle() -> None:
    """What is loaded stays where it is; what loading left behind goes back to the system.

    The collector need not walk through it again, and in a forked child must not: it would write into, and so copy,
    every page.
    """
    gc.collect()
    gc.freeze()
    # Only glibc keeps freed memory unless told.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def fork(name: str, siblings: Iterable[Forked]) -> Forked | None:
    """A child called `paceline NAME`, or None in the child itself."""
    theirs, ours = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, ASKED)
    try:
        pid = os.fork()
        if pid == 0:
            _begin(name, theirs, [ours, *(one.pipe for one in siblings if one.pipe is not None)])
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKED)
    if pid == 0:
        return None
    os.close(theirs)
    return Forked(pid, ours)


def _begin(name: str, pipe: int, not_ours: list[int]) -> None:
    """Share nothing with the parent that is written to: signals, pipes, random numbers."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.setsid()
    # Replaces the parent's own standard input, through which it hears from its supervisor.
    os.dup2(pipe, sys.stdin.fileno())
    for descriptor in (pipe, *not_ours):
        os.close(descriptor)
    reseed_rng()
    rename(name)


def rename(name: str) -> None:
    """Be listed as `paceline NAME`, where the system allows it; Linux shows a process's arguments as they are in memory."""
    try:
        shown = Path("/proc/self/cmdline").read_bytes()
        # After the last parenthesis: the program's name may hold spaces and parentheses.
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return
    start, end = int(fields[ARGUMENTS_START - 2]), int(fields[ARGUMENTS_END - 2])
    head, mark, _ = shown.partition(b"\0paceline\0")
    title = head + mark + name.encode() + b"\0"
    if not mark or not start or end - start != len(shown) or len(title) > len(shown):
        return
    if ctypes.string_at(start, len(shown)) == shown:
        ctypes.memmove(start, title.ljust(len(shown), b"\0"), len(shown))
