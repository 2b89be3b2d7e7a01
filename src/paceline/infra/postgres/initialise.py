"""Makes a new data folder: built beside the final place and moved there whole, so no half-made one is ever seen."""

import shutil
import subprocess
from pathlib import Path

from paceline.infra.postgres.account import Account, reachable
from paceline.infra.postgres.binaries import Binaries
from paceline.infra.postgres.configuration import shared_memory_type
from paceline.infra.postgres.errors import PostgresUnavailable
from paceline.infra.postgres.server import calm_fork, last_lines, surroundings

UNFINISHED = "data.new"


def ensure_data(data: Path, binaries: Binaries, account: Account) -> None:
    """Check that the data folder suits these binaries, or make it when there is none."""
    if data.is_dir() and any(data.iterdir()):
        _check_version(data, binaries)
    else:
        _create(data, binaries, account)


def name_for(folder: Path, account: Account) -> str:
    """How the server, started inside the folder, calls it: by path, or as "where I am" when a parent is closed to it.

    A path leads through every parent folder, and root's are often closed to others. Whoever stands in a folder
    already needs no way to it, and Linux has a name for that place.
    """
    return str(folder) if reachable(folder, account) else "/proc/self/cwd"


def _check_version(data: Path, binaries: Binaries) -> None:
    try:
        major = int((data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        raise PostgresUnavailable(
            f"{data} is not empty, and it is no PostgreSQL data folder. Move what is in it elsewhere, or choose "
            "another folder for Paceline's data."
        ) from None
    if major != binaries.version[0]:
        raise PostgresUnavailable(
            f"The database in {data} was made by PostgreSQL {major}, and the one found here is "
            f"{binaries.version[0]}.{binaries.version[1]}. Install PostgreSQL {major}, or move the data over with "
            "pg_dump and pg_restore (or pg_upgrade)."
        )


def _create(data: Path, binaries: Binaries, account: Account) -> None:
    fresh = data.with_name(UNFINISHED)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account.switched:
        shutil.chown(fresh, account.uid, account.gid)
    try:
        _run_initdb(fresh, binaries, account)
        fresh.rename(data)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _run_initdb(fresh: Path, binaries: Binaries, account: Account) -> None:
    # Not synced: until the first start there is nothing to lose, and the server itself syncs all it writes.
    options = [
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--data-checksums",
        "--no-sync",
    ]
    options += ["--auth-local=peer", "--auth-host=reject", "--no-instructions"]
    # initdb only tries whether shared memory exists, and then fails when there is too little.
    options += ["-c", f"dynamic_shared_memory_type={shared_memory_type()}"]
    if binaries.version[0] >= 17:
        options.append("--locale-provider=builtin")
    command = [str(binaries.initdb), *options, "-D", name_for(fresh, account)]
    try:
        with calm_fork():
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                **surroundings(fresh, account),
            )
    except (OSError, subprocess.SubprocessError) as error:
        raise PostgresUnavailable(
            f"PostgreSQL's initdb could not be run as {account.name}: {error}. "
            "Start Paceline as an ordinary user, or set DATABASE_URL."
        ) from error
    if done.returncode:
        raise PostgresUnavailable(
            f"PostgreSQL could not make its data folder in {fresh.parent}. Check that the disk has room and may be "
            f"written to. Its last words:\n{last_lines(done.stderr)}"
        )
