"""Readiness of a day, and today's briefing with its reasons."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, protect_athlete_data, run

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

READINESS = """
CREATE TABLE readiness_score (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    score bigint CHECK (score BETWEEN 0 AND 100),
    band text CHECK (band IN ('green', 'amber', 'red')),
    confidence text NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
    coverage double precision NOT NULL CHECK (coverage BETWEEN 0 AND 1.000001),
    factors jsonb NOT NULL,
    missing jsonb NOT NULL,
    unknown text,
    private_factors bigint NOT NULL,
    version bigint NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (athlete_id, day),
    CHECK ((score IS NULL) = (unknown IS NOT NULL))
);
CREATE TABLE readiness_pain (
    athlete_id uuid NOT NULL,
    day date NOT NULL,
    caps jsonb NOT NULL,
    PRIMARY KEY (athlete_id, day),
    FOREIGN KEY (athlete_id, day) REFERENCES readiness_score ON DELETE CASCADE
);
"""

TODAY = """
CREATE TABLE today_briefing (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    workout_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('keep', 'easier', 'shorter', 'swap_easy', 'rest', 'progress')),
    title text NOT NULL,
    changes jsonb NOT NULL,
    adapted jsonb,
    original jsonb NOT NULL,
    reasons bigint NOT NULL,
    choice text CHECK (choice IN ('accepted', 'kept_original')),
    chosen_at timestamptz,
    based_on bigint,
    made_at timestamptz NOT NULL,
    CONSTRAINT today_briefing_athlete_id_day_workout_id_key UNIQUE (athlete_id, day, workout_id),
    CHECK ((choice IS NULL) = (chosen_at IS NULL))
);
CREATE TABLE today_reason (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    briefing_id uuid NOT NULL REFERENCES today_briefing ON DELETE CASCADE,
    position bigint NOT NULL,
    scope text NOT NULL CHECK (scope IN ('training', 'wellness', 'injuries')),
    rule text NOT NULL,
    sentence text NOT NULL,
    PRIMARY KEY (briefing_id, position)
);
CREATE INDEX today_reason_athlete_id_idx ON today_reason (athlete_id, briefing_id);
"""


def upgrade() -> None:
    op.execute(READINESS)
    op.execute(TODAY)
    run(op.execute, protect_athlete_data("readiness_score", "wellness"))
    run(op.execute, protect_athlete_data("readiness_pain", "injuries"))
    run(op.execute, protect_athlete_data("today_briefing", "training"))
    granted = f"SELECT g.athlete_id, g.scope FROM relationships_grant g WHERE g.coach_id = {ACTOR}"
    own = f"athlete_id = {ACTOR}"
    run(op.execute, protect("today_reason", see=f"{own} OR (athlete_id, scope) IN ({granted})", write=own))


def downgrade() -> None:
    op.execute("DROP TABLE today_reason, today_briefing, readiness_pain, readiness_score")
