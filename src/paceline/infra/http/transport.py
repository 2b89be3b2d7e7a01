"""The transport every outbound call goes through: it connects to the address the guard saw, and to no other."""

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any, cast

import httpcore2
import httpx2

from paceline.infra.http.errors import OutboundRefused
from paceline.infra.http.guard import Guard


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens sockets only to checked addresses.

    The name is looked up here, once, and the socket goes to the result: a second, different answer from a hostile
    name server is never asked for. TLS and the Host header keep the name, because they are set above this level.
    """

    def __init__(self, guard: Guard, inner: httpcore2.AsyncNetworkBackend | None = None) -> None:
        self._guard = guard
        self._inner = inner or cast(httpcore2.AsyncNetworkBackend, httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        failure: Exception = httpcore2.ConnectError("no address")
        try:
            async with asyncio.timeout(timeout):
                for address in await self._guard.addresses(host, port):
                    try:
                        return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
                    except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                        failure = error
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout("the connection took too long") from error
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.AsyncNetworkStream:
        raise OutboundRefused("A local socket may not be called.")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """For any httpx2 client: `httpx2.AsyncClient(transport=GuardedTransport(guard), trust_env=False)`.

    Proxies from the environment are not used: through a proxy the address called is the proxy's to choose.
    """

    def __init__(self, guard: Guard, *, max_connections: int = 50, context: ssl.SSLContext | None = None) -> None:
        context = context or ssl.create_default_context()
        super().__init__(verify=context, trust_env=False)
        self._guard = guard
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=context,
            max_connections=max_connections,
            max_keepalive_connections=max_connections // 2,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(guard),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self._guard.check_scheme(request.url.scheme)
        return await super().handle_async_request(request)
