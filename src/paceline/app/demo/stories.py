"""What is going on these days: the two who need their coach, those who are worth a look, and those who are fine."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from paceline.app.demo.types import Persona, Story
from paceline.endurance.plans import PlannedWorkout

Answers = Mapping[str, int | str | None]
QUIET_DAYS = (6, 9)  # the last word was said the morning before five silent days
KEYS_MISSED = 2

# The last mornings by days ago, in the order of the answers.
RED: Mapping[int, tuple[dict[str, int | str | None], dict[str, int]]] = {
    2: (
        {"sleep": 2, "energy": 2, "recovery": 2, "stress": 4, "mood": 2, "soreness": 6, "note": "Outside of the knee since the long run."},
        {"right knee": 4},
    ),
    1: (
        {"sleep": 2, "energy": 2, "recovery": 1, "stress": 4, "mood": 2, "soreness": 7, "note": "Cut it short. Worse going downstairs."},
        {"right knee": 5},
    ),
    0: (
        {"sleep": 1, "energy": 1, "recovery": 1, "stress": 4, "mood": 2, "soreness": 7, "note": "Hardly slept. Knee stiff getting up."},
        {"right knee": 6},
    ),
}  # fmt: skip
POOR_SLEEP: Mapping[int, dict[str, int | str | None]] = {
    3: {"sleep": 2, "energy": 3, "recovery": 3},
    2: {"sleep": 2, "energy": 3, "recovery": 3, "note": "Awake from three again."},
    1: {"sleep": 2, "energy": 3, "recovery": 3, "stress": 2},
    0: {"sleep": 2, "energy": 3, "recovery": 3, "stress": 2, "mood": 3, "soreness": 4, "note": "Fourth short night."},
}
WORN: Mapping[int, dict[str, int | str | None]] = {
    1: {"sleep": 4, "energy": 3, "recovery": 3, "stress": 3},
    0: {
        "sleep": 4,
        "energy": 3,
        "recovery": 2,
        "stress": 3,
        "mood": 3,
        "soreness": 4,
        "note": "Legs flat. Busy at work.",
    },
}


def retold(
    story: Story, ago: int, said: Answers, hurts: Mapping[str, int]
) -> tuple[dict[str, int | str | None], dict[str, int]]:
    """The morning as the story wants it; mornings it says nothing of stay as they were."""
    if story == "red" and ago in RED:
        return dict(RED[ago][0]), dict(RED[ago][1])
    if story == "poor_sleep" and ago in POOR_SLEEP:
        return {**said, **POOR_SLEEP[ago]}, {}
    if story == "worn" and ago in WORN:
        return {**said, **WORN[ago]}, {}
    if story == "returning" and ago < 3:
        return _kindly(said, 3), {"left Achilles": 2} if ago == 0 else {}
    if story == "fine" and ago < 4:
        return _kindly(said, 4), {}
    return dict(said), dict(hurts)


def _kindly(said: Answers, least: int) -> dict[str, int | str | None]:
    better = {
        name: max(least, int(value)) for name in ("sleep", "energy", "recovery") if isinstance(value := said[name], int)
    }
    stress, soreness = said["stress"], said["soreness"]
    calmer = {"stress": min(3, stress) if isinstance(stress, int) else stress}
    return {
        **said,
        **better,
        **calmer,
        "soreness": min(4, soreness) if isinstance(soreness, int) else soreness,
        "note": "",
    }


def silence(persona: Persona, today: date, workouts: Sequence[PlannedWorkout]) -> int:
    """For how many days nothing has been heard: long enough to have missed two key sessions."""
    if persona.story != "silent":
        return 0
    shortest, longest = QUIET_DAYS
    for days in range(shortest, longest):
        since = today - timedelta(days=days)
        if sum(one.is_key and since < one.on < today for one in workouts) >= KEYS_MISSED:
            return days
    return longest


def is_silent(ago: int, quiet: int) -> bool:
    """Whether a day lies in the silence; its last word is exactly `quiet` days old."""
    return ago < quiet


def trains(persona: Persona, ago: int, quiet: int) -> bool:
    """Whether there can be training that day."""
    return not is_silent(ago, quiet) and not (persona.story == "red" and ago == 0)
