"""Which operating-system account the server runs as, and what that account can reach.

PostgreSQL refuses to run as root. When root runs us the server gets an account that already exists on every Unix;
no account is created, and no permission outside the server's own folder is changed.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from paceline.infra.postgres.errors import PostgresUnavailable

# In order of preference: one made for us, the one packaged PostgreSQL uses, the one that is always there.
SERVICE_ACCOUNTS = ("paceline", "postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """An existing operating-system account; `switched` when it is not the one running this process."""

    name: str
    uid: int
    gid: int
    switched: bool


def server_account(folder: Path) -> Account:
    """The account for the server of this folder: ourselves, or a service account when we are root."""
    if os.geteuid() != 0:
        return _ourselves()
    candidates = [entry for name in SERVICE_ACCOUNTS if (entry := _entry(name)) and entry.pw_uid != 0]
    if not candidates:
        raise PostgresUnavailable(
            "PostgreSQL does not run as root, and this machine has none of the accounts "
            f"{', '.join(SERVICE_ACCOUNTS)}. Start Paceline as an ordinary user, or set DATABASE_URL."
        )
    # A folder keeps its account when a better one appears later, so that an upgrade of the machine changes nothing.
    owner = folder.stat().st_uid if folder.exists() else None
    entry = next((entry for entry in candidates if entry.pw_uid == owner), candidates[0])
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switched=True)


def trusted_users(account: Account) -> list[str]:
    """The operating-system users who may connect without a password: the server's own and the one running us."""
    return sorted({account.name, _ourselves().name})


def reachable(path: Path, account: Account) -> bool:
    """Whether the account may pass through every folder down to the path and read and execute what is there."""
    if not account.switched:
        return os.access(path, os.R_OK | os.X_OK)
    place = path.resolve()
    return _grants(place, account, stat.S_IROTH | stat.S_IXOTH) and all(
        _grants(parent, account, stat.S_IXOTH) for parent in place.parents
    )


def take_over(folder: Path, account: Account) -> None:
    """Make everything in a folder belong to the account: a restored backup often belongs to whoever restored it."""
    if account.switched:
        _hand_over(folder, account)
    elif stranger := _first_of_another(folder, account):
        raise PostgresUnavailable(
            f"The database folder {folder} holds files of another user ({stranger}), so PostgreSQL running as "
            f"{account.name} cannot use it. Run `sudo chown -R {account.name} {folder}` and start Paceline again."
        )
    # PostgreSQL does not start on a data folder that others may read.
    for place in (folder, folder / "data"):
        if place.is_dir() and stat.S_IMODE(place.stat().st_mode) not in (0o700, 0o750):
            make_private(place, account)


def make_private(folder: Path, account: Account) -> None:
    """Give a folder to the account with mode 0700; through a handle, so that a link cannot redirect it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if account.switched:
            os.fchown(handle, account.uid, account.gid)
        os.fchmod(handle, 0o700)
    finally:
        os.close(handle)


def _hand_over(folder: Path, account: Account) -> None:
    # Through folder handles and without following links: the account owns this tree and must not be able to
    # make root change a file elsewhere.
    for _, folders, files, handle in os.fwalk(folder):
        for name in [".", *folders, *files]:
            entry = os.stat(name, dir_fd=handle, follow_symlinks=False)
            if (entry.st_uid, entry.st_gid) != (account.uid, account.gid):
                os.chown(name, account.uid, account.gid, dir_fd=handle, follow_symlinks=False)


def _first_of_another(folder: Path, account: Account) -> str | None:
    def unreadable(error: OSError) -> None:
        raise PostgresUnavailable(
            f"The database folder {folder} cannot be read by {account.name}. "
            f"Run `sudo chown -R {account.name} {folder}` and start Paceline again."
        ) from error

    for place, folders, files in os.walk(folder, onerror=unreadable):
        for path in (os.path.join(place, name) for name in ["", *folders, *files]):
            if (owner := os.lstat(path).st_uid) != account.uid:
                return _name_of(owner)
    return None


def _grants(path: Path, account: Account, bits: int) -> bool:
    entry = path.stat()
    shift = 6 if entry.st_uid == account.uid else 3 if entry.st_gid == account.gid else 0
    return entry.st_mode & (bits << shift) == bits << shift


def _ourselves() -> Account:
    uid = os.geteuid()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise PostgresUnavailable(
            f"The user number {uid} that runs Paceline has no name in /etc/passwd, and PostgreSQL does not start "
            "without one. Add an entry for it, run Paceline as a named user, or set DATABASE_URL."
        ) from None
    return Account(entry.pw_name, uid, os.getegid(), switched=False)


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"
