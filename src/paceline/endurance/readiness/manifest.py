"""What readiness brings."""

from paceline.coaching.desk import evaluates_on
from paceline.endurance.readiness.api import router as api
from paceline.endurance.readiness.attention import ATTENTION
from paceline.endurance.readiness.handlers import HANDLERS
from paceline.endurance.readiness.jobs import jobs
from paceline.endurance.readiness.morning import DeviceMorning
from paceline.endurance.readiness.plugs import ReadinessColumn, ReadinessMarks, ReadinessTrends
from paceline.infra.slices import Slice

SLICE = Slice(
    "readiness",
    "paceline.endurance.readiness",
    api=api,
    jobs=jobs,
    handlers=[*HANDLERS, evaluates_on(*ATTENTION.listens)],
    plugs=[ReadinessTrends(), ReadinessColumn(), ReadinessMarks(), DeviceMorning(), ATTENTION],
)
