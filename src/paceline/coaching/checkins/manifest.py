"""What check-ins bring."""

from paceline.coaching.checkins.api import router as api
from paceline.coaching.checkins.attention import ATTENTION, CheckedInToday
from paceline.coaching.checkins.pages import router as pages
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "checkins",
    "paceline.coaching.checkins",
    api=api,
    pages=pages,
    plugs=[ATTENTION, CheckedInToday()],
    nav=[NavItem("check-in", "Check in", "heart-pulse", "/check-in", "athlete", order=5, keys="C", kind="action")],
)
