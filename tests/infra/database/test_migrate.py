"""Migrations go up, down and up again, with data in the tables, and match the table classes."""

import re

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, create_engine

import paceline.app.registry as registry
from paceline.infra.database import DatabaseAddress, Table
from paceline.infra.database.address import OWNER, SYSTEM_ROLE
from paceline.infra.database.migrate import current, downgrade, head, migration_config, upgrade
from paceline.infra.database.readiness import is_current, newest_number

PERSON = """
INSERT INTO identity_account (id, email, password_hash, roles, created_at)
VALUES ('01900000-0000-7000-8000-000000000001', 'seed@example.org', 'x', '{athlete}', now());
INSERT INTO identity_person (account_id, name, time_zone, units, language, theme, workspace, updated_at)
VALUES ('01900000-0000-7000-8000-000000000001', 'Seed', 'UTC', 'metric', 'en', 'auto', 'athlete', now());
"""


def test_every_revision_goes_up_down_and_up_on_seeded_data(empty_database: DatabaseAddress) -> None:
    revisions = [script.revision for script in ScriptDirectory.from_config(migration_config()).walk_revisions()]
    assert current(empty_database) == head()
    with psycopg.connect(empty_database.as_role(SYSTEM_ROLE)) as connection:
        connection.execute(PERSON.encode())
    for revision in revisions[1:]:
        downgrade(empty_database, revision)
        assert current(empty_database) == revision
    downgrade(empty_database, "base")
    upgrade(empty_database)
    assert is_current(empty_database)


def test_going_back_leaves_nothing_behind(empty_database: DatabaseAddress) -> None:
    downgrade(empty_database, "base")
    with psycopg.connect(empty_database.as_role(OWNER)) as connection:
        left = connection.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace").fetchall()
        functions = connection.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        ).fetchall()
    assert {name for (name,) in left} <= {"alembic_version", "alembic_version_pkc"}
    assert functions == []


def test_history_is_one_line_with_numbered_names() -> None:
    scripts = list(ScriptDirectory.from_config(migration_config()).walk_revisions())
    for script in scripts:
        assert re.fullmatch(rf"{script.revision}_\w+\.py", script.path.rsplit("/", 1)[-1])
    assert [script.revision for script in scripts] == [f"{n:04}" for n in range(len(scripts), 0, -1)]
    assert head() == newest_number()


def test_table_classes_and_tables_agree(database_address: DatabaseAddress) -> None:
    registry.slices()
    url = database_address.as_role(OWNER).replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url)
    known = set(Table.metadata.tables)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_name": lambda name, kind, _: kind != "table" or name in known},
        )
        differences = compare_metadata(context, Table.metadata)
    engine.dispose()
    # Indexes and constraints live in the migrations; the classes must agree about tables, columns and types.
    kinds = {"add_table", "add_column", "remove_column"}
    serious = [d for d in differences if isinstance(d, tuple) and d[0] in kinds and not _generated(d[-1])]
    assert serious == []


def _generated(changed: object) -> bool:
    """The database computes such a column for its own searches; no class reads or writes it."""
    return isinstance(changed, Column) and changed.computed is not None
