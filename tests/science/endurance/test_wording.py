"""Sentences of the science are read by athlete and coach alike, so none speaks of "you" or "I"."""

import ast
import pathlib
import re

import pytest

import paceline.science.endurance

FOLDER = pathlib.Path(paceline.science.endurance.__file__).parent
PERSON = re.compile(r"\b([Yy]ou|[Yy]ours?|[Yy]ourself|I|[Mm]y|[Mm]ine|[Ww]e|us|[Oo]urs?)\b")
# A step of a workout is an instruction to whoever does it.
INSTRUCTIONS = {"until you press lap"}
MODULES = sorted(path for path in FOLDER.rglob("*.py"))


def sentences(source: str) -> list[str]:
    """The string literals of a module that hold more than a word, docstrings left out."""
    tree = ast.parse(source)
    notes = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [str(node.value) for node in texts if id(node) not in notes and " " in str(node.value)]


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(FOLDER)) for path in MODULES])
def test_no_sentence_speaks_in_the_first_or_second_person(path: pathlib.Path) -> None:
    spoken = [text for text in sentences(path.read_text()) if PERSON.search(text) and text not in INSTRUCTIONS]
    assert spoken == []


def test_the_check_sees_through_formatted_strings() -> None:
    assert sentences('"""Your note."""\nx = f"You slept {1} h"') == ["You slept ", " h"]
