"""Thresholds that recent efforts suggest: proposed with their evidence, taken or put aside by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.athletes import Athlete, ChangeAthlete, change_profile
from paceline.endurance.metrics.curves import curve_of
from paceline.endurance.metrics.events import ThresholdDismissed
from paceline.endurance.metrics.level_curves import pace_curve_of
from paceline.endurance.metrics.model import Dismissal
from paceline.endurance.metrics.periods import Days
from paceline.endurance.metrics.records import records_of
from paceline.endurance.wellness import values_between
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.kit.days import days_between
from paceline.kit.errors import Conflict, NotFound
from paceline.science.endurance.detection import (
    Proposal,
    propose_ftp,
    propose_lthr,
    propose_max_hr,
    propose_resting_hr,
    propose_threshold_speed,
)
from paceline.science.endurance.evidence import Effort, EffortKind

LOOK_BACK = 90  # days
KINDS: Mapping[float, EffortKind] = {1200.0: "best_20", 1800.0: "best_30", 3600.0: "best_60"}
PEAK = 10.0  # s a highest heart rate was held
FAMILIES = ("running", "cycling")
DECIMALS = {"threshold_speed": 3}
MORNINGS, RESTING = 14, "resting_heart_rate"
NEWS = 2.0  # bpm
ESTIMATE = "Only a formula by age could say, and that is no evidence."
AS_IT_IS = "The evidence agrees with the value on file."
ASIDE = "It was left as it is; another effort will be proposed anew."
_ASIDE = "SELECT threshold, fingerprint FROM metrics_dismissal WHERE athlete_id = %(athlete)s"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A threshold somebody may take: its name in the profile, the present value, and the proposal."""

    threshold: str
    current: float | None
    value: float
    found: Proposal
    days: Mapping[str, date]

    @property
    def fingerprint(self) -> str:
        """The same proposal from the same evidence."""
        return f"{self.value:.3f}/{','.join(sorted(one.activity for one in self.found.evidence))}"


@dataclass(frozen=True, slots=True)
class Considered:
    """What is proposed, and for every other threshold why not."""

    proposals: Sequence[Proposed]
    reasons: Mapping[str, str]


async def proposals_of(tx: Tx, athlete: Athlete) -> Sequence[Proposed]:
    """What the efforts of the last weeks suggest, without what was put aside."""
    return (await considered(tx, athlete)).proposals


async def considered(tx: Tx, athlete: Athlete) -> Considered:
    """Every threshold looked at: what is suggested, and of the others why nothing is."""
    today = tx.today(athlete)
    days = Days(today - timedelta(days=LOOK_BACK - 1), today)
    now = today.toordinal()
    mornings = await _mornings(tx, athlete.id, today)
    beats, held = await _heart_rates(tx, athlete.id, days)
    power, powered = await _outputs(tx, athlete.id, "power", "cycling", days)
    speed, paced = await _outputs(tx, athlete.id, "speed", "running", days)
    age = None if athlete.birth_year is None else float(today.year - athlete.birth_year)
    peaks = [one for one in beats if one.duration == PEAK]
    found = {
        "lthr": propose_lthr(
            [one for one in beats if one.duration != PEAK], current=athlete.lthr, max_hr=athlete.max_hr, today=now
        ),
        "ftp": propose_ftp(power, current=athlete.ftp, today=now),
        "threshold_speed": propose_threshold_speed(speed, current=athlete.threshold_speed, today=now),
        # An age formula is no evidence: without a heart rate that was held there is nothing to propose.
        "max_hr": propose_max_hr(peaks, current=athlete.max_hr, age=age, today=now),
        "resting_hr": _resting(propose_resting_hr(mornings), athlete.resting_hr),
    }
    kept = [
        Proposed(
            name,
            getattr(athlete, name),
            round(one.value, DECIMALS.get(name, 0)),
            one,
            {
                effort.activity: when
                for effort in one.evidence
                if (when := (held | powered | paced).get(effort.activity))
            },
        )
        for name, one in found.items()
        if one.value is not None and not one.estimate
    ]
    aside = await _put_aside(tx, athlete.id)
    open_ = [one for one in kept if one.value != one.current and aside.get(one.threshold) != one.fingerprint]
    put = {one.threshold for one in kept} - {one.threshold for one in open_}
    reasons = {name: one.reason for name, one in found.items() if one.reason}
    reasons |= {name: ESTIMATE for name, one in found.items() if one.estimate}
    reasons |= {one.threshold: AS_IT_IS if one.value == one.current else ASIDE for one in kept if one.threshold in put}
    return Considered(open_, reasons)


def _resting(found: Proposal, current: float | None) -> Proposal:
    """Resting heart rate wanders by a beat; a change that small is no news."""
    if found.value is None or current is None or abs(found.value - current) >= NEWS:
        return found
    return Proposal("resting_hr", None, reason="The last mornings agree with the value on file.")


async def _mornings(tx: Tx, athlete_id: UUID, today: date) -> list[float | None]:
    """Resting heart rate of the last fourteen days, as far as the reader may see it."""
    first = today - timedelta(days=MORNINGS - 1)
    found = (await values_between(tx, athlete_id, [RESTING], first, today))[RESTING]
    return [found.get(day) for day in days_between(first, today)]


async def _heart_rates(tx: Tx, athlete_id: UUID, days: Days) -> tuple[list[Effort], dict[str, date]]:
    found: list[Effort] = []
    when: dict[str, date] = {}
    for family in FAMILIES:
        for record in await records_of(tx, athlete_id, family, "heart_rate", days.first, days.last):
            if record.span not in KINDS and record.span != PEAK:
                continue
            for one in record.holders:
                kind: EffortKind = "peak" if record.span == PEAK else KINDS[record.span]
                key = str(one.activity_id)
                when[key] = one.day
                found.append(Effort(key, kind, one.value, one.start_offset, record.span, one.day.toordinal()))
    return found, when


async def _outputs(
    tx: Tx, athlete_id: UUID, output: str, family: str, days: Days
) -> tuple[list[Effort], dict[str, date]]:
    paced = output == "speed" and family == "running"
    curve = (
        await pace_curve_of(tx, athlete_id, days) if paced else await curve_of(tx, athlete_id, "power", family, days)
    )
    points = [one for one in curve.points if float(one.duration) in KINDS]
    efforts = [
        Effort(str(one.activity_id), KINDS[float(one.duration)], one.value, 0.0, one.duration, one.day.toordinal())
        for one in points
    ]
    if curve.fit.model is not None:
        last = max(points, key=lambda one: one.day, default=None)
        held = str(last.activity_id) if last else ""
        efforts.append(
            Effort(held, "critical", curve.fit.model.critical, 0.0, 3600.0, last.day.toordinal() if last else None)
        )
    return efforts, {str(one.activity_id): one.day for one in points}


async def _put_aside(tx: Tx, athlete_id: UUID) -> Mapping[str, str]:
    rows = await ask(tx.session, _ASIDE, {"athlete": athlete_id})
    return {threshold: fingerprint for threshold, fingerprint in rows}


async def proposed(tx: Tx, athlete: Athlete, threshold: str, value: float | None = None) -> Proposed:
    """One proposal as it stands; Conflict when it is another than the one that was looked at."""
    found = next((one for one in await proposals_of(tx, athlete) if one.threshold == threshold), None)
    if found is None:
        raise NotFound("This proposal is no longer there.")
    if value is not None and abs(found.value - value) > 1e-6:
        raise Conflict("Another effort has changed this proposal. Look at it again, then decide.")
    return found


async def take_proposal(tx: Tx, athlete: Athlete, threshold: str, value: float | None = None) -> Athlete:
    """Make the proposed value the athlete's own; the athlete, or a coach they share training with."""
    found = await proposed(tx, athlete, threshold, value)
    await tx.session.execute(
        delete(Dismissal).where(Dismissal.athlete_id == athlete.id, Dismissal.threshold == threshold)
    )
    return await change_profile(tx, athlete.id, ChangeAthlete.model_validate({threshold: found.value}))


async def put_aside(tx: Tx, athlete: Athlete, threshold: str) -> None:
    """Leave the threshold as it is until another effort says something else."""
    found = await proposed(tx, athlete, threshold)
    values = {"fingerprint": found.fingerprint, "at": tx.now}
    write = insert(Dismissal).values(athlete_id=athlete.id, threshold=threshold, **values)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id", "threshold"], set_=values))
    await tx.emit(ThresholdDismissed(athlete.id, threshold))
