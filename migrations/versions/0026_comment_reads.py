"""Up to which remark somebody has read what is said about an activity."""

from alembic import op

from paceline.infra.database.policies import ACTOR, protect, run

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

READS = """
CREATE TABLE activities_comment_read (
    athlete_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    activity_id uuid NOT NULL REFERENCES activities_activity ON DELETE CASCADE,
    reader_id uuid NOT NULL REFERENCES identity_account ON DELETE CASCADE,
    read_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, activity_id)
);
CREATE INDEX activities_comment_read_activity_idx ON activities_comment_read (activity_id);
CREATE INDEX activities_comment_read_athlete_idx ON activities_comment_read (athlete_id);
"""
# What one has read is one's own affair, the other side included; and only what one may see can be read.
ABOUT = (
    "EXISTS (SELECT 1 FROM activities_activity a"
    " WHERE a.id = activity_id AND a.athlete_id = activities_comment_read.athlete_id)"
)


def upgrade() -> None:
    op.execute(READS)
    own = f"reader_id = {ACTOR}"
    run(op.execute, protect("activities_comment_read", see=own, write=f"{own} AND {ABOUT}"))


def downgrade() -> None:
    op.execute("DROP TABLE activities_comment_read")
