"""What audit brings."""

from paceline.core.audit.api import router
from paceline.core.audit.handlers import keep
from paceline.core.audit.jobs import jobs
from paceline.infra.slices import Slice

SLICE = Slice("audit", "paceline.core.audit", api=router, jobs=jobs, handlers=[keep])
