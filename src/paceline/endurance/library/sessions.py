"""Every session of the library in one place, by category."""

from paceline.endurance.library.sessions_bike import CYCLING
from paceline.endurance.library.sessions_other import STRENGTH, SWIM
from paceline.endurance.library.sessions_run_easy import (
    EASY,
    LONG,
    MARATHON,
    RACE,
    ULTRA,
)
from paceline.endurance.library.sessions_run_fast import (
    CRUISE,
    FARTLEK,
    HILLS,
    REPETITION,
    THRESHOLD,
    VO2MAX,
)
from paceline.endurance.library.types import SessionTemplate

SESSIONS: tuple[SessionTemplate, ...] = (
    *EASY,
    *LONG,
    *MARATHON,
    *THRESHOLD,
    *CRUISE,
    *VO2MAX,
    *REPETITION,
    *HILLS,
    *FARTLEK,
    *RACE,
    *ULTRA,
    *CYCLING,
    *STRENGTH,
    *SWIM,
)
_BY_ID = {session.id: session for session in SESSIONS}


def session_named(id: str) -> SessionTemplate | None:
    return _BY_ID.get(id)
