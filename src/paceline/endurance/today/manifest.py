"""What today brings."""

from paceline.endurance.today.api import router as api
from paceline.endurance.today.handlers import HANDLERS
from paceline.endurance.today.jobs import jobs
from paceline.endurance.today.pages import router as pages
from paceline.endurance.today.timeline import LedgerWords
from paceline.endurance.today.weather.settings import ForecastSettings
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "today",
    "paceline.endurance.today",
    api=api,
    pages=pages,
    jobs=jobs,
    handlers=HANDLERS,
    plugs=[LedgerWords()],
    settings=[ForecastSettings],
    nav=[
        NavItem("today", "Today", "sun", "/today", "athlete", order=10, tab=1, keys="T"),
        NavItem("add", "Add", "plus", "/add", "athlete", order=6, tab=3, kind="action"),
        NavItem("add", "Add", "plus", "/add", "coach", order=6, tab=3, kind="action"),
        NavItem("weather", "Weather", "thermometer", "/settings/weather", "athlete", order=97, kind="setting"),
    ],
)
