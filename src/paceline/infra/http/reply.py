"""What another service answered, read in full and within a size limit."""

import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
import orjson

from paceline.infra.http.errors import OutboundFailed, OutboundTooLarge


@dataclass(frozen=True)
class Reply:
    """A finished answer; `retry_after` is what the service asked for in seconds, None when it did not ask."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    retry_after: float | None = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise OutboundFailed("The other service answered with something that is not JSON.") from error


async def read_body(response: httpx2.Response, limit: int) -> bytes:
    """The body, unpacked; stops at the limit, so a small packed answer cannot grow without end in memory."""
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return await _collect(response.aiter_raw(), limit)
    if encoding in ("gzip", "x-gzip"):
        return await _gunzip(response.aiter_raw(), limit)
    raise OutboundFailed("The other service packed its answer in a way we did not ask for.")


async def _collect(parts: AsyncIterator[bytes], limit: int) -> bytes:
    body = bytearray()
    async for part in parts:
        body += part
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


async def _gunzip(parts: AsyncIterator[bytes], limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    body = bytearray()
    try:
        async for part in parts:
            body += unpacker.decompress(part, limit + 1 - len(body))
            if len(body) > limit:
                raise _too_large(limit)
    except zlib.error as error:
        raise OutboundFailed("The other service's packed answer is damaged.") from error
    if not unpacker.eof and body:
        raise OutboundFailed("The other service's answer stopped in the middle.")
    return bytes(body)


def _too_large(limit: int) -> OutboundTooLarge:
    return OutboundTooLarge(f"The other service's answer is larger than {limit / 1e6:g} MB.")
