"""Decisions of check-ins without a database: the injury diary's score, the day of a cycle, and what is usual for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

from paceline.science.endurance.wellness import Baseline, baseline

# OSTRC-H2: four questions, each 0, 8, 17 or 25 (Clarsen et al. 2020, Br J Sports Med 54:390).
SCORES = (0, 8, 17, 25)
SUBSTANTIAL = 17  # a moderate or severe cut in training or performance
DIARY: tuple[tuple[str, str, tuple[str, str, str, str]], ...] = (
    (
        "participation",
        "Did injury, illness or another health problem keep you from training this week?",
        ("No, I trained fully", "I trained fully, with a problem", "I trained less because of it", "I could not train"),
    ),
    (
        "volume",
        "How far did you cut your training because of it?",
        ("Not at all", "A little", "Moderately", "A great deal"),
    ),
    (
        "performance",
        "How much did it affect how well you could perform?",
        ("Not at all", "A little", "Moderately", "A great deal"),
    ),
    ("symptoms", "How strong were the symptoms?", ("None", "Mild", "Moderate", "Severe")),
)
# Cycles outside of this are not counted when the usual length is worked out (ACOG 2015, Committee Opinion 651).
SHORTEST_CYCLE, LONGEST_CYCLE = 21, 45
USUAL_CYCLE = 28
LUTEAL_DAYS = 14
EPISODE_GAP = 5  # days without bleeding that separate one period from the next
Phase = Literal["menstrual", "follicular", "luteal", "unknown"]
PHASES: Mapping[Phase, str] = {
    "menstrual": "Period",
    "follicular": "Before the middle of the cycle, by the calendar",
    "luteal": "After the middle of the cycle, by the calendar",
    "unknown": "Not known",
}


@dataclass(frozen=True, slots=True)
class DiaryScore:
    """How much a health problem weighed on a week: 0 to 100, and whether that is substantial."""

    severity: int
    is_substantial: bool

    @property
    def words(self) -> str:
        """The week in a few words."""
        if self.severity == 0:
            return "No problem"
        return "Substantial problem" if self.is_substantial else "Minor problem"


def diary_score(participation: int, volume: int, performance: int, symptoms: int) -> DiaryScore:
    """The sum of the four answers; who could not train at all scores full, as the questionnaire says."""
    if participation == SCORES[-1]:
        return DiaryScore(100, True)
    if participation == 0:
        return DiaryScore(0, False)
    return DiaryScore(participation + volume + performance + symptoms, max(volume, performance) >= SUBSTANTIAL)


@dataclass(frozen=True, slots=True)
class CycleDay:
    """Where in a cycle a day lies; counted by the calendar, which says nothing about hormones."""

    day_of_cycle: int | None
    phase: Phase
    usual_length: int | None

    @property
    def words(self) -> str:
        """In words."""
        if self.day_of_cycle is None:
            return "Not known yet: log the first day of a period."
        return f"Day {self.day_of_cycle}. {PHASES[self.phase]}."


def period_starts(bleeding: Sequence[date]) -> list[date]:
    """The first day of each period among days with bleeding."""
    starts: list[date] = []
    before: date | None = None
    for day in sorted(bleeding):
        if before is None or day - before > timedelta(days=EPISODE_GAP):
            starts.append(day)
        before = day
    return starts


def cycle_day(bleeding: Sequence[date], today: date) -> CycleDay:
    """The day of the cycle; the phase is an estimate by the calendar and changes no session.

    McNulty et al. 2020 (Sports Med 50:1813) found at most a trivial effect of the phase on performance.
    """
    past = [day for day in bleeding if day <= today]
    starts = period_starts(past)
    if not starts:
        return CycleDay(None, "unknown", None)
    gaps = [(later - earlier).days for earlier, later in pairwise(starts)]
    usable = [gap for gap in gaps if SHORTEST_CYCLE <= gap <= LONGEST_CYCLE]
    usual = round(median(usable)) if usable else None
    number = (today - starts[-1]).days + 1
    if today in past:
        return CycleDay(number, "menstrual", usual)
    length = usual or USUAL_CYCLE
    if number > LONGEST_CYCLE:
        return CycleDay(number, "unknown", usual)
    return CycleDay(number, "luteal" if number > length - LUTEAL_DAYS else "follicular", usual)


def days_since_period(bleeding: Sequence[date], today: date) -> int | None:
    """Days since the last logged bleeding began to be absent; None when none was ever logged."""
    past = [day for day in bleeding if day <= today]
    return (today - max(past)).days if past else None


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for a person beside today's value, in the unit of the value."""

    name: str
    baseline: Baseline | None
    known_days: int

    @property
    def words(self) -> str:
        """“Usually 3.6 (3.2–4.0)”; before two weeks are known, how many are still missing."""
        if self.baseline is None:
            return f"Your usual is known after 14 days; {self.known_days} so far."
        low, high = self.baseline.band
        if f"{low:.1f}" == f"{high:.1f}":
            return f"Usually {self.baseline.mean:.1f}."
        return f"Usually {self.baseline.mean:.1f}; a change counts outside {low:.1f}–{high:.1f}."


def usual_of(name: str, history: Sequence[float | None]) -> Usual:
    """From up to 60 days before today, at least 14 of them known."""
    return Usual(name, baseline(history), sum(one is not None for one in history[-60:]))
