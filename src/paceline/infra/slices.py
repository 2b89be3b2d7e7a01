"""What a slice is to the composition root: its name and the furniture it brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from paceline.infra.events import Handler
from paceline.infra.jobs import Jobs
from paceline.infra.settings import SettingsGroup


@dataclass(frozen=True, slots=True)
class Slice:
    """One topic: the routers, jobs, reactions, plugs and settings it adds to the product.

    `nav` holds `paceline.ui.nav.NavItem`; `plugs` anything a lower slice declares a Protocol for.
    """

    name: str
    package: str
    api: Any = None
    pages: Any = None
    jobs: Jobs | None = None
    handlers: Sequence[Handler] = ()
    plugs: Sequence[object] = ()
    nav: Sequence[Any] = ()
    settings: Sequence[type[SettingsGroup]] = ()

    @property
    def folder(self) -> Path:
        """Where the slice's code, templates and static files lie."""
        return Path(str(resources.files(self.package)))

    def plugged(self, kind: type[Any]) -> list[Any]:
        """The plugs of one kind."""
        return [plug for plug in self.plugs if isinstance(plug, kind)]
