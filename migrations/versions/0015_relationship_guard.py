"""Which columns of a relationship each side may change, held by the database itself; who paused stands in the row."""

from alembic import op

from paceline.infra.database.policies import ACTOR

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PAUSED_BY = """
ALTER TABLE relationships_relationship ADD COLUMN paused_by uuid;
UPDATE relationships_relationship r SET paused_by = (
    SELECT t.by_id FROM relationships_transition t
    WHERE t.relationship_id = r.id AND t.to_status = 'paused' ORDER BY t.id DESC LIMIT 1
) WHERE r.status = 'paused';
"""
# Row-level security decides about rows; this decides about columns. What takes two sides the system does, after checking;
# in a coach's own transactions consent and people stand still, and the status changes only when they leave.
GUARD = """
CREATE FUNCTION relationships_may_move(by_athlete boolean, earlier text, later text) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$
    SELECT (earlier, later) IN (('active', 'ended'), ('paused', 'ended')) OR by_athlete AND (earlier, later) IN (
        ('requested', 'revoked'), ('requested', 'expired'), ('invited', 'active'), ('invited', 'declined'),
        ('active', 'paused'), ('paused', 'active')) $$;

CREATE FUNCTION relationships_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    by_athlete boolean := app_actor() IS NOT DISTINCT FROM NEW.athlete_id;
    pauses boolean := NEW.status = 'paused' AND (TG_OP = 'INSERT' OR OLD.status <> 'paused');
BEGIN
    IF current_user <> 'paceline_app' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NOT by_athlete OR NEW.status <> 'requested' OR NEW.started_by <> NEW.athlete_id OR NEW.paused_by IS NOT NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'only an athlete may ask for a relationship';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.coach_id, NEW.athlete_id, NEW.started_by, NEW.created_at)
            IS DISTINCT FROM (OLD.id, OLD.coach_id, OLD.athlete_id, OLD.started_by, OLD.created_at) THEN
        RAISE insufficient_privilege USING MESSAGE = 'who is in a relationship does not change';
    END IF;
    IF NEW.scopes IS DISTINCT FROM OLD.scopes AND NOT by_athlete THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the athlete decides what is shared';
    END IF;
    IF NEW.status <> OLD.status AND NOT relationships_may_move(by_athlete, OLD.status, NEW.status) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this side may not change the status like that';
    END IF;
    IF OLD.status = 'paused' AND NEW.status = 'active' AND OLD.paused_by IS DISTINCT FROM app_actor() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only who paused may resume';
    END IF;
    IF NEW.paused_by IS DISTINCT FROM (CASE WHEN pauses THEN app_actor() WHEN NEW.status = 'paused' THEN OLD.paused_by END)
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'who paused is who pauses';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER relationships_guard BEFORE INSERT OR UPDATE ON relationships_relationship
    FOR EACH ROW EXECUTE FUNCTION relationships_guard();
"""


def upgrade() -> None:
    op.execute(PAUSED_BY)
    op.execute(GUARD)
    # History is written in one's own name only.
    op.execute(
        "CREATE POLICY own_name ON relationships_transition AS RESTRICTIVE FOR INSERT TO paceline_app"
        f" WITH CHECK (by_id = {ACTOR})"
    )


def downgrade() -> None:
    op.execute("DROP POLICY own_name ON relationships_transition")
    op.execute("DROP TRIGGER relationships_guard ON relationships_relationship")
    op.execute("DROP FUNCTION relationships_guard()")
    op.execute("DROP FUNCTION relationships_may_move(boolean, text, text)")
    op.execute("ALTER TABLE relationships_relationship DROP COLUMN paused_by")
