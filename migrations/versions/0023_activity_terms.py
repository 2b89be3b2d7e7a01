"""Terms of activities by where they come from and by import; files that ask a question, and files that told of days only."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STATES_BEFORE = "'waiting', 'opened', 'imported', 'already_here', 'duplicate', 'failed', 'cancelled'"
STATES = f"{STATES_BEFORE}, 'asking', 'days'"

TERMS = """
CREATE TABLE activities_terms (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 60),
    shareable boolean NOT NULL,
    ai_allowed boolean NOT NULL,
    keep_days bigint CHECK (keep_days BETWEEN 1 AND 36500),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (athlete_id, source)
);
ALTER TABLE activities_import
    ADD COLUMN shareable boolean,
    ADD COLUMN ai_allowed boolean,
    ADD COLUMN keep_days bigint CHECK (keep_days BETWEEN 1 AND 36500);
ALTER TABLE activities_activity ADD COLUMN expiry_told_at timestamptz;
ALTER TABLE activities_batch DROP CONSTRAINT activities_batch_kind_check,
    ADD CONSTRAINT activities_batch_kind_check CHECK (kind IN ('deletion', 'gear', 'sport', 'terms'));
"""
# What the ledger says of an activity is for those who may see the activity; of several, one is enough. The look itself is
# subject to row security, so a hidden activity and one that was cleared away are alike.
NAMED = """
CREATE FUNCTION app_may_be_named(facts jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT (facts ? 'activity_id' OR facts ? 'activity_ids') OR EXISTS (
        SELECT 1 FROM activities_activity WHERE id = ANY (ARRAY(
            SELECT said::uuid FROM (
                SELECT facts ->> 'activity_id'
                UNION ALL
                SELECT jsonb_array_elements_text(
                    CASE jsonb_typeof(facts -> 'activity_ids') WHEN 'array' THEN facts -> 'activity_ids' ELSE '[]' END)
            ) AS named (said) WHERE said ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        ))
    )
$$
"""
SHARED = f"(athlete_id, scope) IN (SELECT g.athlete_id, g.scope FROM relationships_grant g WHERE g.coach_id = {ACTOR})"
SELF = f"athlete_id IS NULL AND actor_id = {ACTOR}"


def upgrade() -> None:
    op.execute(TERMS)
    own = f"athlete_id = {ACTOR}"
    run(op.execute, protect("activities_terms", see=own, write=own))
    op.execute(NAMED)
    _ledger(f"({SHARED} AND app_may_be_named(facts))")
    _states(STATES)
    # An archive may hold more files than the numbers after it had room for; in two steps, so that no two ever meet.
    op.execute("UPDATE activities_import_file SET number = -(number / 10000 * 1000000 + number % 10000)")
    op.execute("UPDATE activities_import_file SET number = -number WHERE number < 0")
    # A table that waited for its columns to be described used to be called left out.
    op.execute(
        "UPDATE activities_import_file SET state = 'asking'"
        " WHERE state = 'cancelled' AND file_key IS NOT NULL AND details ? 'table' AND NOT details ? 'mapping'"
    )


def downgrade() -> None:
    _ledger(SHARED)
    op.execute("DROP FUNCTION app_may_be_named(jsonb)")
    op.execute("DELETE FROM activities_batch WHERE kind = 'terms'")
    op.execute(
        "ALTER TABLE activities_batch DROP CONSTRAINT activities_batch_kind_check,"
        " ADD CONSTRAINT activities_batch_kind_check CHECK (kind IN ('deletion', 'gear', 'sport'))"
    )
    op.execute("ALTER TABLE activities_activity DROP COLUMN expiry_told_at")
    op.execute("UPDATE activities_import_file SET state = 'cancelled' WHERE state = 'asking'")
    op.execute("UPDATE activities_import_file SET state = 'already_here' WHERE state = 'days'")
    _states(STATES_BEFORE)
    op.execute("DELETE FROM activities_import_file WHERE number % 1000000 >= 10000")
    op.execute("UPDATE activities_import_file SET number = -(number / 1000000 * 10000 + number % 1000000)")
    op.execute("UPDATE activities_import_file SET number = -number WHERE number < 0")
    op.execute("ALTER TABLE activities_import DROP COLUMN shareable, DROP COLUMN ai_allowed, DROP COLUMN keep_days")
    op.execute("DROP TABLE activities_terms")


def _ledger(shared: str) -> None:
    op.execute("DROP POLICY see ON audit_entry")
    op.execute(
        "CREATE POLICY see ON audit_entry FOR SELECT TO paceline_app"
        f" USING (athlete_id = {ACTOR} OR {shared} OR ({SELF}))"
    )


def _states(states: str) -> None:
    op.execute(
        "ALTER TABLE activities_import_file DROP CONSTRAINT activities_import_file_state_check,"
        f" ADD CONSTRAINT activities_import_file_state_check CHECK (state IN ({states}))"
    )
