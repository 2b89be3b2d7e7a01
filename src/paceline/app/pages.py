"""Setting up the templates for a process: every slice's folder, the navigation and the places the frame links to."""

from collections.abc import Sequence

from paceline.app.bytecode import private_cache
from paceline.infra.machinery import Machinery
from paceline.infra.slices import Slice
from paceline.ui import jinja
from paceline.ui.nav import Places

PLACES = Places(settings="/settings/profile", search="", live="/api/v1/events/stream")


def configure_pages(machinery: Machinery, slices: Sequence[Slice]) -> None:
    """Once, at start."""
    settings = machinery.settings
    folders = {s.name: s.folder / "templates" for s in slices if (s.folder / "templates").is_dir()}
    jinja.configure(
        folders,
        machinery.vault.derive("cookies").hex(),
        [item for s in slices for item in s.nav],
        not settings.is_production,
        clock=machinery.clock.now,
        places=PLACES,
        compiled=private_cache(settings.data.resolve(), "templates") if settings.is_production else None,
    )
