"""Where the database is: the operator's own server, or the embedded one in the data folder."""

import json
import subprocess
import sys
from dataclasses import asdict

from paceline.infra.database.address import APP, DatabaseAddress
from paceline.infra.postgres import Cluster
from paceline.infra.settings import DatabaseSettings, InstanceSettings
from paceline.kit.errors import Unavailable


def embedded(instance: InstanceSettings, database: DatabaseSettings) -> Cluster | None:
    """The embedded server, not yet started; None when the operator brings a server."""
    if database.url:
        return None
    folder = instance.data.resolve()
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    return Cluster(folder / "postgres")


def address_of(database: DatabaseSettings, cluster: Cluster | None) -> DatabaseAddress:
    """How to reach the database; an embedded server must be running."""
    if cluster is None:
        return DatabaseAddress(database.url)
    return DatabaseAddress(cluster.address(APP, database.name), signs_in_as_role=True)


def make_ready(address: DatabaseAddress, *, apart: bool = False) -> bool:
    """Roles, database and tables as this version needs them; whether anything had to be done.

    With `apart` the tables are changed by a process of its own: what that takes, a hundred megabytes, is never given
    back to the system by one that lives on.
    """
    from paceline.infra.database.readiness import is_current

    if is_current(address):
        return False
    from paceline.infra.postgres.provision import provision

    provision(maintenance_url(address), address.database)
    if apart:
        _upgrade_apart(address)
    else:
        upgrade_now(address)
    return True


def upgrade_now(address: DatabaseAddress) -> None:
    """The tables to the newest shape, in this process."""
    from paceline.infra.database.migrate import upgrade

    upgrade(address)


def _upgrade_apart(address: DatabaseAddress) -> None:
    # Through standard input: an address may hold a password, and arguments are seen by everybody on the machine.
    given = json.dumps(asdict(address)).encode()
    done = subprocess.run([sys.executable, "-m", "paceline.app.upgrading"], input=given, check=False)
    if done.returncode:
        raise Unavailable("The database could not be brought to the newest shape; the lines above say why.")


def maintenance_url(address: DatabaseAddress) -> str:
    """A URL that exists before our database does, with the right to make it."""
    if not address.signs_in_as_role:
        return address.admin
    return address.admin.replace(f"/{address.database}?", "/postgres?", 1)
