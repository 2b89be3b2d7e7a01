"""What activities brings."""

from paceline.endurance.activities.api import router as api
from paceline.endurance.activities.handlers import measure_anew
from paceline.endurance.activities.jobs import jobs
from paceline.endurance.activities.pages import router as pages
from paceline.endurance.activities.types import ActivitySettings
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "activities",
    "paceline.endurance.activities",
    api=api,
    pages=pages,
    jobs=jobs,
    handlers=[measure_anew],
    nav=[
        NavItem("activities", "Activities", "activity", "/activities", "athlete", order=30, tab=4),
        NavItem("log", "Log a session", "plus", "/activities/new", "athlete", order=30, kind="action", keys="L"),
        NavItem("upload", "Upload activity files", "upload", "/activities/upload", "athlete", order=31, kind="action"),
    ],
    settings=[ActivitySettings],
)
