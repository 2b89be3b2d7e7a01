"""Loads notes and tasks and authorises in one step: only who wrote them may change them."""

from uuid import UUID

from sqlalchemy import select

from paceline.coaching.cases.model import Note, Task
from paceline.core.relationships import Client, client_for_coach
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound


async def case_for_coach(tx: Tx, athlete_id: UUID) -> Client:
    """An athlete the acting coach coaches and whose training they may see; the consent a case rests on."""
    client = await client_for_coach(tx, athlete_id)
    if "training" not in client.scopes:
        raise NotFound()
    return client


async def note_for_coach(tx: Tx, note_id: UUID) -> Note:
    """A note of the acting coach's own, about somebody they still coach; locked."""
    query = select(Note).where(Note.id == note_id, Note.coach_id == tx.person, Note.deleted_at.is_(None))
    row = await tx.session.scalar(query.with_for_update())
    if row is None:
        raise NotFound()
    return row


async def task_for_coach(tx: Tx, task_id: UUID) -> Task:
    """A task of the acting coach's own, about somebody they still coach; locked."""
    row = await tx.session.scalar(select(Task).where(Task.id == task_id, Task.coach_id == tx.person).with_for_update())
    if row is None:
        raise NotFound()
    return row
