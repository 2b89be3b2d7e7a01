"""Embedded PostgreSQL: finds the server's programs, keeps one server per folder, and prepares its roles and database.

A folder given to `Cluster` holds `data` (PostgreSQL's own), `log`, `run` (the socket) and `lock`. Nothing here uses a
password for local connections: the operating system vouches for the user (peer authentication).
"""

from paceline.infra.postgres.binaries import Binaries, find_binaries
from paceline.infra.postgres.cluster import Cluster
from paceline.infra.postgres.errors import MissingRight, PostgresUnavailable

__all__ = [
    "Binaries",
    "Cluster",
    "MissingRight",
    "PostgresUnavailable",
    "find_binaries",
]
