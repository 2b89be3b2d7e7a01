"""Asks the application directly, without a client in between: an endless stream is left after its first chunk."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import FastAPI

PATIENCE = 20.0
BOUNDARY = "a-line-between-files"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The first header of that name, or nothing."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    @property
    def everything(self) -> bytes:
        """Body and headers, to look for what must not be in them."""
        return self.body + b"\n" + "\n".join(f"{key}: {value}" for key, value in self.headers).encode()


@dataclass(frozen=True)
class Body:
    """A request's body and what it is."""

    data: bytes = b""
    kind: str = ""


def as_json(values: Any) -> Body:
    """A JSON body."""
    return Body(orjson.dumps(values), "application/json")


def as_form(values: Mapping[str, Any]) -> Body:
    """A form's body."""
    pairs = [(key, "" if value is None else value) for key, value in values.items() if not isinstance(value, dict)]
    return Body(urlencode(pairs, doseq=True).encode(), "application/x-www-form-urlencoded")


def as_file(name: str, data: bytes, field: str = "files") -> Body:
    """One uploaded file."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    kind = "Content-Type: application/octet-stream\r\n\r\n"
    return Body(
        (head + kind).encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"
    )


async def ask(
    app: FastAPI,
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    headers: Mapping[str, str | None] | None = None,
    body: Body = Body(),
    scheme: str = "http",
) -> Answer:
    """One request, answered; of a stream only the first chunk."""
    sent: dict[str, str | None] = {
        "host": "testserver",
        "accept": "*/*",
        "sec-fetch-site": "same-origin",
        **(headers or {}),
    }
    if body.kind:
        sent |= {"content-type": body.kind, "content-length": str(len(body.data))}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": scheme,
        "path": path,
        "raw_path": quote(path).encode(),
        "root_path": "",
        "query_string": urlencode(query or {}, doseq=True).encode(),
        "headers": [(key.lower().encode(), value.encode()) for key, value in sent.items() if value is not None],
        "client": ("203.0.113.7", 50000),
        "server": ("testserver", 443 if scheme == "https" else 80),
        "state": {},
    }
    return await _Conversation(body.data).hold(app, scope)


class _Conversation:
    def __init__(self, data: bytes) -> None:
        self._request = [{"type": "http.request", "body": data, "more_body": False}]
        self._status, self._headers, self._body = 0, list[tuple[str, str]](), b""
        self._enough = asyncio.Event()

    async def hold(self, app: FastAPI, scope: dict[str, Any]) -> Answer:
        running = asyncio.create_task(app(scope, self._receive, self._send))  # type: ignore[arg-type]
        enough = asyncio.create_task(self._enough.wait())
        await asyncio.wait({running, enough}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        enough.cancel()
        if not running.done():
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
        elif self._status == 0:
            running.result()
        # An error that was answered has been raised again behind the answer; the status tells of it.
        elif not running.cancelled():
            running.exception()
        return Answer(self._status, self._headers, self._body)

    async def _receive(self) -> dict[str, Any]:
        if self._request:
            return self._request.pop()
        await asyncio.sleep(PATIENCE)
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = [
                (key.decode("latin-1").lower(), value.decode("latin-1")) for key, value in message["headers"]
            ]
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body") or (self._is_stream and self._body):
                self._enough.set()

    @property
    def _is_stream(self) -> bool:
        return any(value.startswith("text/event-stream") for key, value in self._headers if key == "content-type")
