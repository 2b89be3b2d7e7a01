"""The ground the measurements stand on: a data folder of their own with 5,000 activities, and the processes under test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg

from paceline.app.place import make_ready
from paceline.core.identity.tokens import access_token, new_token, token_hash
from paceline.core.identity.types import SignedIn
from paceline.infra.clock import SystemClock
from paceline.infra.database import DatabaseAddress
from paceline.infra.database.address import APP, SYSTEM_ROLE
from paceline.infra.ids import new_id
from paceline.infra.keyring import SecretsSettings, open_vault
from paceline.infra.postgres import Cluster
from paceline.infra.secrets import Vault
from paceline.infra.settings import load

ROWS, OTHERS = 5_000, 20
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ground:
    """A started server with seeded tables, and somebody to ask as."""

    folder: Path
    cluster: Cluster
    address: DatabaseAddress
    vault: Vault
    who: SignedIn
    cookie: str

    def bearer(self) -> str:
        """A fresh access token; each is good for ten minutes."""
        return access_token(self.vault, self.who, SystemClock().now())

    def environment(self, port: int) -> dict[str, str]:
        """The settings of a process under test."""
        chosen = {"PACELINE_DATA": str(self.folder), "PACELINE_PORT": str(port), "PACELINE_LOG_LEVEL": "warning"}
        return {**os.environ, **chosen, "PACELINE_ENVIRONMENT": "production", "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}


@contextmanager
def prepared() -> Iterator[Ground]:
    """Everything set up, and gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="paceline-bench-"))
    cluster = Cluster(folder / "postgres")
    try:
        cluster.start()
        address = DatabaseAddress(cluster.address(APP, "paceline"), signs_in_as_role=True)
        make_ready(address)
        vault = open_vault(load(SecretsSettings), folder)
        token, who = new_token(), SignedIn(new_id(), new_id(), frozenset({"athlete"}))
        with psycopg.connect(address.as_role(SYSTEM_ROLE)) as connection:
            _seed(connection, who, token_hash(vault, token, "session"))
        yield Ground(folder, cluster, address, vault, who, token)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _seed(connection: psycopg.Connection, who: SignedIn, session_hash: bytes) -> None:
    people = [(who.account_id, "Ida Solberg"), *((new_id(), f"Athlete {n}") for n in range(OTHERS))]
    for account_id, name in people:
        _person(connection, account_id, name)
        connection.execute(
            ACTIVITIES, {"athlete": account_id, "rows": ROWS if account_id == who.account_id else ROWS // 10}
        )
    connection.execute(
        "INSERT INTO identity_session (id, account_id, kind, token_hash, created_at, seen_at, expires_at, device, address)"
        " VALUES (%s, %s, 'web', %s, now(), now(), now() + interval '90 days', 'bench', '127.0.0.1')",
        (who.session_id, who.account_id, session_hash),
    )
    connection.commit()
    connection.autocommit = True
    for table in ("activities_activity", "identity_account", "identity_session"):
        connection.execute(f"ANALYZE {table}".encode())


def _person(connection: psycopg.Connection, account_id: UUID, name: str) -> None:
    connection.execute(
        "INSERT INTO identity_account (id, email, email_verified_at, password_hash, roles, created_at)"
        " VALUES (%s, %s, now(), 'none', '{athlete}', now())",
        (account_id, f"{account_id}@example.org"),
    )
    connection.execute(
        "INSERT INTO identity_person (account_id, name, time_zone, units, language, theme, workspace, updated_at)"
        " VALUES (%s, %s, 'Europe/Oslo', 'metric', 'en', 'auto', 'athlete', now())",
        (account_id, name),
    )


ACTIVITIES = """
INSERT INTO activities_activity (id, athlete_id, source, sport, family, name, started_at, utc_offset, time_zone, day, elapsed,
    timer, moving, distance, ascent, descent, average_speed, max_speed, average_heart_rate, max_heart_rate, load, load_method,
    load_reason, rpe, notes, device, reasons, cautions, quality, pauses, lengths, created_at, changed_at)
SELECT gen_random_uuid(), %(athlete)s, 'upload', 'running', 'running', 'Morning run ' || n, at, 7200, 'Europe/Oslo', at::date,
    3600 + n %% 900, 3580 + n %% 900, 3500 + n %% 900, 10000 + n %% 5000, 120, 118, 2.9, 4.4, 148, 171, 55 + n %% 40, 'heart_rate',
    'From heart rate against your threshold.', 4, 'Felt easy, legs fresh after a rest day.', 'Forerunner 965', '{}', '{}', '[]',
    '[]', '[]', at, at
FROM generate_series(1, %(rows)s) AS n, LATERAL (SELECT now() - n * interval '9 hours' AS at) AS moment
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def running(
    command: list[str], environment: dict[str, str], url: str, patience: float = 60
) -> Iterator[subprocess.Popen[bytes]]:
    """A process under test, answering, and ended afterwards."""
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(url, patience, process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(url: str, patience: float, process: subprocess.Popen[bytes]) -> None:
    """Return when the address answers, whatever it says."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(url)
