"""Whether the tables have the shape this version needs, found out without loading the migration machinery."""

import re
from importlib import resources
from pathlib import Path

import psycopg

from paceline.infra.database.address import OWNER, DatabaseAddress

_NUMBER = re.compile(r"(\d{4})_\w+\.py")


def migrations_folder() -> Path:
    """The migrations, packaged or in the checkout."""
    package = Path(str(resources.files("paceline")))
    packaged = package / "migrations"
    return packaged if packaged.is_dir() else package.parents[1] / "migrations"


def newest_number() -> str:
    """The number of the newest migration; a test holds that file names and revisions agree."""
    names = (migrations_folder() / "versions").iterdir()
    return max(match.group(1) for path in names if (match := _NUMBER.fullmatch(path.name)))


def is_current(address: DatabaseAddress) -> bool:
    """Whether the database exists and is at the newest migration."""
    try:
        with psycopg.connect(address.as_role(OWNER), connect_timeout=10) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable, psycopg.errors.InvalidParameterValue):
        return False
    return row is not None and row[0] == newest_number()
