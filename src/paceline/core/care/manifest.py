"""What care brings."""

from paceline.core.care.pages import router
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "care",
    "paceline.core.care",
    pages=router,
    nav=[
        NavItem("operations", "Overview", "server", "/operations", "admin", order=10, tab=1),
        NavItem("outbox", "Outbox", "mail", "/outbox", "admin", order=20, tab=2),
    ],
)
