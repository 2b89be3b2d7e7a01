"""Values that came with an import: kept so that they can be taken away with it, and brought again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text, update

from paceline.endurance.wellness.actions import Said, tell, write_values
from paceline.endurance.wellness.model import Value
from paceline.infra.tx import Tx

Receipt = Mapping[str, Any]
# Where a value still is as one side left it, it becomes as the other side left it.
_SWAP = text(
    """
    UPDATE wellness_value AS v SET value = one.value, measured = one.measured, changed_at = one.becomes
    FROM unnest(CAST(:kinds AS text[]), CAST(:days AS date[]), CAST(:values AS float8[]), CAST(:measured AS bigint[]),
        CAST(:was AS timestamptz[]), CAST(:becomes AS timestamptz[]))
        AS one (kind, day, value, measured, was, becomes)
    WHERE v.athlete_id = :athlete AND v.source = :source AND v.kind = one.kind AND v.day = one.day
      AND v.changed_at = one.was AND v.deleted_at IS NULL
    RETURNING v.day
    """
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of values, how many are new or other than before, and what it takes to take them away."""

    words: str
    count: int
    receipts: Sequence[Receipt] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """One version of the values that others stood in the place of."""

    values: list[float] = field(default_factory=list[float])
    measured: list[int] = field(default_factory=list[int])
    at: list[datetime] = field(default_factory=list[datetime])


async def keep_brought(tx: Tx, values: Sequence[Said], source: str) -> tuple[Receipt | None, int, int]:
    """Keep values of one source; the receipt, how many are new or other than before, and how many implausible."""
    days = [day for day, *_ in values]
    before = await _standing(tx, source, min(days), max(days)) if days else {}
    changed, implausible = await write_values(tx, values, source)
    if not changed:
        return None, 0, implausible
    # What this transaction itself wrote before came with the same import.
    over = {key: before[key] for key in changed if key in before and before[key][2] != tx.now}
    instead = [
        [kind, day.isoformat(), value, measured, at.isoformat(), *changed[kind, day]]
        for (kind, day), (value, measured, at) in over.items()
    ]
    return {"source": source, "at": tx.now.isoformat(), "instead": instead}, len(changed), implausible


async def _standing(
    tx: Tx, source: str, first: date, last: date
) -> dict[tuple[str, date], tuple[float, int, datetime]]:
    rows = await tx.session.execute(
        select(Value.kind, Value.day, Value.value, Value.measured, Value.changed_at).where(
            Value.athlete_id == tx.person,
            Value.source == source,
            Value.day.between(first, last),
            Value.deleted_at.is_(None),
        )
    )
    return {(kind, day): (value, measured, at) for kind, day, value, measured, at in rows}


async def take_away(tx: Tx, receipts: Sequence[Receipt], undone_at: datetime) -> None:
    """Out of everything what an import brought and nobody changed since; what it took the place of is back."""
    days: list[date] = []
    for one in reversed(receipts):
        days += await _swap(tx, one, back=True)
    for source, moments in _moments(receipts).items():
        gone = update(Value).where(*_of(tx, source, moments), Value.deleted_at.is_(None))
        # When it came stays, so that it is not taken for something the athlete struck out.
        days += (await tx.session.scalars(gone.values(deleted_at=undone_at).returning(Value.day))).all()
    await tell(tx, days)


async def bring_again(tx: Tx, receipts: Sequence[Receipt], undone_at: datetime) -> None:
    """What was taken away with an import, where nothing else has come in its place."""
    days: list[date] = []
    for source, moments in _moments(receipts).items():
        back = update(Value).where(*_of(tx, source, moments), Value.deleted_at == undone_at)
        days += (await tx.session.scalars(back.values(deleted_at=None).returning(Value.day))).all()
    for one in receipts:
        days += await _swap(tx, one, back=False)
    await tell(tx, days)


def _of(tx: Tx, source: str, moments: Sequence[datetime]) -> tuple[Any, ...]:
    return Value.athlete_id == tx.person, Value.source == source, Value.changed_at.in_(moments)


def _moments(receipts: Sequence[Receipt]) -> dict[str, list[datetime]]:
    found: dict[str, dict[str, datetime]] = {}
    for one in receipts:
        found.setdefault(one["source"], {})[one["at"]] = datetime.fromisoformat(one["at"])
    return {source: list(moments.values()) for source, moments in found.items()}


async def _swap(tx: Tx, receipt: Receipt, *, back: bool) -> Sequence[date]:
    entries: Sequence[Sequence[Any]] = receipt["instead"]
    if not entries:
        return ()
    came = datetime.fromisoformat(receipt["at"])
    kinds, days, before, after = list[str](), list[date](), _Side(), _Side()
    for kind, day, value, measured, at, new_value, new_measured in entries:
        kinds.append(kind)
        days.append(date.fromisoformat(day))
        _add(before, value, measured, datetime.fromisoformat(at))
        _add(after, new_value, new_measured, came)
    was, becomes = (after, before) if back else (before, after)
    rows = await tx.session.execute(
        _SWAP,
        {
            "athlete": tx.person,
            "source": receipt["source"],
            "kinds": kinds,
            "days": days,
            "values": becomes.values,
            "measured": becomes.measured,
            "was": was.at,
            "becomes": becomes.at,
        },
    )
    return rows.scalars().all()


def _add(side: _Side, value: float, measured: int, at: datetime) -> None:
    side.values.append(value)
    side.measured.append(measured)
    side.at.append(at)
