"""Making the day's briefings from what is known now, and answering them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from paceline.coaching.checkins import checkin_on, red_flags_on
from paceline.endurance.activities import activities_between, longest_in
from paceline.endurance.athletes import Athlete, me
from paceline.endurance.calendar import (
    Workout,
    adapt_workout,
    completions_of,
    race_ahead,
    restore_workout,
    training_speeds_of,
    workout_for,
    workouts_between,
)
from paceline.endurance.library import HARD_TYPES
from paceline.endurance.metrics import fitness_on, load_flags
from paceline.endurance.plans import plan_week
from paceline.endurance.readiness import readiness_on
from paceline.endurance.today.events import BriefingAnswered
from paceline.endurance.today.following import IMPACT
from paceline.endurance.today.model import Briefing, ReasonRow
from paceline.endurance.today.returning.queries import open_return
from paceline.endurance.today.rules import (
    LongestRun,
    WayBack,
    Yesterday,
    decide,
    hard,
    held_back,
    run_ratio,
    spiked,
    title_of,
    why_unknown,
)
from paceline.endurance.today.types import SCOPE_OF_RULE, Choice
from paceline.endurance.today.weather.keeping import weather_of
from paceline.endurance.today.weather.rules import remarks
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound
from paceline.science.endurance.adaptation import Adaptation, Situation
from paceline.science.endurance.structure import Structure, estimate, from_json, to_json

LONGEST_RUN_DAYS = 30
NEUTRAL_REASON = "Adjusted for how the day started."


@dataclass(frozen=True, slots=True)
class _Evidence:
    situation: Situation
    based_on: int | None
    longest_run: LongestRun
    way_back: WayBack | None
    remarks: Sequence[tuple[str, str]]

    def for_session(self, structure: Structure, athlete: Athlete, *, is_second: bool) -> "_Evidence":
        """The same for one session: how its run compares, and whether the day's step is taken already."""
        total = estimate(structure, training_speeds_of(athlete, structure.sport))
        ratio = run_ratio(structure.sport, total.distance, total.duration, self.longest_run)
        situation = replace(self.situation, run_spike=ratio)
        back = self.way_back
        return replace(self, situation=situation, way_back=back and replace(back, is_second=is_second))


async def make_briefings(tx: Tx) -> None:
    """Brief every session of the acting athlete's present day; with the same evidence nothing changes."""
    athlete = await me(tx)
    day = tx.today(athlete)
    workouts = await workouts_between(tx, athlete.id, day, day)
    done = {
        found
        for found, one in (await completions_of(tx, athlete.id, [w.id for w in workouts])).items()
        if one.activity_id
    }
    # No training advice on the day of a red flag: what was advised before is taken back, the plan itself stays.
    flagged = await red_flags_on(tx, athlete.id, day)
    await _forget_others(tx, athlete.id, day, [] if flagged else [workout.id for workout in workouts])
    if flagged:
        await tx.tell(athlete.id, "today.briefed")
        return
    open_ones = [w for w in workouts if w.structure is not None and w.workout_type != "rest" and w.id not in done]
    if not open_ones:
        return
    evidence = await _evidence(tx, athlete, day)
    changed, steps = False, 0
    for workout in open_ones:
        structure = from_json(workout.structure)
        steps += structure.sport in IMPACT
        changed |= await _brief(tx, workout, evidence.for_session(structure, athlete, is_second=steps > 1))
    if changed:
        await tx.tell(athlete.id, "today.briefed")


async def _forget_others(tx: Tx, athlete_id: UUID, day: date, workout_ids: list[UUID]) -> None:
    await tx.session.execute(
        delete(Briefing).where(
            Briefing.athlete_id == athlete_id, Briefing.day == day, Briefing.workout_id.not_in(workout_ids)
        )
    )


async def _evidence(tx: Tx, athlete: Athlete, day: date) -> _Evidence:
    readiness = await readiness_on(tx, athlete.id, day)
    checkin = await checkin_on(tx, athlete.id, day)
    worst = checkin.worst if checkin else None
    race = await race_ahead(tx, athlete.id, day)
    before = await fitness_on(tx, athlete.id, day - timedelta(days=1))
    week = await plan_week(tx, athlete.id, day)
    flags = await load_flags(tx, athlete.id, day - timedelta(days=1))
    weather = await weather_of(tx, athlete)
    sky = weather.conditions if weather else None
    said = remarks(sky)
    back = await open_return(tx, athlete.id, day)
    standing = back.standing if back else None
    situation = Situation(
        readiness_score=readiness.score,
        band=readiness.band,
        readiness_unknown=why_unknown(readiness.unknown),
        pain=worst.level if worst else None,
        pain_place=worst.place if worst else None,
        ill=checkin is not None and checkin.illness == "below_neck",
        cold=checkin is not None and checkin.illness == "above_neck",
        days_to_race=(race.day - day).days if race else None,
        phase=week.phase if week else None,
        hard_yesterday=await _hard_yesterday(tx, athlete, day - timedelta(days=1)),
        load_spike=spiked(flags.spike_band, before.ramp),
        history_days=before.days_of_history,
        heat_slowdown=sky.heat_loss if sky else None,
        held=held_back(
            day_year=day.year,
            birth_year=athlete.birth_year,
            has_way_back=standing is not None,
            hard_weather=any(rule != "weather-unknown" for rule, _ in said),
        ),
    )
    return _Evidence(
        situation,
        readiness.version if readiness.computed_at else None,
        await _longest_run(tx, athlete, day),
        WayBack(back.kind, standing) if back and standing else None,
        said,
    )


async def _longest_run(tx: Tx, athlete: Athlete, day: date) -> LongestRun:
    first, last = day - timedelta(days=LONGEST_RUN_DAYS), day - timedelta(days=1)
    metres = await longest_in(tx, athlete.id, first, last)
    if metres is None or training_speeds_of(athlete):
        return LongestRun(metres)
    # Without a pace of their own nobody knows how far a timed session leads: then time is compared with time.
    runs = [one for one in await activities_between(tx, athlete.id, first, last) if one.family == "running"]
    return LongestRun(metres, max((one.moving or one.timer or one.elapsed or 0.0 for one in runs), default=None))


async def _hard_yesterday(tx: Tx, athlete: Athlete, day: date) -> bool:
    planned = {workout.id: workout.workout_type for workout in await workouts_between(tx, athlete.id, day, day)}
    kept = await completions_of(tx, athlete.id, list(planned))
    hard_ones = {one.activity_id for found, one in kept.items() if planned[found] in HARD_TYPES}
    activities = await activities_between(tx, athlete.id, day, day)
    return hard([Yesterday(one.intensity, one.rpe, one.id in hard_ones) for one in activities])


async def _brief(tx: Tx, workout: Workout, evidence: _Evidence) -> bool:
    """Save what the day makes of a session; whether that is news. An answer stands until the adaptation is another."""
    structure = from_json(workout.structure)
    found = decide(
        structure,
        evidence.situation,
        is_race=workout.is_race,
        way_back=evidence.way_back,
        remarks=evidence.remarks,
    )
    values: dict[str, Any] = {
        "kind": found.kind,
        "title": title_of(found.kind, workout.title, found.structure),
        "changes": list(found.changes),
        "adapted": None if found.structure is None else to_json(found.structure),
        "original": to_json(structure),
        "reasons": len(found.reasons),
        "based_on": evidence.based_on,
        "made_at": tx.now,
    }
    before = await _existing(tx, workout)
    if before is not None and all(getattr(before, name) == values[name] for name in ("kind", "adapted", "original")):
        before.title, before.based_on, before.reasons = values["title"], values["based_on"], values["reasons"]
        return await _say_why(tx, before.id, workout.athlete_id, found)
    key = {"athlete_id": workout.athlete_id, "day": workout.day, "workout_id": workout.id}
    fresh = {**values, "choice": None, "chosen_at": None}
    write = insert(Briefing).values(id=new_id(tx.now), **key, **fresh)
    write = write.on_conflict_do_update(index_elements=list(key), set_=fresh)
    briefing_id = (await tx.session.execute(write.returning(Briefing.id))).scalar_one()
    await _say_why(tx, briefing_id, workout.athlete_id, found)
    return True


async def _existing(tx: Tx, workout: Workout) -> Briefing | None:
    return await tx.session.scalar(
        select(Briefing)
        .where(
            Briefing.athlete_id == workout.athlete_id, Briefing.day == workout.day, Briefing.workout_id == workout.id
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def _say_why(tx: Tx, briefing_id: UUID, athlete_id: UUID, found: Adaptation) -> bool:
    """Make the reasons what they are now; whether any is new."""
    rows = await tx.session.execute(
        select(ReasonRow.rule, ReasonRow.sentence)
        .where(ReasonRow.briefing_id == briefing_id, ReasonRow.athlete_id == athlete_id)
        .order_by(ReasonRow.position)
    )
    said = [(reason.rule, reason.sentence) for reason in found.reasons]
    if [tuple(row) for row in rows] == said:
        return False
    await tx.session.execute(delete(ReasonRow).where(ReasonRow.briefing_id == briefing_id))
    for position, (rule, sentence) in enumerate(said):
        key = {"briefing_id": briefing_id, "position": position, "athlete_id": athlete_id}
        scope = SCOPE_OF_RULE.get(rule, "training")
        await tx.session.execute(insert(ReasonRow).values(**key, scope=scope, rule=rule, sentence=sentence))
    return True


async def answer_briefing(tx: Tx, briefing_id: UUID, choice: Choice) -> None:
    """Take the day's change or keep the session as planned; the athlete's own decision, which they may change that day."""
    briefing = await _own_briefing(tx, briefing_id)
    athlete = await me(tx)
    if briefing.day != tx.today(athlete):
        raise Conflict("That briefing was for another day. Today’s is on the Today page.", code="day_over")
    workout = await workout_for(tx, briefing.workout_id)
    if briefing.choice == choice:
        return
    if choice == "accepted" and briefing.kind != "keep":
        structure = None if briefing.adapted is None else from_json(briefing.adapted)
        await adapt_workout(
            tx,
            workout.id,
            structure,
            title=briefing.title,
            kind=briefing.kind,
            reason=await _shareable(tx, briefing.id),
        )
    else:
        await restore_workout(tx, workout.id)
    briefing.choice, briefing.chosen_at = choice, tx.now
    await tx.session.flush()
    await tx.emit(BriefingAnswered(athlete.id, briefing.day, workout.id, choice))


async def _own_briefing(tx: Tx, briefing_id: UUID) -> Briefing:
    found = await tx.session.scalar(
        select(Briefing).where(Briefing.id == briefing_id, Briefing.athlete_id == tx.person).with_for_update()
    )
    if found is None:
        raise NotFound()
    return found


async def _shareable(tx: Tx, briefing_id: UUID) -> str:
    """Why, for the calendar: only what everybody who sees the training may read."""
    sentences = await tx.session.scalars(
        select(ReasonRow.sentence)
        .where(ReasonRow.briefing_id == briefing_id, ReasonRow.scope == "training")
        .order_by(ReasonRow.position)
    )
    return " ".join(sentences) or NEUTRAL_REASON
