"""What was measured of an activity is found by athlete and activity at once.

Behind row-level security the planner takes an athlete for a single row, and walked through all of them for each activity.
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX metrics_measured_athlete_activity_idx ON metrics_measured (athlete_id, activity_id)")
    op.execute("DROP INDEX metrics_measured_athlete_idx")


def downgrade() -> None:
    op.execute("CREATE INDEX metrics_measured_athlete_idx ON metrics_measured (athlete_id)")
    op.execute("DROP INDEX metrics_measured_athlete_activity_idx")
