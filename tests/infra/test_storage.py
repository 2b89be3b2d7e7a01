"""The file store on a real folder: keys that cannot escape, writes that are whole or absent."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paceline.infra.storage import Storage, StorageSettings, checked, open_storage
from paceline.kit.errors import Invalid, NotFound, Unavailable
from tests.fakes.http_server import Answer, FakeService


@pytest.fixture
def store(tmp_path: Path) -> Storage:
    return open_storage(StorageSettings(), tmp_path)


async def test_files_are_kept_read_listed_and_deleted(store: Storage):
    await store.put("u/alice/1", b"one", "text/plain")
    await store.put("u/alice/2", b"two")
    await store.put("u/bob/1", b"three")
    await store.put("u/alice2/1", b"four")
    assert await store.get("u/alice/1") == b"one"
    assert await store.list("u/alice") == await store.list("u/alice/") == ["u/alice/1", "u/alice/2"]
    assert len(await store.list()) == 4
    await store.put("u/alice/1", b"new")
    assert await store.get("u/alice/1") == b"new"
    await store.delete("u/alice/1")
    await store.delete("u/alice/1")
    assert not await store.exists("u/alice/1")
    assert await store.exists("u/bob/1")


async def test_what_is_not_there_is_said_plainly(store: Storage):
    with pytest.raises(NotFound, match="no longer here"):
        await store.get("u/nobody/1")
    with pytest.raises(NotFound):
        async for _ in store.stream("u/nobody/1"):
            pass
    assert await store.list("u/nobody") == []


async def test_large_files_travel_in_pieces(store: Storage):
    async def pieces() -> AsyncIterator[bytes]:
        for number in range(12):
            yield bytes([number]) * 1_000_000

    await store.put("u/a/large", pieces())
    sizes = [len(part) async for part in store.stream("u/a/large", chunk=2_000_000)]
    assert sum(sizes) == 12_000_000
    assert len(sizes) > 1


async def test_a_write_that_breaks_off_leaves_the_old_file(store: Storage, tmp_path: Path):
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 6_000_000
        raise ConnectionError("the person closed the page")

    await store.put("u/a/1", b"old")
    with pytest.raises((ConnectionError, Unavailable)):
        await store.put("u/a/1", broken())
    assert await store.get("u/a/1") == b"old"
    with pytest.raises((ConnectionError, Unavailable)):
        await store.put("u/a/2", broken())
    assert await store.list("u") == ["u/a/1"]


async def test_a_reader_sees_one_version_or_the_other(store: Storage):
    await store.put("u/a/1", b"a" * 100_000)

    async def write() -> None:
        for letter in b"bcdefgh":
            await store.put("u/a/1", bytes([letter]) * 100_000)

    async def read() -> list[bytes]:
        return [await store.get("u/a/1") for _ in range(40)]

    _, seen = await asyncio.gather(write(), read())
    assert all(len(body) == 100_000 and len(set(body)) == 1 for body in seen)


BAD = [
    "",
    "/",
    "/etc/passwd",
    "../x",
    "u/../../x",
    "u/./x",
    "u//x",
    "u/x/",
    "u/.hidden",
    "..",
    "a\\b",
    "a\x00b",
    "a\nb",
]


@pytest.mark.parametrize(
    "key", [*BAD, "u/é", "a b", "a%2e%2e/b", "x" * 200, "/".join("a" * 9), "a#1", "C:/x", "~/x", "u/x\n"]
)
async def test_keys_that_could_point_elsewhere_are_refused(store: Storage, key: str):
    for attempt in (store.put(key, b"x"), store.get(key), store.delete(key), store.exists(key)):
        with pytest.raises(Invalid):
            await attempt


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_key_that_passes_stays_inside(key: str):
    try:
        checked(key)
    except Invalid:
        return
    assert os.path.normpath(f"/store/{key}") == f"/store/{key}"


async def test_the_folder_is_private(store: Storage, tmp_path: Path):
    await store.put("u/a/1", b"x")
    assert (tmp_path / "files").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path):
    (tmp_path / "files").mkdir(mode=0o755)
    open_storage(StorageSettings(), tmp_path)
    assert (tmp_path / "files").stat().st_mode & 0o777 == 0o700


async def test_the_check_writes_reads_and_leaves_nothing(store: Storage):
    await store.check()
    assert await store.list() == []


async def test_the_check_fails_when_the_folder_is_gone(store: Storage, tmp_path: Path):
    (tmp_path / "files").rmdir()
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(Unavailable, match="try again"):
        await store.check()


def s3(port: int) -> StorageSettings:
    where = {"url": "s3://bucket/some/prefix", "endpoint": f"http://127.0.0.1:{port}", "allow_http": True}
    return StorageSettings.model_validate(
        {**where, "access_key_id": "id", "secret_access_key": "canary", "retry_seconds": 0.0}
    )


async def test_s3_gets_the_prefix_the_content_type_and_a_signature(tmp_path: Path):
    async with FakeService() as service:
        service.answer("/bucket/some/prefix/u/a/1", Answer(200, headers={"ETag": '"e"'}), Answer(404))
        store = open_storage(s3(service.port), tmp_path)
        await store.put("u/a/1", b"body", "image/png")
        with pytest.raises(NotFound):
            await store.get("u/a/1")
        [put, get] = service.seen
    assert (put.method, put.body, put.headers["content-type"], get.method) == ("PUT", b"body", "image/png", "GET")
    assert put.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=id/")
    assert "canary" not in str(service.seen)
    assert list(tmp_path.iterdir()) == []


async def test_an_s3_server_in_trouble_is_unavailable(tmp_path: Path):
    async with FakeService() as service:
        service.answer("/bucket/some/prefix/u/a/1", Answer(403))
        with pytest.raises(Unavailable) as failed:
            await open_storage(s3(service.port), tmp_path).get("u/a/1")
    with pytest.raises(Unavailable):
        await open_storage(s3(service.port), tmp_path).check()
    assert "canary" not in str(failed.value)
    assert "canary" not in repr(s3(1))


def test_an_address_we_do_not_know_is_refused(tmp_path: Path):
    with pytest.raises(Invalid, match="s3://"):
        open_storage(StorageSettings(url="gs://bucket"), tmp_path)
