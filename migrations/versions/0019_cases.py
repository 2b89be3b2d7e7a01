"""Cases and caseload: a coach's clock and automation, notes, tasks and saved views; decisions that excuse, move, act and are undone."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run, shared_with

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

DECISIONS = """'accepted', 'modified', 'deferred_24h', 'deferred_72h', 'dismissed', 'expired', 'reopened',
    'moved', 'excused', 'automatic', 'undone'"""
DECISIONS_BEFORE = "'accepted', 'modified', 'deferred_24h', 'deferred_72h', 'dismissed', 'expired', 'reopened'"
OUTCOMES = "'accepted', 'modified', 'dismissed', 'expired', 'moved', 'excused', 'automatic'"
OUTCOMES_BEFORE = "'accepted', 'modified', 'dismissed', 'expired'"

TABLES = """
ALTER TABLE desk_intervention
    ADD COLUMN confidence double precision NOT NULL DEFAULT 0.6 CHECK (confidence BETWEEN 0 AND 1),
    ADD COLUMN engine bigint NOT NULL DEFAULT 1,
    ADD COLUMN action text NOT NULL DEFAULT 'watch',
    ADD COLUMN unknowns jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN held jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN clock_from double precision,
    ADD COLUMN clock_due double precision;
UPDATE desk_intervention
    SET clock_from = extract(epoch FROM flagged_at), clock_due = extract(epoch FROM reply_due_at);
ALTER TABLE desk_intervention ALTER COLUMN clock_from SET NOT NULL, ALTER COLUMN clock_due SET NOT NULL;
ALTER TABLE desk_evaluation ADD COLUMN kinds text[] NOT NULL DEFAULT '{}';
ALTER TABLE desk_decision ADD COLUMN reply_seconds double precision;

CREATE TABLE desk_settings (
    coach_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    clock text NOT NULL CHECK (clock IN ('always', 'hours')),
    time_zone text NOT NULL,
    work_days smallint[] NOT NULL,
    work_from time NOT NULL,
    work_until time NOT NULL,
    mode text NOT NULL CHECK (mode IN ('manual', 'assisted', 'automatic')),
    max_risk double precision NOT NULL CHECK (max_risk BETWEEN 0 AND 1),
    min_confidence double precision NOT NULL CHECK (min_confidence BETWEEN 0 AND 1),
    cooldown_hours integer NOT NULL CHECK (cooldown_hours BETWEEN 0 AND 720),
    quiet_from time,
    quiet_until time,
    changed_at timestamptz NOT NULL,
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);
CREATE TABLE desk_policy (
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    mode text NOT NULL CHECK (mode IN ('manual', 'assisted', 'automatic')),
    max_risk double precision NOT NULL CHECK (max_risk BETWEEN 0 AND 1),
    min_confidence double precision NOT NULL CHECK (min_confidence BETWEEN 0 AND 1),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (coach_id, athlete_id)
);
CREATE INDEX desk_policy_athlete_id_idx ON desk_policy (athlete_id);
CREATE TABLE desk_view (
    id uuid PRIMARY KEY,
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    query text NOT NULL CHECK (length(query) <= 500),
    made_at timestamptz NOT NULL,
    UNIQUE (coach_id, name)
);
CREATE TABLE cases_note (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
    shared boolean NOT NULL,
    pinned boolean NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    deleted_at timestamptz
);
CREATE INDEX cases_note_athlete_id_idx ON cases_note (athlete_id, coach_id, created_at DESC) WHERE deleted_at IS NULL;
CREATE TABLE cases_task (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    due_on date,
    created_at timestamptz NOT NULL,
    done_at timestamptz,
    reminded_on date
);
CREATE INDEX cases_task_athlete_id_idx ON cases_task (athlete_id, coach_id, due_on);
CREATE INDEX cases_task_due_idx ON cases_task (coach_id, due_on) WHERE done_at IS NULL;
"""


def upgrade() -> None:
    op.execute(TABLES)
    _checks(DECISIONS, OUTCOMES)
    own = f"coach_id = {ACTOR}"
    # A coach's working papers: not the athlete's to read, and gone from sight when the athlete no longer shares.
    papers = f"{own} AND athlete_id <> {ACTOR} AND athlete_id = {shared_with('training')}"
    run(op.execute, protect("desk_settings", see=own, write=own))
    run(op.execute, protect("desk_view", see=own, write=own))
    run(op.execute, protect("desk_policy", see=papers, write=papers))
    # A shared note is the athlete's to read, for good; a private one is seen by nobody but its writer.
    read = f"({papers}) OR (athlete_id = {ACTOR} AND shared)"
    run(op.execute, protect("cases_note", see=read, write=papers))
    run(op.execute, protect("cases_task", see=papers, write=papers))


def downgrade() -> None:
    op.execute("DROP TABLE cases_task, cases_note, desk_view, desk_policy, desk_settings")
    op.execute("DELETE FROM desk_decision WHERE decision IN ('moved', 'excused', 'automatic', 'undone')")
    op.execute("UPDATE desk_intervention SET outcome = 'modified' WHERE outcome IN ('moved', 'excused', 'automatic')")
    _checks(DECISIONS_BEFORE, OUTCOMES_BEFORE)
    op.execute("ALTER TABLE desk_decision DROP COLUMN reply_seconds")
    op.execute("ALTER TABLE desk_evaluation DROP COLUMN kinds")
    op.execute(
        "ALTER TABLE desk_intervention DROP COLUMN confidence, DROP COLUMN engine, DROP COLUMN action,"
        " DROP COLUMN unknowns, DROP COLUMN held, DROP COLUMN clock_from, DROP COLUMN clock_due"
    )


def _checks(decisions: str, outcomes: str) -> None:
    op.execute("ALTER TABLE desk_decision DROP CONSTRAINT desk_decision_decision_check")
    op.execute(
        f"ALTER TABLE desk_decision ADD CONSTRAINT desk_decision_decision_check CHECK (decision IN ({decisions}))"
    )
    op.execute("ALTER TABLE desk_intervention DROP CONSTRAINT desk_intervention_outcome_check")
    op.execute(
        f"ALTER TABLE desk_intervention ADD CONSTRAINT desk_intervention_outcome_check CHECK (outcome IN ({outcomes}))"
    )
