"""People: accounts, sessions, relationships and consent."""

from alembic import op

from paceline.infra.database.policies import ACTOR, people, protect, run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTITY = """
CREATE TABLE identity_account (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    email_verified_at timestamptz,
    password_hash text NOT NULL,
    roles text[] NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
CREATE TABLE identity_person (
    account_id uuid PRIMARY KEY REFERENCES identity_account ON DELETE CASCADE,
    name text NOT NULL,
    time_zone text NOT NULL,
    units text NOT NULL CHECK (units IN ('metric', 'imperial')),
    language text NOT NULL,
    theme text NOT NULL CHECK (theme IN ('auto', 'light', 'dark')),
    workspace text NOT NULL CHECK (workspace IN ('athlete', 'coach', 'admin')),
    updated_at timestamptz NOT NULL
);
CREATE TABLE identity_session (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('web', 'api')),
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    device text NOT NULL,
    address text NOT NULL
);
CREATE INDEX identity_session_account_id_idx ON identity_session (account_id, created_at);
CREATE TABLE identity_refresh (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    session_id uuid NOT NULL REFERENCES identity_session ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    successor bytea
);
CREATE INDEX identity_refresh_session_id_idx ON identity_refresh (session_id);
CREATE TABLE identity_ticket (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('verify_email', 'reset_password')),
    token_hash bytea NOT NULL UNIQUE,
    email text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX identity_ticket_account_id_idx ON identity_ticket (account_id, kind);
"""

RELATIONSHIPS = """
CREATE TABLE relationships_relationship (
    id uuid PRIMARY KEY,
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('requested', 'invited', 'active', 'paused', 'ended', 'declined', 'expired', 'revoked')),
    started_by uuid NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CHECK (coach_id <> athlete_id)
);
CREATE UNIQUE INDEX relationships_relationship_one_open_idx ON relationships_relationship (coach_id, athlete_id)
    WHERE status IN ('requested', 'invited', 'active', 'paused');
CREATE INDEX relationships_relationship_athlete_id_idx ON relationships_relationship (athlete_id, status);
CREATE TABLE relationships_transition (
    id uuid PRIMARY KEY,
    relationship_id uuid NOT NULL REFERENCES relationships_relationship ON DELETE CASCADE,
    coach_id uuid NOT NULL,
    athlete_id uuid NOT NULL,
    from_status text,
    to_status text NOT NULL,
    by_id uuid NOT NULL,
    at timestamptz NOT NULL,
    reason text NOT NULL
);
CREATE INDEX relationships_transition_relationship_id_idx ON relationships_transition (relationship_id, id);
CREATE TABLE relationships_invitation (
    id uuid PRIMARY KEY,
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    email text,
    name text NOT NULL,
    message text NOT NULL,
    scopes text[] NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    status text NOT NULL CHECK (status IN ('pending', 'accepted', 'declined', 'expired', 'revoked')),
    created_at timestamptz NOT NULL,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    resent integer NOT NULL DEFAULT 0,
    answered_at timestamptz,
    answered_by uuid,
    relationship_id uuid REFERENCES relationships_relationship ON DELETE SET NULL
);
CREATE INDEX relationships_invitation_coach_id_idx ON relationships_invitation (coach_id, created_at);
CREATE UNIQUE INDEX relationships_invitation_one_pending_idx ON relationships_invitation (coach_id, email)
    WHERE status = 'pending' AND email IS NOT NULL;
CREATE TABLE relationships_grant (
    coach_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    scope text NOT NULL CHECK (scope IN ('training', 'wellness', 'injuries', 'cycle', 'location', 'messages', 'ai')),
    relationship_id uuid NOT NULL REFERENCES relationships_relationship ON DELETE CASCADE,
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (coach_id, scope, athlete_id)
);
CREATE INDEX relationships_grant_athlete_id_idx ON relationships_grant (athlete_id);

CREATE FUNCTION app_athletes(wanted text) RETURNS SETOF uuid LANGUAGE sql STABLE
    AS $$ SELECT app_actor() UNION ALL
          SELECT athlete_id FROM relationships_grant WHERE coach_id = app_actor() AND scope = wanted $$;
CREATE FUNCTION app_people() RETURNS SETOF uuid LANGUAGE sql STABLE
    AS $$ SELECT app_actor() UNION ALL
          SELECT athlete_id FROM relationships_relationship
          WHERE coach_id = app_actor() AND status IN ('requested', 'invited', 'active', 'paused') UNION ALL
          SELECT coach_id FROM relationships_relationship
          WHERE athlete_id = app_actor() AND status IN ('requested', 'invited', 'active', 'paused') $$;
"""

PARTIES = f"coach_id = {ACTOR} OR athlete_id = {ACTOR}"
PRESENTED = "token_hash = ANY(ARRAY(SELECT decode(one, 'hex') FROM unnest(string_to_array(current_setting('app.token', true), ',')) AS one))"


def upgrade() -> None:
    op.execute(IDENTITY)
    op.execute(RELATIONSHIPS)
    own = f"account_id = {ACTOR}"
    run(op.execute, protect("identity_account", see=f"id = {ACTOR}", write=f"id = {ACTOR}"))
    run(op.execute, protect("identity_person", see=f"account_id = {people()}", write=own))
    run(op.execute, protect("identity_session", see=f"{own} OR {PRESENTED}", write=own))
    run(op.execute, protect("identity_refresh", see=own, write=own))
    run(op.execute, protect("identity_ticket", see=own, write=own))
    run(op.execute, protect("relationships_relationship", see=PARTIES, write=PARTIES))
    run(op.execute, protect("relationships_transition", see=PARTIES, insert=PARTIES))
    run(op.execute, protect("relationships_invitation", see=f"coach_id = {ACTOR}", write=f"coach_id = {ACTOR}"))
    # Only the athlete gives; either side may take away.
    run(op.execute, protect("relationships_grant", see=PARTIES, write=PARTIES, insert=f"athlete_id = {ACTOR}"))


def downgrade() -> None:
    op.execute(
        "DROP TABLE relationships_grant, relationships_invitation, relationships_transition, relationships_relationship CASCADE"
    )
    op.execute(
        "DROP TABLE identity_ticket, identity_refresh, identity_session, identity_person, identity_account CASCADE"
    )
    op.execute("DROP FUNCTION app_people(), app_athletes(text)")
