"""Two mornings' signs that something is going on: HRV well below its last days, and resting heart rate above its month."""

import math
from collections.abc import Sequence

from paceline.science.endurance.measure import Metric, measured, undefined
from paceline.science.endurance.wellness import baseline, known

TEN = 10  # days; Kiviniemi et al. 2007, Eur J Appl Physiol 101:743: below their mean less one SD, train easy
LEAST = 7
SMALLEST_SD = 0.02  # ln ms
MONTH, WEEK = 28, 7
RISE = 5.0  # bpm; own rule beside one SD [own synthesis]
RESTING = (25.0, 130.0)


def hrv_drop(today: float | None, history: Sequence[float | None]) -> Metric:
    """ln HRV of today against the ten mornings before, in standard deviations; below -1 is Kiviniemi's sign to rest."""
    if today is None or not 0 < today < 7:
        return undefined("There is no heart rate variability this morning.")
    usual = baseline([value if value is not None and 0 < value < 7 else None for value in history[-TEN:]], LEAST)
    if usual is None:
        return undefined(f"Needs {LEAST} of the ten mornings before.")
    return measured(usual.z(today, SMALLEST_SD))


def resting_rise(mornings: Sequence[float | None]) -> Metric:
    """Beats a minute by which resting heart rate of the last seven mornings lies above that of the 28 before them."""
    plausible = [_beats(value) for value in mornings]
    week, month = known(plausible[-WEEK:]), known(plausible[-WEEK - MONTH : -WEEK])
    if len(week) < 3 or len(month) < 14:
        return undefined("Needs three mornings in the last seven and fourteen in the four weeks before.")
    rise = math.fsum(week) / len(week) - math.fsum(month) / len(month)
    return measured(rise)


def raised(rise: float, month_sd: float) -> bool:
    """Whether a rise is worth a look: five beats, or one standard deviation of the month where that is more than two."""
    return rise >= RISE or (month_sd > 2 and rise >= month_sd)


def _beats(value: float | None) -> float | None:
    return value if value is not None and RESTING[0] <= value <= RESTING[1] else None
