"""Roles, database and default privileges, made by a superuser, by a login with fewer rights, and by many at once."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg
import pytest

from paceline.infra.postgres import Cluster, MissingRight, PostgresUnavailable
from paceline.infra.postgres.provision import ROLES, provision

Rows = list[tuple[Any, ...]]


def rows(url: str, *statements: LiteralString, role: str | None = None) -> Rows:
    """What the last statement returns."""
    with psycopg.connect(url, autocommit=True, options=f"-c role={role}" if role else None) as connection:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def embedded(cluster: Callable[..., Cluster]) -> Cluster:
    server = cluster()
    server.start()
    return server


@pytest.fixture
def external(cluster: Callable[..., Cluster], monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A server that does not look like ours, with logins like a hosting company gives."""
    monkeypatch.setattr("paceline.infra.postgres.cluster.tag", lambda _: "hosted")
    monkeypatch.setattr(
        "paceline.infra.postgres.configuration.ROLES", ("postgres", "builder", "plain", "paceline_owner")
    )
    server = cluster()
    server.start()
    rows(
        server.address("postgres", "postgres"),
        "CREATE ROLE builder LOGIN CREATEROLE CREATEDB",
        "CREATE ROLE plain LOGIN",
    )
    yield server
    server.stop()


ATTRIBUTES: LiteralString = (
    "SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb"
    " FROM pg_roles WHERE rolname LIKE 'paceline%' ORDER BY 1"
)
OWNER_OF: LiteralString = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'paceline'"


def check_privileges(owner: Callable[..., Rows], app: Callable[..., Rows]) -> None:
    owner(
        "CREATE TABLE note (id serial PRIMARY KEY, words text)",
        "CREATE FUNCTION three() RETURNS int LANGUAGE sql AS 'SELECT 3'",
        "CREATE TABLE kept (n int)",
        "REVOKE UPDATE, DELETE ON kept FROM paceline_app, paceline_system",
    )
    assert app("INSERT INTO note (words) VALUES ('a') RETURNING id") == [(1,)]
    assert app("UPDATE note SET words = 'b'", "SELECT words FROM note") == [("b",)]
    assert app("DELETE FROM note", "SELECT three()") == [(3,)]
    for forbidden in ("CREATE TABLE mine (n int)", "DROP TABLE note", "TRUNCATE note", "DELETE FROM kept"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app(forbidden)


def test_a_superuser_prepares_everything_and_repeating_changes_nothing(embedded: Cluster) -> None:
    admin = embedded.address("postgres", "postgres")
    provision(admin, "paceline")
    assert rows(admin, ATTRIBUTES) == [(role, True, False) for role in sorted(ROLES)]
    assert rows(admin, OWNER_OF) == [("paceline_owner",)]

    def as_role(role: str) -> Callable[..., Rows]:
        return lambda *statements: rows(embedded.address(role, "paceline"), *statements)

    for role in ("paceline_app", "paceline_system"):
        check_privileges(as_role("paceline_owner"), as_role(role))
        as_role("paceline_owner")("DROP TABLE note, kept", "DROP FUNCTION three()", "CREATE TABLE kept (n int)")
        as_role("paceline_owner")("REVOKE DELETE ON kept FROM paceline_app")
        provision(admin.replace("postgresql://", "postgresql+psycopg://"), "paceline")
        assert rows(
            embedded.address("postgres", "paceline"), "SELECT has_table_privilege('paceline_app','kept','delete')"
        ) == [(False,)]
        as_role("paceline_owner")("DROP TABLE kept")


def test_a_role_that_gained_power_loses_it_again(embedded: Cluster) -> None:
    admin = embedded.address("postgres", "postgres")
    rows(admin, "CREATE ROLE paceline_app NOLOGIN SUPERUSER BYPASSRLS")
    provision(admin, "paceline")
    assert ("paceline_app", True, False) in rows(admin, ATTRIBUTES)


def test_many_at_once_do_not_disturb_each_other(embedded: Cluster) -> None:
    admin = embedded.address("postgres", "postgres")
    troubles: list[BaseException] = []

    def act() -> None:
        try:
            provision(admin, "paceline")
        except BaseException as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert rows(admin, OWNER_OF) == [("paceline_owner",)]


def test_a_login_that_may_make_roles_and_databases_is_enough(external: Cluster) -> None:
    login = external.address("builder", "postgres")
    provision(login, "paceline")
    provision(login, "paceline")
    logins = [(role, role == "paceline_owner", False) for role in sorted(ROLES)]
    assert rows(login, ATTRIBUTES) == logins
    inside = external.address("builder", "paceline")

    def as_role(role: str) -> Callable[..., Rows]:
        return lambda *statements: rows(inside, *statements, role=role)

    assert as_role("paceline_app")("SELECT current_user, session_user") == [("paceline_app", "builder")]
    check_privileges(as_role("paceline_owner"), as_role("paceline_app"))
    # The login itself inherits nothing: it acts as a role only where it says so.
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(inside, "SELECT * FROM note")


def test_a_login_without_rights_is_told_the_sql_and_that_sql_works(external: Cluster) -> None:
    login = external.address("plain", "postgres")
    with pytest.raises(MissingRight, match=r"(?s)^plain may not .*administrator") as told:
        provision(login, "paceline")
    assert "CREATE ROLE" in told.value.sql
    run_as_administrator(external, told.value)
    provision(login, "paceline")
    assert rows(external.address("plain", "paceline"), "SELECT current_user", role="paceline_app") == [
        ("paceline_app",)
    ]
    assert rows(login, OWNER_OF) == [("paceline_owner",)]


def run_as_administrator(server: Cluster, told: MissingRight) -> None:
    with psycopg.connect(server.address("postgres", "postgres"), autocommit=True) as admin:
        for statement in told.sql.splitlines():
            admin.execute(statement.encode())


def test_only_what_is_missing_is_asked_of_the_administrator(external: Cluster) -> None:
    admin = external.address("postgres", "postgres")
    rows(admin, "CREATE ROLE paceline_owner", "CREATE ROLE paceline_app", "CREATE DATABASE paceline")
    with pytest.raises(MissingRight) as told:
        provision(external.address("plain", "paceline"), "paceline")
    assert told.value.sql.splitlines() == [
        'CREATE ROLE "paceline_system" NOLOGIN NOSUPERUSER NOBYPASSRLS;',
        'GRANT paceline_owner, paceline_app, paceline_system TO "plain" WITH INHERIT FALSE, SET TRUE;',
        'ALTER DATABASE "paceline" OWNER TO "paceline_owner";',
    ]
    run_as_administrator(external, told.value)
    provision(external.address("plain", "paceline"), "paceline")
    assert rows(admin, OWNER_OF) == [("paceline_owner",)]


def test_an_owner_that_may_bypass_row_security_is_refused(external: Cluster) -> None:
    rows(external.address("postgres", "postgres"), "CREATE ROLE paceline_app BYPASSRLS")
    with pytest.raises(MissingRight, match="row-level security") as told:
        provision(external.address("builder", "postgres"), "paceline")
    assert told.value.sql == 'ALTER ROLE "paceline_app" NOSUPERUSER NOBYPASSRLS;'


def test_a_server_out_of_reach_is_named() -> None:
    with pytest.raises(PostgresUnavailable, match="cannot be reached"):
        provision(f"postgresql://x@/y?host={quote('/nowhere', safe='')}", "paceline")
