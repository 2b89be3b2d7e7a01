"""What plans bring."""

from paceline.endurance.plans.api import router as api
from paceline.endurance.plans.handlers import HANDLERS
from paceline.endurance.plans.jobs import DAILY, jobs
from paceline.endurance.plans.pages import router as pages
from paceline.endurance.plans.plugs import PhasesOfPlans
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "plans",
    "paceline.endurance.plans",
    api=api,
    pages=pages,
    jobs=jobs,
    handlers=HANDLERS,
    plugs=[DAILY, PhasesOfPlans()],
    nav=[
        NavItem("plans", "Plans", "chart-gantt", "/plans", "coach", group="Planning", order=50, tab=5),
        NavItem("plans", "Plan", "chart-gantt", "/plans", "athlete", group="Season", order=50, tab=5),
    ],
)
