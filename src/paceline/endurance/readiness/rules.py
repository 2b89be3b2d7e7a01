"""From check-ins, measurements and form to the inputs of readiness; days without an answer stay gaps."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from paceline.coaching.checkins import Checkin
from paceline.kit.days import days_between
from paceline.science.endurance.readiness import ReadinessInputs

HISTORY_DAYS = 60
LEAST_DAYS_FOR_FORM = 28  # before four weeks fatigue and fitness have both only begun to count from nothing
# What devices measure: kind of wellness value, the name readiness has for it.
MEASURED = {"hrv_rmssd": "hrv", "resting_heart_rate": "resting_hr", "sleep": "sleep_hours"}
ASKED = ("sleep", "energy", "recovery", "stress", "mood", "soreness")


def inputs_of(
    today: date,
    checkins: Sequence[Checkin],
    last_checkin: date | None,
    tsb: float | None,
    days_of_history: int,
    measured: Mapping[str, Mapping[date, float]] | None = None,
) -> ReadinessInputs:
    """What is known on a day; `checkins` may reach back as far as they like, and none after the day counts.

    `measured` holds wellness values by kind and day, in seconds, per minute and seconds.
    """
    device = {name: _in_words_of_readiness(kind, (measured or {}).get(kind, {})) for kind, name in MEASURED.items()}
    by_day = {one.day: one for one in checkins}
    now = by_day.get(today)
    worst = now.worst if now else None
    return ReadinessInputs(
        sleep=now.sleep if now else None,
        energy=now.energy if now else None,
        recovery=now.recovery if now else None,
        stress=now.stress if now else None,
        mood=now.mood if now else None,
        soreness=now.soreness if now else None,
        pain=worst.level if worst else None,
        pain_place=worst.place if worst else None,
        illness=now.illness == "below_neck" if now and now.illness else None,
        cold=now.illness == "above_neck" if now and now.illness else None,
        tsb=tsb if days_of_history >= LEAST_DAYS_FOR_FORM else None,
        days_since_checkin=(today - last_checkin).days if last_checkin else None,
        hrv=device["hrv"].get(today),
        resting_hr=device["resting_hr"].get(today),
        sleep_hours=device["sleep_hours"].get(today),
        history=_history(by_day, today) | {name: _before(values, today) for name, values in device.items()},
    )


def _in_words_of_readiness(kind: str, values: Mapping[date, float]) -> dict[date, float]:
    """HRV as the logarithm of RMSSD in milliseconds, sleep in hours."""
    if kind == "hrv_rmssd":
        return {day: math.log(seconds * 1000) for day, seconds in values.items() if seconds > 0}
    return {day: value / 3600 if kind == "sleep" else value for day, value in values.items()}


def _before(values: Mapping[date, float], today: date) -> list[float | None]:
    return [values.get(day) for day in days_between(today - timedelta(days=HISTORY_DAYS), today - timedelta(days=1))]


def _history(by_day: Mapping[date, Checkin], today: date) -> dict[str, list[float | None]]:
    days = days_between(today - timedelta(days=HISTORY_DAYS), today - timedelta(days=1))
    return {name: [getattr(by_day[day], name) if day in by_day else None for day in days] for name in ASKED}
