"""The one client for calls to the outside: limits on time and size, careful retries, a log line and a metric."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from secrets import SystemRandom
from typing import Any, Self

import httpx2
import structlog

from paceline.infra.clock import Clock
from paceline.infra.http.errors import OutboundFailed, OutboundRefused
from paceline.infra.http.guard import Guard, Resolver
from paceline.infra.http.reply import Reply, read_body
from paceline.infra.http.retry import IDEMPOTENT, TRANSIENT, retry_after, wait_before
from paceline.infra.http.settings import OutboundSettings
from paceline.infra.http.transport import GuardedTransport
from paceline.infra.metrics import METRICS, Metrics

log = structlog.get_logger("paceline.outbound")
LUCK = SystemRandom()
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True)
class Call:
    """One request as the caller meant it."""

    method: str
    url: str
    purpose: str
    repeatable: bool
    max_bytes: int
    options: dict[str, Any] = field(default_factory=dict[str, Any])


class Outbound:
    """Calls other services; open one per process and close it at the end.

    `purpose` names the service for logs and metrics ("strava", "webhook"). Neither path, query nor headers are logged:
    some services carry their secret in the path. A status of 400 or above is an answer and is returned; failures to get
    one raise `OutboundFailed`. Redirects are returned, never followed.
    """

    def __init__(
        self,
        settings: OutboundSettings,
        clock: Clock,
        *,
        resolver: Resolver | None = None,
        sleep: Sleep = asyncio.sleep,
        luck: Callable[[], float] = LUCK.random,
        context: ssl.SSLContext | None = None,
        metrics: Metrics = METRICS,
    ) -> None:
        self._settings, self._clock, self._sleep, self._luck, self._metrics = settings, clock, sleep, luck, metrics
        guard = Guard(allow_private=settings.allow_private, allow_http=settings.allow_http, resolver=resolver)
        self._client = httpx2.AsyncClient(
            transport=GuardedTransport(guard, max_connections=settings.max_connections, context=context),
            timeout=httpx2.Timeout(settings.read_seconds, connect=settings.connect_seconds),
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": "gzip"},
            follow_redirects=False,
            trust_env=False,
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        purpose: str,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        form: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        repeatable: bool | None = None,
        max_bytes: int | None = None,
    ) -> Reply:
        """One call; `repeatable` overrides the method's own answer, for a POST with an idempotency key."""
        method = method.upper()
        again = method in IDEMPOTENT if repeatable is None else repeatable
        # Left out when not given: params=None would remove a query that is part of the address.
        given = {"headers": headers, "params": params, "json": json, "data": form, "content": content}
        options = {name: value for name, value in given.items() if value is not None}
        call = Call(method, url, purpose, again, max_bytes or self._settings.max_bytes, options)
        return await self._measured(call)

    async def get(self, url: str, *, purpose: str, **options: Any) -> Reply:
        return await self.request("GET", url, purpose=purpose, **options)

    async def post(self, url: str, *, purpose: str, **options: Any) -> Reply:
        return await self.request("POST", url, purpose=purpose, **options)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _measured(self, call: Call) -> Reply:
        began = self._clock.monotonic()
        outcome = "failed"
        try:
            async with asyncio.timeout(self._settings.total_seconds):
                reply = await self._with_retries(call)
            outcome = f"{reply.status // 100}xx"
            return reply
        except TimeoutError as error:
            outcome = "timeout"
            raise OutboundFailed("The other service took too long to answer.") from error
        except OutboundFailed as error:
            outcome = "refused" if isinstance(error, OutboundRefused) else "failed"
            raise
        finally:
            seconds = self._clock.monotonic() - began
            self._metrics.outbound(call.purpose, outcome, seconds)
            log.info("outbound", purpose=call.purpose, method=call.method, outcome=outcome, ms=round(seconds * 1000, 1))

    async def _with_retries(self, call: Call) -> Reply:
        attempt = 1
        while True:
            last = attempt >= self._settings.tries or not call.repeatable
            wait = wait_before(attempt, self._settings.backoff_seconds, self._luck())
            try:
                reply = await self._once(call)
                asked = reply.retry_after or 0.0
                if last or reply.status not in TRANSIENT or asked > self._settings.retry_after_seconds:
                    return reply
                wait = max(wait, asked)
            except httpx2.TransportError as error:
                if last:
                    raise _failed(error) from error
            await self._sleep(wait)
            attempt += 1

    async def _once(self, call: Call) -> Reply:
        try:
            async with self._client.stream(call.method, call.url, **call.options) as response:
                body = await read_body(response, call.max_bytes)
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status_code, headers, body, retry_after(headers, self._clock.now()))
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, UnicodeError) as error:
            raise OutboundRefused("This is not an address that can be called.") from error


def _failed(error: httpx2.TransportError) -> OutboundFailed:
    if isinstance(error, httpx2.TimeoutException):
        return OutboundFailed("The other service took too long to answer.")
    if isinstance(error, httpx2.ConnectError):
        return OutboundFailed("The other service could not be reached.")
    return OutboundFailed("The other service broke off in the middle of its answer.")
