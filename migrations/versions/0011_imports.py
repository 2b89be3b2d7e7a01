"""Imports that can be paused, undone and decided upon; where an activity came from and who may see it; programs' tokens."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run, shared_with

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PARTS = ("activities_stream", "activities_track", "activities_lap", "activities_best")
STATES = "'waiting', 'running', 'paused', 'cancelled', 'done', 'undone'"
FILE_STATES = "'waiting', 'opened', 'imported', 'already_here', 'duplicate', 'failed', 'cancelled'"
OLD_STATES = "'waiting', 'running', 'done'"
OLD_FILE_STATES = "'waiting', 'opened', 'imported', 'already_here', 'failed'"

IMPORTS = """
ALTER TABLE activities_import
    DROP CONSTRAINT activities_import_state_check,
    ADD CONSTRAINT activities_import_state_check CHECK (state IN ({states})),
    ADD COLUMN way text NOT NULL DEFAULT 'upload',
    ADD COLUMN undone_at timestamptz;
ALTER TABLE activities_import_file
    DROP CONSTRAINT activities_import_file_state_check,
    ADD CONSTRAINT activities_import_file_state_check CHECK (state IN ({file_states})),
    ADD COLUMN parts bigint NOT NULL DEFAULT 0,
    ADD COLUMN details jsonb NOT NULL DEFAULT '{{}}';
CREATE INDEX activities_import_unfinished_idx ON activities_import (id) WHERE state IN ('waiting', 'running');
CREATE TABLE activities_upload (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    name text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    received bigint NOT NULL DEFAULT 0 CHECK (received <= size),
    parts bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    import_id uuid REFERENCES activities_import ON DELETE SET NULL
);
CREATE INDEX activities_upload_athlete_idx ON activities_upload (athlete_id, id);
CREATE TABLE activities_watched (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    sha256 bytea NOT NULL,
    name text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (athlete_id, sha256)
);
"""
ORIGIN = """
ALTER TABLE activities_activity
    ADD COLUMN import_id uuid REFERENCES activities_import ON DELETE SET NULL,
    ADD COLUMN shareable boolean NOT NULL DEFAULT true,
    ADD COLUMN ai_allowed boolean NOT NULL DEFAULT true,
    ADD COLUMN retain_until timestamptz,
    ADD COLUMN duplicate_of uuid REFERENCES activities_activity ON DELETE CASCADE;
CREATE INDEX activities_activity_import_idx ON activities_activity (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX activities_activity_duplicate_idx ON activities_activity (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX activities_activity_gone_idx ON activities_activity (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX activities_activity_retained_idx ON activities_activity (retain_until) WHERE retain_until IS NOT NULL;
CREATE INDEX activities_activity_file_idx ON activities_activity (athlete_id, file_sha256)
    WHERE file_sha256 IS NOT NULL;
CREATE TABLE activities_duplicate (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    activity_id uuid NOT NULL REFERENCES activities_activity ON DELETE CASCADE,
    other_id uuid REFERENCES activities_activity ON DELETE SET NULL,
    other_sha256 bytea,
    other_part bigint NOT NULL DEFAULT 0,
    decision text CHECK (decision IN ('first', 'second', 'merged', 'both')),
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX activities_duplicate_pair_idx ON activities_duplicate (activity_id, other_id);
CREATE INDEX activities_duplicate_open_idx ON activities_duplicate (athlete_id, id) WHERE decision IS NULL;
CREATE INDEX activities_duplicate_other_idx ON activities_duplicate (other_id);
CREATE INDEX activities_duplicate_bytes_idx ON activities_duplicate (athlete_id, other_sha256);
"""
TOKENS = """
CREATE TABLE identity_token (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    token_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX identity_token_account_idx ON identity_token (account_id, id);
"""
PRESENTED = "token_hash = ANY(ARRAY(SELECT decode(one, 'hex') FROM unnest(string_to_array(current_setting('app.token', true), ',')) AS one))"


def _see(table: str, scope: str, more: str = "") -> None:
    shared = f"athlete_id = {shared_with(scope)}{more}"
    op.execute(f"DROP POLICY see ON {table}")
    op.execute(f"CREATE POLICY see ON {table} FOR SELECT TO paceline_app USING ({shared})")


def upgrade() -> None:
    op.execute(IMPORTS.format(states=STATES, file_states=FILE_STATES))
    op.execute(ORIGIN)
    for table in PARTS:
        # Beside every part: a policy that looked the activity up would do so for each row.
        op.execute(f"ALTER TABLE {table} ADD COLUMN shareable boolean NOT NULL DEFAULT true")
    for table in ("activities_activity", *PARTS):
        scope = "location" if table == "activities_track" else "training"
        _see(table, scope, f" AND (shareable OR athlete_id = {ACTOR})")
    own = f"athlete_id = {ACTOR}"
    for table in ("activities_upload", "activities_watched", "activities_duplicate"):
        run(op.execute, protect(table, see=own, write=own))
    op.execute(TOKENS)
    mine = f"account_id = {ACTOR}"
    run(op.execute, protect("identity_token", see=f"{mine} OR {PRESENTED}", write=mine))


def downgrade() -> None:
    for table in ("activities_activity", *PARTS):
        _see(table, "location" if table == "activities_track" else "training")
    op.execute("DROP TABLE identity_token, activities_duplicate, activities_watched, activities_upload")
    # What the older shape has no word for: held back files were not imported, and what was stopped is done.
    op.execute("UPDATE activities_import_file SET state = 'failed' WHERE state IN ('duplicate', 'cancelled')")
    op.execute("UPDATE activities_import SET state = 'done' WHERE state IN ('paused', 'cancelled', 'undone')")
    op.execute(f"""
    ALTER TABLE activities_import_file DROP COLUMN parts, DROP COLUMN details,
        DROP CONSTRAINT activities_import_file_state_check,
        ADD CONSTRAINT activities_import_file_state_check CHECK (state IN ({OLD_FILE_STATES}));
    """)
    op.execute(f"""
    DROP INDEX activities_import_unfinished_idx;
    ALTER TABLE activities_import DROP COLUMN way, DROP COLUMN undone_at,
        DROP CONSTRAINT activities_import_state_check,
        ADD CONSTRAINT activities_import_state_check CHECK (state IN ({OLD_STATES}));
    """)
    for table in PARTS:
        op.execute(f"ALTER TABLE {table} DROP COLUMN shareable")
    op.execute("""
    ALTER TABLE activities_activity DROP COLUMN import_id, DROP COLUMN shareable, DROP COLUMN ai_allowed,
        DROP COLUMN retain_until, DROP COLUMN duplicate_of;
    DROP INDEX activities_activity_gone_idx, activities_activity_file_idx;
    """)
