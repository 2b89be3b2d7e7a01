"""Every template compiles, and asks for nothing that the context of its page does not hold."""

import ast
import importlib
import inspect
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, meta, nodes

from paceline.app.registry import slices
from paceline.ui import jinja
from tools.lints.finding import SOURCE

# Known to every template: what rendering adds, and what Jinja itself names.
KNOWN = jinja.RESERVED | {"loop", "self", "super", "caller", "varargs", "kwargs"}


@dataclass(frozen=True)
class Use:
    """A page, fragment or mail made from a template, and the dataclass it is given; None when the code does not tell."""

    place: str
    template: str
    context: type[Any] | None
    block: str | None


@cache
def environment() -> Environment:
    folders = {s.name: s.folder / "templates" for s in slices() if (s.folder / "templates").is_dir()}
    engine = jinja.Engine(folders, {}, "0" * 64, (), jinja.Places(), False, None)
    return engine.environment


def own_templates() -> list[str]:
    return [name for name in environment().list_templates() if name.endswith((".html", ".txt", ".svg"))]


@cache
def syntax(name: str) -> nodes.Template:
    loader = environment().loader
    assert loader is not None
    return environment().parse(loader.get_source(environment(), name)[0])


def uses() -> Iterator[Use]:
    """Every call of page, fragment or render with a template's name."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text()
        if "page(" in text or "fragment(" in text or "render(" in text:
            yield from _uses_in(path, ast.parse(text))


def _uses_in(path: Path, tree: ast.Module) -> Iterator[Use]:
    registered = tuple(s.package + "." for s in slices())
    name = "paceline." + ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    if not name.startswith(registered):
        return
    module = importlib.import_module(name)
    for function in (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            called = call.func.id if isinstance(call.func, ast.Name) else ""
            if called not in {"page", "fragment", "render"} or not call.args:
                continue
            template = _text(call.args[0], module)
            if template is None:
                continue
            keywords = {keyword.arg: keyword.value for keyword in call.keywords}
            at = 2 if called == "fragment" else 1
            given = call.args[at] if len(call.args) > at else keywords.get("context")
            block = call.args[1] if called == "fragment" and len(call.args) > 1 else keywords.get("block")
            place = f"{path.relative_to(SOURCE)}:{call.lineno}"
            yield Use(place, template, _class_of(given, function, module), _text(block, module) if block else None)


def _text(node: ast.expr, module: Any) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    found = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
    return found if isinstance(found, str) else None


def _class_of(node: ast.expr | None, function: Any, module: Any) -> type[Any] | None:
    if isinstance(node, ast.Await):
        return _class_of(node.value, function, module)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        found = getattr(module, node.func.id, None)
        if inspect.isfunction(found):
            found = typing.get_type_hints(found).get("return")
        return found if inspect.isclass(found) and is_dataclass(found) else None
    if isinstance(node, ast.Name):
        values = [one.value for one in ast.walk(function) if isinstance(one, ast.Assign) and _assigns(one, node.id)]
        found_in = {_class_of(value, function, module) for value in values}
        return found_in.pop() if len(found_in) == 1 else None
    return None


def _assigns(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def asked_for(name: str, block: str | None = None) -> set[str]:
    """The names a template, or one block of it, and all it includes or extends want from their context."""
    tree = syntax(name)
    whole = tree
    if block is not None:
        found = next((one for one in tree.find_all(nodes.Block) if one.name == block), None)
        if found is None:
            return {f"(no block {block!r})"}
        whole = nodes.Template(found.body)
        whole.set_environment(environment())
    wanted = meta.find_undeclared_variables(whole)
    if block is None:
        # A page's own top level runs before its blocks; for a block that is rendered alone it does not run.
        wanted -= set(_set_on_top(tree))
    given = {one.name for one in whole.find_all(nodes.Name) if one.ctx in {"store", "param"}}
    # Jinja counts a name that is set under a condition as unknown after it.
    wanted -= given
    # A part that several pages include may ask whether a name is there at all.
    wanted -= {
        one.node.name
        for one in whole.find_all(nodes.Test)
        if one.name == "defined" and isinstance(one.node, nodes.Name)
    }
    for other in _others(whole):
        wanted |= asked_for(other) - given
    return wanted - KNOWN - environment().globals.keys()


def _set_on_top(tree: nodes.Template) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, nodes.Assign):
            yield from (one.name for one in node.find_all(nodes.Name) if one.ctx == "store")
        elif isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.Macro):
            yield node.name


def _others(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all((nodes.Include, nodes.Extends)):
        written = node.template
        names = written.value if isinstance(written, nodes.Const) else None
        if isinstance(names, str):
            yield names


@pytest.mark.parametrize("name", own_templates())
def test_every_template_compiles(name: str) -> None:
    assert environment().get_template(name).name == name


def test_templates_ask_only_for_what_their_context_holds() -> None:
    wrong: list[str] = []
    for use in uses():
        if use.context is not None:
            missing = asked_for(use.template, use.block) - {field.name for field in fields(use.context)}
            wrong += [
                f"{use.place}: {use.template} asks for {name}, {use.context.__name__} has none" for name in missing
            ]
    assert "\n".join(wrong) == ""


def test_contexts_are_known_for_nearly_every_use() -> None:
    found = list(uses())
    known = {use.template for use in found if use.context is not None}
    unknown = {
        f"{use.place}: {use.template}"
        for use in found
        if use.template not in known and asked_for(use.template, use.block)
    }
    assert len(found) > 10
    assert unknown == set(), "say the context as Context(...), or annotate the function that makes it"


def test_every_page_template_is_used() -> None:
    """A template nobody renders, includes or extends is dead."""
    named = {use.template for use in uses()}
    linked = {other for name in own_templates() for other in _linked(name)}
    written = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    dead = [name for name in own_templates() if name not in named | linked and Path(name).stem not in written]
    assert [name for name in dead if not name.startswith("ui/")] == []


def _linked(name: str) -> Iterator[str]:
    for node in syntax(name).find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        if isinstance(node.template, nodes.Const) and isinstance(node.template.value, str):
            yield node.template.value
