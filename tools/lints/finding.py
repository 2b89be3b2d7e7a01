"""What a lint finds, and the source it looks at."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "paceline"


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule and where."""

    place: str
    line: int
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"src/paceline/{self.place}:{self.line}: {self.rule}: {self.sentence}"


@dataclass(frozen=True)
class Module:
    """A Python module: its path below the package and its text."""

    place: str
    text: str
    root: Path = SOURCE

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def slice(self) -> tuple[str, ...]:
        """Room and slice; of modules outside slices what there is."""
        return tuple(self.place.split("/")[:2])


@dataclass(frozen=True)
class Template:
    """A template: its path below the package and its text."""

    place: str
    text: str

    @property
    def is_mail(self) -> bool:
        return "/mail/" in self.place


PythonRule = Callable[[Module], Iterator[tuple[int, str]]]
TemplateRule = Callable[[Template], Iterator[tuple[int, str]]]


def modules(root: Path = SOURCE) -> Iterator[Module]:
    """Every module of the product."""
    for path in sorted(root.rglob("*.py")):
        yield Module(path.relative_to(root).as_posix(), path.read_text(), root)


def templates(root: Path = SOURCE) -> Iterator[Template]:
    """Every template of the product."""
    for path in sorted([*root.rglob("templates/**/*.html"), *root.rglob("templates/**/*.svg")]):
        yield Template(path.relative_to(root).as_posix(), path.read_text())
