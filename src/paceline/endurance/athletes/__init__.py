"""Athletes: who trains, with the thresholds their sessions are measured against; and who may look at whom."""

from paceline.endurance.athletes.access import athlete_for, me, roster
from paceline.endurance.athletes.actions import change_profile
from paceline.endurance.athletes.events import ThresholdsChanged
from paceline.endurance.athletes.schemas import ChangeAthlete, Sport
from paceline.endurance.athletes.types import SPORTS, Athlete

__all__ = [
    "SPORTS",
    "Athlete",
    "ChangeAthlete",
    "Sport",
    "ThresholdsChanged",
    "athlete_for",
    "change_profile",
    "me",
    "roster",
]
