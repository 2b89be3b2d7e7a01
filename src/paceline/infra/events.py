"""Events: facts in the past tense that higher slices may react to, inside the transaction that made them true."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from paceline.infra.tx import Tx

E = TypeVar("E", bound="Event")
# A scope nobody can be given: what is kept or told under it is for nobody but the athlete.
OWN = "own"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Subclasses are frozen dataclasses of identifiers and small facts.

    `name` is how the ledger and webhooks know it ("checkins.submitted"); `scope` is the consent a coach needs to see it.
    An event about an athlete has the field `athlete_id`.
    """

    name: ClassVar[str]
    scope: ClassVar[str] = "training"

    def audience(self) -> str:
        """The consent it takes to see this very one; OWN when it is for nobody but the athlete."""
        return self.scope

    def facts(self) -> dict[str, Any]:
        """The fields as plain JSON values."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        items: list[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType]
        return [_plain(item) for item in items]
    return value


@dataclass(frozen=True, slots=True)
class Handler:
    """A reaction to one kind of event, or to every kind when `event` is Event itself."""

    event: type[Event]
    react: Callable[["Tx", Any], Awaitable[None]]


def on(event: type[E]) -> Callable[[Callable[["Tx", E], Awaitable[None]]], Handler]:
    """Decorates a reaction; list the result in the slice's manifest."""

    def decorate(react: Callable[["Tx", E], Awaitable[None]]) -> Handler:
        return Handler(event, react)

    return decorate


class Reactions:
    """Who reacts to what; built once at start from all manifests."""

    def __init__(self, handlers: Iterable[Handler] = ()) -> None:
        self._by_event: dict[type[Event], list[Handler]] = {}
        for handler in handlers:
            self._by_event.setdefault(handler.event, []).append(handler)

    def to(self, event: Event) -> list[Handler]:
        """The handlers of every event first (the ledger), then those of this kind."""
        return [*self._by_event.get(Event, ()), *self._by_event.get(type(event), ())]


def events_by_name(base: type[Event] = Event) -> Mapping[str, type[Event]]:
    """Every kind of event there is, by name."""
    found: dict[str, type[Event]] = {}
    for kind in base.__subclasses__():
        if hasattr(kind, "name"):
            found[kind.name] = kind
        found.update(events_by_name(kind))
    return found
