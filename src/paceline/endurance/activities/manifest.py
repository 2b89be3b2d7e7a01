"""What activities brings."""

from fastapi import APIRouter

from paceline.endurance.activities.api import router as activities
from paceline.endurance.activities.comments.api import router as comments
from paceline.endurance.activities.comments.reading import CommentsUnread
from paceline.endurance.activities.correcting.api import router as corrections
from paceline.endurance.activities.gear.api import router as gear
from paceline.endurance.activities.handlers import measure_anew
from paceline.endurance.activities.importing.api import router as imports
from paceline.endurance.activities.importing.tables_api import router as tables
from paceline.endurance.activities.jobs import jobs
from paceline.endurance.activities.listing.api import router as lists
from paceline.endurance.activities.looking.api import router as looking
from paceline.endurance.activities.looking.maps import MapSettings
from paceline.endurance.activities.pages import router as pages
from paceline.endurance.activities.terms.api import router as terms
from paceline.endurance.activities.types import ActivitySettings
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

# Lists come first: their fixed paths would otherwise be taken for an activity's identifier.
api = APIRouter()
for part in (lists, imports, tables, corrections, terms, activities, looking, comments, gear):
    api.include_router(part)

SLICE = Slice(
    "activities",
    "paceline.endurance.activities",
    api=api,
    pages=pages,
    jobs=jobs,
    handlers=[measure_anew],
    plugs=[CommentsUnread()],
    nav=[
        NavItem("activities", "Activities", "activity", "/activities", "athlete", order=30, tab=4),
        NavItem("gear", "Gear", "bike", "/gear", "athlete", order=45),
        NavItem("log", "Log a session", "plus", "/activities/new", "athlete", order=30, kind="action", keys="L"),
        NavItem("upload", "Upload activity files", "upload", "/activities/upload", "athlete", order=31, kind="action"),
        NavItem(
            "terms",
            "Terms of activities",
            "shield-check",
            "/settings/sharing-terms",
            "athlete",
            order=94,
            kind="setting",
        ),
        NavItem(
            "recomputation",
            "Measure everything again",
            "refresh-cw",
            "/settings/athlete/recomputation",
            "athlete",
            order=95,
            kind="action",
        ),
    ],
    settings=[ActivitySettings, MapSettings],
)
