"""A small HTTP server that misbehaves on request, for testing what we do when other services fail."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Self


@dataclass(frozen=True)
class Answer:
    """How one request is answered; `fault` is what goes wrong after the headers, or instead of them."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    fault: Literal["", "half", "reset", "hang", "drip"] = ""


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class FakeService:
    """Answers each path with the answers given for it, in turn; the last one repeats."""

    def __init__(self, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self._tls, self._host = tls, host
        self._answers: dict[str, list[Answer]] = defaultdict(list)
        self.seen: list[Seen] = []
        self.port = 0

    def answer(self, path: str, *answers: Answer) -> None:
        self._answers[path] = list(answers)

    def url(self, path: str, host: str = "") -> str:
        return f"{'https' if self._tls else 'http'}://{host or self._host}:{self.port}{path}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self._host, 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        self._open: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        try:
            await self._one(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._open.discard(task)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        method, path, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.seen.append(Seen(method, path, headers, body))
        queue = self._answers[path.partition("?")[0]] or [Answer(404)]
        await _reply(queue.pop(0) if len(queue) > 1 else queue[0], writer)


async def _reply(answer: Answer, writer: asyncio.StreamWriter) -> None:
    if answer.fault == "hang":
        await asyncio.sleep(60)
    if answer.fault == "reset":
        writer.transport.abort()
        return
    headers = {"Content-Length": str(len(answer.body)), "Connection": "close", **answer.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    writer.write(f"HTTP/1.1 {answer.status} Said\r\n{head}\r\n".encode())
    if answer.fault == "drip":
        for byte in answer.body:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)
        return
    writer.write(answer.body[: len(answer.body) // 2] if answer.fault == "half" else answer.body)
    await writer.drain()
