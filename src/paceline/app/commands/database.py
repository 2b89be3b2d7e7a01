"""`paceline db`: upgrade, downgrade, shell."""

import os
import shutil
import subprocess
from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager

from paceline.app.commands.telling import complain, plainly, tell
from paceline.app.place import address_of, embedded, maintenance_url, make_ready
from paceline.infra.database.address import OWNER, DatabaseAddress
from paceline.infra.database.migrate import current
from paceline.infra.database.migrate import downgrade as step_back
from paceline.infra.postgres import find_binaries
from paceline.infra.postgres.provision import provision
from paceline.infra.settings import DatabaseSettings, InstanceSettings, load


@contextmanager
def reachable() -> Generator[DatabaseAddress]:
    """The database's address, with the embedded server running as long as it is needed."""
    instance, database = load(InstanceSettings), load(DatabaseSettings)
    cluster = embedded(instance, database)
    if cluster is not None:
        cluster.start()
    try:
        yield address_of(database, cluster)
    finally:
        if cluster is not None:
            cluster.stop()


@plainly
def upgrade(_: Namespace) -> int:
    """Migrate forward."""
    with reachable() as address:
        changed = make_ready(address)
        tell(f"The database {'is now' if changed else 'was already'} at revision {current(address)}.")
    return 0


@plainly
def downgrade(arguments: Namespace) -> int:
    """Migrate back."""
    with reachable() as address:
        provision(maintenance_url(address), address.database)
        step_back(address, arguments.revision)
        tell(f"The database is now at revision {current(address) or 'base'}.")
    return 0


@plainly
def shell(_: Namespace) -> int:
    """Open psql."""
    psql = shutil.which("psql") or str(find_binaries().folder / "psql")
    if not os.path.exists(psql):
        complain("psql is not installed. Install PostgreSQL's client programs.")
        return 1
    with reachable() as address:
        return subprocess.run([psql, address.as_role(OWNER)], check=False).returncode
