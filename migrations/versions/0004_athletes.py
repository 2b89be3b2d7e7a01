"""Athletes: thresholds and measures."""

from alembic import op

from paceline.infra.database.policies import protect_athlete_data, run

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE athletes_profile (
    athlete_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    birth_year bigint,
    sex text CHECK (sex IN ('female', 'male')),
    weight_kg double precision CHECK (weight_kg > 0),
    primary_sport text,
    max_hr double precision CHECK (max_hr > 0),
    resting_hr double precision CHECK (resting_hr > 0),
    lthr double precision CHECK (lthr > 0),
    ftp double precision CHECK (ftp > 0),
    threshold_speed double precision CHECK (threshold_speed > 0),
    swim_speed double precision CHECK (swim_speed > 0),
    race_distance double precision CHECK (race_distance > 0),
    race_seconds double precision CHECK (race_seconds > 0),
    updated_at timestamptz NOT NULL
);
"""


def upgrade() -> None:
    op.execute(TABLES)
    run(op.execute, protect_athlete_data("athletes_profile", "training", coach_writes=True))


def downgrade() -> None:
    op.execute("DROP TABLE athletes_profile")
