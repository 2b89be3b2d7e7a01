"""Check-ins: one a day for each athlete, and where it hurts."""

from alembic import op

from paceline.infra.database.policies import protect_athlete_data, run

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE checkins_checkin (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    sleep bigint NOT NULL CHECK (sleep BETWEEN 1 AND 5),
    energy bigint NOT NULL CHECK (energy BETWEEN 1 AND 5),
    recovery bigint NOT NULL CHECK (recovery BETWEEN 1 AND 5),
    stress bigint NOT NULL CHECK (stress BETWEEN 1 AND 5),
    mood bigint CHECK (mood BETWEEN 1 AND 5),
    soreness bigint CHECK (soreness BETWEEN 0 AND 10),
    note text NOT NULL CHECK (length(note) <= 2000),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT checkins_checkin_athlete_id_day_key UNIQUE (athlete_id, day)
);
CREATE TABLE checkins_pain (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    checkin_id uuid NOT NULL REFERENCES checkins_checkin ON DELETE CASCADE,
    place text NOT NULL,
    level bigint NOT NULL CHECK (level BETWEEN 0 AND 10),
    PRIMARY KEY (athlete_id, day, place)
);
CREATE INDEX checkins_pain_checkin_id_idx ON checkins_pain (checkin_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
    run(op.execute, protect_athlete_data("checkins_checkin", "wellness"))
    run(op.execute, protect_athlete_data("checkins_pain", "injuries"))


def downgrade() -> None:
    op.execute("DROP TABLE checkins_pain, checkins_checkin")
