"""What identity brings."""

from paceline.core.identity.api import router as api
from paceline.core.identity.notices import jobs
from paceline.infra.slices import Slice

SLICE = Slice("identity", "paceline.core.identity", api=api, jobs=jobs)
