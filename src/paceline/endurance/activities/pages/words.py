"""Words several pages of activities share: the sports to choose from and the reader's formats."""

from paceline.endurance.athletes import SPORTS, Athlete
from paceline.infra.tx import Tx
from paceline.ui.format import Formatter

NAMED_SPORTS = tuple((sport, sport.capitalize()) for sport in SPORTS)


def formatter(athlete: Athlete, tx: Tx) -> Formatter:
    """Formats for figures that are put into words before the page is drawn."""
    return Formatter("imperial" if athlete.units == "imperial" else "metric", athlete.time_zone, now=tx.now)
