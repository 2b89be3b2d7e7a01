"""Illness said in the check-in; it lies apart, because it takes the consent to injuries and illness."""

from alembic import op

from paceline.infra.database.policies import protect_athlete_data, run

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE checkins_illness (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    checkin_id uuid NOT NULL REFERENCES checkins_checkin ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('none', 'above_neck', 'below_neck')),
    PRIMARY KEY (athlete_id, day)
);
CREATE INDEX checkins_illness_checkin_id_idx ON checkins_illness (checkin_id);
"""


def upgrade() -> None:
    op.execute(TABLE)
    run(op.execute, protect_athlete_data("checkins_illness", "injuries"))


def downgrade() -> None:
    op.execute("DROP TABLE checkins_illness")
