"""Who recorded what: file type, sport, device, name and local time, as the FIT file states them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .columns import Table
from .profile import (
    ACTIVITY,
    DEVICE_INFO,
    FILE_ID,
    GARMIN,
    GARMIN_PRODUCTS,
    MANUFACTURERS,
    SESSION,
    SPORT,
    SPORT_OF_SUB_SPORT,
    SPORTS,
    SUB_SPORT_OF_SPORT,
    SUB_SPORTS,
    WORKOUT,
)

# Sport codes that say little: generic, fitness equipment, training.
VAGUE_SPORTS = (None, 0, 4, 10)
# Devices repeat themselves through a recording; the first ones name them all.
MOST_DEVICES = 64
# Zones lie on quarter hours between UTC-12 and UTC+14; clocks may be a little apart.
QUARTER_HOUR, CLOCK_SLACK, WESTMOST, EASTMOST = 900.0, 120.0, -43_200.0, 50_400.0


def file_type(tables: Mapping[int, Table]) -> int | None:
    return _code(tables[FILE_ID], 0)


def sport_of(tables: Mapping[int, Table], session: int | None) -> tuple[str, str | None]:
    """From the session, else from the sport message."""
    sport = sub = None
    if session is not None:
        sport, sub = (_code(tables[SESSION], 5, session), _code(tables[SESSION], 6, session))
    if sport is None:
        sport, sub = _code(tables[SPORT], 0), _code(tables[SPORT], 1)
    name = SPORTS.get(sport or 0, "other")
    if sport in VAGUE_SPORTS:
        name = SPORT_OF_SUB_SPORT.get(sub or 0, "other")
    word = SUB_SPORTS.get(sub or 0) or SUB_SPORT_OF_SPORT.get(sport or 0)
    return name, None if word == name else word


def device_name(tables: Mapping[int, Table]) -> str | None:
    """The device that wrote the file: its own name, else maker and model."""
    devices = tables[DEVICE_INFO]
    own = np.flatnonzero(devices.column(0) == 0)
    for table, row, maker, product, name in (
        *((devices, int(row), 2, 4, 27) for row in own[:1]),
        (tables[FILE_ID], 0, 1, 2, 8),
    ):
        if row < len(table) and (found := _device(table, row, maker, product, name)):
            return found
    return None


def device_names(tables: Mapping[int, Table]) -> tuple[str, ...]:
    """Every device and sensor the file names, the recording one first, each once."""
    devices = tables[DEVICE_INFO]
    found = [device_name(tables), *(_device(devices, row, 2, 4, 27) for row in range(min(len(devices), MOST_DEVICES)))]
    return tuple(dict.fromkeys(name for name in found if name))


def _device(table: Table, row: int, maker_field: int, product_field: int, name_field: int) -> str | None:
    maker_code, product = (_code(table, maker_field, row), _code(table, product_field, row))
    maker = MANUFACTURERS.get(maker_code or 0)
    name = table.texts(name_field)[row]
    if name is None and maker_code == GARMIN:
        name = GARMIN_PRODUCTS.get(product or 0)
    if name is None or maker is None:
        return name or maker
    return name if name.lower().startswith(maker.lower()) else f"{maker} {name}"


def activity_name(tables: Mapping[int, Table], session: int | None) -> str | None:
    """The workout that was followed, else what the athlete calls this sport on the device."""
    profile = tables[SESSION].texts(110)[session] if session is not None else None
    sports = tables[SPORT].texts(3) if len(tables[SESSION]) < 2 else []
    return next((name for name in (*tables[WORKOUT].texts(8), profile, *sports) if name), None)


def local_offset(tables: Mapping[int, Table]) -> float | None:
    """Local time minus UTC, when the activity message states both."""
    table = tables[ACTIVITY]
    if not len(table):
        return None
    apart = float(table.column(5)[0] - table.stamps()[0])
    if not np.isfinite(apart):
        return None
    zone = round(apart / QUARTER_HOUR) * QUARTER_HOUR
    return zone if abs(apart - zone) <= CLOCK_SLACK and WESTMOST <= zone <= EASTMOST else None


def _code(table: Table, number: int, row: int = 0) -> int | None:
    if row >= len(table):
        return None
    value = float(table.column(number)[row])
    return None if np.isnan(value) else int(value)
