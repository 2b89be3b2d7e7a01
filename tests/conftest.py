"""The ground every test stands on: one embedded PostgreSQL, a database per worker, one application, a clock that stands still.

Tests commit for real and never clean up: each makes its own people, and row-level security keeps them apart, as it does
for customers. What needs an empty instance asks for `empty_database`.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings

from paceline.app import boot
from paceline.app.asgi import create_app
from paceline.app.registry import slices
from paceline.infra.clock import FixedClock
from paceline.infra.database import DatabaseAddress
from paceline.infra.database.migrate import upgrade
from paceline.infra.machinery import Machinery
from paceline.infra.postgres import Cluster
from paceline.infra.postgres.provision import provision
from paceline.ui import jinja
from tests.cast import NOW, Cast, Stage

FOLDER = "PACELINE_TEST_POSTGRES"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "150"}
TEMPLATE = "paceline_template"
_started: list[Cluster] = []

# How long an example takes says something about the machine's other work, not about the code. The suite tries the same
# examples each time, so that a red run speaks of the change; `make fuzz` throws dice and tries many more.
SUITE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}
settings.register_profile("suite", derandomize=True, **SUITE)
settings.register_profile("dice", max_examples=2000, **SUITE)
settings.load_profile(os.environ.get("PACELINE_HYPOTHESIS", "suite"))


def _start_cluster() -> None:
    if FOLDER in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="paceline-tests-"))
    cluster = Cluster(folder / "postgres", options=FAST)
    cluster.start()
    provision(cluster.address("postgres", "postgres"), TEMPLATE)
    upgrade(DatabaseAddress(cluster.address("paceline_app", TEMPLATE), signs_in_as_role=True))
    os.environ[FOLDER] = str(folder)
    _started.append(cluster)


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before the parallel workers do."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        _start_cluster()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started."""
    while _started:
        _started.pop().stop()
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The server of this run."""
    _start_cluster()
    joined = Cluster(Path(os.environ[FOLDER]) / "postgres", options=FAST)
    joined.start()
    return joined


@contextmanager
def new_database(cluster: Cluster) -> Iterator[DatabaseAddress]:
    """A migrated database of its own, gone afterwards."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(cluster.address("postgres", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy OWNER paceline_owner".encode())
        yield DatabaseAddress(cluster.address("paceline_app", name), signs_in_as_role=True)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def database_address(cluster: Cluster) -> Generator[DatabaseAddress]:
    """The database of this worker."""
    with new_database(cluster) as address:
        yield address


@pytest.fixture
def empty_database(cluster: Cluster) -> Generator[DatabaseAddress]:
    """A database nobody has an account in."""
    with new_database(cluster) as address:
        yield address


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> boot.Settings:
    """Settings that touch nothing outside the test folder."""
    data = tmp_path_factory.mktemp("data")
    loaded = boot.load_settings()
    instance = loaded.instance.model_copy(update={"data": data, "url": "http://testserver", "registration": "open"})
    outbound = loaded.outbound.model_copy(update={"allow_private": True, "allow_http": True})
    return boot.Settings(instance, loaded.database, loaded.secrets, loaded.storage, loaded.mail, outbound)


@pytest.fixture(scope="session")
async def session_gear(settings: boot.Settings, database_address: DatabaseAddress) -> AsyncGenerator[Machinery]:
    """The machinery of this worker."""
    async with boot.machinery(settings, database_address, clock=FixedClock(NOW)) as machinery:
        yield machinery


@pytest.fixture
def clock(session_gear: Machinery) -> FixedClock:
    """The clock, set to Thursday 11 June 2026, 10:00 in Oslo."""
    assert isinstance(session_gear.clock, FixedClock)
    session_gear.clock.set(NOW)
    return session_gear.clock


@pytest.fixture
async def gear(session_gear: Machinery, clock: FixedClock) -> Machinery:
    """The machinery, with the clock set back and no tries counted."""
    await session_gear.limiter.forget_all()
    return session_gear


@pytest.fixture(scope="session")
async def session_app(session_gear: Machinery) -> AsyncGenerator[FastAPI]:
    """The whole application, as served."""
    app = create_app(session_gear, slices())
    app.state.engine = jinja.engine()
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def app(session_app: FastAPI, gear: Machinery) -> FastAPI:
    """The whole application, with the clock set back and its own templates in use."""
    jinja.use(session_app.state.engine)
    return session_app


@pytest.fixture
async def stage(app: FastAPI, gear: Machinery) -> AsyncGenerator[Stage]:
    """Makes people and clients for a test."""
    async with Stage(app, gear) as made:
        yield made


@pytest.fixture
async def cast(stage: Stage) -> Cast:
    """Alice coaches Bob; Charlie has no access; Dana administers."""
    return await stage.cast()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real recordings and reference values beside the checkout; tests that need them are skipped where they are not."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real recordings is not beside this checkout")
    return folder
