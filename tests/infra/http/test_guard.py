"""Which addresses are refused, however they are written."""

from ipaddress import IPv4Address

import httpcore2
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.infra.clock import SystemClock
from paceline.infra.http import Guard, Outbound, OutboundFailed, OutboundRefused, OutboundSettings, why_refused
from paceline.infra.http.transport import GuardedBackend, GuardedTransport
from tests.fakes.http_server import Answer, FakeService

# Names are answered from here, so no test asks a real name server.
NAMES = {
    "localhost": ["127.0.0.1"],
    "rebind.test": ["93.184.216.34", "10.0.0.5"],
    "inner.test": ["192.168.1.10"],
    "inner6.test": ["fd12:3456::1"],
    "nothing.test": [],
    "metadata.google.internal": ["169.254.169.254"],
}
NUMERIC = {
    "127.1": "127.0.0.1",
    "127.0.1": "127.0.0.1",
    "0": "0.0.0.0",
    "2130706433": "127.0.0.1",
    "0x7f000001": "127.0.0.1",
    "0x7f.1": "127.0.0.1",
    "0177.0.0.1": "127.0.0.1",
    "017700000001": "127.0.0.1",
    "3232235777": "192.168.1.1",
    "2852039166": "169.254.169.254",
    "0xa9fea9fe": "169.254.169.254",
    "10.1": "10.0.0.1",
    "0300.0250.0.1": "192.168.0.1",
}
URLS = [
    *(f"https://{host}/" for host in NUMERIC),
    *(f"https://{host}/" for host in NAMES),
    "https://127.0.0.1/",
    "https://127.0.0.1:8443/",
    "https://127.255.255.254/",
    "https://0.0.0.0/",
    "https://0.1.2.3/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.0.1/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://169.254.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://169.254.170.2/v2/credentials",
    "https://168.63.129.16/",
    "https://192.0.0.1/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://224.0.0.1/",
    "https://239.255.255.250/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::10.0.0.1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a00:1::1]/",
    "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "https://[2001:db8::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[100::1]/",
    "https://user:word@127.0.0.1/",
    "https://127.0.0.1#@example.com/",
    "https://127.0.0.1.:443/",
    "https://①②⑦.⓪.⓪.①/",
    "http://93.184.216.34/",
    "ftp://93.184.216.34/",
    "file:///etc/passwd",
    "gopher://93.184.216.34/",
    "unix:///run/docker.sock",
    "//93.184.216.34/",
    "https://",
    "https:///path",
    "",
    "https://exa mple.test/",
    "https://[::1/",
]


async def answers(host: str, port: int) -> list[str]:
    """The names above; numeric spellings as the C library reads them; anything else as it is."""
    bare = host.rstrip(".")
    return NAMES.get(bare, [NUMERIC.get(bare, bare)])


@pytest.mark.parametrize("url", URLS)
async def test_an_inner_address_is_refused_however_it_is_written(url: str):
    settings = OutboundSettings(tries=1, connect_seconds=0.5, total_seconds=2)
    async with Outbound(settings, SystemClock(), resolver=answers) as outbound:
        with pytest.raises(OutboundFailed) as refused:
            await outbound.get(url, purpose="test")
    if "nothing" not in url:
        assert isinstance(refused.value, OutboundRefused)


@pytest.mark.parametrize("spelling", NUMERIC)
async def test_the_machines_own_resolver_reads_numeric_spellings_and_they_are_refused(spelling: str):
    async with Outbound(OutboundSettings(tries=1), SystemClock()) as outbound:
        with pytest.raises(OutboundRefused):
            await outbound.get(f"https://{spelling}/", purpose="test")


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1"]
)
def test_public_addresses_are_allowed(address: str):
    assert why_refused(address) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "fd12::1", "::1", "100.64.1.1"])
def test_private_addresses_are_allowed_only_when_asked_for(address: str):
    assert why_refused(address) == "inside a private network"
    assert why_refused(address, allow_private=True) is None


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "0.0.0.0", "224.0.0.1", "fe80::1"]
)
def test_some_addresses_are_refused_even_then(address: str):
    assert why_refused(address, allow_private=True)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_in_ipv6_never_changes_the_verdict(address: IPv4Address):
    verdict = why_refused(str(address))
    number = int(address)
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::"):
        assert why_refused(wrapped) == verdict
    if not address.is_global or address.is_multicast:
        assert verdict


@given(st.ip_addresses(v=6))
def test_nothing_the_registry_calls_special_is_allowed_over_ipv6(address: object):
    if not address.is_global or address.is_multicast:  # type: ignore[attr-defined]
        embedded = address.ipv4_mapped or address.sixtofour  # type: ignore[attr-defined]
        assert why_refused(str(address)) or (embedded is not None and why_refused(str(embedded)) is None)


@given(st.text(max_size=30))
def test_what_is_no_address_is_refused(text: str):
    assert why_refused(text) is not None or text.count(".") == 3 or ":" in text


class Recorder(httpcore2.AsyncNetworkBackend):
    """Notes where a socket would have gone."""

    def __init__(self) -> None:
        self.went: list[str] = []

    async def connect_tcp(self, host: str, *rest: object, **more: object) -> httpcore2.AsyncNetworkStream:
        self.went.append(host)
        raise httpcore2.ConnectError("nobody there")


async def test_a_name_that_changes_its_mind_is_asked_once_and_the_first_answer_is_used():
    turns = iter([["93.184.216.34"], ["10.0.0.1"]])

    async def rebind(host: str, port: int) -> list[str]:
        return next(turns)

    recorder = Recorder()
    backend = GuardedBackend(Guard(resolver=rebind), recorder)
    with pytest.raises(httpcore2.ConnectError):
        await backend.connect_tcp("rebind.test", 443, 1.0)
    assert recorder.went == ["93.184.216.34"]
    with pytest.raises(OutboundRefused):
        await backend.connect_tcp("rebind.test", 443, 1.0)
    assert recorder.went == ["93.184.216.34"]


async def test_every_address_of_a_name_is_tried_and_one_bad_one_refuses_them_all():
    async def two(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "2606:4700::1111"]

    recorder = Recorder()
    with pytest.raises(httpcore2.ConnectError):
        await GuardedBackend(Guard(resolver=two), recorder).connect_tcp("two.test", 443, 1.0)
    assert recorder.went == ["93.184.216.34", "2606:4700::1111"]
    recorder.went.clear()
    with pytest.raises(OutboundRefused):
        await GuardedBackend(Guard(resolver=answers), recorder).connect_tcp("rebind.test", 443, 1.0)
    assert recorder.went == []


async def test_a_local_socket_is_refused():
    with pytest.raises(OutboundRefused):
        await GuardedBackend(Guard()).connect_unix_socket("/run/docker.sock")


async def test_the_transport_guards_any_client():
    async with FakeService() as service:
        service.answer("/", Answer(200))
        async with httpx2.AsyncClient(transport=GuardedTransport(Guard(allow_http=True)), trust_env=False) as client:
            with pytest.raises(OutboundRefused):
                await client.get(service.url("/"))
        assert service.seen == []


async def test_a_redirect_to_an_inner_service_is_handed_back_and_never_followed():
    settings = OutboundSettings(allow_private=True, allow_http=True)
    async with FakeService() as inner, FakeService() as outer:
        outer.answer("/hook", Answer(302, headers={"Location": inner.url("/secrets")}))
        async with Outbound(settings, SystemClock()) as outbound:
            reply = await outbound.get(outer.url("/hook"), purpose="test")
        assert (reply.status, reply.ok, inner.seen) == (302, False, [])
