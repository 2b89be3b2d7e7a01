"""What the calendar brings."""

from paceline.coaching.desk import evaluates_on
from paceline.endurance.calendar.api import router as api
from paceline.endurance.calendar.attention import ATTENTION, OnPlan
from paceline.endurance.calendar.handlers import HANDLERS
from paceline.endurance.calendar.jobs import jobs
from paceline.endurance.calendar.library_calendar import LibraryCalendar
from paceline.endurance.calendar.pages import router as pages
from paceline.endurance.calendar.planned_steps import PlannedSteps
from paceline.endurance.calendar.plugs import NextRaces, PlanMatches
from paceline.endurance.calendar.remedies import EaseNextSession, MoveMissedSession
from paceline.infra.slices import Slice
from paceline.ui.nav import NavItem

SLICE = Slice(
    "calendar",
    "paceline.endurance.calendar",
    api=api,
    pages=pages,
    jobs=jobs,
    handlers=[*HANDLERS, evaluates_on(*ATTENTION.listens)],
    plugs=[
        PlanMatches(),
        PlannedSteps(),
        NextRaces(),
        ATTENTION,
        OnPlan(),
        EaseNextSession(),
        MoveMissedSession(),
        LibraryCalendar(),
    ],
    nav=[
        NavItem("calendar", "Calendar", "calendar-days", "/calendar", "athlete", order=20, tab=2, keys="G C"),
        NavItem("calendar", "Calendar", "calendar-days", "/calendar", "coach", order=30, tab=4, keys="G C"),
        NavItem("feed", "Calendar feed", "calendar-plus", "/settings/calendar", "athlete", order=96, kind="setting"),
    ],
)
