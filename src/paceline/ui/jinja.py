"""Builds the template engine: where templates lie, what every template may use, and what one rendering knows."""

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from paceline.ui import i18n, svg
from paceline.ui.assets import Assets
from paceline.ui.compiled import CompiledTemplates
from paceline.ui.flash import Flash, Signer
from paceline.ui.format import Formatter
from paceline.ui.icons import Icons
from paceline.ui.kept import keep
from paceline.ui.nav import Menu, NavItem, Places, menu_for
from paceline.ui.viewer import Viewer

TEMPLATES = Path(__file__).parent / "templates"
LOOK_EVERY = timedelta(seconds=1)
MACRO_FILES = ("controls", "fields", "layout", "feedback", "data", "overlay")
RESERVED = frozenset({"ui", "fmt", "shell", "viewer", "icons", "svg", "asset", "assets", "_", "gettext", "ngettext"})


@dataclass(frozen=True, slots=True)
class Rendering:
    """What one rendering knows about its request."""

    viewer: Viewer | None = None
    path: str = "/"
    theme: str = "auto"
    fmt: Formatter = field(default_factory=Formatter)
    flashes: Sequence[Flash] = ()


_rendering: ContextVar[Rendering] = ContextVar("rendering")


class CurrentFormatter:
    """Lets macros, which live as long as the process, format for the viewer of the present request."""

    def __getattr__(self, name: str) -> Any:
        """Everything a `Formatter` has."""
        return getattr(_rendering.get(Rendering()).fmt, name)


@dataclass(frozen=True, slots=True)
class Shell:
    """What the frame around a page shows."""

    viewer: Viewer | None
    menu: Menu
    places: Places
    path: str
    theme: str
    language: str
    flashes: Sequence[Flash]
    development: bool

    @property
    def key(self) -> Hashable:
        """What the navigation around a page depends on, beside what is the same in the whole process."""
        one = self.viewer
        whose = one and (one.account_id, one.name, one.initials, one.roles, one.workspace, *sorted(one.badges.items()))
        return self.language, self.path, self.theme, whose


class Engine:
    """The template environment with the static files, the signer of cookies and the app's map."""

    def __init__(
        self,
        template_folders: Mapping[str, Path],
        static_folders: Mapping[str, Path],
        secret: str,
        nav: Sequence[NavItem],
        places: Places,
        development: bool,
        clock: Callable[[], datetime] | None,
        compiled: Path | None = None,
    ) -> None:
        """Use `configure`, which keeps the one engine of the process."""
        self.assets = Assets(static_folders, development=development)
        self.signer = Signer(secret)
        self.nav, self.places, self.development, self.clock = tuple(nav), places, development, clock
        self.environment = environment(template_folders, self.assets, development)
        if compiled is not None:
            self.environment.bytecode_cache = CompiledTemplates(compiled)
        self.macros = SimpleNamespace()
        self._looked: datetime | None = None
        cast("dict[str, Any]", self.environment.globals)["ui"] = self.macros
        self._load_macros()

    def _load_macros(self) -> None:
        # The macro modules copy the globals when they are made, so the namespace must exist before it is filled.
        for name in MACRO_FILES:
            module = self.environment.get_template(f"ui/macros/{name}.html").module
            for macro in (m for m in vars(module) if not m.startswith("_")):
                setattr(self.macros, macro, getattr(module, macro))
        icons = cast("dict[str, Any]", self.environment.globals)["icons"]
        keep(self.macros, icons, lambda: _rendering.get(Rendering()).fmt.language)

    def _see_changes(self) -> None:
        """Read again what somebody who works on it has changed; looked for once a second, not for every page."""
        now = self.clock() if self.clock else None
        if now is None or self._looked is None or now - self._looked >= LOOK_EVERY:
            self.assets.refresh()
            self._load_macros()
            self._looked = now

    def formatter(self, viewer: Viewer | None) -> Formatter:
        """The formats one viewer reads."""
        now = self.clock() if self.clock else None
        if viewer is None:
            return Formatter(now=now)
        return Formatter(viewer.units, viewer.time_zone, viewer.language, now)

    def shell(self, rendering: Rendering) -> Shell:
        """The frame for one rendering."""
        viewer = rendering.viewer
        menu = menu_for(self.nav, viewer, rendering.path) if viewer else Menu()
        language = viewer.language if viewer else i18n.SOURCE_LANGUAGE
        return Shell(
            viewer, menu, self.places, rendering.path, rendering.theme, language, rendering.flashes, self.development
        )

    def render(self, template: str, context: object, rendering: Rendering, block: str | None = None) -> str:
        """A whole template, or one of its blocks without the frame."""
        if self.development:
            self._see_changes()
        found = self.environment.get_template(template)
        values = variables(context) | {"shell": self.shell(rendering), "viewer": rendering.viewer}
        with bound(rendering):
            if block is None:
                return found.render(values)
            if block not in found.blocks:
                raise LookupError(f"{template} has no block {block!r}")
            return "".join(found.blocks[block](found.new_context(values)))


@contextmanager
def bound(rendering: Rendering) -> Generator[None, None, None]:
    """Format and translate for this rendering inside the block."""
    token = _rendering.set(rendering)
    try:
        with i18n.speaking(rendering.fmt.language):
            yield
    finally:
        _rendering.reset(token)


def variables(context: object) -> dict[str, Any]:
    """The fields of a context dataclass by name; a page without context passes None."""
    if context is None:
        return {}
    if not is_dataclass(context) or isinstance(context, type):
        raise TypeError("a page's context is a dataclass instance or None")
    values = {f.name: getattr(context, f.name) for f in fields(context)}
    if clash := RESERVED & values.keys():
        raise ValueError(f"these names belong to the design system: {', '.join(sorted(clash))}")
    return values


def attributes(values: Mapping[str, Any]) -> Markup:
    """Macro keywords as HTML attributes: `hx_post` becomes `hx-post`, True a bare name, None and False nothing."""
    parts: list[str] = []
    for key, value in values.items():
        name = key.rstrip("_").replace("_", "-")
        if name == "style" or name.startswith("on"):
            raise ValueError(f"{name}: inline styles and handlers are refused by the content policy")
        if value is True:
            parts.append(f" {name}")
        elif value is not None and value is not False:
            parts.append(f' {name}="{escape(value)}"')
    return Markup("".join(parts))


def _loader(owner: str, folder: Path) -> BaseLoader:
    """Accept a folder that holds `<slice>/page.html` as well as one that holds `page.html` itself."""
    files = FileSystemLoader(folder)
    return files if (folder / owner).is_dir() else PrefixLoader({owner: files})


def environment(template_folders: Mapping[str, Path], assets: Assets, development: bool) -> Environment:
    """Autoescaping, strict about unknown names, translating."""
    loaders = [FileSystemLoader(TEMPLATES), *(_loader(owner, folder) for owner, folder in template_folders.items())]
    made = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=development,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
    made.filters["attrs"] = attributes
    cast("dict[str, Any]", made.globals).update(
        {
            "icons": Icons(),
            "svg": svg,
            "fmt": CurrentFormatter(),
            "asset": assets.url,
            "assets": assets,
        }
    )
    translate: Any = getattr(made, "install_gettext_callables")  # noqa: B009 - added by the extension, unknown to types
    translate(i18n.gettext, i18n.ngettext, newstyle=True)
    return made


_engine: Engine | None = None


def configure(
    template_folders: Mapping[str, Path],
    secret: str,
    nav: Sequence[NavItem] = (),
    development: bool = False,
    *,
    static_folders: Mapping[str, Path] | None = None,
    clock: Callable[[], datetime] | None = None,
    places: Places | None = None,
    compiled: Path | None = None,
) -> Engine:
    """Set up rendering once, at start-up. A slice's static folder is found beside its templates when not given.

    `compiled` names a folder, existing and private, in which compiled templates are kept from one start to the next.
    """
    global _engine
    found = static_folders if static_folders is not None else _beside(template_folders)
    _engine = Engine(template_folders, found, secret, nav, places or Places(), development, clock, compiled)
    return _engine


def _beside(template_folders: Mapping[str, Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for owner, folder in template_folders.items():
        root = folder.parent / "static"
        if root.is_dir():
            found[owner] = root / owner if (root / owner).is_dir() else root
    return found


def use(made: Engine) -> None:
    """Render with this engine from now on."""
    global _engine
    _engine = made


def engine() -> Engine:
    """The configured engine."""
    if _engine is None:
        raise RuntimeError("paceline.ui.jinja.configure() has not been called")
    return _engine
