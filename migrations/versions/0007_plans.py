"""Training plans."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run, shared_with

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE plans_plan (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    made_by uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('preview', 'published', 'archived')),
    request jsonb NOT NULL,
    draft jsonb NOT NULL,
    findings jsonb NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    race_on date,
    goal text NOT NULL,
    created_at timestamptz NOT NULL,
    published_at timestamptz,
    archived_at timestamptz
);
CREATE INDEX plans_plan_athlete_id_id_idx ON plans_plan (athlete_id, id);
CREATE UNIQUE INDEX plans_plan_active_key ON plans_plan (athlete_id) WHERE status = 'published';
"""


def upgrade() -> None:
    op.execute(TABLES)
    shared = f"athlete_id = {shared_with('training')}"
    # A preview belongs to whoever makes it until it is published.
    seen = f"{shared} AND (status <> 'preview' OR made_by = {ACTOR} OR athlete_id <> {ACTOR})"
    run(op.execute, protect("plans_plan", see=seen, write=shared))


def downgrade() -> None:
    op.execute("DROP TABLE plans_plan")
