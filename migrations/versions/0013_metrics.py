"""Metrics that are kept: the days of fitness, what each activity adds, and which version of each formula they come from."""

from alembic import op

from paceline.infra.database.policies import protect_athlete_data, run

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE metrics_state (
    athlete_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    stale_from date,
    measured_against text
);
CREATE INDEX metrics_state_stale_idx ON metrics_state (athlete_id) WHERE stale_from IS NOT NULL;
CREATE TABLE metrics_version (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    metric text NOT NULL,
    version bigint NOT NULL,
    computed_at timestamptz NOT NULL,
    replaced bigint,
    replaced_at timestamptz,
    PRIMARY KEY (athlete_id, metric),
    CHECK ((replaced IS NULL) = (replaced_at IS NULL))
);
CREATE TABLE metrics_day (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    load double precision NOT NULL CHECK (load >= 0),
    ctl double precision NOT NULL,
    atl double precision NOT NULL,
    tsb double precision NOT NULL,
    ramp double precision,
    PRIMARY KEY (athlete_id, day)
);
CREATE TABLE metrics_sport (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    family text NOT NULL,
    sessions bigint NOT NULL,
    load double precision NOT NULL,
    seconds double precision NOT NULL,
    distance double precision NOT NULL,
    ascent double precision NOT NULL,
    PRIMARY KEY (athlete_id, day, family)
);
CREATE TABLE metrics_measured (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    activity_id uuid PRIMARY KEY REFERENCES activities_activity ON DELETE CASCADE,
    measured_against text NOT NULL,
    version bigint NOT NULL,
    heart_zones double precision[],
    power_zones double precision[],
    pace_zones double precision[],
    power_curve bytea,
    speed_curve bytea
);
CREATE INDEX metrics_measured_athlete_idx ON metrics_measured (athlete_id);
CREATE TABLE metrics_dismissal (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    threshold text NOT NULL,
    fingerprint text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (athlete_id, threshold)
);
"""

# Whoever writes activities, and however many at once: the first day that counts differently now is remembered in the
# same transaction, so that what is kept can never silently differ from what was done.
NOTICES = """
CREATE FUNCTION metrics_activities_came() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO metrics_state (athlete_id, stale_from)
    SELECT athlete_id, min(day) FROM later GROUP BY athlete_id ORDER BY athlete_id
    ON CONFLICT (athlete_id) DO UPDATE SET stale_from = least(metrics_state.stale_from, excluded.stale_from);
    RETURN NULL;
END $$;
CREATE FUNCTION metrics_activities_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO metrics_state (athlete_id, stale_from)
    SELECT later.athlete_id, min(least(earlier.day, later.day)) FROM later JOIN earlier USING (id)
    WHERE (later.day, later.load, later.family, later.moving, later.timer, later.elapsed, later.distance, later.ascent,
           later.deleted_at IS NULL)
        IS DISTINCT FROM (earlier.day, earlier.load, earlier.family, earlier.moving, earlier.timer, earlier.elapsed,
           earlier.distance, earlier.ascent, earlier.deleted_at IS NULL)
    GROUP BY later.athlete_id ORDER BY later.athlete_id
    ON CONFLICT (athlete_id) DO UPDATE SET stale_from = least(metrics_state.stale_from, excluded.stale_from);
    RETURN NULL;
END $$;
CREATE FUNCTION metrics_activities_left() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE metrics_state SET stale_from = least(stale_from, gone.day)
    FROM (SELECT athlete_id, min(day) AS day FROM earlier GROUP BY athlete_id) AS gone
    WHERE metrics_state.athlete_id = gone.athlete_id;
    RETURN NULL;
END $$;
CREATE TRIGGER metrics_came AFTER INSERT ON activities_activity REFERENCING NEW TABLE AS later
    FOR EACH STATEMENT EXECUTE FUNCTION metrics_activities_came();
CREATE TRIGGER metrics_changed AFTER UPDATE ON activities_activity REFERENCING OLD TABLE AS earlier NEW TABLE AS later
    FOR EACH STATEMENT EXECUTE FUNCTION metrics_activities_changed();
CREATE TRIGGER metrics_left AFTER DELETE ON activities_activity REFERENCING OLD TABLE AS earlier
    FOR EACH STATEMENT EXECUTE FUNCTION metrics_activities_left();
"""

# The owner is bound by row-level security too; for this one statement it is not.
KNOWN = """
ALTER TABLE activities_activity NO FORCE ROW LEVEL SECURITY;
INSERT INTO metrics_state (athlete_id, stale_from) SELECT athlete_id, min(day) FROM activities_activity GROUP BY athlete_id;
ALTER TABLE activities_activity FORCE ROW LEVEL SECURITY;
"""
NAMES = ("metrics_state", "metrics_version", "metrics_day", "metrics_sport", "metrics_measured", "metrics_dismissal")


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(KNOWN)
    op.execute(NOTICES)
    # A coach's change of thresholds or of a session is followed up in the coach's own transaction.
    for table in NAMES:
        run(op.execute, protect_athlete_data(table, "training", coach_writes=True))


def downgrade() -> None:
    op.execute(
        """
        DROP TRIGGER metrics_came ON activities_activity;
        DROP TRIGGER metrics_changed ON activities_activity;
        DROP TRIGGER metrics_left ON activities_activity;
        DROP FUNCTION metrics_activities_came();
        DROP FUNCTION metrics_activities_changed();
        DROP FUNCTION metrics_activities_left();
        """
    )
    op.execute(f"DROP TABLE {', '.join(reversed(NAMES))}")
