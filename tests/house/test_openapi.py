"""The OpenAPI document: whole, and with everything a stranger needs to write a client."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from paceline.__main__ import main
from paceline.app.commands.openapi import document

METHODS = {"get", "post", "put", "patch", "delete"}
OPERATIONS_WITHOUT_PROBLEMS = {"/healthz", "/metrics"}


@cache
def described() -> dict[str, Any]:
    return document()


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield f"{method.upper()} {path}", operation


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for one in node:
            yield from references(one)


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    return described()["components"]["schemas"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node


def test_the_command_prints_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(described()))


def test_the_document_is_whole() -> None:
    assert described()["openapi"].startswith("3.1")
    assert described()["info"]["title"] == "Paceline"
    schemas = {f"#/components/schemas/{name}" for name in described()["components"]["schemas"]}
    assert {found for found in references(described()) if found not in schemas} == set()
    names = [operation["operationId"] for _, operation in operations()]
    assert len(names) == len(set(names)) > 5


def test_parameters_in_paths_are_described() -> None:
    for path, methods in described()["paths"].items():
        wanted = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for operation in (methods[method] for method in METHODS & methods.keys()):
            assert {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"} == wanted, path


def test_every_operation_says_what_it_does() -> None:
    silent = [name for name, one in operations() if not one.get("description") or not one.get("tags")]
    assert silent == []


def test_every_operation_names_its_refusals_as_problems() -> None:
    without: list[str] = []
    for name, operation in operations():
        if name.split(" ")[1] in OPERATIONS_WITHOUT_PROBLEMS:
            continue
        for status in ("401", "404", "422", "429"):
            content = operation["responses"].get(status, {}).get("content", {})
            if "application/problem+json" not in content:
                without.append(f"{name} {status}")
    assert "\n".join(without) == ""
    assert described()["components"]["schemas"]["Problem"]["required"] == ["type", "title", "status", "code", "detail"]


def test_every_command_has_an_example() -> None:
    without: list[str] = []
    for name, operation in operations():
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            schema = resolved(content.get("schema", {}))
            if kind == "application/json" and not (
                content.get("example") or content.get("examples") or schema.get("examples")
            ):
                without.append(f"{name}: {schema.get('title')}")
    assert "\n".join(without) == ""


def test_successes_have_a_shape() -> None:
    without: list[str] = []
    for name, operation in operations():
        answers = {status: one for status, one in operation["responses"].items() if status.startswith("2")}
        bare = [status for status, one in answers.items() if status != "204" and not one.get("content")]
        if not answers or bare:
            without.append(f"{name}: {bare}")
    assert "\n".join(without) == ""


def test_lists_come_in_pages() -> None:
    without: list[str] = []
    for name, operation in operations():
        schema = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        shape = resolved(schema) if schema else {}
        if shape.get("type") == "array":
            without.append(f"{name}: a bare list can never be paged")
        if "items" not in shape.get("properties", {}):
            continue
        given = {one["name"]: one["schema"] for one in operation.get("parameters", ())}
        bounds = [
            given.get("limit", {}).get("maximum", 10_000),
            *(one.get("maximum", 10_000) for one in given.get("limit", {}).get("anyOf", ())),
        ]
        if "cursor" not in given or min(bounds) > 200 or "next_cursor" not in shape["properties"]:
            without.append(f"{name}: cursor, limit of at most 200, and next_cursor")
    assert "\n".join(without) == ""
