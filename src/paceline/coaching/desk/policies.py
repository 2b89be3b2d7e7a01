"""What a coach has settled about their own clock and about acting without asking, with what holds until they have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import select

from paceline.coaching.desk.automation import Limits, Mode
from paceline.coaching.desk.events import AutomationChanged, HoursChanged
from paceline.coaching.desk.model import Intervention, Policy, SettingsRow
from paceline.coaching.desk.schemas import AthleteAutomation, DeskSettings
from paceline.coaching.desk.working_hours import WorkingHours, instant_at, ticks_at
from paceline.core.identity import person
from paceline.core.relationships import client_for_coach
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

DEFAULT = Limits()


async def settings_of(tx: Tx) -> DeskSettings:
    """The acting coach's settings; until they chose, clocks always run and nothing is done without asking."""
    row = await tx.session.get(SettingsRow, tx.person)
    if row is not None:
        return DeskSettings.model_validate(row, from_attributes=True)
    who = await person(tx, tx.person)
    if who is None:
        raise NotFound()
    return DeskSettings(
        clock="always",
        time_zone=who.time_zone,
        work_days=[0, 1, 2, 3, 4],
        work_from=time(8),
        work_until=time(18),
        mode=DEFAULT.mode,
        max_risk=DEFAULT.max_risk,
        min_confidence=DEFAULT.min_confidence,
        cooldown_hours=round(DEFAULT.cooldown.total_seconds() / 3600),
        quiet_from=DEFAULT.quiet_from,
        quiet_until=DEFAULT.quiet_until,
    )


async def hours_of(tx: Tx) -> WorkingHours | None:
    """The acting coach's working hours; None when the clock always runs."""
    row = await tx.session.get(SettingsRow, tx.person)
    return None if row is None or row.clock == "always" else _hours(row)


def _hours(row: SettingsRow | DeskSettings) -> WorkingHours:
    return WorkingHours(row.time_zone, tuple(sorted(row.work_days)), row.work_from, row.work_until)


async def save_settings(tx: Tx, command: DeskSettings) -> None:
    """Keep them; every clock that runs goes on with the share of the time it has used by the new hours."""
    before = await hours_of(tx)
    row = await tx.session.get(SettingsRow, tx.person) or SettingsRow(coach_id=tx.person)
    _fill(row, command, tx.now)
    tx.session.add(row)
    await tx.session.flush()
    after = await hours_of(tx)
    if before != after:
        await _wind(tx, after)
        await tx.emit(HoursChanged(tx.person))
    await tx.emit(AutomationChanged(tx.person, None, command.mode))


async def _wind(tx: Tx, hours: WorkingHours | None) -> None:
    waiting = await tx.session.scalars(
        select(Intervention)
        .where(Intervention.coach_id == tx.person, Intervention.status != "closed")
        .order_by(Intervention.id)
        .with_for_update()
    )
    for row in waiting:
        within = row.clock_due - row.clock_from
        row.clock_from = ticks_at(hours, row.flagged_at)
        row.clock_due = row.clock_from + within
        row.reply_due_at = max(instant_at(hours, row.clock_due), row.flagged_at + timedelta(seconds=1))
    await tx.session.flush()


async def limits_for(tx: Tx, athlete_id: UUID) -> Limits:
    """What may be done for an athlete without asking: their own rule, or the coach's."""
    settings = await tx.session.get(SettingsRow, tx.person)
    policy = await tx.session.get(Policy, (tx.person, athlete_id))
    chosen = policy or settings
    if chosen is None:
        return DEFAULT
    cooldown = DEFAULT.cooldown if settings is None else timedelta(hours=settings.cooldown_hours)
    quiet = (DEFAULT.quiet_from, DEFAULT.quiet_until)
    if settings is not None:
        quiet = (settings.quiet_from, settings.quiet_until)
    return Limits(cast(Mode, chosen.mode), chosen.max_risk, chosen.min_confidence, cooldown, *quiet)


async def policy_of(tx: Tx, athlete_id: UUID) -> Policy | None:
    """An athlete's own rule, if they have one."""
    return await tx.session.get(Policy, (tx.person, athlete_id))


async def save_policy(tx: Tx, athlete_id: UUID, command: AthleteAutomation) -> None:
    """Keep an athlete's own rule, or let the coach's hold again."""
    await client_for_coach(tx, athlete_id)
    row = await tx.session.get(Policy, (tx.person, athlete_id))
    if command.mode != "as_usual":
        row = row or Policy(coach_id=tx.person, athlete_id=athlete_id)
        _fill(row, command, tx.now)
        tx.session.add(row)
    elif row is not None:
        await tx.session.delete(row)
    await tx.session.flush()
    await tx.emit(AutomationChanged(tx.person, athlete_id, command.mode))


def _fill(row: SettingsRow | Policy, command: DeskSettings | AthleteAutomation, now: datetime) -> None:
    for name, value in command.model_dump().items():
        setattr(row, name, value)
    row.changed_at = now


@dataclass(frozen=True, slots=True)
class Clocked:
    """A flag's place on the coach's working clock."""

    clock_from: float
    clock_due: float
    due_at: datetime


def clocked(hours: WorkingHours | None, now: datetime, within: timedelta) -> Clocked:
    """When a reply asked for now is due, if the clock only runs in working hours."""
    begun = ticks_at(hours, now)
    due = begun + max(within, timedelta(minutes=1)).total_seconds()
    return Clocked(begun, due, instant_at(hours, due))


def days_words(days: Sequence[int]) -> str:
    """Working days in words."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return ", ".join(names[day] for day in sorted(days))
