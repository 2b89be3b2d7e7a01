"""Lists in pages: an opaque cursor that says where the next page starts."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from paceline.kit.errors import Invalid

MOST = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list and, when there is more, the cursor of the next."""

    items: Sequence[T]
    next_cursor: str | None = None


def encode_cursor(*values: str | int | float | datetime | UUID) -> str:
    """The sort values of a page's last row as one opaque word."""
    plain = [v.isoformat() if isinstance(v, datetime) else str(v) if isinstance(v, UUID) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *kinds: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The values behind a cursor, each read by its kind; anything tampered with is refused."""
    try:
        values: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list):
            raise TypeError
        return tuple(kind(value) for kind, value in zip(kinds, cast(list[Any], values), strict=True))
    except (ValueError, TypeError, binascii.Error) as error:
        raise Invalid(
            "That page marker is not one of ours. Start again from the first page.", code="bad_cursor"
        ) from error


def page_of(rows: Sequence[T], size: int, cursor_of: Callable[[T], str]) -> Page[T]:
    """A page from rows fetched with one more than its size."""
    if len(rows) <= size:
        return Page(rows)
    kept = rows[:size]
    return Page(kept, cursor_of(kept[-1]))
