"""Every field of every message, compared with what the official decoder reads from the same bytes."""

from __future__ import annotations

import math
import os
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream
from garmin_fit_sdk.profile import Profile

from paceline.science.formats import Unreadable, decode
from paceline.science.formats.fit.derived_fields import meanings
from paceline.science.formats.fit.developer import Description
from paceline.science.formats.fit.layouts import known_fields, message_name
from paceline.science.formats.fit.messages import Messages, read_messages
from tests.science.formats.fit_bytes import START, Fit, ride, session

# The suite compares the smaller files; PACELINE_ALL_FILES=1 compares them all (two minutes).
LARGEST = 10_000_000 if os.environ.get("PACELINE_ALL_FILES") else 70_000
# The official decoder leaves these numbers unnamed in messages whose profile does not list them.
COMMON = {250: "part_index", 253: "timestamp", 254: "message_index"}
# Where the two differ on purpose: (message, field) → why.
DIFFERENT = {
    ("lap", "enhanced_avg_speed"): "A lap that names avg_speed twice is one speed, not a list of the same speed twice.",
    ("lap", "enhanced_max_speed"): "As enhanced_avg_speed.",
}

Row = dict[str, Any]


def official(data: bytes) -> tuple[dict[str, list[Row]], list[Exception]]:
    """Scaled, with components and sub-fields; codes and times stay numbers, heart rates stay in their own messages."""
    stream = Stream.from_byte_array(bytearray(data))
    return cast(
        "tuple[dict[str, list[Row]], list[Exception]]",
        Decoder(stream).read(convert_types_to_strings=False, convert_datetimes_to_dates=False, merge_heart_rates=False),
    )


PROFILE = cast("dict[int, Row]", Profile["messages"])
NUMBERS = {message["messages_key"]: number for number, message in PROFILE.items()}


def name_of(key: str) -> tuple[str, int]:
    """Our word for a message: the official profile names more of them than the public table we read with."""
    number = NUMBERS[key] if key in NUMBERS else int(key)
    return message_name(number), number


@cache
def official_fields(message: int) -> dict[str, Row]:
    return {field["name"]: field for field in PROFILE.get(message, {"fields": {}})["fields"].values()}


@cache
def our_names(message: int) -> frozenset[str]:
    fields = PROFILE.get(message, {"fields": {}})["fields"]
    meant = (meaning.name for number in fields for meaning in meanings(message, number))
    return frozenset((*(known.name for known in known_fields(message).values()), *meant))


def raw(value: Any, field: Row) -> Any:
    """What the file holds: an official name we do not have comes with a scale we do not have."""
    scale, offset = (field["scale"] or [1])[0], (field["offset"] or [0])[0]
    if scale == 1 and not offset:
        return value
    if isinstance(value, list):
        return [None if one is None else raw(one, field) for one in cast("list[Any]", value)]
    return round((value + offset) * scale)


def in_our_words(message: int, row: Row) -> Row:
    """A row of the official decoder with our names: fields only its own profile names count by number, unscaled."""
    found: Row = {}
    for name, value in row.items():
        if name in ("developer_fields", "key") or not stated(value):
            continue
        if isinstance(name, int):
            found[COMMON.get(name, f"unknown_{name}")] = value
        elif name in our_names(message):
            found[name] = value
        elif name in official_fields(message):
            field = official_fields(message)[name]
            found[f"unknown_{field['num']}"] = raw(value, field)
    return found


def stated(value: Any) -> bool:
    """A float that is no number counts as nothing measured."""
    if isinstance(value, list):
        return any(stated(one) for one in cast("list[Any]", value))
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def same(mine: Any, theirs: Any) -> bool:
    if isinstance(theirs, list | tuple):
        others = list(cast("list[Any]", theirs))
        ours = list(cast("tuple[Any, ...]", mine)) if isinstance(mine, tuple) else [mine]
        return len(ours) == len(others) and all(
            not stated(b) if a is None else a == b for a, b in zip(ours, others, strict=True)
        )
    if isinstance(mine, tuple) and len(cast("tuple[Any, ...]", mine)) == 1:
        (mine,) = cast("tuple[Any, ...]", mine)
    return bool(mine == theirs)


def compare(file: str, ours: tuple[Messages, ...], theirs: dict[str, list[Row]], whole: bool) -> int:
    """The number of equal values; fails at the first that differs or is missing on either side."""
    equal = 0
    for key, rows in theirs.items():
        name, number = name_of(key)
        mine = [row for one in ours for row in one.rows(name)]
        assert len(mine) == len(rows) or (not whole and len(mine) > len(rows)), (file, name, len(mine), len(rows))
        for at, (own, row) in enumerate(zip(mine, rows, strict=False)):
            values = in_our_words(number, row)
            assert set(own) == set(values), (file, name, at, set(own) ^ set(values))
            for known, value in values.items():
                if (name, known) not in DIFFERENT:
                    assert same(own[known], value), (file, name, at, known, own[known], value)
                equal += 1
    return equal


def test_every_field_of_every_message_equals_the_official_decoder(real_files: list[Path]) -> None:
    files = values = 0
    for path in real_files:
        if path.suffix.lower() != ".fit" or path.stat().st_size > LARGEST:
            continue
        data = path.read_bytes()
        theirs, errors = official(data)
        values += compare(path.name, read_messages(data), theirs, whole=not errors)
        files += 1
    assert files > 50
    assert values > 250_000


def unscaled(value: Any, description: Description) -> Any:
    if value is None or isinstance(value, str | tuple):
        return cast("Any", value)
    return (np.atleast_1d(value) + description.offset) * description.scale


def developer_rows(one: Messages, name: str) -> list[dict[tuple[int, int], Any]]:
    """Raw developer values of every message of a kind, in file order."""
    found: dict[int, dict[tuple[int, int], Any]] = {}
    for block in (block for block in one.blocks if block.name == name):
        for place in block.offsets.tolist():
            found[place] = {}
        for key, column in block.developer.items():
            for place, value in zip(block.offsets.tolist(), column.values, strict=True):
                found[place][key] = unscaled(value, column.description)
    return [found[place] for place in sorted(found)]


def compare_developer(file: str, one: Messages, theirs: dict[str, list[Row]]) -> int:
    described = theirs["field_description_mesgs"]
    keys = {d["key"]: (d["developer_data_index"], d["field_definition_number"]) for d in described}
    equal = 0
    for key, rows in theirs.items():
        mine = developer_rows(one, name_of(key)[0])
        for own, row in zip(mine, rows, strict=True):
            for which, value in cast("dict[int, Any]", row.get("developer_fields", {})).items():
                ours = own[keys[which]]
                if isinstance(ours, np.ndarray):
                    known = np.isfinite(ours)
                    np.testing.assert_allclose(ours[known], np.atleast_1d(value)[known], rtol=1e-12, err_msg=file)
                else:
                    assert ours == value, (file, key, which)
                equal += 1
    return equal


def test_developer_fields_equal_the_official_decoder(real_files: list[Path]) -> None:
    """The official decoder leaves them unscaled and keeps 'invalid' as a number; ours are scaled and may be missing."""
    values = 0
    for path in real_files:
        if path.suffix.lower() != ".fit" or path.stat().st_size > LARGEST:
            continue
        data = path.read_bytes()
        ours = read_messages(data)
        if len(ours) == 1 and ours[0].descriptions:
            theirs, errors = official(data)
            values += 0 if errors else compare_developer(path.name, ours[0], theirs)
    assert values > 10_000


def test_a_developer_field_may_change_its_meaning_on_the_way() -> None:
    """As in a triathlon in which the app of the run takes the numbers of the app of the ride."""
    fit = Fit().define(2, 206, [(0, 1, "B"), (1, 1, "B"), (2, 1, "B"), (3, 8, "s")])
    fit.define(3, 207, [(3, 1, "B"), (1, 16, "s")]).data(3, 0, b"x" * 16).data(2, 0, 0, 0x88, b"balance")
    fit.define(1, 20, [(253, 4, "I")], [(0, 4, 0, "f")])
    for second in range(40):
        fit.data(1, START + second, 20.5)
    fit.data(3, 0, b"y" * 16).data(2, 0, 0, 0x84, b"Power")
    fit.layouts[1] = [(253, 4, "I"), (0, 2, "H"), (1, 2, "H")]
    for second in range(40, 60):
        fit.data(1, START + second, 250, 250)
    fit.define(1, 20, [(253, 4, "I")], [(0, 2, 0, "H")])
    for second in range(60, 100):
        fit.data(1, START + second, 250)
    data = session(fit, 4, 100, sport=1).done()
    (one,) = read_messages(data)
    columns = [block.developer[0, 0] for block in one.blocks if block.name == "record"]
    assert [(column.description.name, len(column.values)) for column in columns] == [
        ("balance", 40),
        ("Power", 20),
        ("Power", 40),
    ]
    (recording,) = decode(data).recordings
    assert np.nanmax(recording.developer["balance"]) == 20.5
    assert recording.channels["power"][40:].tolist() == [250.0] * 60
    assert not np.isfinite(recording.channels["power"][:40]).any()


def test_stryd_and_core_are_told_by_their_ids(real_files: list[Path]) -> None:
    writers: dict[str, set[str]] = {}
    for name in ("GoldenCheetah__Fr955v19.28andStryd-saved.fit", "GoldenCheetah__FR55-CoreTemp-Walk.fit"):
        (path,) = (path for path in real_files if path.name == name)
        for one in read_messages(path.read_bytes()):
            for described in one.descriptions:
                writers.setdefault(str(described.writer), set()).add(f"{described.name} {described.units}")
    assert "Power Watts" in writers["Stryd"] or "Power W" in writers["Stryd"], writers
    assert any("core_temperature" in word for word in writers["CORE"]), writers


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("header", [12, 14])
def test_byte_order_and_header_size_change_nothing(big: bool, header: int) -> None:
    data = ride(30, big=big).done(header)
    theirs, errors = official(data)
    assert not errors
    assert compare("ride", read_messages(data), theirs, whole=True) > 150


def test_local_numbers_may_change_their_meaning_between_any_two_messages() -> None:
    fit = Fit()
    for second in range(40):
        fit.define(0, 20, [(253, 4, "I"), (3, 1, "B")]).data(0, START + second, 100 + second)
        fit.define(0, 21, [(253, 4, "I"), (0, 1, "enum"), (1, 1, "enum")]).data(0, START + second, 0, 0)
    data = fit.done()
    theirs, errors = official(data)
    assert not errors
    assert compare("redefined", read_messages(data), theirs, whole=True) == 40 * 5


def test_repeating_patterns_with_a_break_lose_nothing() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (3, 1, "B")]).define(2, 78, [(0, 2, "H")])
    fit.define(3, 21, [(253, 4, "I"), (0, 1, "enum"), (1, 1, "enum")])
    for second in range(500):
        fit.data(1, START + second, second % 250)
        fit.data(2, 900)
        fit.data(2, 901 + second % 7)
        if second in (99, 100, 377):
            fit.data(3, START + second, 0, 4)
    data = fit.done()
    theirs, errors = official(data)
    assert not errors
    assert len(theirs["hrv_mesgs"]) == 1000
    assert compare("pattern", read_messages(data), theirs, whole=True) > 2000


def test_counters_with_few_bits_roll_on_across_messages() -> None:
    fit = Fit().define(1, 20, [(253, 4, "I"), (18, 1, "B"), (28, 2, "H")])
    for second in range(600):
        fit.data(1, START + second, second * 3 % 250, second * 220 % 65_000)
    data = fit.done()
    theirs, errors = official(data)
    assert not errors
    assert compare("counters", read_messages(data), theirs, whole=True) == 600 * 5


def test_what_is_no_fit_file_is_refused_in_a_sentence() -> None:
    with pytest.raises(Unreadable, match="not a FIT file"):
        read_messages(b"no such thing")
