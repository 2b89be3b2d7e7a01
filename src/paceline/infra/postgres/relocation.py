"""Gives the server's account a copy of the programs when they lie where only root may go."""

import os
import shutil
import stat
import tempfile
from dataclasses import replace
from pathlib import Path

from paceline.infra.postgres.account import Account, reachable
from paceline.infra.postgres.binaries import WHEEL, Binaries
from paceline.infra.postgres.errors import PostgresUnavailable
from paceline.infra.postgres.sockets import private_folder

# Temporary folders come last: some systems clean them while the server runs.
PLACES = (Path("/var/cache"), Path("/var/lib"), Path(tempfile.gettempdir()))


def runnable_by(account: Account, binaries: Binaries, places: tuple[Path, ...] = PLACES) -> Binaries:
    """The same binaries where the account can run them: a virtual environment in the home of root is closed to all others."""
    if all(reachable(program, account) for program in (binaries.postgres, binaries.initdb)):
        return binaries
    for place in places:
        home = place / "paceline"
        if place.is_dir() and private_folder(home, 0o755) and reachable(home, account):
            return replace(binaries, folder=_copied(binaries, home))
    raise PostgresUnavailable(
        f"PostgreSQL's programs in {binaries.folder} cannot be run by {account.name}, and no other place for a copy "
        "was found. Install Paceline where other users may read it, or set DATABASE_URL."
    )


def _copied(binaries: Binaries, home: Path) -> Path:
    installation = binaries.folder.parent
    target = home / f"postgres-{binaries.version[0]}.{binaries.version[1]}-{binaries.origin}"
    programs = target / installation.parent.name / installation.name / binaries.folder.name
    if not programs.exists():
        fresh = Path(tempfile.mkdtemp(prefix="unfinished-", dir=home))
        where = fresh / installation.parent.name / installation.name
        shutil.copytree(installation, where, symlinks=True, ignore=shutil.ignore_patterns("include"))
        # The wheel's programs look for their libraries in a folder beside their package.
        libraries = installation.parent.with_name(f"{WHEEL}.libs")
        if binaries.origin == "wheel" and libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        _open_to_readers(fresh)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    return programs


def _open_to_readers(folder: Path) -> None:
    for place, _, files in os.walk(folder):
        os.chmod(place, 0o755)
        for path in (Path(place, name) for name in files):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
