"""What an athlete is to the other endurance slices."""

from dataclasses import dataclass
from uuid import UUID

from paceline.science.endurance.heart import Sex
from paceline.science.endurance.sports import family
from paceline.science.endurance.summary import Thresholds

SPORTS = ("running", "cycling", "swimming", "walking", "hiking", "rowing", "skiing", "strength", "multisport", "other")
MEASURES = (
    "birth_year",
    "sex",
    "weight_kg",
    "primary_sport",
    "max_hr",
    "resting_hr",
    "lthr",
    "ftp",
    "threshold_speed",
    "swim_speed",
    "race_distance",
    "race_seconds",
)
# A change of one of these changes what past and coming sessions are measured against.
THRESHOLDS = frozenset({"sex", "max_hr", "resting_hr", "lthr", "ftp", "threshold_speed", "swim_speed"})


@dataclass(frozen=True, slots=True)
class Athlete:
    """A person who trains: name, clock, units, and thresholds in SI units, None where nothing is known."""

    id: UUID
    name: str
    time_zone: str
    units: str
    birth_year: int | None = None
    sex: Sex | None = None
    weight_kg: float | None = None
    primary_sport: str | None = None
    max_hr: float | None = None
    resting_hr: float | None = None
    lthr: float | None = None
    ftp: float | None = None
    threshold_speed: float | None = None
    swim_speed: float | None = None
    race_distance: float | None = None
    race_seconds: float | None = None

    def thresholds_for(self, sport: str) -> Thresholds:
        """What a session of this sport is measured against; a runner's pace says nothing about swimming."""
        kind = family(sport)
        speed = {"swimming": self.swim_speed, "running": self.threshold_speed, "walking": self.threshold_speed}
        return Thresholds(
            max_hr=self.max_hr,
            resting_hr=self.resting_hr,
            lthr=self.lthr,
            ftp=self.ftp if kind == "cycling" else None,
            threshold_speed=speed.get(kind),
            sex=self.sex,
            weight=self.weight_kg,
        )
