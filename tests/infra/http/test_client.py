"""What the outbound client does when the other side fails, against a real server that fails."""

import gzip
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from paceline.infra.clock import FixedClock, SystemClock
from paceline.infra.http import Outbound, OutboundFailed, OutboundSettings, OutboundTooLarge, Reply
from paceline.infra.http.retry import retry_after, wait_before
from paceline.infra.metrics import Metrics
from tests.fakes.certificates import make_certificate
from tests.fakes.http_server import Answer, FakeService

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPEN = {"allow_private": True, "allow_http": True}


class Waits:
    """Notes how long we would have waited, without waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def outbound(waits: Waits | None = None, metrics: Metrics | None = None, **settings: float) -> Outbound:
    given = {**OPEN, "connect_seconds": 1.0, "read_seconds": 0.3, **settings}
    return Outbound(
        OutboundSettings(**given),
        FixedClock(NOW),
        sleep=waits or Waits(),
        luck=lambda: 1.0,
        metrics=metrics or Metrics(),
    )


async def test_an_answer_is_read_in_full():
    async with FakeService() as service, outbound() as client:
        service.answer("/a", Answer(200, b'{"b": 1}', {"X-Limit": "5"}))
        reply = await client.get(service.url("/a?x=1"), purpose="test", headers={"Authorization": "Bearer t"})
        assert (reply.status, reply.json(), reply.headers["x-limit"]) == (200, {"b": 1}, "5")
        [seen] = service.seen
        assert (seen.path, seen.headers["authorization"], seen.headers["user-agent"]) == (
            "/a?x=1",
            "Bearer t",
            "Paceline",
        )


async def test_json_forms_and_parameters_are_sent():
    async with FakeService() as service, outbound() as client:
        service.answer("/p", Answer(201))
        await client.post(service.url("/p"), purpose="test", json={"a": 1})
        await client.post(service.url("/p"), purpose="test", form={"grant": "x y"}, params={"v": "2"})
        assert [seen.body for seen in service.seen] == [b'{"a":1}', b"grant=x+y"]
        assert service.seen[1].path == "/p?v=2"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_passing_trouble_is_tried_again_with_growing_waits(status: int):
    waits = Waits()
    async with FakeService() as service, outbound(waits) as client:
        service.answer("/", Answer(status), Answer(status), Answer(200, b"fine"))
        assert (await client.get(service.url("/"), purpose="test")).body == b"fine"
    assert waits.seconds == [0.25, 0.5]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 501])
async def test_a_lasting_answer_is_handed_back_at_once(status: int):
    async with FakeService() as service, outbound() as client:
        service.answer("/", Answer(status))
        assert (await client.get(service.url("/"), purpose="test")).status == status
        assert len(service.seen) == 1


async def test_the_last_answer_is_handed_back_when_the_trouble_stays():
    async with FakeService() as service, outbound() as client:
        service.answer("/", Answer(503))
        assert (await client.get(service.url("/"), purpose="test")).status == 503
        assert len(service.seen) == 3


@pytest.mark.parametrize("fault", ["reset", "half", "hang"])
async def test_broken_answers_are_tried_again_for_reads_and_not_for_posts(fault: str):
    async with FakeService() as service, outbound() as client:
        service.answer("/", Answer(200, b"long enough", fault=fault), Answer(200, b"fine"))  # type: ignore[arg-type]
        assert (await client.get(service.url("/"), purpose="test")).body == b"fine"
        service.answer("/post", Answer(200, b"long enough", fault=fault), Answer(200, b"fine"))  # type: ignore[arg-type]
        with pytest.raises(OutboundFailed):
            await client.post(service.url("/post"), purpose="test")
        assert len(service.seen) == 3


async def test_a_post_with_its_own_key_may_be_repeated():
    async with FakeService() as service, outbound() as client:
        service.answer("/", Answer(500), Answer(200))
        assert (await client.post(service.url("/"), purpose="test", repeatable=True)).ok


async def test_nobody_listening_is_said_plainly():
    async with FakeService() as service:
        url = service.url("/")
    async with outbound() as client:
        with pytest.raises(OutboundFailed, match="could not be reached"):
            await client.get(url, purpose="test")


async def test_a_short_requested_wait_is_honoured_and_a_long_one_is_the_callers():
    waits = Waits()
    async with FakeService() as service, outbound(waits) as client:
        service.answer("/short", Answer(429, headers={"Retry-After": "2"}), Answer(200))
        assert (await client.get(service.url("/short"), purpose="test")).ok
        assert waits.seconds == [2.0]
        service.answer("/long", Answer(429, headers={"Retry-After": "900"}))
        reply = await client.get(service.url("/long"), purpose="test")
        assert (reply.status, reply.retry_after, waits.seconds) == (429, 900.0, [2.0])


async def test_a_service_that_drips_is_cut_off_by_the_total_limit():
    async with FakeService() as service, outbound(total_seconds=0.4) as client:
        service.answer("/", Answer(200, b"x" * 200, fault="drip"))
        began = time.monotonic()
        with pytest.raises(OutboundFailed, match="too long"):
            await client.get(service.url("/"), purpose="test")
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("headers", [{}, {"Content-Length": ""}])
async def test_a_large_answer_is_refused(headers: dict[str, str]):
    async with FakeService() as service, outbound() as client:
        service.answer("/", Answer(200, b"x" * 5000, headers))
        with pytest.raises(OutboundTooLarge):
            await client.get(service.url("/"), purpose="test", max_bytes=4999)
        assert len((await client.get(service.url("/"), purpose="test", max_bytes=5000)).body) == 5000


async def test_packed_answers_are_unpacked_and_damage_is_noticed():
    packed = {"Content-Encoding": "gzip"}
    async with FakeService() as service, outbound() as client:
        service.answer("/ok", Answer(200, gzip.compress(b"hello"), packed))
        assert (await client.get(service.url("/ok"), purpose="test")).body == b"hello"
        service.answer("/bad", Answer(200, b"not gzip", packed))
        with pytest.raises(OutboundFailed, match="damaged"):
            await client.get(service.url("/bad"), purpose="test")
        service.answer("/odd", Answer(200, b"?", {"Content-Encoding": "br"}))
        with pytest.raises(OutboundFailed, match="did not ask for"):
            await client.get(service.url("/odd"), purpose="test")


async def test_a_bomb_is_refused_without_ever_being_unpacked():
    bomb = gzip.compress(bytes(50_000_000))
    async with FakeService() as service, outbound() as client:
        service.answer("/bomb", Answer(200, bomb, {"Content-Encoding": "gzip"}))
        tracemalloc.start()
        try:
            with pytest.raises(OutboundTooLarge):
                await client.get(service.url("/bomb"), purpose="test", max_bytes=1_000_000)
            assert tracemalloc.get_traced_memory()[1] < 10_000_000
        finally:
            tracemalloc.stop()


async def test_tls_keeps_the_name_while_the_socket_goes_to_the_checked_address(tmp_path: Path):
    server, client = make_certificate(tmp_path, "service.test")
    names: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: names.append(name)

    async def local(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    settings = OutboundSettings(allow_private=True, tries=1)
    async with FakeService(tls=server) as service:
        service.answer("/", Answer(200, b"hello"))
        async with Outbound(settings, SystemClock(), resolver=local, context=client) as outbound:
            reply = await outbound.get(service.url("/", "service.test"), purpose="test")
            with pytest.raises(OutboundFailed):
                await outbound.get(service.url("/", "other.test"), purpose="test")
        assert (reply.body, names) == (b"hello", ["service.test", "other.test"])
        assert [seen.headers["host"] for seen in service.seen] == [f"service.test:{service.port}"]


async def test_the_log_and_the_metrics_name_the_purpose_and_never_the_secret():
    metrics = Metrics()
    async with FakeService() as service, outbound(metrics=metrics) as client:
        service.answer("/bot-CANARY", Answer(200))
        with capture_logs() as lines:
            url = service.url("/bot-CANARY?token=CANARY")
            await client.get(url, purpose="telegram", headers={"Authorization": "CANARY"})
    assert [(line["purpose"], line["outcome"]) for line in lines] == [("telegram", "2xx")]
    assert "CANARY" not in str(lines)
    assert b'paceline_outbound_seconds_count{outcome="2xx",purpose="telegram"} 1.0' in metrics.render()
    assert b"CANARY" not in metrics.render()


def test_what_is_not_json_is_said_plainly():
    with pytest.raises(OutboundFailed, match="not JSON"):
        Reply(200, {}, b"<html>").json()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("5", 5.0), ("0", 0.0), ("", None), ("soon", None), ("-5", None), ("\u0665", None), ("9" * 400, None)],
)
def test_requested_waits_are_read(text: str, seconds: float | None):
    assert retry_after({"retry-after": text}, NOW) == seconds


def test_requested_waits_may_be_dates():
    at = (NOW + timedelta(seconds=30)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert retry_after({"retry-after": at}, NOW) == 30.0
    assert retry_after({"retry-after": at}, NOW + timedelta(hours=1)) == 0.0


def test_waits_double_and_are_spread():
    assert [wait_before(attempt, 0.25, 1.0) for attempt in (1, 2, 3)] == [0.25, 0.5, 1.0]
    assert wait_before(3, 0.25, 0.0) == 0.0
