"""Decides which network addresses may be called, so that no link a person types can reach an inner service."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import cast

from paceline.infra.http.errors import OutboundFailed, OutboundRefused

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Awaitable[list[str]]]

# Addresses that hand out credentials to whoever asks; refused even when private addresses are allowed.
# 169.254.0.0/16 covers AWS, Google, Azure and Oracle, and 169.254.170.2 of ECS.
METADATA = (
    IPv4Network("169.254.0.0/16"),
    IPv4Network("100.100.100.200/32"),  # Alibaba Cloud
    IPv4Network("168.63.129.16/32"),  # Azure WireServer, a public address that only exists inside Azure
    IPv6Network("fd00:ec2::/32"),  # AWS over IPv6
    IPv6Network("fd20:ce::254/128"),  # Google over IPv6
)
PRIVATE = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),  # carrier-grade NAT, RFC 6598
    IPv6Network("::1/128"),
    IPv6Network("fc00::/7"),  # unique local, RFC 4193
)
# IANA special-purpose registries (RFC 6890 and its updates): never a real service on the public internet.
RESERVED = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.0.2.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("198.18.0.0/15"),
    IPv4Network("198.51.100.0/24"),
    IPv4Network("203.0.113.0/24"),
    IPv4Network("224.0.0.0/4"),
    IPv4Network("240.0.0.0/4"),
    IPv6Network("2001::/23"),  # protocol assignments, Teredo and ORCHID among them
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
)
GLOBAL_V6 = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = IPv6Network("2002::/16")
V4_COMPATIBLE = IPv6Network("::/96")


class Guard:
    """Looks a host up once and answers with addresses that are all safe to call."""

    def __init__(
        self, *, allow_private: bool = False, allow_http: bool = False, resolver: Resolver | None = None
    ) -> None:
        self._allow_private = allow_private
        self._schemes = ("https", "http") if allow_http else ("https",)
        self._resolve = resolver or system_resolver

    def check_scheme(self, scheme: str) -> None:
        if scheme not in self._schemes:
            raise OutboundRefused(f"The address must start with {' or '.join(f'{s}://' for s in self._schemes)}.")

    async def addresses(self, host: str, port: int) -> list[str]:
        """The host's addresses, if every one may be called; one bad address among good ones refuses them all."""
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise OutboundFailed("The other service's name could not be found.") from error
        if not found:
            raise OutboundFailed("The other service's name has no address.")
        for text in found:
            if reason := why_refused(text, allow_private=self._allow_private):
                raise OutboundRefused(f"This address may not be called: it is {reason}.")
        return list(dict.fromkeys(found))


def why_refused(text: str, *, allow_private: bool = False) -> str | None:
    """Why an address may not be called, in a few words; None when it may."""
    try:
        address = embedded(ip_address(text))
    except ValueError:
        return "not a network address"
    if _within(address, METADATA):
        return "a cloud's inner service"
    if _within(address, PRIVATE):
        return None if allow_private else "inside a private network"
    if _within(address, RESERVED) or (isinstance(address, IPv6Address) and address not in GLOBAL_V6):
        return "reserved"
    return None


def embedded(address: Address) -> Address:
    """The IPv4 address that an IPv6 address carries inside, where packets would really go."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in SIX_TO_FOUR:
        return IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    if address in NAT64 or (address in V4_COMPATIBLE and int(address) > 0xFFFF):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


async def system_resolver(host: str, port: int) -> list[str]:
    """What the machine's own resolver says, numeric spellings such as 127.1 included."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [cast(str, entry[4][0]) for entry in found]


def _within(address: Address, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
