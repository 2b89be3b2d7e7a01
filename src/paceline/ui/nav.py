"""The map of the app: which pages each workspace's sidebar, tab bar and command palette list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from paceline.ui.viewer import Viewer, Workspace


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place to go. `tab` 1-5 also puts it into the phone's tab bar; `badge` names a count in `Viewer.badges`.

    A `setting` stands among the settings and in the palette, and leaves the sidebar to what is used daily.
    """

    key: str
    label: str
    icon: str
    href: str
    workspace: Workspace
    group: str = ""
    order: int = 50
    badge: str | None = None
    tone: str = "neutral"
    tab: int | None = None
    tab_label: str | None = None
    roles: frozenset[str] = frozenset()
    keys: str = ""
    kind: Literal["page", "action", "setting"] = "page"


@dataclass(frozen=True, slots=True)
class Places:
    """Routes the shell itself links to; an empty string hides the part that needs it."""

    home: str = "/"
    workspace: str = "/workspace"
    theme: str = "/settings/appearance"
    settings: str = "/settings"
    sign_out: str = "/sign-out"
    live: str = "/live"
    search: str = "/search"


@dataclass(frozen=True, slots=True)
class Link:
    """A navigation entry as one viewer sees it on one page."""

    item: NavItem
    current: bool
    count: int


@dataclass(frozen=True, slots=True)
class Menu:
    """All navigation for one viewer on one page; `elsewhere` when the phone's tabs do not lead to the page."""

    groups: Sequence[tuple[str, Sequence[Link]]] = ()
    tabs: Sequence[Link] = ()
    elsewhere: bool = False
    actions: Sequence[NavItem] = ()
    settings: Sequence[NavItem] = ()
    workspaces: Sequence[str] = field(default_factory=tuple[str, ...])


def _under(path: str, href: str) -> bool:
    return path == href or path.startswith(href.rstrip("/") + "/")


def current_item(items: Iterable[NavItem], path: str) -> NavItem | None:
    """The most specific entry that the path lies under."""
    matches = [item for item in items if item.kind == "page" and _under(path, item.href)]
    return max(matches, key=lambda item: len(item.href), default=None)


def visible(items: Iterable[NavItem], viewer: Viewer) -> list[NavItem]:
    """The entries of the viewer's workspace that their roles allow."""
    return [i for i in items if i.workspace == viewer.workspace and (not i.roles or i.roles & viewer.roles)]


def workspaces_of(viewer: Viewer) -> tuple[str, ...]:
    """Workspaces a person may switch between, the present one included."""
    own = {"coach": "coach" in viewer.roles, "admin": "admin" in viewer.roles}
    athlete = bool(viewer.roles & {"athlete", "trader"}) or not any(own.values())
    open_to = {"athlete": athlete, **own, viewer.workspace: True}
    return tuple(name for name in ("athlete", "coach", "admin") if open_to.get(name))


def menu_for(items: Iterable[NavItem], viewer: Viewer, path: str) -> Menu:
    """Everything the shell needs to draw navigation."""
    mine = visible(items, viewer)
    here = current_item(mine, path)
    pages = sorted((i for i in mine if i.kind == "page"), key=lambda i: i.order)
    links = [Link(i, i is here, viewer.badges.get(i.badge or i.key, 0)) for i in pages]
    grouped = groupby(sorted(links, key=lambda link: _rank(pages, link.item.group)), key=lambda link: link.item.group)
    tabbed = [Link(i, i is here, viewer.badges.get(i.badge or i.key, 0)) for i in mine if i.tab]
    tabs = sorted(tabbed, key=lambda link: link.item.tab or 0)[:5]
    return Menu(
        groups=[(name, list(found)) for name, found in grouped],
        tabs=tabs,
        elsewhere=here is not None and not any(link.current for link in tabs),
        actions=sorted((i for i in mine if i.kind == "action"), key=lambda i: i.order),
        settings=sorted((i for i in mine if _is_setting(i)), key=lambda i: i.order),
        workspaces=workspaces_of(viewer),
    )


def _is_setting(item: NavItem) -> bool:
    return item.kind == "setting" or (item.kind == "page" and item.href.startswith("/settings/"))


def _rank(pages: Sequence[NavItem], group: str) -> int:
    """Groups stand in the order of their first page; the unnamed group leads."""
    return -1 if not group else min(i.order for i in pages if i.group == group)
