"""Grades a followed session: each step by its target and its length, hard steps above all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from paceline.science.endurance.following import Followed, Following

Letter = Literal["A", "B", "C", "D"]
# A hard step weighs as much as three easy ones, and its target more than its length [own synthesis].
HARD, EASY = 3.0, 1.0
TARGET, LENGTH = 0.7, 0.3
# A target missed by so much of itself, and a length missed by so much, counts nothing any more [own synthesis].
FAR_OFF, CLOSE, TOO_LONG = 0.15, 0.10, 0.50
LETTERS: tuple[tuple[float, Letter, str], ...] = (
    (0.90, "A", "positive"),
    (0.75, "B", "positive"),
    (0.55, "C", "caution"),
    (0.0, "D", "critical"),
)
LOW_WORDS = {"power": "below the watts asked", "speed": "slower than asked", "heart_rate": "below the heart rate asked"}
HIGH_WORDS = {
    "power": "above the watts asked",
    "speed": "faster than asked",
    "heart_rate": "above the heart rate asked",
}


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter with its tone and the reason for it; no letter where the steps could not be compared."""

    letter: Letter | None
    tone: str
    reason: str
    share: float | None = None
    by: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {"letter": self.letter, "tone": self.tone, "reason": self.reason, "share": self.share, "by": self.by}


def graded(following: Following) -> Grade:
    """The grade of a session whose steps were lined up, or why there is none."""
    if following.reason is not None or not following.steps:
        return Grade(None, "neutral", following.reason or "The planned session has no steps.")
    weights = [HARD if one.step.is_work else EASY for one in following.steps]
    values = [_held(one) for one in following.steps]
    share = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
    _, letter, tone = next(one for one in LETTERS if share >= one[0] - 1e-9)
    return Grade(letter, tone, _reason(following.steps), round(share, 3), following.by)


def _held(one: Followed) -> float:
    """1 for a step done as asked, 0 for one left out or far off."""
    if one.done is None:
        return 0.0
    length = _length(one)
    aim = _aim(one)
    return length if aim is None else TARGET * aim + LENGTH * length


def _aim(one: Followed) -> float | None:
    low, high = one.step.low, one.step.high
    if one.verdict is None or one.actual is None or low is None or high is None:
        return None
    if one.verdict == "in":
        return 1.0
    edge = low if one.verdict == "below" else high
    return max(0.0, 1 - abs(one.actual - edge) / edge / FAR_OFF) if edge else 0.0


def _length(one: Followed) -> float:
    done = one.done
    if done is None:
        return 0.0
    planned = one.step.metres if one.step.metres is not None else one.step.seconds
    actual = done.distance if one.step.metres is not None else done.seconds
    if not planned or actual is None:
        return 1.0
    return max(0.0, min(1.0, 1 - (abs(actual / planned - 1) - CLOSE) / (TOO_LONG - CLOSE)))


def _reason(steps: Sequence[Followed]) -> str:
    hard = [one for one in steps if one.step.is_work]
    counted, what = (hard, "hard step") if hard else (list(steps), "step")
    aimed = [one for one in counted if one.verdict is not None]
    hit = sum(1 for one in aimed if one.verdict == "in")
    said: list[str] = []
    if aimed:
        said.append(f"{hit} of {_many(len(counted), what)} on target")
    else:
        done = sum(1 for one in counted if one.done is not None)
        said.append(f"{done} of {_many(len(counted), what)} done")
    said += _wrong(aimed)
    left_out = sum(1 for one in counted if one.done is None)
    if left_out and aimed:
        said.append(f"{left_out} left out")
    short = sum(1 for one in counted if one.done is not None and _length(one) < 1.0)
    if short:
        said.append(f"{short} of another length")
    return ", ".join(said)


def _wrong(aimed: Sequence[Followed]) -> list[str]:
    found: dict[str, int] = {}
    for one in aimed:
        words = {"below": LOW_WORDS, "above": HIGH_WORDS}.get(one.verdict or "")
        if words is not None and one.step.measure is not None:
            found[words[one.step.measure]] = found.get(words[one.step.measure], 0) + 1
    return [f"{number} {words}" for words, number in found.items()]


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
