"""Words and figures several pages of fitness share."""

from collections.abc import Mapping, Sequence

from paceline.endurance.athletes import Athlete
from paceline.infra.tx import Tx
from paceline.science.endurance.measure import Metric
from paceline.ui.format import METRES_PER_MILE, Figure, Formatter

SERIES: Mapping[str, str] = {
    "running": "pace",
    "cycling": "power",
    "swimming": "cad",
    "walking": "elev",
    "other": "elev",
}
FAMILIES: Mapping[str, str] = {
    "running": "Running",
    "cycling": "Cycling",
    "swimming": "Swimming",
    "walking": "Walking",
    "other": "Other",
}
THRESHOLDS: Mapping[str, str] = {
    "lthr": "Threshold heart rate",
    "ftp": "Threshold power",
    "threshold_speed": "Threshold pace",
    "max_hr": "Maximum heart rate",
    "resting_hr": "Resting heart rate",
}
NAMED_DISTANCES: Mapping[float, str] = {
    1609.344: "1 mile",
    3218.688: "2 miles",
    16_093.44: "10 miles",
    21_097.5: "Half marathon",
    42_195.0: "Marathon",
    80_467.2: "50 miles",
    160_934.4: "100 miles",
}
# Descriptive only: Impellizzeri 2020 and Frandsen 2025 found the ratio of no use as a gate; Foster 1998 for the others.
RATIO_WORDS = ((0.8, "a quieter week than usual"), (1.3, "in line with the month"), (1.5, "a bigger week than usual"))
SAME = 2.0


def formatter(athlete: Athlete, tx: Tx) -> Formatter:
    """Formats for figures that are put into words before the page is drawn."""
    return Formatter("imperial" if athlete.units == "imperial" else "metric", athlete.time_zone, now=tx.now)


def family_name(family: str) -> str:
    """A family of sports in a word."""
    return FAMILIES.get(family, family.capitalize())


def span_words(kind: str, span: float) -> str:
    """What a record is over: `5 km`, `20 min`, `Marathon`."""
    if kind == "distance":
        if span in NAMED_DISTANCES:
            return NAMED_DISTANCES[span]
        return f"{span:.0f} m" if span < 3000 else f"{span / 1000:g} km"
    return duration_words(span)


def duration_words(seconds: float) -> str:
    """`5 s`, `20 min`, `1.5 h`."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:g} min" if seconds < 3600 else f"{seconds / 3600:g} h"


def record_figure(kind: str, value: float, fmt: Formatter) -> Figure:
    """The value of a record: a time for a distance, watts or beats otherwise."""
    if kind == "distance":
        return fmt.duration_exact(value)
    return fmt.power(value) if kind == "power" else fmt.heart_rate(value)


def threshold_figure(name: str, value: float | None, fmt: Formatter) -> Figure:
    """A threshold as the athlete reads it."""
    if name == "threshold_speed":
        return fmt.pace(value)
    return fmt.power(value) if name == "ftp" else fmt.heart_rate(value)


def output_figure(output: str, value: float, fmt: Formatter) -> Figure:
    """A point of a curve."""
    return fmt.power(value) if output == "power" else fmt.pace(value)


def reserve_figure(output: str, value: float, fmt: Formatter) -> Figure:
    """W′ in kilojoules, D′ in metres."""
    if output == "power":
        return fmt.number(value / 1000, 1, "kJ")
    return fmt.number(value * 1.09361 if fmt.imperial else value, 0, "yd" if fmt.imperial else "m")


def ratio_words(ratio: Metric) -> str:
    """A week against its month, described and not judged."""
    if ratio.value is None:
        return ratio.reason or ""
    return next((words for edge, words in RATIO_WORDS if ratio.value < edge), "far more than the month")


def monotony_words(sameness: Metric) -> str:
    """How alike the days were."""
    if sameness.value is None:
        return sameness.reason or ""
    return "days much alike" if sameness.value > SAME else "hard and easy days differ"


def total(values: Sequence[float | None]) -> float:
    """The sum of what is known."""
    return sum(value for value in values if value is not None)


def per_unit(fmt: Formatter) -> float:
    """Metres in the viewer's kilometre or mile."""
    return METRES_PER_MILE if fmt.imperial else 1000.0
