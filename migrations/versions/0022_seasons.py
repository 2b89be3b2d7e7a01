"""Plans people live with: versions, locks, phases and their turns, seasons with races, proposals, and plans kept as templates."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run, shared_with

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE plans_season (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    made_by uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    starts_on date NOT NULL,
    usual jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    archived_at timestamptz
);
CREATE INDEX plans_season_athlete_id_idx ON plans_season (athlete_id, id);
CREATE TABLE plans_race (
    id uuid PRIMARY KEY,
    season_id uuid NOT NULL REFERENCES plans_season ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) <= 120),
    held_on date NOT NULL,
    goal text NOT NULL,
    distance double precision CHECK (distance > 0),
    priority text NOT NULL CHECK (priority IN ('A', 'B', 'C')),
    added_by uuid NOT NULL,
    added_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE INDEX plans_race_athlete_id_idx ON plans_race (athlete_id, held_on) WHERE removed_at IS NULL;
CREATE INDEX plans_race_season_id_idx ON plans_race (season_id);

ALTER TABLE plans_plan
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN revises uuid REFERENCES plans_plan ON DELETE CASCADE,
    ADD COLUMN season_id uuid REFERENCES plans_season ON DELETE SET NULL;
CREATE INDEX plans_plan_revises_idx ON plans_plan (revises) WHERE revises IS NOT NULL;
CREATE INDEX plans_plan_season_id_idx ON plans_plan (season_id) WHERE season_id IS NOT NULL;

CREATE TABLE plans_version (
    plan_id uuid NOT NULL REFERENCES plans_plan ON DELETE CASCADE,
    number integer NOT NULL,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL,
    words text NOT NULL,
    why text NOT NULL,
    by_id uuid,
    at timestamptz NOT NULL,
    request jsonb NOT NULL,
    draft jsonb NOT NULL,
    findings jsonb NOT NULL,
    phases jsonb NOT NULL,
    PRIMARY KEY (plan_id, number)
);
CREATE INDEX plans_version_athlete_id_idx ON plans_version (athlete_id);
CREATE TABLE plans_lock (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES plans_plan ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    starts_on date NOT NULL,
    ends_on date NOT NULL CHECK (ends_on >= starts_on),
    locked_by uuid NOT NULL,
    locked_at timestamptz NOT NULL,
    UNIQUE (plan_id, starts_on, ends_on)
);
CREATE INDEX plans_lock_athlete_id_idx ON plans_lock (athlete_id);
CREATE TABLE plans_phase (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES plans_plan ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    position integer NOT NULL,
    phase text NOT NULL CHECK (phase IN
        ('base', 'build', 'peak', 'taper', 'recovery', 'maintenance', 'bridge', 'return')),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    criteria jsonb NOT NULL,
    left_on date,
    decided_by text CHECK (decided_by IN ('rule', 'person')),
    why text NOT NULL DEFAULT '',
    UNIQUE (plan_id, position)
);
CREATE INDEX plans_phase_athlete_id_idx ON plans_phase (athlete_id);
CREATE TABLE plans_turn (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES plans_plan ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    phase text NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('advanced', 'held', 'extended', 'waiting')),
    sentence text NOT NULL,
    why text NOT NULL,
    scope text NOT NULL CHECK (scope IN ('training', 'injuries')),
    by_id uuid,
    happened_on date NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX plans_turn_athlete_id_idx ON plans_turn (athlete_id, plan_id, at);
CREATE TABLE plans_proposal (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    plan_id uuid NOT NULL REFERENCES plans_plan ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('adaptation', 'finding', 'season')),
    cause text NOT NULL,
    title text NOT NULL,
    reasons jsonb NOT NULL,
    scope text NOT NULL CHECK (scope IN ('training', 'injuries')),
    fingerprint text NOT NULL,
    onto integer NOT NULL,
    request jsonb NOT NULL,
    draft jsonb NOT NULL,
    lines jsonb NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'accepted', 'edited', 'rejected', 'overtaken')),
    made_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    why text NOT NULL DEFAULT '',
    version integer,
    UNIQUE (plan_id, fingerprint)
);
CREATE INDEX plans_proposal_athlete_id_idx ON plans_proposal (athlete_id, plan_id, status);
CREATE TABLE plans_kept (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    notes text NOT NULL,
    request jsonb NOT NULL,
    draft jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE INDEX plans_kept_account_id_idx ON plans_kept (account_id, id);
"""


def upgrade() -> None:
    op.execute(TABLES)
    shared = f"athlete_id = {shared_with('training')}"
    injuries = f"athlete_id = {shared_with('injuries')}"
    # What belongs to a plan is seen by whoever may see the plan: a coach's preview stays hidden with all its parts.
    of_plan = f"{shared} AND plan_id IN (SELECT id FROM plans_plan)"
    private = f"{of_plan} AND (scope <> 'injuries' OR {injuries})"
    for table in ("plans_version", "plans_lock", "plans_phase"):
        run(op.execute, protect(table, see=of_plan, write=of_plan))
    for table in ("plans_turn", "plans_proposal"):
        run(op.execute, protect(table, see=private, write=private))
    for table in ("plans_season", "plans_race"):
        run(op.execute, protect(table, see=shared, write=shared))
    own = f"account_id = {ACTOR}"
    run(op.execute, protect("plans_kept", see=own, write=own))


def downgrade() -> None:
    op.execute("DELETE FROM plans_plan WHERE revises IS NOT NULL")
    op.execute("DROP TABLE plans_kept, plans_proposal, plans_turn, plans_phase, plans_lock, plans_version")
    op.execute("ALTER TABLE plans_plan DROP COLUMN season_id, DROP COLUMN revises, DROP COLUMN version")
    op.execute("DROP TABLE plans_race, plans_season")
