"""Folders that already hold a fresh database, and servers that are certain to end with their test."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from paceline.infra.postgres import Binaries, Cluster, PostgresUnavailable, find_binaries
from paceline.infra.postgres.configuration import shared_memory_usable
from paceline.infra.postgres.leftovers import end, servers_of

# Copying a fresh database is ten times faster in memory.
MEMORY = "/dev/shm" if shared_memory_usable(Path("/dev/shm")) else None


@pytest.fixture(scope="session")
def binaries() -> Binaries:
    try:
        return find_binaries()
    except PostgresUnavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def template(binaries: Binaries) -> Iterator[Path]:
    """A folder as one start and stop leave it; never started again, only copied."""
    place = Path(tempfile.mkdtemp(prefix="pg-template-", dir=MEMORY))
    place.chmod(0o755)
    with Cluster(place / "postgres", binaries=binaries):
        pass
    yield place / "postgres"
    shutil.rmtree(place)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder every account can pass through (pytest's own is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=MEMORY))
    folder.chmod(0o755)
    yield folder
    outlived: dict[int, str] = {}
    for path in [*folder.glob("postgres/data"), *folder.glob("*/postgres/data")]:
        outlived |= servers_of(path)
        end(partial(servers_of, path))
    shutil.rmtree(folder)
    assert outlived == {}


@pytest.fixture
def folder(template: Path, place: Path) -> Path:
    """A copy of the template; when root runs the tests the copy belongs to root, like a restored backup."""
    shutil.copytree(template, place / "postgres")
    return place / "postgres"


@pytest.fixture
def cluster(folder: Path, binaries: Binaries) -> Iterator[Callable[..., Cluster]]:
    """Makes supervisors for `folder` (or another one) and stops whatever they started."""
    made: list[Cluster] = []

    def make(at: Path = folder, **arguments: Any) -> Cluster:
        arguments.setdefault("binaries", binaries)
        made.append(Cluster(at, **arguments))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can change the owner of files or become another user")
