"""What the coaches did about their people: past weeks looked back on and decided, and today's less urgent put off."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from paceline.app.demo.replay import BEFORE, Moment, Replay
from paceline.app.demo.types import Persona, Story
from paceline.coaching.desk.actions.deciding import decide
from paceline.coaching.desk.actions.evaluating import evaluate
from paceline.coaching.desk.jobs import wake
from paceline.coaching.desk.model import Intervention
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.schemas import Decide
from paceline.infra.database import Actor
from paceline.infra.tx import Tx
from paceline.kit.days import instant_of, local_day, monday
from paceline.kit.errors import Problem

# How far back decisions go, and how much of the present stays to be decided.
FIRST, LAST = timedelta(weeks=7), timedelta(days=6)
LOOKED = time(18, 30)
REPLIES = (14, 38, 95, 22, 170, 51, 31)  # minutes until the coach answered, in turn
WORDS = (
    ("modified", "Called"),
    ("dismissed", "We talked about it"),
    ("modified", "Wrote a message"),
    ("dismissed", "Known and fine"),
    ("modified", "Changed the plan myself"),
)
EASING = "ease_next_session"
PUT_OFF: Mapping[Story, str] = {"worn": "deferred_24h", "poor_sleep": "deferred_72h"}
PUT_OFF_AFTER = timedelta(minutes=18)


class Coaching:
    """One coach's eye on one athlete."""

    def __init__(self, replay: Replay, persona: Persona, athlete_id: UUID, coach_id: UUID, now: datetime) -> None:
        self.replay, self.persona, self.now = replay, persona, now
        self.athlete_id = athlete_id
        self.coach = Actor(coach_id, roles=frozenset({"coach"}))
        self.plugged = Plugged.into(replay.machinery)
        # Where in the turn of replies and words this person's first decision stands.
        self.turn = sum(persona.key.encode())

    async def look_back(self, last: datetime) -> None:
        """On the Sunday of a week in which `last` happened: what there was, and what the coach did about it."""
        zone = self.persona.time_zone
        at = instant_of(monday(local_day(last, zone)) + timedelta(days=6), LOOKED, zone)
        if not self.now - FIRST < at < self.now - LAST:
            return
        async with self.replay.open(self.coach, BEFORE) as moment:
            row = await evaluate(moment.at(at), self.plugged, self.athlete_id)
            if row is not None and row.status == "open":
                await self._answer(moment, row, at)

    async def put_off(self, flagged: datetime) -> None:
        """Leave the less urgent of today for later."""
        decision = PUT_OFF.get(self.persona.story)
        if decision is None:
            return
        async with self.replay.open(self.coach, BEFORE) as moment:
            tx = moment.at(min(self.now, flagged + PUT_OFF_AFTER))
            row = await evaluate(tx, self.plugged, self.athlete_id)
            if row is not None and row.status == "open":
                await self._decide(tx, row, decision)

    async def _answer(self, moment: Moment, row: Intervention, at: datetime) -> None:
        self.turn += 1
        tx = moment.at(at + timedelta(minutes=REPLIES[self.turn % len(REPLIES)]))
        if (row.suggestion or {}).get("remedy") == EASING and self.turn % 2:
            try:
                async with tx.session.begin_nested():
                    await self._decide(tx, row, "accepted")
                return
            except Problem:
                # A guardrail, or a session that was done meanwhile: coaches then say in words what they did.
                await tx.session.refresh(row)
        decision, reason = WORDS[self.turn % len(WORDS)]
        await self._decide(tx, row, decision, reason)

    async def _decide(self, tx: Tx, row: Intervention, decision: str, reason: str = "") -> None:
        command = Decide.model_validate({"decision": decision, "version": row.version, "reason": reason})
        await decide(tx, self.plugged, row.id, command, wake)
