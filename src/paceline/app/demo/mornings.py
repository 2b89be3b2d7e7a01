"""What people say of themselves in the morning: weekdays, bad weeks, tired legs and niggles make the answers."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from paceline.app.demo.types import Persona

NOTES = {
    "sore": ("Legs heavy from yesterday.", "Stairs are interesting today.", "Calves tight, otherwise fine."),
    "bad_sleep": (
        "Woke at four and stayed awake.",
        "Neighbours had a party.",
        "Child was up twice.",
        "Late train home.",
    ),
    "stress": ("Deadline this week.", "Long day ahead at work.", "Moving house on Friday."),
    "good": ("Feeling strong.", "Best sleep in weeks.", "Looking forward to today.", "Legs back after the rest day."),
}
NIGGLES = ("left calf", "right knee", "lower back", "right hip", "left shin", "left hamstring")
STREAK_CHANCE = 0.028
NIGGLE_CHANCE = 0.012


@dataclass
class Mood:
    """What lasts from day to day: sleep and stress move slowly, and a bad stretch takes its days."""

    sleep: float = 0.0
    stress: float = 0.0
    bad_nights: int = 0
    busy_days: int = 0
    niggle: str = ""
    niggle_days: int = 0
    away_days: int = 0
    pain: dict[str, int] = field(default_factory=dict[str, int])

    def wake(self, rng: np.random.Generator) -> None:
        """A night passes."""
        self.sleep = 0.55 * self.sleep + 0.42 * float(rng.standard_normal())
        self.stress = 0.8 * self.stress + 0.3 * float(rng.standard_normal())
        self.bad_nights = max(0, self.bad_nights - 1)
        self.busy_days = max(0, self.busy_days - 1)
        self.niggle_days = max(0, self.niggle_days - 1)
        self.away_days = max(0, self.away_days - 1)
        if rng.random() < STREAK_CHANCE:
            self.bad_nights = int(rng.integers(3, 6))
        if rng.random() < STREAK_CHANCE:
            self.busy_days = int(rng.integers(4, 9))
        if rng.random() < NIGGLE_CHANCE and not self.niggle_days:
            self.niggle, self.niggle_days = str(rng.choice(NIGGLES)), int(rng.integers(2, 5))
        if rng.random() < 0.006:
            self.away_days = int(rng.integers(4, 9))


def answers(
    persona: Persona, day: date, mood: Mood, fresh: float, hard_yesterday: bool, rng: np.random.Generator
) -> dict[str, int | str | None]:
    """The scales from 1 to 5, soreness from 0 to 10, and now and then a word; `fresh` is form over fitness."""
    noise = rng.standard_normal(6)
    weekend = day.weekday() >= 5
    night = (
        4.0 + mood.sleep + (0.3 if weekend else -0.25 if day.weekday() == 0 else 0.0) - (1.5 if mood.bad_nights else 0)
    )
    load = float(np.clip(fresh, -0.7, 0.5))
    energy = 4.05 + 0.45 * (night - 4) + 0.9 * load + 0.4 * noise[0]
    recovery = 4.1 + 1.3 * load + 0.3 * (night - 4) - (0.5 if hard_yesterday else 0) + 0.35 * noise[1]
    stress = 1.9 + 0.7 * mood.stress + (1.2 if mood.busy_days else 0) + (-0.4 if weekend else 0.15) + 0.3 * noise[2]
    feeling = 4.1 + 0.35 * (night - 4) - 0.4 * (stress - 2) + 0.35 * noise[3]
    sore = 1.6 - 3.0 * load + (1.7 if hard_yesterday else 0) + 0.8 * noise[4]
    said: dict[str, int | str | None] = {
        "sleep": _scale(night + 0.3 * noise[5]),
        "energy": _scale(energy),
        "recovery": _scale(recovery),
        "stress": _scale(stress),
        "mood": None if rng.random() < 0.12 else _scale(feeling),
        "soreness": int(np.clip(round(sore), 0, 9)),
    }
    return {**said, "note": _note(said, rng)}


def _scale(value: float) -> int:
    return int(np.clip(round(value), 1, 5))


def _note(said: dict[str, int | str | None], rng: np.random.Generator) -> str:
    if rng.random() > 0.16:
        return ""
    sleep, stress, sore = (int(said[name] or 0) for name in ("sleep", "stress", "soreness"))
    kind = (
        "bad_sleep"
        if sleep <= 2
        else "stress"
        if stress >= 4
        else "sore"
        if sore >= 5
        else "good"
        if sleep >= 4
        else ""
    )
    return str(rng.choice(NOTES[kind])) if kind else ""


def pains(persona: Persona, day: date, today: date, mood: Mood, rng: np.random.Generator) -> dict[str, int]:
    """Where it hurts: an injury that heals unevenly, or a passing niggle."""
    found: dict[str, int] = {}
    injury = persona.injury
    if injury is not None and 0 <= (since := injury.began - (today - day).days) <= injury.lasted + 10:
        level = injury.worst * (1 - since / (injury.lasted + 12)) + 0.6 * float(rng.standard_normal())
        if round(level) > 0:
            found[injury.place] = int(min(8, round(level)))
    if mood.niggle_days and mood.niggle not in found:
        found[mood.niggle] = int(rng.integers(1, 3))
    return found
