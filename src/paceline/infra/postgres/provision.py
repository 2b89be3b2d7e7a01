"""Prepares a database server for Paceline: its three roles, its database, and who may do what by default.

Three roles, so that row-level security holds: `paceline_owner` owns the tables and changes them, `paceline_app` serves
people, `paceline_system` runs the background. None of them is a superuser and none may pass row-level security by.
"""

from typing import Any, LiteralString

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from paceline.infra.postgres.errors import MissingRight, PostgresUnavailable

ROLES = OWNER, APP, SYSTEM = "paceline_owner", "paceline_app", "paceline_system"
OLDEST = 160000
# Any fixed number, the same for all who provision.
LOCK = 0x7061_6365_6C69_6E65

DEFAULTS: LiteralString = "ALTER DEFAULT PRIVILEGES FOR ROLE paceline_owner IN SCHEMA public"
# Run as the owner, in the database. Existing tables are left alone: a migration may have taken a right away on purpose.
PRIVILEGES: tuple[LiteralString, ...] = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO paceline_app, paceline_system",
    f"{DEFAULTS} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO paceline_app, paceline_system",
    f"{DEFAULTS} GRANT USAGE ON SEQUENCES TO paceline_app, paceline_system",
    f"{DEFAULTS} GRANT EXECUTE ON FUNCTIONS TO paceline_app, paceline_system",
)

Session = Connection[tuple[Any, ...]]


def provision(admin_url: str, database: str) -> None:
    """Bring roles, database and default privileges to the wanted state; repeating it changes nothing.

    The processes that call this at the same time must name the same database in `admin_url`: locks are per database.
    """
    place = admin_url.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        with psycopg.connect(place, autocommit=True) as admin:
            _provision(admin, make_conninfo(place, dbname=database), database)
    except psycopg.OperationalError as error:
        raise PostgresUnavailable(
            f"The database server cannot be reached. Check DATABASE_URL and that the server runs: {error}"
        ) from error


def _script(login: str, database: str | None, missing: list[str]) -> str:
    """What an administrator runs once when the login itself may not; `database` is None when it is there already."""
    lines = [f'CREATE ROLE "{role}" NOLOGIN NOSUPERUSER NOBYPASSRLS;' for role in missing]
    lines.append(f'GRANT {", ".join(ROLES)} TO "{login}" WITH INHERIT FALSE, SET TRUE;')
    if database is not None:
        lines.append(f"CREATE DATABASE \"{database}\" OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8';")
    return "\n".join(lines)


def _provision(admin: Session, inside: str, database: str) -> None:
    if admin.info.server_version < OLDEST:
        raise PostgresUnavailable(
            "Paceline needs PostgreSQL 16 or newer, and the server at DATABASE_URL is version "
            f"{admin.info.server_version // 10000}. Upgrade that server, or use the embedded one."
        )
    # Held until the connection closes, so also while the second connection works inside the new database.
    admin.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        _ensure_roles(admin)
        _ensure_database(admin, database)
        with psycopg.connect(inside, autocommit=True) as connection:
            _set_privileges(connection)
    except psycopg.errors.InsufficientPrivilege as error:
        raise _missing_right(admin, database, error) from error


def _missing_right(admin: Session, database: str, error: psycopg.Error) -> MissingRight:
    login = admin.info.user
    missing = [role for role in ROLES if not _exists(admin, role)]
    owner = _owner_of(admin, database)
    script = _script(login, database if owner is None else None, missing)
    if owner not in (None, OWNER):
        script += f'\nALTER DATABASE "{database}" OWNER TO "{OWNER}";'
    said = error.diag.message_primary or str(error)
    return MissingRight(f"{login} may not set up Paceline's database ({said}).", script)


def _ensure_roles(admin: Session) -> None:
    embedded = _one(admin, "SELECT current_setting('cluster_name') LIKE 'paceline-%'")
    superuser = _is_superuser(admin)
    for role in ROLES:
        login = "LOGIN" if embedded or role == OWNER else "NOLOGIN"
        if not _exists(admin, role):
            _run(admin, f"CREATE ROLE {{}} {login} NOSUPERUSER NOBYPASSRLS", role)
        elif superuser and embedded:
            _run(admin, f"ALTER ROLE {{}} {login} NOSUPERUSER NOBYPASSRLS", role)
        _refuse_bypass(admin, role)
        if not superuser and not _one(admin, "SELECT pg_has_role(current_user, %s, 'SET')", role):
            # Without inheritance: the login acts as a role only where it says so.
            _run(admin, "GRANT {} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE", role)


def _refuse_bypass(admin: Session, role: str) -> None:
    if _one(admin, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", role):
        raise MissingRight(
            f"The role {role} may pass row-level security by, so people's data would not be kept apart.",
            f'ALTER ROLE "{role}" NOSUPERUSER NOBYPASSRLS;',
        )


def _ensure_database(admin: Session, database: str) -> None:
    owner = _owner_of(admin, database)
    if owner is None:
        _run(admin, "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'", database, OWNER)
    elif owner != OWNER:
        _run(admin, "ALTER DATABASE {} OWNER TO {}", database, OWNER)


def _set_privileges(connection: Session) -> None:
    # A superuser stays one: in a restored database the schema may belong to somebody else.
    if not _is_superuser(connection):
        _run(connection, "SET ROLE {}", OWNER)
    for statement in PRIVILEGES:
        connection.execute(statement)


def _exists(admin: Session, role: str) -> bool:
    return bool(_one(admin, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", role))


def _owner_of(admin: Session, database: str) -> str | None:
    return _one(admin, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", database)


def _is_superuser(connection: Session) -> bool:
    return bool(_one(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))


def _run(connection: Session, statement: LiteralString, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _one(connection: Session, query: LiteralString, *values: str) -> Any:
    row = connection.execute(query, values or None).fetchone()
    return row[0] if row else None
