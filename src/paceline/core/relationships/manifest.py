"""What relationships bring."""

from paceline.core.relationships.api import router as api
from paceline.core.relationships.jobs import jobs
from paceline.core.relationships.pages import router as pages
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "relationships",
    "paceline.core.relationships",
    api=api,
    pages=pages,
    jobs=jobs,
    nav=[
        NavItem("people", "People", "users", "/people", "coach", order=20, tab=2, keys="G P"),
        NavItem("invite", "Invite an athlete", "user-plus", "/people/invite", "coach", order=21, kind="action"),
        NavItem("sharing", "Sharing", "shield", "/settings/sharing", "athlete", group="You", order=92),
    ],
)
