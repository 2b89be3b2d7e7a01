"""A check-in is assessed in its own transaction; a changed training history a moment later, once for many files."""

from paceline.coaching.checkins import CheckinChanged, CheckinSubmitted
from paceline.endurance.activities import (
    ActivityChanged,
    ActivityDeleted,
    ActivityImported,
    ActivityRestored,
    ManyActivitiesChanged,
)
from paceline.endurance.readiness.actions import assess_day
from paceline.endurance.readiness.jobs import assess_today
from paceline.endurance.wellness import WellnessChanged
from paceline.infra.events import on
from paceline.infra.tx import Tx


@on(CheckinSubmitted)
async def assess_submitted(tx: Tx, event: CheckinSubmitted) -> None:
    """The first answers of the day."""
    await assess_day(tx, event.athlete_id, event.day)


@on(CheckinChanged)
async def assess_changed(tx: Tx, event: CheckinChanged) -> None:
    """Other answers, another assessment."""
    await assess_day(tx, event.athlete_id, event.day)


@on(ActivityImported)
async def form_after_import(tx: Tx, event: ActivityImported) -> None:
    """Form may be another."""
    await tx.defer(assess_today, athlete_id=event.athlete_id)


@on(ActivityChanged)
async def form_after_change(tx: Tx, event: ActivityChanged) -> None:
    """Form may be another."""
    await tx.defer(assess_today, athlete_id=event.athlete_id)


@on(ActivityDeleted)
async def form_after_deletion(tx: Tx, event: ActivityDeleted) -> None:
    """Form may be another."""
    await tx.defer(assess_today, athlete_id=event.athlete_id)


@on(ActivityRestored)
async def form_after_return(tx: Tx, event: ActivityRestored) -> None:
    """Form may be another."""
    await tx.defer(assess_today, athlete_id=event.athlete_id)


@on(ManyActivitiesChanged)
async def form_after_many(tx: Tx, event: ManyActivitiesChanged) -> None:
    """Form may be another."""
    await tx.defer(assess_today, athlete_id=event.athlete_id)


@on(WellnessChanged)
async def measured_anew(tx: Tx, event: WellnessChanged) -> None:
    """Last night's sleep, HRV and resting heart rate count, and what is usual may be another."""
    await tx.defer(assess_today, athlete_id=event.athlete_id)


HANDLERS = (
    assess_submitted,
    assess_changed,
    form_after_import,
    form_after_change,
    form_after_deletion,
    form_after_return,
    form_after_many,
    measured_anew,
)
