"""Decisions of relationships: which change of status is lawful for whom, and what consent must hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from paceline.core.relationships.types import SCOPE_NAMES, Side, Status
from paceline.kit.errors import Conflict, Invalid

_ANSWERED = "addressee"
_STARTED = "starter"
_EITHER = "either"
_PAUSED = "who paused"
_TIME = "time"
# From each status: where it may go, and by whom. Whatever is not listed is refused; four statuses lead nowhere.
LAWFUL: Mapping[Status, Mapping[Status, str]] = {
    "requested": {"active": _ANSWERED, "declined": _ANSWERED, "revoked": _STARTED, "expired": _TIME},
    "invited": {"active": _ANSWERED, "declined": _ANSWERED, "revoked": _STARTED, "expired": _TIME},
    "active": {"paused": _EITHER, "ended": _EITHER},
    "paused": {"active": _PAUSED, "ended": _EITHER},
    "ended": {},
    "declined": {},
    "expired": {},
    "revoked": {},
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a change is lawful."""

    status: Status
    started_by: Side
    paused_by: Side | None = None


def may_move(standing: Standing, to: Status, by: Side | None) -> bool:
    """Whether the side may change the status; None is time passing."""
    rule = LAWFUL[standing.status].get(to)
    if rule == _TIME:
        return by is None
    return by is not None and {
        None: False,
        _EITHER: True,
        _STARTED: by == standing.started_by,
        _ANSWERED: by != standing.started_by,
        _PAUSED: by == standing.paused_by,
    }.get(rule, False)


def moves(standing: Standing, by: Side) -> frozenset[Status]:
    """Everything the side may do now."""
    return frozenset(to for to in LAWFUL[standing.status] if may_move(standing, to, by))


def check_move(standing: Standing, to: Status, by: Side | None) -> None:
    """Refuse an unlawful change with the sentence that fits."""
    if not may_move(standing, to, by):
        raise Conflict(_why_not(standing, to), code="illegal_transition")


def _why_not(standing: Standing, to: Status) -> str:
    rule = LAWFUL[standing.status].get(to)
    if rule == _ANSWERED:
        return "Only the person who was asked can answer this."
    if rule == _STARTED:
        return "Only the person who asked can take this back. You can decline it."
    if rule == _PAUSED:
        return "The other side paused this. They resume it, or either of you ends it."
    return f"This is {standing.status} now and cannot become {to}."


def check_scopes(scopes: Iterable[str]) -> list[str]:
    """The scopes in their usual order; coaching without training data makes no sense."""
    wanted = set(scopes)
    if wanted - set(SCOPE_NAMES):
        raise Invalid("There is no such kind of data to share.", fields={"scopes": "Choose from the list."})
    if "training" not in wanted:
        sentence = "Coaching needs at least your training. Pause or end it to stop sharing that too."
        raise Invalid(sentence, code="training_needed", fields={"scopes": sentence})
    return [scope for scope in SCOPE_NAMES if scope in wanted]


def check_no_more_than(scopes: Iterable[str], proposed: Iterable[str]) -> None:
    """An acceptance shares what was asked for or less; more can be given afterwards, knowingly."""
    if set(scopes) - set(proposed):
        sentence = "Your coach did not ask for all of that. You can share more later, under Sharing."
        raise Invalid(sentence, code="more_than_asked", fields={"scopes": sentence})


def invitation_status(status: str, expires_at: datetime, now: datetime) -> str:
    """A pending invitation that ran out counts as expired from that instant, whenever it is marked so."""
    return "expired" if status == "pending" and expires_at <= now else status


def clean_line(text: str) -> str:
    """A name on one line, without characters that do not print."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
