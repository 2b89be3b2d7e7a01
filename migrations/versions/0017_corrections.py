"""Corrections of activities, what their athletes say of them, sessions split and joined, and measuring all of them again."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run, shared_with

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ACTIVITY = """
ALTER TABLE activities_activity
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN feel bigint CHECK (feel BETWEEN 1 AND 5),
    ADD COLUMN commute boolean NOT NULL DEFAULT false,
    ADD COLUMN indoor boolean NOT NULL DEFAULT false,
    ADD COLUMN race boolean NOT NULL DEFAULT false,
    ADD COLUMN sets jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN merged_into uuid REFERENCES activities_activity ON DELETE SET NULL,
    ADD COLUMN recorded_as uuid REFERENCES activities_activity ON DELETE SET NULL,
    ADD COLUMN stale_since timestamptz,
    ADD COLUMN stale_reason text;
CREATE INDEX activities_activity_merged_idx ON activities_activity (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX activities_activity_recorded_idx ON activities_activity (recorded_as) WHERE recorded_as IS NOT NULL;
CREATE INDEX activities_activity_stale_idx ON activities_activity (stale_since) WHERE stale_since IS NOT NULL;
"""
CORRECTION = """
CREATE TABLE activities_correction (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    activity_id uuid NOT NULL REFERENCES activities_activity ON DELETE CASCADE,
    number bigint NOT NULL CHECK (number > 0),
    kind text NOT NULL CHECK (kind IN ('trim', 'cut', 'split', 'joined', 'clock', 'spikes', 'dropouts', 'elevation',
        'power', 'distance', 'pool', 'details')),
    "values" jsonb NOT NULL,
    made_by uuid REFERENCES identity_account ON DELETE SET NULL,
    made_at timestamptz NOT NULL,
    removed_at timestamptz,
    PRIMARY KEY (activity_id, number)
);
CREATE INDEX activities_correction_athlete_idx ON activities_correction (athlete_id);
CREATE INDEX activities_correction_maker_idx ON activities_correction (made_by);
CREATE TABLE activities_recomputation (
    athlete_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done')),
    total bigint NOT NULL,
    looked bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    after uuid,
    asked_at timestamptz NOT NULL,
    finished_at timestamptz
);
"""
# Whoever may see the activity may see how it was corrected, and only that: the activity's own policy decides.
ABOUT = (
    "EXISTS (SELECT 1 FROM activities_activity a"
    " WHERE a.id = activity_id AND a.athlete_id = activities_correction.athlete_id)"
)


def upgrade() -> None:
    op.execute(ACTIVITY)
    op.execute(CORRECTION)
    own = f"athlete_id = {ACTOR}"
    see = f"athlete_id = {shared_with('training')} AND {ABOUT}"
    run(op.execute, protect("activities_correction", see=see, write=f"{own} AND {ABOUT}"))
    run(op.execute, protect("activities_recomputation", see=own, write=own))


def downgrade() -> None:
    op.execute("DROP TABLE activities_recomputation, activities_correction")
    op.execute("""
    ALTER TABLE activities_activity DROP COLUMN version, DROP COLUMN feel, DROP COLUMN commute, DROP COLUMN indoor,
        DROP COLUMN race, DROP COLUMN sets, DROP COLUMN merged_into, DROP COLUMN recorded_as,
        DROP COLUMN stale_since, DROP COLUMN stale_reason;
    """)
