"""The desk: a coach's interventions and what was decided about them."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run, shared_with

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE desk_intervention (
    id uuid PRIMARY KEY,
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('open', 'snoozed', 'closed')),
    outcome text CHECK (outcome IN ('accepted', 'modified', 'dismissed', 'expired')),
    headline text NOT NULL,
    risk bigint NOT NULL CHECK (risk BETWEEN 0 AND 100),
    band text NOT NULL CHECK (band IN ('critical', 'caution', 'neutral')),
    factors jsonb NOT NULL,
    fingerprint text NOT NULL,
    suggestion jsonb,
    changed_since jsonb,
    flagged_at timestamptz NOT NULL,
    reply_due_at timestamptz NOT NULL,
    snoozed_until timestamptz,
    closed_at timestamptz,
    evaluated_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CHECK (reply_due_at > flagged_at),
    CHECK ((status = 'snoozed') = (snoozed_until IS NOT NULL)),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL) AND (status = 'closed') = (outcome IS NOT NULL))
);
CREATE UNIQUE INDEX desk_intervention_one_open_idx ON desk_intervention (coach_id, athlete_id)
    WHERE status IN ('open', 'snoozed');
CREATE INDEX desk_intervention_athlete_id_idx ON desk_intervention (athlete_id, coach_id);
CREATE INDEX desk_intervention_closed_at_idx ON desk_intervention (coach_id, closed_at, id) WHERE status = 'closed';

CREATE TABLE desk_decision (
    id uuid PRIMARY KEY,
    intervention_id uuid NOT NULL REFERENCES desk_intervention ON DELETE CASCADE,
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    decision text NOT NULL CHECK (decision IN
        ('accepted', 'modified', 'deferred_24h', 'deferred_72h', 'dismissed', 'expired', 'reopened')),
    by_id uuid,
    at timestamptz NOT NULL,
    flagged_at timestamptz NOT NULL,
    reason text NOT NULL CHECK (length(reason) <= 500),
    fingerprint text NOT NULL,
    arguments jsonb NOT NULL,
    result text NOT NULL
);
CREATE TABLE desk_evaluation (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    evaluated_at timestamptz NOT NULL,
    risk bigint NOT NULL,
    PRIMARY KEY (coach_id, athlete_id)
);
CREATE INDEX desk_decision_intervention_id_idx ON desk_decision (intervention_id, at);
CREATE INDEX desk_decision_athlete_id_idx ON desk_decision (athlete_id);
CREATE INDEX desk_decision_coach_id_idx ON desk_decision (coach_id, at);
"""


def upgrade() -> None:
    op.execute(TABLES)
    # The coach's own working papers: not the athlete's to read, and gone from sight when the athlete no longer shares.
    theirs = f"coach_id = {ACTOR} AND athlete_id <> {ACTOR} AND athlete_id = {shared_with('training')}"
    run(op.execute, protect("desk_intervention", see=theirs, write=theirs))
    run(op.execute, protect("desk_decision", see=theirs, insert=theirs))
    run(op.execute, protect("desk_evaluation", see=theirs, write=theirs))


def downgrade() -> None:
    op.execute("DROP TABLE desk_evaluation, desk_decision, desk_intervention")
