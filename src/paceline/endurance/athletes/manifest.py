"""What athletes brings."""

from paceline.endurance.athletes.api import router as api
from paceline.endurance.athletes.pages import router as pages
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "athletes",
    "paceline.endurance.athletes",
    api=api,
    pages=pages,
    nav=[
        NavItem("athlete-profile", "Thresholds", "gauge", "/settings/athlete", "athlete", group="You", order=88),
    ],
)
