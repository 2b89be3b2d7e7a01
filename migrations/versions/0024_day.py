"""The athlete's day: what may be asked on top, cycle, injury diary, red flags, returns to training, and the weather."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, protect_athlete_data, run

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

CHECKINS = """
CREATE TABLE checkins_preference (
    athlete_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    asks_cycle boolean NOT NULL,
    asks_diary boolean NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE TABLE checkins_cycle (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    bleeding text NOT NULL CHECK (bleeding IN ('none', 'light', 'medium', 'heavy')),
    symptoms bigint NOT NULL CHECK (symptoms BETWEEN 0 AND 3),
    said_at timestamptz NOT NULL,
    PRIMARY KEY (athlete_id, day)
);
CREATE TABLE checkins_diary (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    week date NOT NULL,
    participation bigint NOT NULL CHECK (participation BETWEEN 0 AND 25),
    volume bigint NOT NULL CHECK (volume BETWEEN 0 AND 25),
    performance bigint NOT NULL CHECK (performance BETWEEN 0 AND 25),
    symptoms bigint NOT NULL CHECK (symptoms BETWEEN 0 AND 25),
    place text NOT NULL,
    note text NOT NULL CHECK (length(note) <= 2000),
    said_at timestamptz NOT NULL,
    PRIMARY KEY (athlete_id, week)
);
CREATE TABLE checkins_red_flag (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    day date NOT NULL,
    kind text NOT NULL
        CHECK (kind IN ('chest_pain', 'fainting', 'bone_stress', 'low_energy', 'pregnancy', 'minor')),
    source text NOT NULL CHECK (source IN ('checkin', 'diary', 'cycle', 'return')),
    scope text NOT NULL CHECK (scope IN ('wellness', 'injuries', 'cycle')),
    said_at timestamptz NOT NULL,
    PRIMARY KEY (athlete_id, day, kind, source)
);
"""

TODAY = """
CREATE TABLE today_return (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('illness', 'injury', 'bone_stress', 'time_off')),
    place text NOT NULL,
    days_off bigint CHECK (days_off BETWEEN 0 AND 3650),
    cross_trained boolean NOT NULL,
    started_on date NOT NULL,
    started_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    ended_on date,
    outcome text CHECK (outcome IN ('finished', 'stopped')),
    UNIQUE (id, athlete_id),
    CHECK ((ended_on IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX today_return_one_open_idx ON today_return (athlete_id) WHERE ended_on IS NULL;
CREATE INDEX today_return_athlete_id_idx ON today_return (athlete_id, started_on);
CREATE TABLE today_return_day (
    athlete_id uuid NOT NULL,
    return_id uuid NOT NULL,
    day date NOT NULL,
    rung bigint NOT NULL CHECK (rung BETWEEN 0 AND 50),
    done boolean NOT NULL,
    pain bigint CHECK (pain BETWEEN 0 AND 10),
    worse boolean,
    symptoms boolean,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (return_id, day),
    FOREIGN KEY (return_id, athlete_id) REFERENCES today_return (id, athlete_id) ON DELETE CASCADE
);
CREATE INDEX today_return_day_athlete_id_idx ON today_return_day (athlete_id, day);
CREATE TABLE today_weather (
    athlete_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    latitude double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    hour bigint NOT NULL CHECK (hour BETWEEN 0 AND 23),
    is_acclimatised boolean NOT NULL,
    chosen_at timestamptz NOT NULL,
    tried_at timestamptz,
    fetched_at timestamptz,
    failure text,
    elevation double precision,
    hours jsonb
);
ALTER TABLE today_reason DROP CONSTRAINT today_reason_scope_check;
ALTER TABLE today_reason ADD CONSTRAINT today_reason_scope_check
    CHECK (scope IN ('training', 'wellness', 'injuries', 'location'));
"""


def upgrade() -> None:
    op.execute(CHECKINS)
    op.execute(TODAY)
    own = f"athlete_id = {ACTOR}"
    granted = f"SELECT g.athlete_id, g.scope FROM relationships_grant g WHERE g.coach_id = {ACTOR}"
    run(op.execute, protect("checkins_preference", see=own, write=own))
    run(op.execute, protect_athlete_data("checkins_cycle", "cycle"))
    run(op.execute, protect_athlete_data("checkins_diary", "injuries"))
    # A flag is shown to whoever may read the words it was found in, and to nobody else.
    run(op.execute, protect("checkins_red_flag", see=f"{own} OR (athlete_id, scope) IN ({granted})", write=own))
    run(op.execute, protect_athlete_data("today_return", "injuries", coach_writes=True))
    run(op.execute, protect_athlete_data("today_return_day", "injuries"))
    run(op.execute, protect_athlete_data("today_weather", "location"))


def downgrade() -> None:
    op.execute("DELETE FROM today_reason WHERE scope = 'location'")
    op.execute("ALTER TABLE today_reason DROP CONSTRAINT today_reason_scope_check")
    op.execute(
        "ALTER TABLE today_reason ADD CONSTRAINT today_reason_scope_check"
        " CHECK (scope IN ('training', 'wellness', 'injuries'))"
    )
    op.execute("DROP TABLE today_weather, today_return_day, today_return")
    op.execute("DROP TABLE checkins_red_flag, checkins_diary, checkins_cycle, checkins_preference")
