"""Where the database is: the operator's own server, or the embedded one in the data folder."""

from paceline.infra.database.address import APP, DatabaseAddress
from paceline.infra.postgres import Cluster
from paceline.infra.settings import DatabaseSettings, InstanceSettings


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


def make_ready(address: DatabaseAddress) -> bool:
    """Roles, database and tables as this version needs them; whether anything had to be done."""
    from paceline.infra.database.readiness import is_current

    if is_current(address):
        return False
    from paceline.infra.database.migrate import upgrade
    from paceline.infra.postgres.provision import provision

    provision(maintenance_url(address), address.database)
    upgrade(address)
    return True


def maintenance_url(address: DatabaseAddress) -> str:
    """A URL that exists before our database does, with the right to make it."""
    if not address.signs_in_as_role:
        return address.admin
    return address.admin.replace(f"/{address.database}?", "/postgres?", 1)
