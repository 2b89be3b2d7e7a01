"""The ledger, live hints and daily schedules."""

from alembic import op

from paceline.infra.database.policies import ACTOR, people, protect, run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE audit_entry (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    name text NOT NULL,
    scope text NOT NULL,
    actor_id uuid,
    athlete_id uuid,
    facts jsonb NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX audit_entry_athlete_id_id_idx ON audit_entry (athlete_id, id);
CREATE INDEX audit_entry_name_id_idx ON audit_entry (name, id);

CREATE SEQUENCE realtime_hint_sequence;
CREATE TABLE realtime_hint (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sequence bigint UNIQUE,
    person_id uuid NOT NULL,
    place text NOT NULL,
    scope text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX realtime_hint_fresh_idx ON realtime_hint (id) WHERE sequence IS NULL;
CREATE INDEX realtime_hint_at_idx ON realtime_hint (at);

CREATE TABLE schedule_entry (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    wall_time time NOT NULL,
    time_zone text NOT NULL,
    next_day date NOT NULL,
    next_due_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, kind)
);
CREATE INDEX schedule_entry_next_due_at_idx ON schedule_entry (next_due_at);

CREATE TABLE schedule_run (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    local_date date NOT NULL,
    due_at timestamptz NOT NULL,
    decided_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('queued', 'skipped')),
    PRIMARY KEY (account_id, kind, local_date)
);
"""


def upgrade() -> None:
    op.execute(TABLES)
    own = f"account_id = {ACTOR}"
    # app_athletes() takes one scope; over rows of many scopes the grants are asked directly.
    shared = f"athlete_id = {ACTOR} OR (athlete_id, scope) IN (SELECT g.athlete_id, g.scope FROM relationships_grant g WHERE g.coach_id = {ACTOR})"
    run(
        op.execute,
        protect(
            "audit_entry", see=f"{shared} OR (athlete_id IS NULL AND actor_id = {ACTOR})", insert=f"actor_id = {ACTOR}"
        ),
    )
    hints = shared.replace("athlete_id = (", "person_id = (", 1).replace("(athlete_id, scope)", "(person_id, scope)")
    run(op.execute, protect("realtime_hint", see=hints, insert=f"person_id = {people()}"))
    run(op.execute, protect("schedule_entry", see=own, write=own))
    run(op.execute, protect("schedule_run", see=own))


def downgrade() -> None:
    op.execute("DROP TABLE schedule_run, schedule_entry, realtime_hint, audit_entry")
    op.execute("DROP SEQUENCE realtime_hint_sequence")
