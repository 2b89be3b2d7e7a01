"""Where in the store originals lie."""

from uuid import UUID


def key_of(athlete_id: UUID, import_id: UUID, number: int) -> str:
    """Where an original is kept."""
    return f"u/{athlete_id}/{import_id}/{number}"


def part_key(key: str, number: int) -> str:
    """Where a part of a large file is kept until it is whole."""
    return f"{key}-{number:05}"
