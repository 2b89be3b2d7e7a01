"""Values for what a route takes: identifiers by the parameter's name, bodies from the schema of the command."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from tools.routes import Route

Owned = Mapping[str, Sequence[str]]
PEOPLE = {"athlete_id", "account_id", "person_id", "coach_id", "client_id", "user_id"}
# Parameters that name no row of anybody's; a route with a parameter the test cannot fill fails it, so add it here or
# give it a name that ends with the noun of its table ("activity_id" is a row of activities_activity).
PLAIN = {
    "token": "no-such-token",
    "day": "2026-06-11",
    "date": "2026-06-11",
    "week": "2026-06-08",
    "month": "2026-06",
    "year": "2026",
    "file_name": "none.txt",
    "sport": "running",
    "scope": "wellness",
    "kind": "week",
    "format": "fit",
    "slug": "easy-run",
    "source": "upload",
    "code": "easy-run",
    "session_code": "easy-run",
    "channel": "power",
    "role": "coach",
    "name": "none",
    "view": "week",
    "number": "1",
    "key": "none",
    "id": "none",
    "path": "none.css",
}
# Where the noun of the table is another than that of the parameter.
TABLES: dict[str, str] = {"job_id": "procrastinate_jobs"}


class Unknown(Exception):
    """A parameter this test does not know how to fill."""


def table_of(parameter: str, tables: Sequence[str]) -> str | None:
    """The table a parameter's identifier is of; None for people and plain words."""
    if parameter in PEOPLE or parameter in PLAIN:
        return None
    if parameter in TABLES:
        return TABLES[parameter]
    noun = parameter.removesuffix("_id")
    found = [table for table in tables if table.split("_", 1)[1] == noun] if noun != parameter else []
    if len(found) != 1:
        raise Unknown(f"{{{parameter}}}: no single table ends with _{noun}; extend tests/house/filling.py")
    return found[0]


def identifier(parameter: str, owned: Owned, tables: Sequence[str]) -> str:
    """Somebody's identifier for a parameter; one that never was when they have none."""
    if parameter in PLAIN:
        return PLAIN[parameter]
    try:
        table = table_of(parameter, tables) or "identity_account"
    except Unknown:
        return str(uuid.uuid4())
    return next(iter(owned.get(table, ())), str(uuid.uuid4()))


def path_of(route: Route, owned: Owned, tables: Sequence[str]) -> str:
    """The route's path with somebody's identifiers."""
    path = route.path
    for parameter in route.parameters:
        for written in (f"{{{parameter}}}", f"{{{parameter}:path}}"):
            path = path.replace(written, identifier(parameter, owned, tables))
    return path


def names_rows(route: Route) -> bool:
    """Whether the path names a row or a person."""
    return any(parameter not in PLAIN for parameter in route.parameters)


def query_of(route: Route, owned: Owned, tables: Sequence[str]) -> dict[str, str]:
    """Identifiers in the query, and what must be given."""
    values: dict[str, str] = {}
    for field in route.query:
        if field.alias.endswith("_id") and field.alias != "last_event_id":
            values[field.alias] = identifier(field.alias, owned, tables)
        elif field.field_info.is_required():
            values[field.alias] = PLAIN.get(field.alias, "1")
    return values


def command_of(model: type[BaseModel], owned: Owned, tables: Sequence[str]) -> dict[str, Any]:
    """A command that is likely valid: its example, or the least its schema allows, with somebody's identifiers."""
    schema = model.model_json_schema()
    examples = schema.get("examples")
    values = dict(examples[0]) if examples else _least(schema, schema)
    return _identified(schema, values, owned, tables)


def _identified(
    schema: Mapping[str, Any], values: dict[str, Any], owned: Owned, tables: Sequence[str]
) -> dict[str, Any]:
    for name in schema.get("properties", {}):
        single = name.removesuffix("s") if name.endswith("_ids") else name
        if single.endswith("_id"):
            found = identifier(single, owned, tables)
            values[name] = [found] if name.endswith("_ids") else found
    return values


def _least(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    required = schema.get("required", [])
    return {name: _value(one, root) for name, one in schema.get("properties", {}).items() if name in required}


def _value(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _value(schema[several][0], root)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("examples"):
        return schema["examples"][0]
    kinds = {"object": lambda: _least(schema, root), "array": lambda: _items(schema, root), "boolean": lambda: True}
    kinds |= {"integer": lambda: _number(schema), "number": lambda: _number(schema), "null": lambda: None}
    return kinds.get(schema.get("type", "string"), lambda: _text(schema))()


def _items(schema: Mapping[str, Any], root: Mapping[str, Any]) -> list[Any]:
    return [_value(schema.get("items", {}), root) for _ in range(schema.get("minItems", 0))]


def _number(schema: Mapping[str, Any]) -> float | int:
    low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    return low + 1 if low + 1 <= schema.get("maximum", low + 1) else low


def _text(schema: Mapping[str, Any]) -> str:
    formats = {
        "uuid": str(uuid.uuid4()),
        "date": "2026-06-12",
        "date-time": "2026-06-12T06:00:00+02:00",
        "time": "06:00",
        "email": "somebody@example.org",
    }
    return formats.get(schema.get("format", ""), "seven calm herons walk"[: schema.get("maxLength", 100)])
