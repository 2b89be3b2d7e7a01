"""The process inside the sandbox: sets its own limits, then answers one call after another until its input ends."""

import os
import resource
import sys
import traceback
from importlib import import_module
from typing import Any

from paceline.infra.sandbox_wire import pack_frame, unpack_frame

MEGABYTE = 1 << 20


def main(arguments: list[str]) -> None:
    """`cpu memory_mb module…`: seconds a call, megabytes of addresses, and what to load before the first call."""
    cpu, memory_mb = int(arguments[0]), int(arguments[1])
    # The answers have the pipe for themselves; whatever prints, prints to the log.
    answers = os.dup(1)
    os.dup2(2, 1)
    for name in arguments[2:]:
        import_module(name)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MEGABYTE, memory_mb * MEGABYTE))
    while (frame := _read()) is not None:
        _allow(cpu)
        for piece in _answer(frame):
            _write(answers, piece)


def _allow(seconds: int) -> None:
    """So much computing from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard))


def _answer(frame: bytes) -> list[bytes | memoryview]:
    try:
        asked = unpack_frame(frame)
        module, _, name = asked["call"].partition(":")
        result: Any = getattr(import_module(module), name)(*asked["with"])
        return pack_frame(["result", result])
    except MemoryError:
        return pack_frame(["memory", "it wanted more memory than a call may have"])
    except Exception:  # noqa: BLE001 - whatever it was, the other side is told
        return pack_frame(["broken", traceback.format_exc()])


def _read() -> bytes | None:
    head = _exactly(8)
    return None if head is None else _exactly(int.from_bytes(head, "little"))


def _exactly(wanted: int) -> bytes | None:
    found = bytearray()
    while len(found) < wanted:
        piece = os.read(0, min(MEGABYTE, wanted - len(found)))
        if not piece:
            return None
        found += piece
    return bytes(found)


def _write(descriptor: int, piece: bytes | memoryview) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


if __name__ == "__main__":
    main(sys.argv[1:])
