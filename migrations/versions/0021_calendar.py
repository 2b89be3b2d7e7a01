"""The calendar: changes of many sessions that can be taken back, days with a note, races by rank, grades, and feeds."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, protect_athlete_data, run, shared_with

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE calendar_rearrangement (
    id uuid NOT NULL,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    by_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('move', 'copy', 'deletion', 'pin', 'unpin')),
    before jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    reversed_at timestamptz,
    PRIMARY KEY (id, athlete_id)
);
CREATE INDEX calendar_rearrangement_athlete_id_idx ON calendar_rearrangement (athlete_id);
CREATE INDEX calendar_rearrangement_by_id_idx ON calendar_rearrangement (by_id);

CREATE TABLE calendar_day_note (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('note', 'travel', 'blackout', 'holiday', 'away')),
    first date NOT NULL,
    last date NOT NULL,
    words text NOT NULL,
    excused boolean NOT NULL,
    created_by uuid,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    CHECK (last >= first),
    UNIQUE (athlete_id, id)
);
CREATE INDEX calendar_day_note_athlete_id_last_idx ON calendar_day_note (athlete_id, last) WHERE deleted_at IS NULL;

CREATE TABLE calendar_illness (
    note_id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL,
    words text NOT NULL,
    FOREIGN KEY (note_id, athlete_id) REFERENCES calendar_day_note (id, athlete_id) ON DELETE CASCADE
);
CREATE INDEX calendar_illness_athlete_id_idx ON calendar_illness (athlete_id);

CREATE TABLE calendar_feed (
    athlete_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    details boolean NOT NULL,
    created_at timestamptz NOT NULL,
    read_at timestamptz
);

ALTER TABLE calendar_workout
    ADD COLUMN race_priority text CHECK (race_priority IN ('A', 'B', 'C'));
ALTER TABLE calendar_completion ADD COLUMN grade jsonb;
"""


def upgrade() -> None:
    op.execute(TABLES)
    mine = f"athlete_id = {shared_with('training')} AND by_id = {ACTOR}"
    run(op.execute, protect("calendar_rearrangement", see=mine, write=mine))
    run(op.execute, protect_athlete_data("calendar_day_note", "training", coach_writes=True))
    # Why somebody is away is told only to those they share injuries and illness with.
    run(op.execute, protect_athlete_data("calendar_illness", "injuries", coach_writes=True))
    own = f"athlete_id = {ACTOR}"
    run(op.execute, protect("calendar_feed", see=own, write=own))


def downgrade() -> None:
    op.execute("ALTER TABLE calendar_completion DROP COLUMN grade")
    op.execute("ALTER TABLE calendar_workout DROP COLUMN race_priority")
    op.execute("DROP TABLE calendar_feed, calendar_illness, calendar_day_note, calendar_rearrangement")
