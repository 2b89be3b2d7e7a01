"""What the library brings."""

from paceline.endurance.library.api import router as api
from paceline.endurance.library.pages import router as pages
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "library",
    "paceline.endurance.library",
    api=api,
    pages=pages,
    nav=[
        NavItem("library", "Library", "layers", "/library", "coach", group="Planning", order=51),
        NavItem("library", "Library", "layers", "/library", "athlete", group="Season", order=51),
    ],
)
