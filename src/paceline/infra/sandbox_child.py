"""The process inside the sandbox: sets its own limits, then answers one call after another until its input ends."""

import io
import os
import resource
import sys
import traceback
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from paceline.infra.sandbox_wire import pack_frame, unpack_frame
from paceline.infra.stored_file import StoredFile

MEGABYTE = 1 << 20
BUFFERED = 1 << 16
Frame = list[bytes | memoryview]


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
        asked = unpack_frame(frame)
        _allow(asked.get("cpu") or cpu)
        for answer in _answers(asked, answers):
            _write(answers, answer)


def _allow(seconds: int) -> None:
    """So much computing from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard))


def _answers(asked: dict[str, Any], pipe: int) -> Iterator[Frame]:
    """One answer, or many where a file is gone through."""
    try:
        module, _, name = asked["call"].partition(":")
        function = getattr(import_module(module), name)
        if "size" not in asked:
            yield pack_frame(["result", function(*asked["with"])])
            return
        file = io.BufferedReader(StoredFile(_Elsewhere(pipe), "", asked["size"]), BUFFERED)
        for bit in function(file, *asked["with"]):
            yield pack_frame(["bit", bit])
        yield pack_frame(["result", None])
    except MemoryError:
        yield pack_frame(["memory", "it wanted more memory than a call may have"])
    except Exception:  # noqa: BLE001 - whatever it was, the other side is told
        yield pack_frame(["broken", traceback.format_exc()])


class _Elsewhere:
    """A file whose bytes the other side answers for."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def piece(self, _key: str, start: int, length: int) -> bytes:
        """So many bytes from a place on."""
        _write(self._pipe, pack_frame(["want", [start, length]]))
        frame = _read()
        if frame is None:
            raise EOFError
        return unpack_frame(frame)


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


def _write(descriptor: int, frame: Frame) -> None:
    for piece in frame:
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(descriptor, rest) :]


if __name__ == "__main__":
    main(sys.argv[1:])
