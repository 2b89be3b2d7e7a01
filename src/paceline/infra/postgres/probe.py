"""Asks a server who it is: only a query answered from this very folder counts as running."""

from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from paceline.infra.postgres.leftovers import read_pid_file

# The first line of the pid file as the server itself sees it, so a socket of another server cannot answer for it.
WHO = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int"


def answering_pid(data: Path, socket_folder: Path | None = None) -> int | None:
    """The process number of the server that answers for this folder, or None while there is none.

    `socket_folder` defaults to the one the pid file names.
    """
    found = read_pid_file(data)
    if found is None:
        return None
    place = make_conninfo(
        host=str(socket_folder or found.socket_folder),
        port=found.port,
        user="postgres",
        dbname="postgres",
        connect_timeout=5,
        options="-c statement_timeout=5s",
    )
    try:
        with psycopg.connect(place, autocommit=True) as connection:
            row = connection.execute(WHO).fetchone()
    except psycopg.Error:
        return None
    return found.pid if row and row[0] == found.pid else None
