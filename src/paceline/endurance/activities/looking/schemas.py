"""Read shapes of a stretch of an activity and of its pieces, in SI units; null where nothing was recorded."""

from paceline.kit.shapes import Shape


class StretchOut(Shape):
    """What was measured between two moments (seconds after the start); `reasons` say why a figure is null."""

    start: float
    end: float
    elapsed: float | None
    timer: float | None
    moving: float | None
    distance: float | None
    ascent: float | None
    descent: float | None
    average_speed: float | None
    max_speed: float | None
    graded_speed: float | None
    average_heart_rate: float | None
    max_heart_rate: float | None
    average_power: float | None
    max_power: float | None
    normalized_power: float | None
    average_cadence: float | None
    average_temperature: float | None
    efficiency_factor: float | None
    variability_index: float | None
    reasons: dict[str, str]


class PieceOut(Shape):
    """One lap or interval; `role` is "before", "work", "rest" or "after" where intervals were found."""

    start: float
    end: float
    seconds: float
    distance: float | None
    speed: float | None
    average_heart_rate: float | None
    max_heart_rate: float | None
    average_power: float | None
    average_cadence: float | None
    ascent: float | None
    role: str | None = None


class PiecesOut(Shape):
    """The pieces in order, by the way they were cut."""

    by: str
    pieces: list[PieceOut]
    reason: str | None
