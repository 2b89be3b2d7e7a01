"""What an activity adds to the season, further: its curve of level speed, and the best efforts late in it."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE metrics_measured ADD COLUMN graded_curve bytea, ADD COLUMN late_efforts double precision[]")


def downgrade() -> None:
    op.execute("ALTER TABLE metrics_measured DROP COLUMN late_efforts, DROP COLUMN graded_curve")
