"""Changing what is known about an athlete."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.athletes.access import athlete_for
from paceline.endurance.athletes.events import ThresholdsChanged
from paceline.endurance.athletes.model import Profile
from paceline.endurance.athletes.rules import problems
from paceline.endurance.athletes.schemas import ChangeAthlete
from paceline.endurance.athletes.types import MEASURES, THRESHOLDS, Athlete
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid


async def change_profile(tx: Tx, athlete_id: UUID, command: ChangeAthlete) -> Athlete:
    """Change what the command names and leave the rest; the athlete themselves, or a coach they share training with."""
    athlete = await athlete_for(tx, athlete_id)
    changes = command.model_dump(exclude_unset=True)
    before = {name: getattr(athlete, name) for name in MEASURES}
    wrong = problems(before | changes, tx.today(athlete))
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if not changed:
        return athlete
    values = {"athlete_id": athlete.id, "updated_at": tx.now, **changed}
    write = insert(Profile).values(values)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id"], set_=values))
    if THRESHOLDS & changed.keys():
        await tx.emit(ThresholdsChanged(athlete.id, tuple(sorted(THRESHOLDS & changed.keys()))))
    tx.session.expire_all()
    return await athlete_for(tx, athlete.id)
