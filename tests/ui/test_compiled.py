"""Compiled templates are kept, used again, and never used for another text or another version."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from paceline.ui import compiled
from paceline.ui.compiled import CompiledTemplates


def render(folder: Path, text: str) -> str:
    made = Environment(loader=DictLoader({"a.txt": text}), bytecode_cache=CompiledTemplates(folder))
    return made.get_template("a.txt").render(who="Ida")


def test_a_second_environment_need_not_compile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert render(tmp_path, "Hello {{ who }}") == "Hello Ida"

    def refuse(*_: object, **__: object) -> str:
        raise AssertionError("compiled again")

    monkeypatch.setattr(Environment, "compile", refuse)
    assert render(tmp_path, "Hello {{ who }}") == "Hello Ida"
    with pytest.raises(AssertionError, match="compiled again"):
        render(tmp_path, "Bye {{ who }}")
    monkeypatch.setattr(compiled, "__version__", "999")
    with pytest.raises(AssertionError, match="compiled again"):
        render(tmp_path, "Hello {{ who }}")


def test_other_texts_take_the_place_of_older_ones(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        assert render(tmp_path, text) == text
    assert len(list(tmp_path.iterdir())) == 1


def test_a_vanished_folder_costs_no_page(tmp_path: Path) -> None:
    assert render(tmp_path / "gone", "Hello {{ who }}") == "Hello Ida"


def test_a_damaged_file_is_compiled_anew(tmp_path: Path) -> None:
    render(tmp_path, "Hello {{ who }}")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    assert render(tmp_path, "Hello {{ who }}") == "Hello Ida"
