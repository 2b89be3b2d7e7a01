"""What athlete and coach write to each other beneath an activity."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run, shared_with

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COMMENTS = """
CREATE TABLE activities_comment (
    id uuid PRIMARY KEY,
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    activity_id uuid NOT NULL REFERENCES activities_activity ON DELETE CASCADE,
    author_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
    created_at timestamptz NOT NULL,
    changed_at timestamptz,
    deleted_at timestamptz
);
CREATE INDEX activities_comment_activity_idx ON activities_comment (activity_id, id) WHERE deleted_at IS NULL;
CREATE INDEX activities_comment_athlete_idx ON activities_comment (athlete_id);
CREATE INDEX activities_comment_author_idx ON activities_comment (author_id);
"""
# Whoever may see the activity may see what is said about it, and only that: the activity's own policy decides. A comment
# belongs to the athlete whose activity it is about, whatever it says it does.
ABOUT = "EXISTS (SELECT 1 FROM activities_activity a WHERE a.id = activity_id AND a.athlete_id = activities_comment.athlete_id)"


def upgrade() -> None:
    op.execute(COMMENTS)
    see = f"athlete_id = {shared_with('training')} AND {ABOUT}"
    run(op.execute, protect("activities_comment", see=see, write=f"author_id = {ACTOR} AND {see}"))


def downgrade() -> None:
    op.execute("DROP TABLE activities_comment")
