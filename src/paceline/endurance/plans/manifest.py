"""What plans bring."""

from paceline.endurance.plans.api import router as api
from paceline.endurance.plans.pages import router as pages
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "plans",
    "paceline.endurance.plans",
    api=api,
    pages=pages,
    nav=[
        NavItem("plans", "Plans", "chart-gantt", "/plans", "coach", group="Planning", order=50, tab=5),
        NavItem("plans", "Plan", "chart-gantt", "/plans", "athlete", group="Season", order=50, tab=5),
    ],
)
