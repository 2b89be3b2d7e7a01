"""What metrics brings: kept series, evidence for the coach's queue, and the pages of fitness and records."""

from paceline.coaching.desk import evaluates_on
from paceline.endurance.metrics.api import router as api
from paceline.endurance.metrics.attention import ATTENTION
from paceline.endurance.metrics.handlers import HANDLERS
from paceline.endurance.metrics.jobs import jobs
from paceline.endurance.metrics.pages import router as pages
from paceline.endurance.metrics.plugs import FormOfWeeks
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "metrics",
    "paceline.endurance.metrics",
    api=api,
    pages=pages,
    jobs=jobs,
    handlers=[*HANDLERS, evaluates_on(*ATTENTION.listens)],
    plugs=[ATTENTION, FormOfWeeks()],
    nav=[
        NavItem("fitness", "Fitness", "trending-up", "/fitness", "athlete", order=35, tab=4, keys="G F"),
        NavItem("records", "Records", "medal", "/records", "athlete", group="Season", order=53),
    ],
)
