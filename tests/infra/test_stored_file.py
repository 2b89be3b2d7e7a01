"""A stored file to seek in: the same bytes as a local one, whatever is read from where."""

import io
import zipfile
from pathlib import Path

import pytest

from paceline.infra import stored_file
from paceline.infra.storage import Storage, StorageSettings, open_storage
from paceline.infra.stored_file import StoredFile
from paceline.kit.errors import NotFound


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return open_storage(StorageSettings(), tmp_path)


async def test_an_archive_is_read_through_the_store(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_file, "PIECE", 64)
    packed = io.BytesIO()
    names = [f"{n}.txt" for n in range(30)]
    with zipfile.ZipFile(packed, "w") as archive:
        for n, name in enumerate(names):
            archive.writestr(name, bytes([n]) * 100)
    await storage.put("a/b.zip", packed.getvalue())
    size = await storage.size("a/b.zip")
    assert size == len(packed.getvalue())
    found = zipfile.ZipFile(io.BufferedReader(StoredFile(storage, "a/b.zip", size), 50))
    assert found.namelist() == names
    assert found.read("7.txt") == bytes([7]) * 100
    assert found.testzip() is None


async def test_reading_past_the_end_gives_nothing(storage: Storage) -> None:
    await storage.put("a", b"0123456789")
    file = StoredFile(storage, "a", 10)
    assert file.seek(-3, io.SEEK_END) == 7
    assert file.read(100) == b"789"
    assert file.read(5) == b""
    assert file.seek(-99) == 0
    with pytest.raises(NotFound):
        StoredFile(storage, "gone", 10).read(2)
    with pytest.raises(NotFound):
        await storage.size("gone")
