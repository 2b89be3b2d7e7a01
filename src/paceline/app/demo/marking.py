"""The mark inside a database that says it is a demonstration; without it nothing is filled or emptied."""

from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from paceline.infra.database.address import OWNER, SYSTEM_ROLE, DatabaseAddress
from paceline.infra.settings import InstanceSettings
from paceline.kit.errors import Conflict, Forbidden

MARK = "paceline demonstration"
UNFINISHED = "paceline demonstration, being filled"
KEPT = frozenset({"alembic_version"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a database says of itself, and whether anybody has an account in it."""

    mark: str | None
    has_people: bool

    @property
    def is_marked(self) -> bool:
        return is_mark(self.mark)

    @property
    def is_whole(self) -> bool:
        """Whether a demonstration was filled to the end."""
        return self.mark == MARK and self.has_people


def is_mark(comment: str | None) -> bool:
    """Whether a comment on a database marks a demonstration, whole or not."""
    return comment in (MARK, UNFINISHED)


READ_MARK: LiteralString = (
    "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
)


def standing_of(address: DatabaseAddress) -> Standing:
    """Ask the database."""
    with psycopg.connect(address.as_role(SYSTEM_ROLE)) as connection:
        mark = _one(connection, READ_MARK)
        return Standing(mark, bool(_one(connection, "SELECT EXISTS (SELECT FROM identity_account)")))


def check_instance(settings: InstanceSettings) -> None:
    """Refuse on an instance that is not set up as a demonstration."""
    if not settings.demo:
        raise Forbidden(
            "This instance is not a demonstration. Set PACELINE_DEMO=true and name a database of its own, "
            "such as PACELINE_DATABASE_NAME=paceline_demo; or type: make demo",
            code="not_a_demo",
        )


def check_database(standing: Standing) -> None:
    """Refuse a database in which real people may be."""
    if standing.has_people and not standing.is_marked:
        raise Conflict(
            "There are people in this database, and it is not marked as a demonstration, so it stays as it is. "
            "Name another one, such as PACELINE_DATABASE_NAME=paceline_demo.",
            code="not_marked",
        )


def write_mark(address: DatabaseAddress, mark: str) -> None:
    """Write the mark, as the database's owner."""
    with psycopg.connect(address.as_role(OWNER), autocommit=True) as connection:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(statement.format(sql.Identifier(address.database), sql.Literal(mark)))


def empty(address: DatabaseAddress) -> None:
    """Empty every table of a marked database; refuses any other."""
    standing = standing_of(address)
    if not standing.is_marked:
        raise Conflict("This database is not marked as a demonstration, so it is not emptied.", code="not_marked")
    with psycopg.connect(address.as_role(OWNER)) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = sorted({name for (name,) in found} - KEPT)
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


def _one(connection: psycopg.Connection[tuple[Any, ...]], query: LiteralString) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
