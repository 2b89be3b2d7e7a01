"""What the desk brings."""

from paceline.coaching.desk.api import router as api
from paceline.coaching.desk.badges import QueueBadge
from paceline.coaching.desk.handlers import HANDLERS
from paceline.coaching.desk.jobs import MORNINGS, jobs
from paceline.coaching.desk.pages import router as pages
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "desk",
    "paceline.coaching.desk",
    api=api,
    pages=pages,
    jobs=jobs,
    handlers=HANDLERS,
    plugs=[MORNINGS, QueueBadge()],
    nav=[
        NavItem(
            "queue",
            "Command centre",
            "inbox",
            "/queue",
            "coach",
            order=1,
            badge="queue",
            tone="critical",
            tab=1,
            tab_label="Queue",
            roles=frozenset({"coach"}),
            keys="G Q",
        ),
        NavItem("caseload", "Caseload", "table", "/queue/caseload", "coach", order=3, roles=frozenset({"coach"})),
        NavItem(
            "desk-settings",
            "Rules and hours",
            "sliders-horizontal",
            "/queue/settings",
            "coach",
            group="Practice",
            order=70,
            roles=frozenset({"coach"}),
        ),
    ],
)
