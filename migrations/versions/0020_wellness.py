"""Values of the day: what devices, files and people say of sleep, heart, body and mood, one row a source."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, protect_athlete_data, run

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE wellness_value (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 60),
    value double precision NOT NULL CHECK (value BETWEEN -1e9 AND 1e9),
    measured bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL,
    deleted_at timestamptz,
    PRIMARY KEY (athlete_id, kind, day, source)
);
CREATE INDEX wellness_value_athlete_id_day_idx ON wellness_value (athlete_id, day DESC, kind, source)
    WHERE deleted_at IS NULL;
CREATE TABLE wellness_change (
    id uuid NOT NULL,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL,
    day date NOT NULL,
    source text NOT NULL,
    before double precision,
    after double precision,
    made_at timestamptz NOT NULL,
    undone_at timestamptz,
    PRIMARY KEY (id, kind)
);
CREATE INDEX wellness_change_athlete_id_idx ON wellness_change (athlete_id, made_at);
CREATE TABLE wellness_preference (
    athlete_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    sources text[] NOT NULL,
    changed_at timestamptz NOT NULL
);
"""


def upgrade() -> None:
    op.execute(TABLES)
    run(op.execute, protect_athlete_data("wellness_value", "wellness"))
    # A coach is shown the value the athlete is shown, so the order of sources is readable with the values.
    run(op.execute, protect_athlete_data("wellness_preference", "wellness"))
    own = f"athlete_id = {ACTOR}"
    run(op.execute, protect("wellness_change", see=own, write=own))


def downgrade() -> None:
    op.execute("DROP TABLE wellness_preference, wellness_change, wellness_value")
