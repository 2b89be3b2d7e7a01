"""Every table that says something about a person is under forced row-level security, and the application owns none of them."""

import psycopg

from paceline.infra.database import DatabaseAddress
from paceline.infra.database.address import APP, OWNER, SYSTEM_ROLE

# Machinery without personal data: job arguments are identifiers.
UNPROTECTED = {
    "alembic_version",
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
}
TABLES = """
SELECT relname, relrowsecurity AND relforcerowsecurity, pg_get_userbyid(relowner)
FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
"""
POLICIES = "SELECT tablename, roles::text[] FROM pg_policies WHERE schemaname = 'public'"


def test_every_table_is_protected_and_owned_by_the_owner(database_address: DatabaseAddress) -> None:
    with psycopg.connect(database_address.as_role(OWNER)) as connection:
        tables = connection.execute(TABLES).fetchall()
    assert {name for name, _, _ in tables} >= {"identity_account", "audit_entry", "realtime_hint"}
    assert [name for name, forced, _ in tables if not forced and name not in UNPROTECTED] == []
    assert {owner for _, _, owner in tables} == {OWNER}


def test_policies_name_our_two_roles_and_nobody_else(database_address: DatabaseAddress) -> None:
    with psycopg.connect(database_address.as_role(OWNER)) as connection:
        policies = connection.execute(POLICIES).fetchall()
    assert {role for _, roles in policies for role in roles} == {APP, SYSTEM_ROLE}


def test_nobody_sees_nothing(database_address: DatabaseAddress) -> None:
    with psycopg.connect(database_address.as_role(OWNER)) as owner:
        names = [name for name, _, _ in owner.execute(TABLES).fetchall() if name not in UNPROTECTED]
    with psycopg.connect(database_address.as_role(APP)) as nobody:
        seen = {name: nobody.execute(f"SELECT count(*) FROM {name}".encode()).fetchone() for name in names}
    assert {name: count for name, count in seen.items() if count != (0,)} == {}


def test_views_run_with_the_rights_of_who_asks(database_address: DatabaseAddress) -> None:
    query = """
    SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
    AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)
    """
    definer = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    with psycopg.connect(database_address.as_role(OWNER)) as connection:
        assert connection.execute(query).fetchall() == []
        assert connection.execute(definer).fetchall() == []
