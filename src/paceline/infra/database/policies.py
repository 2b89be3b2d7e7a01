"""Row-level security as statements for migrations: every table with personal data gets one of these from its first day.

Migrations that have been released read these texts again, so a published shape is never edited: add another.
"""

from collections.abc import Callable, Iterable

ACTOR = "(SELECT app_actor())"


def shared_with(scope: str) -> str:
    """The athletes whose data of that scope the actor may see: their own and what others consented to."""
    return f"ANY(ARRAY(SELECT app_athletes('{scope}')))"


def people() -> str:
    """Everybody the actor is in a relationship with, and the actor."""
    return "ANY(ARRAY(SELECT app_people()))"


def protect(table: str, *, see: str, write: str | None = None, insert: str | None = None) -> list[str]:
    """Force row-level security: `see` and `write` are conditions; the system role sees all, everybody else nothing.

    `insert` defaults to `write`; without `write` the application can read the table only.
    """
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY system ON {table} TO paceline_system USING (true) WITH CHECK (true)",
        f"CREATE POLICY see ON {table} FOR SELECT TO paceline_app USING ({see})",
    ]
    if insert or write:
        statements.append(f"CREATE POLICY add ON {table} FOR INSERT TO paceline_app WITH CHECK ({insert or write})")
    if write:
        statements.append(
            f"CREATE POLICY change ON {table} FOR UPDATE TO paceline_app USING ({write}) WITH CHECK ({write})"
        )
        statements.append(f"CREATE POLICY remove ON {table} FOR DELETE TO paceline_app USING ({write})")
    return statements


def protect_athlete_data(
    table: str, scope: str, *, coach_writes: bool = False, column: str = "athlete_id"
) -> list[str]:
    """The usual shape: the athlete owns the row, coaches with the scope see it and, if said so, change it."""
    shared = f"{column} = {shared_with(scope)}"
    return protect(table, see=shared, write=shared if coach_writes else f"{column} = {ACTOR}")


def run(execute: Callable[[str], object], statements: Iterable[str]) -> None:
    """Execute statements one after another (`execute` is Alembic's op.execute)."""
    for statement in statements:
        execute(statement)
