"""The two questionnaires of wellness sport science uses: Hooper's four ratings and McLean's five.

Their scales run in opposite directions; here each item keeps the direction of its paper, and comparing puts "better" up.
"""

import math
from collections.abc import Mapping, Sequence

from paceline.science.endurance.measure import Metric, measured, undefined
from paceline.science.endurance.wellness import baseline

HOOPER = (1.0, 7.0)  # Hooper & Mackinnon 1995, Sports Med 20:321: 1 very, very low or good; 7 very, very high or bad
MCLEAN = (1.0, 5.0)  # McLean et al. 2010, Int J Sports Physiol Perform 5:367: 5 always fresh, 1 always tired
USUAL = (14, 28)  # days a person's own usual is made of
SMALLEST_SD = 1.0  # points; who answers alike every day is not a hundred deviations off after one bad night


def hooper_index(sleep: float | None, stress: float | None, fatigue: float | None, soreness: float | None) -> Metric:
    """The sum of four ratings, 4 to 28: low is good. Every item is needed, for a sum without one is another scale."""
    return _sum({"sleep": sleep, "stress": stress, "fatigue": fatigue, "soreness": soreness}, HOOPER)


def mclean_wellness(
    fatigue: float | None, sleep: float | None, soreness: float | None, stress: float | None, mood: float | None
) -> Metric:
    """The sum of five ratings, 5 to 25: high is good, for every item (5 is very fresh, relaxed, free of soreness)."""
    answers = {"fatigue": fatigue, "sleep": sleep, "soreness": soreness, "stress": stress, "mood": mood}
    return _sum(answers, MCLEAN)


def wellness_change(today: float | None, history: Sequence[float | None], *, high_is_good: bool) -> Metric:
    """How far today's sum lies from the person's own usual, in standard deviations; above zero is better."""
    if today is None or not math.isfinite(today):
        return undefined("There are no answers today.")
    usual = baseline(history[-USUAL[1] :], USUAL[0])
    if usual is None:
        return undefined(f"What is usual is known after {USUAL[0]} days of answers.")
    z = usual.z(today, SMALLEST_SD)
    return measured(z if high_is_good else -z)


def _sum(answers: Mapping[str, float | None], scale: tuple[float, float]) -> Metric:
    missing = [name for name, value in answers.items() if value is None or math.isnan(value)]
    if missing:
        return undefined(f"Every question is needed; missing: {', '.join(missing)}.")
    values = [value for value in answers.values() if value is not None]
    if any(not scale[0] <= value <= scale[1] for value in values):
        return undefined(f"Answers run from {scale[0]:g} to {scale[1]:g}.")
    return measured(math.fsum(values))
