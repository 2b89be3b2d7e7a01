"""Modules, functions, templates, scripts and style sheets stay small enough to hold in the head."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "paceline"
MODULE, FUNCTION, TEMPLATE, SCRIPT, STYLE = 500, 60, 160, 150, 250
# Tables of data, named one by one; nothing else may be long.
DATA_TABLES = {"science/formats/fit/profile.py"}


def files(suffix: str) -> Iterator[Path]:
    return (path for path in SOURCE.rglob(f"*{suffix}") if "vendor" not in path.parts)


def too_long(suffix: str, most: int) -> list[str]:
    names = ((path.relative_to(SOURCE).as_posix(), len(path.read_text().splitlines())) for path in files(suffix))
    return [f"{name}: {lines} lines" for name, lines in names if lines > most and name not in DATA_TABLES]


@pytest.mark.parametrize(
    ("suffix", "most"),
    [(".py", MODULE), (".html", TEMPLATE), (".js", SCRIPT), (".css", STYLE)],
    ids=["py", "html", "js", "css"],
)
def test_files_are_short(suffix: str, most: int) -> None:
    assert too_long(suffix, most) == []


def test_functions_are_short() -> None:
    long: list[str] = []
    for path in files(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION:
                    long.append(f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}: {lines} lines")
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(SOURCE)) for path in files(".py") if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_rooms_and_doors_stay_small() -> None:
    crowded: list[str] = []
    for room in ("core", "coaching", "endurance"):
        slices = [path for path in (SOURCE / room).iterdir() if (path / "__init__.py").exists()]
        if len(slices) > 12:
            crowded.append(f"{room}: {len(slices)} slices")
        for door in slices:
            names = exported(door / "__init__.py")
            if len(names) > 15:
                crowded.append(f"{room}.{door.name}: {len(names)} names in the door")
    assert crowded == []


def exported(path: Path) -> list[str]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return ast.literal_eval(node.value)
    return []
