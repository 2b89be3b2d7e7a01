"""What identity brings."""

from paceline.core.identity.api import router as api
from paceline.core.identity.notices import jobs
from paceline.core.identity.pages import router as pages
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "identity",
    "paceline.core.identity",
    api=api,
    pages=pages,
    jobs=jobs,
    nav=[
        NavItem("settings", "Settings", "settings", "/settings", workspace, group="You", order=900)
        for workspace in ("athlete", "coach", "admin")
    ],
)
