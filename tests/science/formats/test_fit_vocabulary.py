"""The FIT names, numbers and scales we carry are those of fitdecode's table, and none of them is from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import fitdecode.profile
import pytest

from paceline.science.formats.fit.derived_fields import COMPONENTS, MEANINGS, components, meanings
from paceline.science.formats.fit.layouts import field_name, known_fields, message_name
from paceline.science.formats.fit.profile import (
    GARMIN_PRODUCTS,
    LAP_STATED,
    LAP_TRIGGERS,
    MANUFACTURERS,
    OTHER_FILES,
    RECORD_CHANNELS,
    SESSION_STATED,
    SPORTS,
    STROKES,
    SUB_SPORTS,
)
from paceline.science.formats.fit.vocabulary import COMMON_FIELDS, MESSAGES

TABLE = cast("dict[int, Any]", fitdecode.profile.MESSAGE_TYPES)
TYPES = cast("dict[str, Any]", fitdecode.profile.FIELD_TYPES)


def fields(message: int) -> dict[int, Any]:
    return {field.def_num: field for field in TABLE[message].fields.values()}


def parts(found: Any) -> list[tuple[int, int, float, float, bool]]:
    return [
        (one.def_num, one.bits, float(one.scale or 1), float(one.offset or 0), bool(one.accumulate))
        for one in found or ()
    ]


@pytest.mark.parametrize("message", sorted(MESSAGES))
def test_messages_and_fields_are_those_of_the_table(message: int) -> None:
    theirs = fields(message)
    assert message_name(message) == TABLE[message].name
    own = {number: known for number, known in known_fields(message).items() if number not in COMMON_FIELDS}
    assert {number: tuple(known) for number, known in own.items()} == {
        number: (field.name, float(field.scale or 1), float(field.offset or 0))
        for number, field in theirs.items()
        if number not in COMMON_FIELDS
    }


def test_components_and_meanings_are_those_of_the_table() -> None:
    for message, number in COMPONENTS:
        assert [tuple(part) for part in components(message, number)] == parts(fields(message)[number].components)
    for message, number in MEANINGS:
        theirs = {sub.name: sub for sub in fields(message)[number].subfields}
        for meaning in meanings(message, number):
            sub = theirs[meaning.name]
            assert set(meaning.when) == {(ref.def_num, float(ref.raw_value)) for ref in sub.ref_fields}
            assert (meaning.scale, meaning.offset) == (float(sub.scale or 1), float(sub.offset or 0))
            assert [tuple(part) for part in meaning.components] == parts(sub.components)


@pytest.mark.parametrize(
    ("codes", "type_name"),
    [
        (MANUFACTURERS, "manufacturer"),
        (GARMIN_PRODUCTS, "garmin_product"),
        (SPORTS, "sport"),
        (SUB_SPORTS, "sub_sport"),
        (STROKES, "swim_stroke"),
        (LAP_TRIGGERS, "lap_trigger"),
        (OTHER_FILES, "file"),
    ],
)
def test_codes_are_those_of_the_table(codes: dict[int, str], type_name: str) -> None:
    assert set(codes) - set(TYPES[type_name].enum) == set()


@pytest.mark.parametrize(("message", "stated"), [(20, RECORD_CHANNELS), (18, SESSION_STATED), (19, LAP_STATED)])
def test_numbers_we_read_are_those_of_the_table(message: int, stated: dict[str, tuple[Any, ...]]) -> None:
    used = {field.number for choices in stated.values() for field in choices}
    assert used - set(fields(message)) == set()


def test_what_the_table_does_not_name_is_known_by_its_number() -> None:
    assert message_name(65_000) == "unknown_65000"
    assert field_name(20, 249) == "unknown_249"


def test_the_notice_carries_the_licence_of_the_table() -> None:
    notice = (Path(__file__).resolve().parents[3] / "NOTICE").read_text("utf-8")
    assert "Copyright (c) 2018-present Jean-Charles Lefebvre" in notice
    assert "The above copyright notice and this permission notice shall be included in all" in notice
