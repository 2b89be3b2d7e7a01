"""Translation of words for people: gettext catalogues chosen by the viewer's language, English when none exists."""

import gettext as library
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "paceline"
SOURCE_LANGUAGE = "en"

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def translations(language: str) -> library.NullTranslations:
    """The catalogue of a language, or one that returns the English source unchanged."""
    return library.translation(DOMAIN, LOCALE_FOLDER, [language], fallback=True)


@contextmanager
def speaking(language: str) -> Generator[None, None, None]:
    """Translate into this language inside the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """The message in the current language."""
    return translations(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The right form for this count in the current language."""
    return translations(_language.get()).ngettext(singular, plural, count)


_ = gettext
