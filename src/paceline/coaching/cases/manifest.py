"""What cases bring."""

from paceline.coaching.cases.api import router as api
from paceline.coaching.cases.attention import ATTENTION
from paceline.coaching.cases.jobs import DAILY, jobs
from paceline.coaching.cases.pages import router as pages
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "cases",
    "paceline.coaching.cases",
    api=api,
    pages=pages,
    jobs=jobs,
    plugs=[DAILY, ATTENTION],
    nav=[NavItem("notes", "Coach’s notes", "notebook-pen", "/notes", "athlete", order=60)],
)
