"""Identifiers: UUID version 7, so that rows lie on disk in the order they were made."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id(at: datetime | None = None) -> UUID:
    """A fresh identifier; `at` places it in the past, for records made before Paceline knew of them."""
    if at is None:
        return uuid7()
    return uuid7(nanoseconds=int(at.timestamp() * 1_000_000) * 1_000)
