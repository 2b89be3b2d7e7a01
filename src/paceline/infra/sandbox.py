"""Runs pure functions over bytes from strangers in child processes, where a crash, a loop or a bomb harms nothing."""

import asyncio
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal

from paceline.infra.sandbox_wire import pack_frame, unpack_frame

Why = Literal["crashed", "slow", "memory", "broken"]
CHUNK = 1 << 20
# The largest of many answers: whoever asks for a file bit by bit wants to hold little of it.
LARGEST_BIT = 128 << 20
Piece = Callable[[int, int], bytes]
# What a child needs of the environment; settings, and with them secrets, are none of its business.
PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "SYSTEMROOT")


class SandboxFailure(Exception):
    """The function gave no result; the process around it goes on unharmed."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why: Why = why
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may use: seconds of computing, seconds of waiting, and megabytes of addresses."""

    cpu: int = 60
    wall: float = 90.0
    memory_mb: int = 1024


class Sandbox:
    """Children that are started when needed, used again and ended when idle."""

    def __init__(
        self, *, size: int = 2, idle: float = 30.0, limits: Limits | None = None, preload: Sequence[str] = ()
    ) -> None:
        self.size = size
        self._idle_seconds = idle
        self._limits = limits or Limits()
        self._preload = tuple(preload)
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._turns_of: asyncio.AbstractEventLoop | None = None

    async def run(self, function: str, *arguments: Any) -> Any:
        """The result of `package.module:function` for plain arguments; SandboxFailure when there is none."""
        async with self._turn("call"):
            child = await asyncio.to_thread(self._take)
            try:
                result = await asyncio.to_thread(child.call, function, arguments)
            except BaseException:
                # Failed, or nobody waits for the answer any more: this child will not be asked again.
                self._drop(child)
                raise
            self._put_back(child)
            return result

    @asynccontextmanager
    async def reading(
        self, function: str, *arguments: Any, piece: Piece, size: int, cpu: int | None = None
    ) -> AsyncGenerator[Iterator[Any]]:
        """What the generator `package.module:function` tells of a file, one after another, to be gone through in a thread.

        Its first argument is the file: it is never handed over whole, `piece` answers for so many bytes from a place on.
        `cpu` is how many seconds of computing it all may take; going through it may raise SandboxFailure.
        """
        # Long work has turns of its own, so that whoever uploads one file meanwhile need not wait for it.
        async with self._turn("reading"):
            child = await asyncio.to_thread(self._take)
            told = child.read(function, arguments, piece, size, cpu)
            try:
                yield told
            finally:
                if child.is_free:
                    self._put_back(child)
                else:
                    self._drop(child)

    @property
    def processes(self) -> list[int]:
        """The children there are now."""
        with self._lock:
            return [child.pid for child in (*self._idle, *self._busy)]

    def close(self) -> None:
        """End every child."""
        with self._lock:
            children = [*self._idle, *self._busy]
            self._idle.clear()
            self._busy.clear()
            if self._timer is not None:
                self._timer.cancel()
        for child in children:
            child.end()

    def _turn(self, kind: str) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if self._turns_of is not loop:
            self._turns, self._turns_of = {}, loop
        return self._turns.setdefault(kind, asyncio.Semaphore(self.size))

    def _take(self) -> "_Child":
        with self._lock:
            resting = self._idle.pop() if self._idle else None
            if resting is not None and resting.alive:
                self._busy.add(resting)
                return resting
        if resting is not None:
            resting.end()
        child = _Child(self._limits, self._preload)
        with self._lock:
            self._busy.add(child)
        return child

    def _drop(self, child: "_Child") -> None:
        with self._lock:
            self._busy.discard(child)
        child.end()

    def _put_back(self, child: "_Child") -> None:
        with self._lock:
            self._busy.discard(child)
            child.rested_at = time.monotonic()
            self._idle.append(child)
            if self._timer is None:
                self._start_timer(self._idle_seconds)

    def _start_timer(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end_idle)
        self._timer.daemon = True
        self._timer.start()

    def _end_idle(self) -> None:
        with self._lock:
            until = time.monotonic() - self._idle_seconds + 0.05
            rested = [child for child in self._idle if child.rested_at <= until]
            self._idle = [child for child in self._idle if child not in rested]
            self._timer = None
            if self._idle or self._busy:
                self._start_timer(self._idle_seconds / 2)
        for child in rested:
            child.end()


class _Child:
    """One process and the pipes to it; a call at a time."""

    def __init__(self, limits: Limits, preload: Sequence[str]) -> None:
        self._limits = limits
        self.rested_at = 0.0
        # Whether nothing is half said, so that it can be asked something else.
        self.is_free = True
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        # One thread a child: there are as many children as there is work at a time.
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        chosen = [str(limits.cpu), str(limits.memory_mb), *preload]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-m", "paceline.infra.sandbox_child", *chosen],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def call(self, function: str, arguments: Sequence[Any]) -> Any:
        """Ask and wait, within the limits."""
        until = time.monotonic() + self._limits.wall
        try:
            self._write(pack_frame({"call": function, "with": list(arguments)}), until)
            kind, told = unpack_frame(self._read(until))
        except (BrokenPipeError, EOFError, ConnectionResetError) as error:
            raise self._death() from error
        if kind != "result":
            raise SandboxFailure(kind, str(told)[-2000:])
        return told

    def read(self, function: str, arguments: Sequence[Any], piece: Piece, size: int, cpu: int | None) -> Iterator[Any]:
        """What it tells of a file, while its questions for the file's bytes are answered; silence is limited."""
        self.is_free = False
        said: Any = {"call": function, "with": list(arguments), "size": size, "cpu": cpu or self._limits.cpu}
        while True:
            kind, told = self._exchange(said)
            while kind == "bit":
                yield told
                kind, told = self._exchange(None)
            if kind != "want":
                break
            said = piece(*told)
        self.is_free = True
        if kind != "result":
            raise SandboxFailure(kind, str(told)[-2000:])

    def _exchange(self, said: Any) -> tuple[Any, Any]:
        until = time.monotonic() + self._limits.wall
        try:
            if said is not None:
                self._write(pack_frame(said), until)
            return tuple(unpack_frame(self._read(until, LARGEST_BIT)))
        except (BrokenPipeError, EOFError, ConnectionResetError) as error:
            raise self._death() from error

    def end(self) -> None:
        """Kill it, and leave nothing behind."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _death(self) -> SandboxFailure:
        self._process.kill()
        code = self._process.wait()
        return SandboxFailure("slow" if code == -signal.SIGXCPU else "crashed", f"ended with {code}")

    def _wait(self, descriptor: int, event: int, until: float) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise SandboxFailure("slow", f"no answer within {self._limits.wall:g} s")

    def _write(self, pieces: Sequence[bytes | memoryview], until: float) -> None:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                self._wait(self._to, select.POLLOUT, until)
                rest = rest[os.write(self._to, rest[:CHUNK]) :]

    def _read(self, until: float, largest: int | None = None) -> bytearray:
        length = int.from_bytes(self._exactly(8, until), "little")
        if length > (largest or self._limits.memory_mb << 20):
            raise SandboxFailure("memory", "the answer is too large")
        return self._exactly(length, until)

    def _exactly(self, wanted: int, until: float) -> bytearray:
        found = bytearray()
        while len(found) < wanted:
            self._wait(self._from, select.POLLIN, until)
            piece = os.read(self._from, min(CHUNK, wanted - len(found)))
            if not piece:
                raise EOFError
            found += piece
        return found
