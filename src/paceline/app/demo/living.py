"""Writes one life into the database: each thing by the action, and at the time, of the person who did it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from paceline.app.demo.coaching import Coaching
from paceline.app.demo.recordings import recording_of, totals_of
from paceline.app.demo.replay import BEFORE, LASTING, LONG_AGO, Replay, ReplayTx
from paceline.app.demo.types import Life, Measured, Morning, Outing, Published
from paceline.coaching.checkins import PainSaid, SubmitCheckin, submit_checkin
from paceline.core.identity import person
from paceline.endurance.activities import import_recording, log_manually
from paceline.endurance.activities.actions.changing import change_activity
from paceline.endurance.activities.actions.storing import Source, store_batch
from paceline.endurance.activities.files.keys import key_of
from paceline.endurance.activities.files.reading import Reading, read_own, thresholds_of
from paceline.endurance.activities.schemas import ChangeActivity
from paceline.endurance.athletes import Athlete, ChangeAthlete, athlete_for, change_profile, me
from paceline.endurance.calendar import NewWorkout, place_workouts
from paceline.endurance.plans import PlannedWorkout, validate
from paceline.endurance.plans.actions import publish_plan
from paceline.endurance.plans.codec import draft_to_json, request_to_json
from paceline.endurance.plans.model import Plan
from paceline.infra.database import Actor
from paceline.infra.ids import new_id
from paceline.kit.days import instant_of, local_day, monday
from paceline.science.formats import encode_activity

KEEPS_FILES = 70  # days; older originals would only fill the disk
ASSESSED = timedelta(weeks=17)
TO_FILE = timedelta(minutes=10)
Happening = Outing | Morning | Measured


async def write_life(replay: Replay, life: Life, athlete_id: UUID, coach_id: UUID, now: datetime) -> None:
    """A whole life: what they brought with them when they joined, then week by week."""
    writer = _Writer(replay, life, athlete_id, coach_id, now)
    await writer.bring_history()
    await writer.live()
    news = _news_of_today(life, now)
    await replay.bring_up_to_date(athlete_id, news)
    await writer.coaching.put_off(news)


def _news_of_today(life: Life, now: datetime) -> datetime:
    """When the last thing happened today that their coach should know; five in the morning when nothing did."""
    zone = life.persona.time_zone
    today = local_day(now, zone)
    said = [one.at for one in life.mornings if one.day == today]
    return min(now, max(said, default=instant_of(today, time(5), zone)) + timedelta(minutes=1))


class _Writer:
    def __init__(self, replay: Replay, life: Life, athlete_id: UUID, coach_id: UUID, now: datetime) -> None:
        self.replay, self.life, self.now = replay, life, now
        self.athlete_id = athlete_id
        self.athlete = Actor(athlete_id, roles=frozenset({"athlete"}))
        self.coach = Actor(coach_id, roles=frozenset({"coach"}))
        self.today = local_day(now, life.persona.time_zone)
        self.coaching = Coaching(replay, life.persona, athlete_id, coach_id, now)

    async def bring_history(self) -> None:
        """The thresholds they knew and the sessions of the years before, uploaded on the first day."""
        joined = self.life.joined
        async with self.replay.open(self.athlete, BEFORE) as moment:
            await self._measure(moment.at(joined), self.life.measured[0])
        for part in _in_parts([one for one in self.life.outings if one.start < joined], 60):
            async with self.replay.open(self.athlete, BEFORE) as moment:
                tx = moment.at(joined)
                athlete = await me(tx)
                batch = [await self._exported(athlete, one) for one in part if one.step is not None]
                await store_batch(tx, athlete, batch)
                for outing in part:
                    if outing.step is None:
                        await self._write_down(tx, athlete, outing)

    async def live(self) -> None:
        """Everything since, in the order it happened, a week in a transaction; plans come in between."""
        after = [one for one in self.life.outings if one.start >= self.life.joined]
        happenings: list[Happening] = [*self.life.measured[1:], *after, *self.life.mornings]
        both: list[Happening | Published] = sorted([*happenings, *self.life.published], key=_when)
        for _, members in groupby(both, key=self._together):
            group = list(members)
            if isinstance(group[0], Published):
                await self._publish(group[0])
            else:
                await self._spend([one for one in group if not isinstance(one, Published)])
                await self.coaching.look_back(_when(group[-1]))

    def _together(self, one: Happening | Published) -> tuple[str, Any]:
        """A published plan stands alone, everything else belongs to its week."""
        if isinstance(one, Published):
            return "plan", one.at
        return "week", monday(local_day(_when(one), self.life.persona.time_zone))

    async def _spend(self, happenings: list[Happening]) -> None:
        reacting = LASTING if self.now - _when(happenings[0]) < ASSESSED else LONG_AGO
        async with self.replay.open(self.athlete, reacting) as moment:
            tx = moment.at(_when(happenings[0]))
            # Held while the week lasts, so that each of its days finds them in the session.
            _who, athlete = await person(tx, tx.person), await me(tx)
            for one in happenings:
                tx = moment.at(min(_when(one), self.now))
                if isinstance(one, Outing):
                    await self._upload(tx, athlete, one)
                elif isinstance(one, Morning):
                    pain = [PainSaid(place=place, level=level) for place, level in one.pain.items()]
                    await submit_checkin(tx, SubmitCheckin.model_validate({**one.answers, "pain": pain}))
                else:
                    athlete = await self._measure(tx, one)

    async def _measure(self, tx: ReplayTx, measured: Measured) -> Athlete:
        return await change_profile(tx, tx.person, ChangeAthlete.model_validate(dict(measured.values)))

    async def _upload(self, tx: ReplayTx, athlete: Athlete, outing: Outing) -> None:
        if outing.step is None:
            await self._write_down(tx, athlete, outing)
            return
        name, data, key = await self._file(athlete, outing)
        activity = await import_recording(tx, athlete, data, name, file_key=key)
        if outing.is_race:
            await change_activity(
                tx, activity.id, ChangeActivity.model_validate({"name": outing.name, "notes": outing.notes})
            )

    async def _exported(self, athlete: Athlete, outing: Outing) -> tuple[Reading, Source]:
        """One file of the archive of their years elsewhere, with what the archive says of it."""
        name, data, key = await self._file(athlete, outing)
        said = {"title": outing.name, "description": outing.notes} if outing.is_race else {}
        return read_own(data, name, thresholds_of(athlete)), Source("upload", name, key, details=said)

    async def _file(self, athlete: Athlete, outing: Outing) -> tuple[str, bytes, str | None]:
        data = encode_activity(recording_of(outing, self.life.persona.place))
        key = None
        if (self.today - outing.day).days <= KEEPS_FILES:
            key = key_of(athlete.id, new_id(), 1)
            await self.replay.machinery.storage.put(key, data)
        return f"{outing.start:%Y-%m-%d-%H%M%S}.fit", data, key

    async def _write_down(self, tx: ReplayTx, athlete: Athlete, outing: Outing) -> None:
        """A session without a watch, or one that is left of a paper diary."""
        totals = totals_of(outing)
        await log_manually(
            tx,
            athlete,
            sport=outing.sport,
            started_at=outing.start,
            duration=outing.seconds,
            distance=totals.metres,
            average_heart_rate=totals.heart_rate,
            rpe=outing.rpe,
            name=outing.name,
        )

    async def _publish(self, published: Published) -> None:
        async with self.replay.open(self.coach) as moment:
            tx = moment.at(published.at)
            athlete = await athlete_for(tx, self.athlete_id)
            first = local_day(published.at, athlete.time_zone) + timedelta(days=1)
            plan = await self._preview(tx, athlete.id, published)
            await publish_plan(tx, plan.id, first=first)
            await place_workouts(tx, athlete, [_new(one) for one in published.beside if one.on >= first])

    async def _preview(self, tx: ReplayTx, athlete_id: UUID, published: Published) -> Plan:
        """The builder's draft as a preview, the way the plan page keeps it."""
        draft = published.draft
        findings = [asdict(one) for one in (*draft.findings, *validate(draft)) if one.severity != "hard"]
        plan = Plan(
            id=new_id(),
            athlete_id=athlete_id,
            made_by=tx.person,
            status="preview",
            request=request_to_json(draft.request),
            draft=draft_to_json(draft),
            findings=findings,
            starts_on=draft.request.start,
            ends_on=draft.end,
            race_on=draft.request.race_date,
            goal=draft.request.goal,
            created_at=tx.now,
            published_at=None,
            archived_at=None,
        )
        tx.session.add(plan)
        await tx.session.flush()
        return plan


def _new(one: PlannedWorkout) -> NewWorkout:
    return NewWorkout(
        day=one.on, title=one.title, sport=one.structure.sport, workout_type=one.workout_type, structure=one.structure,
        template_id=one.template, is_key=one.is_key, is_race=one.is_race,
    )  # fmt: skip


def _when(one: Happening | Published) -> datetime:
    return one.start + timedelta(seconds=one.seconds * 1.03) + TO_FILE if isinstance(one, Outing) else one.at


def _in_parts(outings: list[Outing], size: int) -> Iterator[list[Outing]]:
    for first in range(0, len(outings), size):
        yield outings[first : first + size]
