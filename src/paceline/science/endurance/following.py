"""Compares a planned session with what was done, step by step, lined up by laps or by intervals that were found."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Literal, TypeAlias

from paceline.science.endurance.splits import Split

Measure: TypeAlias = Literal["power", "speed", "heart_rate"]
Verdict: TypeAlias = Literal["in", "below", "above"]

# All in natural logarithms of done over planned length [own synthesis]: a step half as long again costs 0.4.
NO_STEP, NO_SPLIT = 0.9, 0.4
OPEN = 0.25  # a step that ends at a button can have any length
OTHER_ROLE = 0.7  # hard matched with easy, where that is known
MOST_APART = 0.35  # mean cost up to which the two are the same session
MOST_PAIRS = 20_000  # steps times pieces; more is no session anybody follows
ROUNDING = 0.01  # a target missed by a hundredth was hit


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step as it was asked for: its length in seconds or metres, and a target in watts, m/s or beats per minute."""

    label: str
    is_work: bool
    seconds: float | None = None
    metres: float | None = None
    measure: Measure | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of the recording that may be a step; `is_work` is None where that is not known."""

    split: Split
    is_work: bool | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A step with the piece it became: what was held, whether that was the target; nothing when it was left out."""

    step: PlannedStep
    done: Split | None
    actual: float | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """Every planned step in order, or nothing with the reason."""

    steps: tuple[Followed, ...] = ()
    by: str = ""
    reason: str | None = None

    @property
    def hit(self) -> int:
        """How many steps with a target were held in it."""
        return sum(1 for one in self.steps if one.verdict == "in")

    @property
    def aimed(self) -> int:
        """How many done steps had a target that can be checked."""
        return sum(1 for one in self.steps if one.verdict is not None)


def follow(steps: Sequence[PlannedStep], candidates: Sequence[tuple[str, Sequence[Done]]]) -> Following:
    """The steps against the best fitting of several ways to cut the recording, each with its name."""
    if not steps:
        return Following(reason="The planned session has no steps.")
    best: tuple[float, str, list[int | None], Sequence[Done]] | None = None
    for name, pieces in candidates:
        if not pieces or len(steps) * len(pieces) > MOST_PAIRS:
            continue
        cost, chosen = _lined_up(steps, pieces)
        if best is None or cost < best[0]:
            best = (cost, name, chosen, pieces)
    if best is None:
        return Following(reason="The recording has neither laps nor intervals to line the steps up with.")
    cost, name, chosen, pieces = best
    if cost / len(steps) > MOST_APART:
        return Following(reason="Neither laps nor intervals of the recording line up with the planned steps.")
    return Following(
        tuple(
            _judged(step, None if place is None else pieces[place].split)
            for step, place in zip(steps, chosen, strict=True)
        ),
        name,
    )


def _lined_up(steps: Sequence[PlannedStep], pieces: Sequence[Done]) -> tuple[float, list[int | None]]:
    """The cheapest pairing that keeps both orders (as in aligning two texts); which piece each step became."""
    rows, columns = len(steps) + 1, len(pieces) + 1
    cost = [[0.0] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if i or j:
                cost[i][j] = min(_ways(steps, pieces, cost, i, j))
    chosen: list[int | None] = [None] * len(steps)
    i, j = len(steps), len(pieces)
    while i:
        paired, left_out, _ = _ways(steps, pieces, cost, i, j)
        if paired <= cost[i][j] + 1e-12:
            i, j = i - 1, j - 1
            chosen[i] = j
        elif left_out <= cost[i][j] + 1e-12:
            i -= 1
        else:
            j -= 1
    return cost[-1][-1], chosen


def _ways(
    steps: Sequence[PlannedStep], pieces: Sequence[Done], cost: list[list[float]], i: int, j: int
) -> tuple[float, float, float]:
    """What it costs to pair the last two, to leave the step out, or to leave the piece out."""
    never = float("inf")
    return (
        cost[i - 1][j - 1] + _apart(steps[i - 1], pieces[j - 1]) if i and j else never,
        cost[i - 1][j] + NO_STEP if i else never,
        cost[i][j - 1] + NO_SPLIT if j else never,
    )


def _apart(step: PlannedStep, piece: Done) -> float:
    done = piece.split.distance if step.metres is not None else piece.split.seconds
    planned = step.metres if step.metres is not None else step.seconds
    length = OPEN if not planned else 2.0 if not done or done <= 0 else min(abs(log(done / planned)), 2.0)
    return length + (OTHER_ROLE if piece.is_work is not None and piece.is_work != step.is_work else 0.0)


def _judged(step: PlannedStep, done: Split | None) -> Followed:
    if done is None or step.measure is None:
        return Followed(step, done)
    actual = {"power": done.average_power, "speed": done.speed, "heart_rate": done.average_heart_rate}[step.measure]
    if actual is None or step.low is None or step.high is None:
        return Followed(step, done, actual)
    if actual < step.low * (1 - ROUNDING):
        return Followed(step, done, actual, "below")
    return Followed(step, done, actual, "above" if actual > step.high * (1 + ROUNDING) else "in")
