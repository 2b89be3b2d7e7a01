"""What wellness brings."""

from paceline.endurance.wellness.api import router as api
from paceline.endurance.wellness.pages import router as pages
from paceline.endurance.wellness.sink import WellnessKeeper
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "wellness",
    "paceline.endurance.wellness",
    api=api,
    pages=pages,
    plugs=[WellnessKeeper()],
    nav=[NavItem("wellness", "Wellness", "moon", "/wellness", "athlete", order=37, keys="G W")],
)
