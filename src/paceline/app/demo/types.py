"""Words of the demonstration: who takes part, and what happens to them on which day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from paceline.endurance.library import Level
from paceline.endurance.plans import Goal, PlanDraft, PlannedWorkout
from paceline.science.endurance.heart import Sex

Story = Literal["fine", "red", "silent", "poor_sleep", "worn", "returning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to train: `relief` is the height in metres a five-kilometre round climbs."""

    name: str
    latitude: float
    longitude: float
    altitude: float
    relief: float
    mean_temperature: float = 9.0
    swing: float = 9.0


@dataclass(frozen=True, slots=True)
class Event:
    """A race, counted in days from today; a negative one is over. `metres` is what it really measures."""

    in_days: int
    goal: Goal
    name: str
    metres: float


@dataclass(frozen=True, slots=True)
class Injury:
    """Pain that began so many days ago, lasted so long, and was this bad at first."""

    began: int
    lasted: int
    place: str
    worst: int


@dataclass(frozen=True, slots=True)
class Habit:
    """A session besides the plan on a weekday (Monday is 0): logged by hand unless it is recorded."""

    weekday: int
    sport: Literal["swimming", "cycling", "strength", "walking"]
    minutes: int
    intensity: float
    name: str


@dataclass(frozen=True, slots=True)
class Coach:
    """Somebody who coaches."""

    key: str
    name: str
    time_zone: str

    @property
    def email(self) -> str:
        """Their address: example.org is nobody's."""
        return f"{self.key}@example.org"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who trains: body, ability today and what they gained, their week, their races and their story.

    Abilities are VDOT for runners and watts at threshold for riders; `hours` is the week they train at their fullest. `keeps` is what they do not share with their coach.
    """

    key: str
    name: str
    about: str
    coach: str
    time_zone: str
    place: Place
    age: int
    sex: Sex
    weight: float
    max_hr: float
    resting_hr: float
    level: Level
    hours: float
    days: int
    vdot: float = 40.0
    gain: float = 3.0
    sport: Literal["running", "cycling"] = "running"
    ftp: float | None = None
    swim_speed: float | None = None
    trail: bool = False
    long_weekday: int = 6
    hour: float = 6.6
    units: Literal["metric", "imperial"] = "metric"
    weeks: int = 78
    joined_weeks_ago: int = 30
    adherence: float = 0.92
    checkins: float = 0.9
    events: tuple[Event, ...] = ()
    habits: tuple[Habit, ...] = ()
    injury: Injury | None = None
    story: Story = "fine"
    keeps: frozenset[str] = frozenset({"cycle"})

    @property
    def email(self) -> str:
        """Their address: example.org is nobody's."""
        return f"{self.key}@example.org"

    @property
    def lthr(self) -> float:
        """Heart rate at threshold, about nine tenths of the maximum."""
        return round(self.max_hr * 0.9)


@dataclass(frozen=True, slots=True)
class Body:
    """What an athlete's body can do on a day, in SI units."""

    threshold_speed: float
    swim_speed: float
    ftp: float
    lthr: float
    max_hr: float
    resting_hr: float
    weight: float


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a session at one intensity, where 1 is threshold; `is_lap` ends with the lap button."""

    seconds: float
    intensity: float
    is_lap: bool = True


@dataclass(frozen=True, slots=True)
class Outing:
    """A session that was done. `step` is the seconds between samples; None means logged by hand without a watch."""

    start: datetime
    day: date
    sport: str
    legs: tuple[Leg, ...]
    body: Body
    rpe: int
    seed: tuple[int, ...]
    step: int | None
    utc_offset: float
    name: str = ""
    notes: str = ""
    sub_sport: str | None = None
    is_race: bool = False
    indoor: bool = False
    metres: float | None = None
    strain: float = 0.0
    temperature: float = 12.0

    @property
    def seconds(self) -> float:
        """How long it took."""
        return sum(leg.seconds for leg in self.legs)


@dataclass(frozen=True, slots=True)
class Morning:
    """What was said one morning; pain by place."""

    at: datetime
    day: date
    answers: Mapping[str, int | str | None]
    pain: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Published:
    """A plan a coach publishes, and the sessions they place beside it."""

    at: datetime
    draft: PlanDraft
    beside: tuple[PlannedWorkout, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Thresholds as they were known from a day on."""

    at: datetime
    values: Mapping[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class Life:
    """Everything that happens to one athlete, each part in the order of time. They joined at `joined`."""

    persona: Persona
    joined: datetime
    measured: tuple[Measured, ...]
    published: tuple[Published, ...]
    outings: tuple[Outing, ...]
    mornings: tuple[Morning, ...]
