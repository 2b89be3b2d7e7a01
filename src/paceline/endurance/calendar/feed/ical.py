"""Writes an iCalendar file (RFC 5545): whole days as dates, so that no time zone can move a session to another day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# RFC 5545, 3.1: lines of 75 octets at most; a line goes on after a line break and a space.
OCTETS = 75


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something on one whole day; `changed` is when it last became another, `version` counts how often."""

    uid: str
    day: date
    title: str
    changed: datetime
    version: int = 0
    notes: str = ""
    url: str = ""


def calendar_file(name: str, events: Sequence[DayEvent]) -> bytes:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Paceline//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    lines += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for event in events:
        lines += _event(event)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(event: DayEvent) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.changed:%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{event.changed:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.version}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.notes:
        yield f"DESCRIPTION:{escaped(event.notes)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text value (RFC 5545, 3.3.11); what is no character of a text is left out."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return "".join(one for one in plain if one >= " " and one != "\x7f")


def folded(line: str) -> bytes:
    """One content line, cut between characters, never inside one."""
    parts: list[bytes] = [b""]
    for one in line:
        encoded = one.encode("utf-8", "replace")
        # Every further line begins with a space, which counts.
        if len(parts[-1]) + len(encoded) > OCTETS - (1 if len(parts) > 1 else 0):
            parts.append(b"")
        parts[-1] += encoded
    return b"\r\n ".join(parts) + b"\r\n"
