"""Jobs: work that is asked for inside a transaction and done later by a worker, on the same PostgreSQL."""

from paceline.infra.jobs.definition import JobDefinition, Jobs, Work
from paceline.infra.jobs.queue import enqueue

__all__ = ["JobDefinition", "Jobs", "Work", "enqueue"]
