"""Steps as rows of a form and back, and the builder that keeps rows and text in step."""

import pytest
from hypothesis import given

from paceline.endurance.library import SESSIONS, SessionTemplate, built, opened
from paceline.endurance.library.rows import NAMES, Row, changed_rows, read_rows, rows_of, structure_of_rows
from paceline.science.endurance.structure import Structure, estimate, from_text, to_text
from tests.science.endurance.test_structure_text import structures


@pytest.mark.parametrize("template", SESSIONS, ids=lambda one: one.id)
def test_every_session_survives_the_form(template: SessionTemplate) -> None:
    rows = rows_of(template.structure)
    assert structure_of_rows(rows, template.structure.sport) == (template.structure, {})


@given(structures())
def test_nothing_is_lost_in_the_form(structure: Structure) -> None:
    rows = [Row(**{name: getattr(row, name) for name in NAMES}) for row in rows_of(structure)]
    assert structure_of_rows(rows, structure.sport) == (structure, {})


def test_sets_pauses_and_every_end_have_fields() -> None:
    texts = [
        '3x(13x30" 120% FTP / 15" 50% FTP) / 3\' jog',
        "until HR > 150 Z2",
        "300 kcal RPE 3-4",
        "5 km 4:00-4:10/km",
        "8x1 mi MP / 0.5 mi E",
    ]
    for text in (*texts, "until power < 200 W HR 120", "6x800 m I / until lap walk"):
        (row,) = rows_of(from_text(text))
        assert not row.text, text
    (deep,) = rows_of(from_text('4x1\' T "quick" / 1\' E "slow"'))
    assert deep.text == '4x1\' T "quick" / 1\' E "slow"'


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Row(length="long"), "“long” is no length"),
        (Row(length=""), "is no length"),
        (Row(kind="interval", repeats="many"), "not a number of times"),
        (Row(effort="ftp", range=""), "is not a range"),
        (Row(effort="ftp", range="80–90–100"), "is not a range"),
        (Row(text="6x blah"), "“blah” is no length"),
        (Row(length="nan"), "is no length"),
        (Row(length="-5"), "is no length"),
        (Row(length="9999999"), "looks wrong"),
    ],
)
def test_what_a_row_cannot_mean_is_said(row: Row, says: str) -> None:
    _, wrong = structure_of_rows([Row(), row], "running")
    assert list(wrong) == [1]
    assert says in wrong[1]


def test_a_comma_is_a_decimal_point() -> None:
    structure, wrong = structure_of_rows([Row(length="2,5", unit="km")], "running")
    assert not wrong
    assert to_text(structure) == "2500 m E"


def test_buttons_change_rows() -> None:
    a, b, c = Row(note="a"), Row(note="b"), Row(note="c")
    assert changed_rows([a, b, c], "up:2") == [a, c, b]
    assert changed_rows([a, b, c], "up:0") == [a, b, c]
    assert changed_rows([a, b, c], "down:0") == [b, a, c]
    assert changed_rows([a, b, c], "down:2") == [a, b, c]
    assert changed_rows([a, b, c], "remove:1") == [a, c]
    assert changed_rows([a, b], "copy:0") == [a, a, b]
    assert changed_rows([a], "add") == [a, Row()]
    assert changed_rows([], "add-repeats")[0].kind == "interval"
    assert changed_rows([a], "remove:9") == changed_rows([a], "dance") == [a]


def columns(text: str, synced: str, rows: list[Row]) -> dict[str, list[str]]:
    sent = {f"row_{name}": [getattr(row, name) for row in rows] for name in NAMES}
    return {**sent, "text": [text], "synced": [synced], "sport": ["running"]}


def test_the_text_follows_the_rows() -> None:
    builder = built(columns("10' E", "10' E", [Row(length="20", effort="T")]), "rows")
    assert builder.text == builder.synced == "20' T"
    assert builder.duration == 1200


def test_the_rows_follow_the_text() -> None:
    builder = built(columns("5' E\n3x1 km I / 2' jog", "10' E", [Row()]), "text")
    assert [row.kind for row in builder.rows] == ["warmup", "interval"]
    assert builder.synced == builder.text


def test_what_was_typed_last_is_saved() -> None:
    after = built(columns("30' T", "10' E", [Row()]), "save")
    assert after.structure == from_text("30' T")
    before = built(columns("10' E", "10' E", [Row(length="25")]), "save")
    assert before.structure == from_text("25' E")


def test_a_text_that_cannot_be_read_keeps_the_rows_and_says_where() -> None:
    builder = built(columns("10' E, 6x blah", "10' E", [Row()]), "text")
    assert "Character 11" in builder.problem
    assert builder.structure is None
    assert builder.rows == [Row()]


def test_buttons_work_on_a_text_that_was_just_typed() -> None:
    builder = built(columns("30' T\n5' E", "10' E", [Row()]), "remove:1")
    assert builder.structure == from_text("30' T")


def test_an_open_session_is_drawn_with_the_speeds_given() -> None:
    structure = from_text("5 km T")
    builder = opened(structure, "running", {"T": 5.0})
    assert builder.duration == pytest.approx(1000)
    assert builder.distance == 5000
    assert builder.load == pytest.approx(estimate(structure, {"T": 5.0}).load)
    assert opened(None, "cycling").rows == ()


def test_columns_of_another_length_are_left_out() -> None:
    assert read_rows({"kind": ["steady"], "note": ["a", "b"]}) == [Row()]
