"""Alembic's entry: runs migrations as the owner of the tables, on one connection, one at a time."""

from alembic import context
from sqlalchemy import Connection, text

from paceline.infra.database import Table

connection: Connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    compare_type=True,
    include_name=lambda name, kind, parents: not (kind == "table" and str(name).startswith("procrastinate_")),
)
with context.begin_transaction():
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('paceline_migrations'))"))
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    context.run_migrations()
