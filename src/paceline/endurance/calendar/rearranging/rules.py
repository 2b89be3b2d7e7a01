"""Where sessions go when many move at once, and the words for what was done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from paceline.kit.errors import Invalid

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
DONE = {
    "move": "moved",
    "copy": "copied",
    "deletion": "removed",
    "pin": "pinned",
    "unpin": "no longer pinned",
}


def by_how_many(days: Sequence[date], shift: int | None, to: date | None) -> timedelta:
    """How far everything goes; towards a day, the earliest lands on it and the others keep their distances."""
    moved = timedelta(days=shift) if shift is not None else (to or min(days)) - min(days)
    if not all(EARLIEST - moved <= day <= LATEST - moved for day in (min(days), max(days))):
        raise Invalid("That is further than the calendar goes.", fields={"days": "Choose other days."})
    return moved


def require_room(held: Mapping[date, int], coming: Sequence[date], most: int) -> None:
    """Refuse days that would hold more than anybody trains."""
    for day, number in sorted(Counter(coming).items()):
        if held.get(day, 0) + number > most:
            raise Invalid(
                f"{day:%A} {day.day} {day:%B} would hold more than {most} sessions.",
                fields={"day": "Choose another day."},
            )


def in_words(kind: str, number: int, stayed: int, title: str = "", day: date | None = None) -> str:
    """What a toast says."""
    who = f"“{title}”" if number == 1 and title else "1 session" if number == 1 else f"{number} sessions"
    where = f" to {day:%A} {day.day} {day:%B}" if day is not None and kind in ("move", "copy") else ""
    kept = f" {stayed} stayed: done or pinned." if stayed else ""
    return f"{who} {DONE[kind]}{where}.{kept}"


def back_words(back: int, stayed: int) -> str:
    """What is said of a change that was taken back."""
    kept = f" {stayed} changed since and {'stays' if stayed == 1 else 'stay'}." if stayed else ""
    return ("1 session is as it was." if back == 1 else f"{back} sessions are as they were.") + kept
