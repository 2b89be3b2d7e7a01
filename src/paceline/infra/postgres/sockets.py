"""Where the server's socket lives: beside the data when that path works, else in a private runtime folder."""

import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from paceline.infra.postgres.account import Account, make_private, reachable
from paceline.infra.postgres.errors import PostgresUnavailable

# sockaddr_un holds 107 bytes; "/.s.PGSQL.65535" and the ending zero leave 93 (measured: 93 works, 94 does not).
LONGEST_FOLDER = 93
# libpq and the server split such paths at commas, and SQLAlchemy at colons; anything else odd is not worth the risk.
PLAIN_PATH = re.compile(r"/[A-Za-z0-9_./@+-]*")


def make_socket_folder(folder: Path, account: Account) -> Path:
    """A folder of mode 0700 that belongs to the server's account and whose path a socket address can hold."""
    beside = folder / "run"
    if fits(beside) and reachable(folder, account):
        return _own(beside, account)
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return _own(runtime_folder(account) / name, account)


def fits(path: Path) -> bool:
    """Whether a socket in this folder can be named in an address."""
    return len(os.fsencode(path)) <= LONGEST_FOLDER and PLAIN_PATH.fullmatch(str(path)) is not None


def runtime_folder(account: Account) -> Path:
    """A folder of ours for things that must not lie beside the data; others can neither write nor replace it."""
    places = [Path("/run")] if account.switched else []
    if (session := os.environ.get("XDG_RUNTIME_DIR")) and not account.switched:
        places.append(Path(session))
    for place in [*places, Path(tempfile.gettempdir()), Path("/tmp")]:
        ours = place / f"paceline-{os.geteuid()}"
        if fits(ours / ("x" * 16)) and private_folder(ours, 0o711):
            return ours
    raise PostgresUnavailable(
        "PostgreSQL needs a short, private folder for its socket and none could be made in /run or "
        f"{tempfile.gettempdir()}. Move Paceline's data to a shorter path."
    )


def private_folder(path: Path, mode: int) -> bool:
    """Make a folder only we can write to; False when it cannot be made or somebody else made it first."""
    try:
        path.mkdir(mode=mode, exist_ok=True)
        entry = path.lstat()
        if not stat.S_ISDIR(entry.st_mode) or entry.st_uid != os.geteuid():
            return False
        path.chmod(mode)
    except OSError:
        return False
    return True


def _own(path: Path, account: Account) -> Path:
    path.mkdir(mode=0o700, exist_ok=True)
    make_private(path, account)
    return path
