"""What tests ask a server, and the operating system about it."""

import time
from pathlib import Path

import psycopg

from paceline.infra.postgres import Cluster
from paceline.infra.postgres.leftovers import servers_of


def one(cluster: Cluster, query: str, user: str = "postgres", database: str = "postgres") -> object:
    """The first value of the last statement."""
    with psycopg.connect(cluster.address(user, database), autocommit=True) as connection:
        cursor = connection.execute(query.encode())
        while cursor.nextset():
            pass
        row = cursor.fetchone()
    assert row is not None
    return row[0]


def postmasters(folder: Path) -> list[int]:
    """The servers that no other server started (a newborn child still looks like its parent)."""
    running = servers_of(folder / "data")
    return [pid for pid in running if (parent := parent_of(pid)) is not None and parent not in running]


def parent_of(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def wait_until_gone(folder: Path) -> None:
    deadline = time.monotonic() + 10
    while servers_of(folder / "data"):
        assert time.monotonic() < deadline, "the server outlived its supervisor"
        time.sleep(0.02)
