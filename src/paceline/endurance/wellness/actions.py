"""Keeping, correcting, striking out and bringing back values of the day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.wellness.events import WellnessChanged
from paceline.endurance.wellness.model import Change, Preference, Value
from paceline.endurance.wellness.rules import EARLIEST, problem_of
from paceline.endurance.wellness.types import HAND, KINDS, Kind
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound

Said = tuple[date, str, float, int]
AT_ONCE = 5_000


async def keep_values(tx: Tx, values: Sequence[Said], source: str) -> tuple[int, int]:
    """Values one source states of the actor's days: how many are new or other than before, and how many implausible.

    The same again changes nothing, what the athlete struck out stays struck out, and of a day that comes in several
    files the one with most measurements is kept.
    """
    changed, implausible = await write_values(tx, values, source)
    return len(changed), implausible


async def write_values(
    tx: Tx, values: Sequence[Said], source: str
) -> tuple[dict[tuple[str, date], tuple[float, int]], int]:
    """The same: what is new or other than before by kind and day, with its measurements, and how many are implausible."""
    sound: dict[tuple[str, date], tuple[float, int]] = {}
    for day, kind, value, measured in values:
        if kind in KINDS and problem_of(KINDS[kind], value) is None and _is_possible(tx, day):
            known = sound.get((kind, day))
            if known is None or known[1] <= measured:
                sound[kind, day] = (float(value), measured)
    rows = [
        {
            "athlete_id": tx.person,
            "kind": kind,
            "day": day,
            "source": source,
            "value": value,
            "measured": measured,
            "changed_at": tx.now,
        }
        for (kind, day), (value, measured) in sorted(sound.items())
    ]
    changed: list[tuple[str, date]] = []
    for start in range(0, len(rows), AT_ONCE):
        write = insert(Value).values(rows[start : start + AT_ONCE])
        # Said again by hand it is back; a file that comes again brings back nothing that was struck out, but what went
        # with an import that was undone.
        other, fuller = Value.value != write.excluded.value, Value.measured <= write.excluded.measured
        out, undone = Value.deleted_at.is_not(None), Value.deleted_at != Value.changed_at
        write = write.on_conflict_do_update(
            index_elements=["athlete_id", "kind", "day", "source"],
            set_={name: write.excluded[name] for name in ("value", "measured", "changed_at", "deleted_at")},
            where=(((other | out) if source == HAND else (other & ~out)) & fuller) | (out & undone),
        )
        changed += [(kind, day) for kind, day in await tx.session.execute(write.returning(Value.kind, Value.day))]
    await tell(tx, [day for _, day in changed])
    implausible = sum(1 for _, kind, value, _ in values if kind in KINDS and problem_of(KINDS[kind], value) is not None)
    return {key: sound[key] for key in changed}, implausible


async def set_by_hand(tx: Tx, day: date, values: Mapping[str, float], source: str = HAND) -> UUID:
    """Say values of a day oneself; what can be taken back. A device's own value stays beside it."""
    if not _is_possible(tx, day):
        raise Invalid("Choose a day from 1970 to today.", fields={"day": "Choose a day from 1970 to today."})
    for kind, value in values.items():
        problem = problem_of(_kind(kind), value)
        if problem:
            raise Invalid(problem, fields={"value": problem})
    change_id = new_id()
    for kind, value in values.items():
        await _put(tx, change_id, kind, day, source, value)
    await tell(tx, [day] * len(values))
    return change_id


async def strike_out(tx: Tx, day: date, kind: str, source: str) -> UUID:
    """Take one source's value out; what can be taken back. The next in the athlete's order counts then."""
    if await _now(tx, kind, day, source) is None:
        raise NotFound("This value is not here, or it is not yours to change.")
    change_id = new_id()
    await _put(tx, change_id, kind, day, source, None)
    await tell(tx, [day])
    return change_id


async def undo_change(tx: Tx, change_id: UUID) -> date:
    """What was before; Conflict when it was changed again since. The day it is about."""
    query = select(Change).where(Change.id == change_id, Change.athlete_id == tx.person, Change.undone_at.is_(None))
    found = (await tx.session.scalars(query.order_by(Change.kind).with_for_update())).all()
    if not found:
        raise NotFound("There is nothing to take back here.")
    for change in found:
        if await _now(tx, change.kind, change.day, change.source) != change.after:
            raise Conflict("This value was changed again since. Correct it where it stands.")
        await _write(tx, change.kind, change.day, change.source, change.before)
        change.undone_at = tx.now
    await tx.session.flush()
    await tell(tx, [change.day for change in found])
    return found[0].day


async def prefer(tx: Tx, sources: Sequence[str]) -> list[str]:
    """Say whose word counts first; applies to every day, past ones too."""
    kept = list(dict.fromkeys(sources))
    write = insert(Preference).values(athlete_id=tx.person, sources=kept, changed_at=tx.now)
    await tx.session.execute(
        write.on_conflict_do_update(index_elements=["athlete_id"], set_={"sources": kept, "changed_at": tx.now})
    )
    await tell(tx, [tx.now.date()])
    return kept


def _kind(name: str) -> Kind:
    found = KINDS.get(name)
    if found is None:
        raise Invalid("Choose a kind of value from the list.", fields={"kind": "Choose a kind of value from the list."})
    return found


def _is_possible(tx: Tx, day: date) -> bool:
    # Somewhere on Earth it may be tomorrow already.
    return EARLIEST <= day <= tx.now.date() + timedelta(days=1)


async def _put(tx: Tx, change_id: UUID, kind: str, day: date, source: str, value: float | None) -> None:
    before = await _now(tx, kind, day, source)
    await _write(tx, kind, day, source, value)
    tx.session.add(
        Change(
            id=change_id,
            athlete_id=tx.person,
            kind=kind,
            day=day,
            source=source,
            before=before,
            after=value,
            made_at=tx.now,
        )
    )
    await tx.session.flush()


async def _now(tx: Tx, kind: str, day: date, source: str) -> float | None:
    return await tx.session.scalar(
        select(Value.value)
        .where(
            Value.athlete_id == tx.person,
            Value.kind == kind,
            Value.day == day,
            Value.source == source,
            Value.deleted_at.is_(None),
        )
        .with_for_update()
    )


async def _write(tx: Tx, kind: str, day: date, source: str, value: float | None) -> None:
    """Without a value what is there is struck out, not forgotten."""
    key = {"athlete_id": tx.person, "kind": kind, "day": day, "source": source}
    more = {"deleted_at": tx.now} if value is None else {"value": value, "measured": 1, "deleted_at": None}
    write = insert(Value).values(**key, value=0.0 if value is None else value, changed_at=tx.now)
    await tx.session.execute(write.on_conflict_do_update(index_elements=list(key), set_={**more, "changed_at": tx.now}))


async def tell(tx: Tx, days: Sequence[date]) -> None:
    """Say that values of these days are others now."""
    if days:
        await tx.emit(WellnessChanged(tx.person, min(days), max(days), len(days)))
