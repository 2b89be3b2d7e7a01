"""Every session of the library in one place, by category."""

from paceline.endurance.library.sessions_bike import CYCLING
from paceline.endurance.library.sessions_far import CYCLING_MORE, ULTRA_MORE
from paceline.endurance.library.sessions_gym_pool import STRENGTH_MORE, SWIM_MORE
from paceline.endurance.library.sessions_long import EASY_MORE, LONG_MORE, MARATHON_MORE
from paceline.endurance.library.sessions_other import STRENGTH, SWIM
from paceline.endurance.library.sessions_quick import (
    HILLS_MORE,
    RACE_MORE,
    REPETITION_MORE,
    VO2MAX_MORE,
)
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
from paceline.endurance.library.sessions_steady import (
    CRUISE_MORE,
    FARTLEK_MORE,
    PROGRESSION,
    THRESHOLD_MORE,
)
from paceline.endurance.library.types import SessionTemplate

SESSIONS: tuple[SessionTemplate, ...] = (
    *EASY,
    *EASY_MORE,
    *LONG,
    *LONG_MORE,
    *MARATHON,
    *MARATHON_MORE,
    *THRESHOLD,
    *THRESHOLD_MORE,
    *CRUISE,
    *CRUISE_MORE,
    *VO2MAX,
    *VO2MAX_MORE,
    *REPETITION,
    *REPETITION_MORE,
    *HILLS,
    *HILLS_MORE,
    *FARTLEK,
    *FARTLEK_MORE,
    *PROGRESSION,
    *RACE,
    *RACE_MORE,
    *ULTRA,
    *ULTRA_MORE,
    *CYCLING,
    *CYCLING_MORE,
    *STRENGTH,
    *STRENGTH_MORE,
    *SWIM,
    *SWIM_MORE,
)
_BY_ID = {session.id: session for session in SESSIONS}


def session_named(id: str) -> SessionTemplate | None:
    return _BY_ID.get(id)
