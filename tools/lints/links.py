"""Every address written in a template or handed to a redirect leads to a route of that method."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.lints.finding import Module, Template

ANY, FILLER = "\0", "\1"
# Shows the design system with addresses of nowhere.
SAMPLES = {"ui/templates/ui/gallery.html"}
# Served by the design system or by mounts, not by routes of slices.
SERVED = ("/static/", "/service-worker.js", "/manifest.webmanifest", "/offline")
_JINJA = re.compile(r"\{\{.*?\}\}", re.S)
_COMMENT = re.compile(r"\{#.*?#\}", re.S)
_BLOCK = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.S)
_ATTRIBUTE = re.compile(r"\b(href|action|formaction|hx-get|hx-post|hx-put|hx-patch|hx-delete)=\"([^\"]*)\"")
_FORM = re.compile(r"<form\b[^>]*>", re.S)
# A macro's keyword, or a list of tabs and rows: a string that begins like a path, with what is joined to it.
_JOINED = re.compile(r"(?:\b(\w+)\s*=\s*)?\"(/[^\"\s]*)\"((?:\s*~\s*(?:\"[^\"]*\"|[\w.]+(?:\([^()]*\))?(?:\|\w+)?))*)")
_PIECE = re.compile(r"~\s*(?:\"([^\"]*)\"|([\w.]+(?:\([^()]*\))?(?:\|\w+)?))")
METHODS = {
    "hx-get": "GET",
    "hx-post": "POST",
    "hx-put": "PUT",
    "hx-patch": "PATCH",
    "hx-delete": "DELETE",
    "href": "GET",
}
POSTS = {"action", "undo", "post", "to", "formaction"}


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it is written, with ANY for what is filled in; None as method when the place does not tell.

    `begins` marks a name that is set once and continued where it is used.
    """

    method: str | None
    path: str
    begins: bool = False

    def __str__(self) -> str:
        return f"{self.method or 'any'} {self.path.replace(ANY, '…')}"


def cleaned(address: str) -> str:
    """The path alone."""
    filled = _BLOCK.sub("", _JINJA.sub(ANY, address)).replace(FILLER, "").replace("\n", "")
    return re.split(r"[?#]", filled, maxsplit=1)[0]


def links_in_template(template: Template) -> Iterator[tuple[int, Link]]:
    """Addresses on this site in attributes, and in strings of expressions."""
    if template.is_mail or template.place in SAMPLES:
        return
    text = _COMMENT.sub(_blanked, template.text)
    # Expressions may hold quotation marks of their own.
    plain = _JINJA.sub(_blanked, text)
    for found in _ATTRIBUTE.finditer(plain):
        path = cleaned(_without_conditions(found.group(2)))
        if path.startswith("/"):
            yield _line(text, found.start()), Link(_method(plain, found), path)
    for expression in re.finditer(r"\{[{%].*?[}%]\}", text, re.S):
        for found in _JOINED.finditer(expression.group()):
            path = re.split(r"[?#]", found.group(2) + _joined(found.group(3)), maxsplit=1)[0]
            keyword = (found.group(1) or "").replace("_", "-")
            method = METHODS.get(keyword)
            yield (
                _line(text, expression.start() + found.start()),
                Link(method, path, expression.group().startswith("{% set ")),
            )


def _blanked(found: re.Match[str]) -> str:
    lines = "\n" * found.group().count("\n")
    return ANY + FILLER * (len(found.group()) - 1 - len(lines)) + lines


def _without_conditions(address: str) -> str:
    # A query that is only sometimes there; a path that is only sometimes there cannot be judged and stays.
    return re.sub(r"\{% if [^%]*%\}\?.*?\{% endif %\}", "", address, flags=re.S)


def _joined(rest: str) -> str:
    return "".join(found.group(1) if found.group(1) is not None else ANY for found in _PIECE.finditer(rest))


def _method(text: str, found: re.Match[str]) -> str | None:
    if found.group(1) == "action":
        form = next((one for one in _FORM.finditer(text) if one.start() < found.start() < one.end()), None)
        return "POST" if form and re.search(r"method=\"post\"", form.group(), re.I) else "GET"
    return METHODS.get(found.group(1), "POST")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def links_in_module(module: Module) -> Iterator[tuple[int, Link]]:
    """Redirects, navigation and undo addresses."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "see" and node.args:
            yield from _written(node.args[0], "GET")
        if name == "NavItem":
            for argument in node.args:
                yield from _written(argument, "GET")
        for keyword in node.keywords:
            if keyword.arg in {"href", "back_href", "undo"}:
                yield from _written(keyword.value, "POST" if keyword.arg == "undo" else "GET")


def _written(node: ast.expr, method: str) -> Iterator[tuple[int, Link]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        path = cleaned(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else ANY for part in node.values)
        path = cleaned("".join(str(part) for part in parts))
    else:
        return
    if path.startswith("/") and not path.startswith("//"):
        yield node.lineno, Link(method, path)


def leads_somewhere(link: Link, routes: Iterable[tuple[str, str]]) -> bool:
    """Whether a route answers; what is filled in may stand for anything."""
    if link.path.startswith(SERVED):
        return True
    return any((link.method in (None, method)) and _fits(link.path, path, link.begins) for method, path in routes)


def _fits(written: str, route: str, begins: bool) -> bool:
    link, pattern = written.rstrip("/").split("/"), route.rstrip("/").split("/")
    pattern = pattern[: len(link)] if begins else pattern
    return len(link) == len(pattern) and all(
        there.startswith("{") or ANY in here or here == there for here, there in zip(link, pattern, strict=True)
    )
