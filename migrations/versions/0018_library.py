"""The library's own sessions: folders, templates with their versions, and favourites."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE library_folder (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    name text NOT NULL,
    shared boolean NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (account_id, name)
);
CREATE TABLE library_template (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    folder_id uuid REFERENCES library_folder ON DELETE SET NULL,
    shared boolean NOT NULL,
    name text NOT NULL,
    category text NOT NULL,
    sport text NOT NULL,
    workout_type text NOT NULL,
    intent text NOT NULL,
    fuelling text NOT NULL,
    success_criteria text NOT NULL,
    tags text[] NOT NULL,
    structure jsonb NOT NULL,
    duration_s double precision NOT NULL,
    load double precision NOT NULL,
    search text NOT NULL,
    origin text,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    deleted_at timestamptz
);
CREATE INDEX library_template_account_idx ON library_template (account_id, lower(name), id) WHERE deleted_at IS NULL;
CREATE INDEX library_template_folder_idx ON library_template (folder_id) WHERE folder_id IS NOT NULL;
CREATE TABLE library_version (
    template_id uuid NOT NULL REFERENCES library_template ON DELETE CASCADE,
    number integer NOT NULL,
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    facts jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (template_id, number)
);
CREATE TABLE library_favourite (
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    session_ref text NOT NULL,
    marked_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, session_ref)
);
CREATE INDEX calendar_workout_template_idx ON calendar_workout (template_id, athlete_id, day)
    WHERE template_id IS NOT NULL AND deleted_at IS NULL;
CREATE FUNCTION app_coaches() RETURNS SETOF uuid LANGUAGE sql STABLE
    AS $$ SELECT coach_id FROM relationships_relationship WHERE athlete_id = app_actor() AND status = 'active' $$;
"""
OWN = f"account_id = {ACTOR}"
COACHED = "account_id = ANY(ARRAY(SELECT app_coaches()))"
# The folders the actor may see are decided by the folders' own policy.
IN_SHARED_FOLDER = "folder_id = ANY(ARRAY(SELECT id FROM library_folder WHERE shared))"


def upgrade() -> None:
    op.execute(TABLES)
    run(op.execute, protect("library_folder", see=f"{OWN} OR (shared AND {COACHED})", write=OWN))
    shared = f"{COACHED} AND deleted_at IS NULL AND (shared OR {IN_SHARED_FOLDER})"
    run(op.execute, protect("library_template", see=f"{OWN} OR ({shared})", write=OWN))
    run(op.execute, protect("library_version", see=OWN, write=OWN))
    run(op.execute, protect("library_favourite", see=OWN, write=OWN))


def downgrade() -> None:
    op.execute("DROP INDEX calendar_workout_template_idx")
    op.execute("DROP TABLE library_favourite, library_version, library_template, library_folder CASCADE")
    op.execute("DROP FUNCTION app_coaches()")
