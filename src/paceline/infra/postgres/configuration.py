"""How the server is set up: lean settings, who may connect, and what this machine's shared memory allows."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from paceline.infra.postgres.account import Account, trusted_users
from paceline.infra.postgres.binaries import Binaries

# The roles a trusted operating-system user may connect as.
ROLES = ("postgres", "paceline_owner", "paceline_app", "paceline_system")
PORT = 5432
SHARED_MEMORY = Path("/dev/shm")
# A container gets 64 MB by default, which one parallel hash join outgrows ("could not resize shared memory segment").
SHARED_MEMORY_NEEDED = 128 * 2**20

LEAN = {
    "shared_buffers": "64MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "max_connections": "60",
    "max_wal_size": "1GB",
    "wal_compression": "pglz",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_logical_replication_workers": "0",
    "max_wal_senders": "2",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "500",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}


def settings(binaries: Binaries, listen: tuple[str, int] | None, options: Mapping[str, str]) -> dict[str, str]:
    """The settings the server starts with; the caller's options win."""
    chosen = dict(LEAN)
    if binaries.version[0] >= 18:
        # Worker processes for reading ahead cost memory that a small server has better use for.
        chosen["io_method"] = "sync"
    chosen["dynamic_shared_memory_type"] = shared_memory_type()
    host, port = listen or ("", PORT)
    return chosen | {"listen_addresses": host, "port": str(port)} | dict(options)


def shared_memory_type() -> str:
    """What parallel queries share memory through: the system's own, or else files in the data folder."""
    return "posix" if shared_memory_usable(SHARED_MEMORY) else "mmap"


def shared_memory_usable(folder: Path) -> bool:
    """Whether POSIX shared memory is writable and roomy enough; only Linux keeps it in a folder."""
    if sys.platform != "linux":
        return True
    if not folder.is_dir():
        return False
    room = os.statvfs(folder)
    roomy = room.f_bavail * room.f_frsize >= SHARED_MEMORY_NEEDED
    return roomy and not room.f_flag & os.ST_RDONLY and folder.stat().st_mode & 0o777 == 0o777


def write_access_rules(data: Path, account: Account, listen: tuple[str, int] | None) -> None:
    """Say who may connect: trusted system users by name over the socket, and with `listen` others by password."""
    rules = ["local all all peer map=paceline"]
    if listen:
        rules.append("host all all all scram-sha-256")
    names = [f'paceline "{user}" {role}' for user in trusted_users(account) for role in ROLES]
    _replace(data / "pg_hba.conf", rules, account)
    _replace(data / "pg_ident.conf", names, account)


def _replace(path: Path, lines: list[str], account: Account) -> None:
    text = "# Written by Paceline at every start.\n" + "\n".join(lines) + "\n"
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(handle, "w") as file:
        file.write(text)
        if account.switched:
            os.fchown(handle, account.uid, account.gid)
    fresh.replace(path)
