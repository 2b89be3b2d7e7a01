"""Cursors come back as they went out, and anything tampered with is refused in words."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.kit.errors import Invalid
from paceline.kit.paging import decode_cursor, encode_cursor, page_of


@given(st.datetimes(), st.uuids(), st.integers(-(2**40), 2**40), st.text(max_size=40))
def test_a_cursor_comes_back_as_it_went_out(at: datetime, identifier: UUID, number: int, word: str) -> None:
    cursor = encode_cursor(at, identifier, number, word)
    assert decode_cursor(cursor, datetime.fromisoformat, UUID, int, str) == (at, identifier, number, word)


@given(st.text(max_size=60))
def test_a_made_up_cursor_is_refused(made_up: str) -> None:
    try:
        (value,) = decode_cursor(made_up, UUID)
    except Invalid as refused:
        assert refused.code == "bad_cursor"
    else:
        assert isinstance(value, UUID)


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor("a", "b"), UUID)
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor(uuid4()), UUID, UUID)


def test_the_last_page_has_no_next() -> None:
    assert page_of([1, 2], 2, str).next_cursor is None
    longer = page_of([1, 2, 3], 2, encode_cursor)
    assert longer.items == [1, 2]
    assert longer.next_cursor is not None
    assert decode_cursor(longer.next_cursor, int) == (2,)
