"""Rules for templates: what the content policy refuses, and what would open a hole in it."""

import re
from collections.abc import Iterator

from tools.lints.finding import Template, TemplateRule

_SCRIPT = re.compile(r"<script\b([^>]*)>", re.I)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.S)
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)


def _lines(text: str, pattern: str) -> Iterator[int]:
    for found in re.finditer(pattern, text, re.I | re.S):
        yield text.count("\n", 0, found.start()) + 1


def unescaped(template: Template) -> Iterator[tuple[int, str]]:
    """Nothing is marked safe in a template."""
    for line in _lines(template.text, r"\|\s*safe\b|autoescape\s+false|\bMarkup\("):
        yield line, "marks something as safe: escape it, or make Markup in Python where it is tested"


def inline_style(template: Template) -> Iterator[tuple[int, str]]:
    """Style lives in style sheets; mail programs know no style sheets."""
    if template.is_mail:
        return
    for line in _lines(template.text, r"<style\b"):
        yield line, "<style> is refused by the content policy"
    yield from _attributes(template, r"\sstyle\s*=", "style= is refused by the content policy")


def inline_script(template: Template) -> Iterator[tuple[int, str]]:
    """Scripts are files; data is JSON; the one import map is hashed."""
    for found in _SCRIPT.finditer(template.text):
        attributes = found.group(1)
        if "src=" not in attributes and not re.search(r'type="(application/json|importmap)"', attributes):
            yield template.text.count("\n", 0, found.start()) + 1, "an inline script is refused by the content policy"
    yield from _attributes(template, r"\son[a-z]+\s*=", "an inline handler is refused by the content policy")


def htmx_script(template: Template) -> Iterator[tuple[int, str]]:
    """htmx runs no script from attributes."""
    for line in _lines(template.text, r"\bhx-on\b|\bhx_on\b|[\"']\s*js:|javascript:|hx-vars\b"):
        yield line, "hx-on, js: and javascript: run script from markup: write a controller"


def _attributes(template: Template, pattern: str, sentence: str) -> Iterator[tuple[int, str]]:
    # Expressions are blanked, so that their operators are not taken for tags or attributes.
    plain = _EXPRESSION.sub(lambda found: re.sub(r"[^\n]", "·", found.group()), template.text)
    for tag in _TAG.finditer(plain):
        for _ in re.finditer(pattern, tag.group(), re.I):
            yield plain.count("\n", 0, tag.start()) + 1, sentence


TEMPLATE_RULES: dict[str, TemplateRule] = {
    "safe": unescaped,
    "style": inline_style,
    "script": inline_script,
    "htmx": htmx_script,
}
