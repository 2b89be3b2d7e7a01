"""Bringing the tables to the newest shape, or back, as their owner."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text

from paceline.infra.database.address import OWNER, DatabaseAddress
from paceline.infra.database.readiness import migrations_folder


def migration_config() -> Config:
    """Where the migrations are."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    return config


def head() -> str:
    """The newest revision there is."""
    return ScriptDirectory.from_config(migration_config()).get_current_head() or ""


def current(address: DatabaseAddress) -> str | None:
    """The revision the database is at; None before the first."""
    with _connect(address) as connection:
        if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
            return None
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def upgrade(address: DatabaseAddress, revision: str = "head") -> None:
    """Migrate forward; does nothing, quickly, when there is nothing to do."""
    if revision == "head" and current(address) == head():
        return
    _run(address, lambda config: command.upgrade(config, revision))


def downgrade(address: DatabaseAddress, revision: str) -> None:
    """Migrate back to a revision."""
    _run(address, lambda config: command.downgrade(config, revision))


def _run(address: DatabaseAddress, step: Callable[[Config], object]) -> None:
    with _connect(address) as connection:
        config = migration_config()
        config.attributes["connection"] = connection
        step(config)
        connection.commit()


def _connect(address: DatabaseAddress) -> Connection:
    parts = urlsplit(address.as_role(OWNER))
    engine = create_engine(urlunsplit(("postgresql+psycopg", *parts[1:])), poolclass=NullPool)
    return engine.connect()
