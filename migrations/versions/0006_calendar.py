"""The calendar: planned workouts, completions and skips."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, protect_athlete_data, run, shared_with

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE calendar_workout (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    position bigint NOT NULL CHECK (position >= 0),
    sport text NOT NULL,
    workout_type text NOT NULL,
    title text NOT NULL,
    structure jsonb,
    notes text NOT NULL,
    template_id text,
    plan_id uuid,
    duration_s double precision CHECK (duration_s >= 0),
    distance_m double precision CHECK (distance_m >= 0),
    load double precision CHECK (load >= 0),
    is_key boolean NOT NULL,
    is_race boolean NOT NULL,
    locked boolean NOT NULL,
    draft boolean NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    created_by uuid,
    created_at timestamptz NOT NULL,
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    adapted jsonb,
    deleted_at timestamptz
);
CREATE INDEX calendar_workout_athlete_id_day_idx ON calendar_workout (athlete_id, day) WHERE deleted_at IS NULL;
CREATE INDEX calendar_workout_athlete_id_plan_id_idx ON calendar_workout (athlete_id, plan_id) WHERE deleted_at IS NULL;
CREATE INDEX calendar_workout_races_idx ON calendar_workout (athlete_id, day) WHERE is_race AND deleted_at IS NULL;

CREATE TABLE calendar_completion (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    workout_id uuid REFERENCES calendar_workout ON DELETE CASCADE,
    activity_id uuid REFERENCES activities_activity ON DELETE CASCADE,
    confidence double precision CHECK (confidence BETWEEN 0 AND 1),
    parts jsonb NOT NULL,
    compliance double precision CHECK (compliance >= 0),
    measure text CHECK (measure IN ('load', 'duration', 'distance')),
    decided_by text NOT NULL CHECK (decided_by IN ('rule', 'person')),
    dormant boolean NOT NULL,
    person_id uuid,
    at timestamptz NOT NULL,
    CHECK (workout_id IS NOT NULL OR activity_id IS NOT NULL),
    CHECK (decided_by = 'person' OR (workout_id IS NOT NULL AND activity_id IS NOT NULL))
);
CREATE UNIQUE INDEX calendar_completion_workout_id_key ON calendar_completion (workout_id) WHERE NOT dormant;
CREATE UNIQUE INDEX calendar_completion_activity_id_key ON calendar_completion (activity_id) WHERE NOT dormant;
CREATE INDEX calendar_completion_activity_id_idx ON calendar_completion (activity_id);
CREATE INDEX calendar_completion_athlete_id_idx ON calendar_completion (athlete_id);

CREATE TABLE calendar_skip (
    workout_id uuid PRIMARY KEY REFERENCES calendar_workout ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    skipped_by uuid,
    reason text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX calendar_skip_athlete_id_idx ON calendar_skip (athlete_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
    shared = f"athlete_id = {shared_with('training')}"
    # A draft is the coach's until it is published: the athlete neither sees nor changes it.
    run(op.execute, protect("calendar_workout", see=f"{shared} AND (NOT draft OR athlete_id <> {ACTOR})", write=shared))
    for table in ("calendar_completion", "calendar_skip"):
        run(op.execute, protect_athlete_data(table, "training", coach_writes=True))


def downgrade() -> None:
    op.execute("DROP TABLE calendar_skip, calendar_completion, calendar_workout")
