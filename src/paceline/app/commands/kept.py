"""Keeping a process alive: started again when it falls, with growing pauses while it keeps falling, and ended in order."""

import subprocess
from collections.abc import Callable
from typing import Protocol

from paceline.app.commands.telling import complain
from paceline.infra.clock import SystemClock

CLOCK = SystemClock()
LONGEST_PAUSE = 30.0
# Whoever ran this long was well; its next fall is the first again.
WELL_AFTER = 60.0


class Running(Protocol):
    """A process of ours, started in whichever way."""

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        ...

    def terminate(self) -> None:
        """Ask it to finish."""
        ...

    def kill(self) -> None:
        """End it."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status when it has ended; TimeoutExpired when it does not."""
        ...


class Kept:
    """One of the processes."""

    def __init__(self, name: str, start: Callable[[], Running | None]) -> None:
        self.name = name
        self._start = start
        self._process: Running | None = None
        self._falls = 0
        self._next_start = 0.0
        self._started = 0.0

    def watch(self, now: float) -> bool:
        """Start it when it is not running and its pause is over; true in the process that was started, if that is us."""
        if self._process is not None and (status := self._process.poll()) is not None:
            self._fell(now, status)
        if self._process is None and now >= self._next_start:
            self._started = now
            self._process = self._start()
            return self._process is None
        return False

    def status(self) -> int | None:
        """With which exit status it ended, when it was not started again since."""
        return None if self._process is None else self._process.poll()

    def _fell(self, now: float, status: int) -> None:
        self._process = None
        self._falls = 0 if now - self._started > WELL_AFTER else self._falls + 1
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
            self._process.wait(max(0.1, until - CLOCK.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def end_all(kept: list[Kept], grace: float) -> None:
    """Ask all to finish, and wait for each."""
    until = CLOCK.monotonic() + grace
    for one in kept:
        one.end()
    for one in kept:
        one.await_end(until)
