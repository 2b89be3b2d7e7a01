"""Gear with its wear, words that can be searched for, where a track starts, and changes of many activities at once."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, protect_athlete_data, run

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

GEAR = """
CREATE TABLE activities_gear (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('shoes', 'bike', 'component', 'other')),
    name text NOT NULL,
    brand text NOT NULL,
    notes text NOT NULL,
    since date,
    retired_on date,
    initial_distance double precision NOT NULL CHECK (initial_distance >= 0),
    initial_seconds double precision NOT NULL CHECK (initial_seconds >= 0),
    replace_distance double precision CHECK (replace_distance > 0),
    service_distance double precision CHECK (service_distance > 0),
    service_seconds double precision CHECK (service_seconds > 0),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    deleted_at timestamptz,
    UNIQUE (athlete_id, id)
);
CREATE TABLE activities_gear_default (
    athlete_id uuid NOT NULL,
    family text NOT NULL,
    gear_id uuid NOT NULL,
    PRIMARY KEY (athlete_id, family),
    FOREIGN KEY (gear_id, athlete_id) REFERENCES activities_gear (id, athlete_id) ON DELETE CASCADE
);
CREATE TABLE activities_gear_mount (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL,
    component_id uuid NOT NULL,
    bike_id uuid NOT NULL,
    mounted_on date NOT NULL,
    removed_on date CHECK (removed_on > mounted_on),
    FOREIGN KEY (component_id, athlete_id) REFERENCES activities_gear (id, athlete_id) ON DELETE CASCADE,
    FOREIGN KEY (bike_id, athlete_id) REFERENCES activities_gear (id, athlete_id) ON DELETE CASCADE
);
CREATE INDEX activities_gear_mount_component_idx ON activities_gear_mount (athlete_id, component_id, mounted_on);
CREATE TABLE activities_gear_service (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL,
    gear_id uuid NOT NULL,
    day date NOT NULL,
    notes text NOT NULL,
    FOREIGN KEY (gear_id, athlete_id) REFERENCES activities_gear (id, athlete_id) ON DELETE CASCADE
);
CREATE INDEX activities_gear_service_gear_idx ON activities_gear_service (athlete_id, gear_id, day DESC);
"""

BATCH = """
CREATE TABLE activities_batch (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('deletion', 'gear', 'sport')),
    before jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    reversed_at timestamptz
);
CREATE INDEX activities_batch_athlete_idx ON activities_batch (athlete_id, id DESC);
"""

# Words are cut where letters and digits end, so that what is typed is cut the same way; no language is assumed.
SEARCH = """
ALTER TABLE activities_activity
    ADD COLUMN gear_id uuid,
    ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector('simple'::regconfig, regexp_replace(name || ' ' || notes, '[^[:alnum:]]+', ' ', 'g'))) STORED,
    ADD FOREIGN KEY (gear_id, athlete_id) REFERENCES activities_gear (id, athlete_id) ON DELETE SET NULL (gear_id);
CREATE INDEX activities_activity_athlete_gear_idx ON activities_activity (athlete_id, gear_id, day)
    INCLUDE (distance, moving, timer, elapsed) WHERE gear_id IS NOT NULL AND deleted_at IS NULL;
ALTER TABLE activities_track ADD COLUMN start_latitude double precision, ADD COLUMN start_longitude double precision;
CREATE INDEX activities_track_start_idx ON activities_track (athlete_id, start_latitude, start_longitude)
    INCLUDE (activity_id);
"""


def upgrade() -> None:
    for statements in (GEAR, BATCH, SEARCH):
        op.execute(statements)
    _say_where_tracks_start()
    for table in ("activities_gear", "activities_gear_default", "activities_gear_mount", "activities_gear_service"):
        run(op.execute, protect_athlete_data(table, "training"))
    own = f"athlete_id = {ACTOR}"
    run(op.execute, protect("activities_batch", see=own, write=own))


def _say_where_tracks_start() -> None:
    """Tracks are packed, so the database cannot look into those that are here already."""
    from paceline.endurance.activities.places import start_of_packed

    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    # The owner is bound by forced policies as well, and none is for the owner.
    connection.execute("ALTER TABLE activities_track NO FORCE ROW LEVEL SECURITY")
    known = [row[0] for row in connection.execute("SELECT activity_id FROM activities_track").fetchall()]
    for activity_id in known:
        packed = "SELECT latitude, longitude FROM activities_track WHERE activity_id = %s"
        latitude, longitude = connection.execute(packed, (activity_id,)).fetchone()
        connection.execute(
            "UPDATE activities_track SET start_latitude = %s, start_longitude = %s WHERE activity_id = %s",
            (*start_of_packed(latitude, longitude), activity_id),
        )
    connection.execute("ALTER TABLE activities_track FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("DROP INDEX activities_track_start_idx")
    op.execute("ALTER TABLE activities_track DROP COLUMN start_latitude, DROP COLUMN start_longitude")
    op.execute("ALTER TABLE activities_activity DROP COLUMN search, DROP COLUMN gear_id")
    op.execute("DROP TABLE activities_batch, activities_gear_service, activities_gear_mount, activities_gear_default")
    op.execute("DROP TABLE activities_gear")
