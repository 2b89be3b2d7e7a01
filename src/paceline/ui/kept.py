"""Pieces of pages that need not be drawn anew: figures made in Python, and macros remembered by what they depend on."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup, escape

from paceline.ui import i18n
from paceline.ui.format import MISSING, Figure
from paceline.ui.icons import Icons

# Macros that depend on the language alone.
PLAIN = ("mark", "keys_help")
# Macros that depend on the frame: whose page it is and where it stands.
FRAMED = ("nav_links", "palette", "account")
REMEMBERED = 512


def keep(macros: SimpleNamespace, icons: Icons, language: Callable[[], str]) -> None:
    """Put the quicker forms in place of the macros that every page draws many times."""
    macros.icon = _icon_maker(icons)
    macros.v = figure
    for name in PLAIN:
        setattr(macros, name, _remembered(getattr(macros, name), language))
    for name in FRAMED:
        setattr(macros, name, _framed(getattr(macros, name)))


def figure(value: object, unit: str = "") -> Markup:
    """What the macro `v` draws: a figure with its unit set smaller; missing is a dash for eyes and words for ears."""
    if value is None or value == MISSING:
        words = escape(i18n.gettext("no data"))
        return Markup(f'<span aria-hidden="true">{MISSING}</span><span class="sr">{words}</span>')  # noqa: S704 - escaped
    if isinstance(value, Figure):
        value, unit = value.value, value.unit
    number = escape(value)
    return Markup(f'{number}<span class="unit">{escape(unit)}</span>') if unit else number  # noqa: S704 - escaped


def _icon_maker(icons: Icons) -> Callable[..., Markup]:
    @lru_cache(maxsize=REMEMBERED)
    def drawn(name: str, classes: str) -> Markup:
        more = f" {escape(classes)}" if classes else ""
        inner = icons[name]
        return Markup(f'<svg class="icon{more}" viewBox="0 0 24 24" aria-hidden="true">{inner}</svg>')  # noqa: S704 - ours

    # The second argument is called `class` in templates, which is no name in Python.
    def icon(name: str, *given: str, **named: str) -> Markup:
        return drawn(name, str(given[0] if given else named.get("class", "")))

    return icon


def _remembered(macro: Callable[[], Markup], language: Callable[[], str]) -> Callable[[], Markup]:
    @lru_cache(maxsize=REMEMBERED)
    def drawn(_language: str) -> Markup:
        return macro()

    return lambda: drawn(language())


def _framed(macro: Callable[[Any], Markup]) -> Callable[[Any], Markup]:
    held: dict[Hashable, Markup] = {}

    def drawn(shell: Any) -> Markup:
        if shell.key not in held:
            if len(held) >= REMEMBERED:
                held.clear()
            held[shell.key] = macro(shell)
        return held[shell.key]

    return drawn
