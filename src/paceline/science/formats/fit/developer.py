"""What a FIT file says about the fields of apps and sensors that the profile does not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .columns import Table
from .profile import DEVELOPER_DATA_ID, FIELD_DESCRIPTION, RECORD

# Application ids of developer fields, as the apps' own files carry them → who wrote the values.
APPLICATIONS = {
    "18fb2cf01a4b430dad66988c847421f4": "Stryd",
    "6957fe6883fe4ed68613413f70624bb5": "CORE",
}


@dataclass(frozen=True, slots=True)
class Description:
    """One developer field: value = raw / scale - offset, in `units`."""

    index: int
    number: int
    base_type: int
    name: str
    units: str | None
    scale: float
    offset: float
    native_message: int | None
    native_field: int | None
    application: str | None

    @property
    def key(self) -> tuple[int, int]:
        return self.index, self.number

    @property
    def writer(self) -> str | None:
        """The app or sensor behind the field, when we know its id."""
        return APPLICATIONS.get(self.application or "")

    @property
    def native(self) -> int | None:
        """The record field this one stands for."""
        return self.native_field if self.native_message in (None, RECORD) else None


def descriptions(tables: Mapping[int, Table]) -> dict[tuple[int, int], Description]:
    """Every developer field of the file by its developer index and number; a repeated description replaces."""
    table = tables[FIELD_DESCRIPTION]
    if not len(table):
        return {}
    applications = _applications(tables[DEVELOPER_DATA_ID])
    names, units = table.texts(3), table.texts(8)
    numbers = [table.column(number) for number in (0, 1, 2, 6, 7, 14, 15)]
    found: dict[tuple[int, int], Description] = {}
    for row, name in enumerate(names):
        index, number, base, scale, offset, message, native = (float(column[row]) for column in numbers)
        if not np.isfinite(index + number + base):
            continue
        found[int(index), int(number)] = Description(
            int(index),
            int(number),
            int(base),
            name or f"field {int(number)}",
            units[row],
            scale if np.isfinite(scale) and scale else 1.0,
            offset if np.isfinite(offset) else 0.0,
            int(message) if np.isfinite(message) else None,
            int(native) if np.isfinite(native) else None,
            applications.get(int(index)),
        )
    return found


def _applications(table: Table) -> dict[int, str]:
    indexes, ids = table.column(3), table.bytes(1, 16)
    known = [row for row in range(len(table)) if np.isfinite(indexes[row]) and not (ids[row] == 0xFF).all()]
    return {int(indexes[row]): bytes(ids[row]).hex() for row in known}
