"""Pages of the day that are drawn once and shown until something they are made of changes."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

from starlette.requests import HTTPConnection

from paceline.ui import jinja
from paceline.ui.flash import COOKIE
from paceline.ui.page import Page, rendering_for, wants_fragment

C = TypeVar("C")
MOST = 256  # people whose page is kept; 30 kB each


@dataclass(slots=True)
class Kept(Generic[C]):
    """What a person's page is made of, under the mark it was made at, and how it was drawn so far."""

    mark: bytes
    context: C
    drawn: dict[str, str] = field(default_factory=dict[str, str])


class Shelf(Generic[C]):
    """The pages of those who looked lately."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[UUID, Kept[C]] = OrderedDict()

    def find(self, person: UUID, mark: bytes) -> Kept[C] | None:
        """What is kept under exactly this mark."""
        found = self._kept.get(person)
        if found is None or found.mark != mark:
            return None
        self._kept.move_to_end(person)
        return found

    def put(self, person: UUID, mark: bytes, context: C) -> Kept[C]:
        """Keep this in place of what there was."""
        self._kept[person] = made = Kept(mark, context)
        self._kept.move_to_end(person)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made


class KeptPage(Page):
    """A page that is drawn when nobody has drawn it alike before."""

    def __init__(self, template: str, kept: Kept[C], *, block: str) -> None:
        super().__init__(template, kept.context, block=block)
        self._kept = kept.drawn

    def _render(self, connection: HTTPConnection) -> str:
        # A message that is shown once is on no other page; and who works on templates wants to see them.
        if COOKIE in connection.cookies or jinja.engine().development:
            return super()._render(connection)
        rendering = rendering_for(connection)
        alike = repr(
            (rendering.viewer, rendering.path, rendering.theme, wants_fragment(connection), id(jinja.engine()))
        )
        if alike not in self._kept:
            self._kept[alike] = super()._render(connection)
        return self._kept[alike]
