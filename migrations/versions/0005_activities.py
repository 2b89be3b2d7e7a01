"""Activities: sessions with their streams, tracks, laps and best efforts, and the imports they came by."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, protect_athlete_data, run

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# As released; the model's list of channels may grow, this one may not.
CHANNELS = (
    "time", "distance", "altitude", "speed", "vertical_speed", "heart_rate", "cadence", "power", "temperature",
    "core_temperature", "vertical_oscillation", "step_length", "ground_contact_time", "ground_contact_balance",
    "vertical_ratio", "muscle_oxygen", "respiration_rate", "total_hemoglobin",
)  # fmt: skip

ACTIVITY = """
CREATE TABLE activities_activity (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    source text NOT NULL,
    sport text NOT NULL,
    sub_sport text,
    family text NOT NULL,
    name text NOT NULL,
    started_at timestamptz NOT NULL,
    utc_offset double precision,
    time_zone text NOT NULL,
    day date NOT NULL,
    elapsed double precision,
    timer double precision,
    moving double precision,
    distance double precision,
    ascent double precision,
    descent double precision,
    average_speed double precision,
    max_speed double precision,
    average_heart_rate double precision,
    max_heart_rate double precision,
    average_power double precision,
    max_power double precision,
    normalized_power double precision,
    graded_speed double precision,
    average_cadence double precision,
    average_temperature double precision,
    decoupling double precision,
    efficiency_factor double precision,
    variability_index double precision,
    intensity double precision,
    calories double precision,
    load double precision CHECK (load >= 0),
    load_method text,
    load_reason text NOT NULL,
    rpe double precision CHECK (rpe BETWEEN 0 AND 10),
    notes text NOT NULL,
    device text,
    reasons jsonb NOT NULL,
    cautions jsonb NOT NULL,
    quality jsonb NOT NULL,
    pauses jsonb NOT NULL,
    lengths jsonb NOT NULL,
    file_key text,
    file_name text,
    file_sha256 bytea,
    file_part bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    deleted_at timestamptz
);
CREATE INDEX activities_activity_athlete_started_idx ON activities_activity (athlete_id, started_at DESC, id DESC)
    WHERE deleted_at IS NULL;
CREATE INDEX activities_activity_athlete_day_idx ON activities_activity (athlete_id, day) INCLUDE (load)
    WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX activities_activity_same_bytes_idx ON activities_activity (athlete_id, file_sha256, file_part)
    WHERE deleted_at IS NULL AND file_sha256 IS NOT NULL;
"""

PARTS = """
CREATE TABLE activities_stream (
    athlete_id uuid NOT NULL,
    activity_id uuid NOT NULL REFERENCES activities_activity ON DELETE CASCADE,
    samples bigint NOT NULL,
    {channels},
    PRIMARY KEY (activity_id)
);
CREATE TABLE activities_track (
    athlete_id uuid NOT NULL,
    activity_id uuid NOT NULL REFERENCES activities_activity ON DELETE CASCADE,
    latitude bytea NOT NULL,
    longitude bytea NOT NULL,
    PRIMARY KEY (activity_id)
);
CREATE TABLE activities_lap (
    athlete_id uuid NOT NULL,
    activity_id uuid NOT NULL REFERENCES activities_activity ON DELETE CASCADE,
    number bigint NOT NULL,
    start_offset double precision NOT NULL,
    elapsed double precision NOT NULL,
    timer double precision,
    distance double precision,
    trigger text,
    average_heart_rate double precision,
    max_heart_rate double precision,
    average_speed double precision,
    average_power double precision,
    average_cadence double precision,
    ascent double precision,
    PRIMARY KEY (activity_id, number)
);
CREATE TABLE activities_best (
    athlete_id uuid NOT NULL,
    activity_id uuid NOT NULL REFERENCES activities_activity ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('power', 'heart_rate', 'distance')),
    span double precision NOT NULL,
    value double precision NOT NULL,
    start_offset double precision NOT NULL,
    PRIMARY KEY (activity_id, kind, span)
);
CREATE INDEX activities_best_athlete_kind_idx ON activities_best (athlete_id, kind, span, value);
"""

IMPORTS = """
CREATE TABLE activities_import (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done')),
    created_at timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE INDEX activities_import_athlete_idx ON activities_import (athlete_id, id DESC);
CREATE TABLE activities_import_file (
    athlete_id uuid NOT NULL,
    import_id uuid NOT NULL REFERENCES activities_import ON DELETE CASCADE,
    number bigint NOT NULL,
    name text NOT NULL,
    size bigint NOT NULL,
    file_key text,
    state text NOT NULL CHECK (state IN ('waiting', 'opened', 'imported', 'already_here', 'failed')),
    sentence text NOT NULL,
    activity_ids jsonb NOT NULL,
    tries bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (import_id, number)
);
CREATE INDEX activities_import_file_waiting_idx ON activities_import_file (import_id, number) WHERE state = 'waiting';
"""


def upgrade() -> None:
    op.execute(ACTIVITY)
    op.execute(PARTS.format(channels=",\n    ".join(f'"{name}" bytea' for name in CHANNELS)))
    # The bytes are compressed already; a second compression by the server would only cost time.
    changes = [f'ALTER COLUMN "{name}" SET STORAGE EXTERNAL' for name in CHANNELS]
    op.execute(f"ALTER TABLE activities_stream {', '.join(changes)}")
    op.execute(
        "ALTER TABLE activities_track ALTER COLUMN latitude SET STORAGE EXTERNAL, ALTER COLUMN longitude SET STORAGE EXTERNAL"
    )
    op.execute(IMPORTS)
    for table in ("activities_activity", "activities_stream", "activities_lap", "activities_best"):
        run(op.execute, protect_athlete_data(table, "training"))
    run(op.execute, protect_athlete_data("activities_track", "location"))
    own = f"athlete_id = {ACTOR}"
    run(op.execute, protect("activities_import", see=own, write=own))
    run(op.execute, protect("activities_import_file", see=own, write=own))


def downgrade() -> None:
    op.execute(
        "DROP TABLE activities_import_file, activities_import, activities_best, activities_lap, activities_track"
    )
    op.execute("DROP TABLE activities_stream, activities_activity")
