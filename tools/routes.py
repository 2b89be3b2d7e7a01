"""Reads the application's routes: method, path, who may call it, what it takes; for reference pages and house tests."""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from paceline.core.identity import web

WORDS = {"coach": "coach", "athlete": "athlete", "admin": "admin"}


@dataclass(frozen=True)
class Route:
    """One method of one path."""

    method: str
    path: str
    who: str
    about: str
    parameters: Sequence[str]
    query: Sequence[Any]
    command: type[BaseModel] | None
    form: type[BaseModel] | None
    takes_files: bool
    is_described: bool

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.method} {self.path}"

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def is_safe(self) -> bool:
        return self.method in {"GET", "HEAD", "OPTIONS"}


def routes_of(app: FastAPI) -> list[Route]:
    """Every route with an endpoint of ours, in path order; static files are mounts and not among them."""
    found = [route for context in iter_route_contexts(app.routes) for route in _routes(context)]
    return sorted(found, key=lambda route: (not route.is_api, route.path, route.method))


def _routes(context: Any) -> Iterator[Route]:
    methods: list[str] = sorted(set(context.methods or ()) - {"HEAD", "OPTIONS"})
    dependant: Dependant | None = getattr(context, "dependant", None)
    for method in methods:
        yield Route(
            method,
            context.path,
            who_of(context.endpoint, dependant),
            _first_line(context.endpoint),
            [] if dependant is None else [field.alias for field in dependant.path_params],
            [] if dependant is None else list(_query(dependant)),
            _command(dependant),
            _form(dependant),
            "multipart/form-data" in str(getattr(context, "openapi_extra", None)),
            bool(getattr(context, "include_in_schema", False)),
        )


def who_of(endpoint: Any, dependant: Dependant | None) -> str:
    """anybody, signed in, or the role that is required."""
    calls = set(_calls(dependant)) if dependant else set[Any]()
    if web.request_tx not in calls:
        return "anybody"
    roles = sorted({role for one in (endpoint, *calls) for role in _roles_required(one)})
    return " and ".join(WORDS.get(role, role) for role in roles) or "signed in"


def _calls(dependant: Dependant) -> Iterator[Any]:
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)


@cache
def _roles_required(call: Any, depth: int = 2) -> frozenset[str]:
    """The roles named in `require_role(tx, "…")` by a function or by those of its own slice it calls."""
    call = inspect.unwrap(call)
    if not inspect.isfunction(call) or not call.__module__.startswith("paceline."):
        return frozenset()
    found: set[str] = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(call)))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name == "require_role":
            found |= {str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)}
        elif depth and isinstance(node.func, ast.Name) and inspect.isfunction(called := call.__globals__.get(name)):
            found |= _roles_required(called, depth - 1)
    return frozenset(found)


def _first_line(endpoint: Any) -> str:
    return (inspect.getdoc(endpoint) or "").split("\n", 1)[0]


def _query(dependant: Dependant) -> Iterator[Any]:
    yield from dependant.query_params
    for one in dependant.dependencies:
        yield from _query(one)


def _command(dependant: Dependant | None) -> type[BaseModel] | None:
    for field in dependant.body_params if dependant else ():
        kind = field.field_info.annotation
        if inspect.isclass(kind) and issubclass(kind, BaseModel):
            return kind
    return None


def _form(dependant: Dependant | None) -> type[BaseModel] | None:
    """The model a `reads(Model)` dependency closes over."""
    for call in _calls(dependant) if dependant else ():
        for cell in getattr(call, "__closure__", None) or ():
            if inspect.isclass(cell.cell_contents) and issubclass(cell.cell_contents, BaseModel):
                return cell.cell_contents
    return None
