"""Writes the pages of docs/reference from the code: settings, events, jobs and routes; run with `python -m tools.reference`."""

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import Any

from paceline.app.asgi import routed
from paceline.app.boot import GROUPS, jobs_of
from paceline.app.registry import slices
from paceline.infra.events import Event, events_by_name
from paceline.infra.jobs import JobDefinition
from paceline.infra.settings import SettingsGroup, variable_of
from tools.routes import Route, routes_of

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "*Written by `python -m tools.reference` from the code; a test holds that it is current.*"


def main() -> int:
    """Write what has changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text)
    return 0


def pages() -> Mapping[str, str]:
    """Every page by file name."""
    return {
        "settings.md": settings_page(),
        "events.md": events_page(),
        "jobs.md": jobs_page(),
        "routes.md": routes_page(),
    }


def page(title: str, about: str, parts: Iterable[str]) -> str:
    """A page of parts with an empty line between them."""
    return "\n\n".join([f"# {title}", about, NOTE, *parts]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def settings_groups() -> list[type[SettingsGroup]]:
    """Every group of the product: the machinery's, the slices', and any other that subclasses."""
    named = [*GROUPS, *(group for s in slices() for group in s.settings)]
    others = sorted((one for one in _subclasses(SettingsGroup) if one not in named), key=lambda one: one.__name__)
    return [*dict.fromkeys(named), *(one for one in others if one.__module__.startswith("paceline."))]


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)


def settings_page() -> str:
    """Every variable an operator may set."""
    about = (
        "Set these as environment variables or in a `.env` file in the folder Paceline is started from. "
        "Any of them can be read from a file instead: put the path into the variable's name followed by `_FILE`."
    )
    parts: list[str] = []
    for group in settings_groups():
        rows = [
            (f"`{variable_of(group, name)}`", _default(field), field.description or "")
            for name, field in group.model_fields.items()
        ]
        parts.append(f"## {_first(group)}\n\n" + table(("variable", "when not set", "meaning"), rows))
    return page("Settings", about, parts)


def _default(field: Any) -> str:
    value = field.get_default(call_default_factory=True)
    if type(value).__name__ in {"SecretStr", "SecretBytes"}:
        value = value.get_secret_value()
    return "empty" if value in ("", None) else f"`{value}`"


def _first(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").split("\n", 1)[0].rstrip(".")


def events_page() -> str:
    """Every fact the ledger may hold."""
    about = (
        "What may happen, in the past tense. Every event is kept in the ledger in the transaction that made it true. "
        "One with `athlete_id` is told live to the athlete and to the coaches who have the consent named here."
    )
    kinds = {name: kind for name, kind in events_by_name().items() if kind.__module__.startswith("paceline.")}
    rows = [(f"`{name}`", _about(kinds[name]), _consent(kinds[name]), _facts(kinds[name])) for name in sorted(kinds)]
    return page("Events", about, [table(("name", "meaning", "consent", "facts"), rows)])


def _about(kind: type[Event]) -> str:
    own = kind.__doc__ or ""
    # A dataclass without a docstring is given its signature.
    return "" if own.startswith(f"{kind.__name__}(") else own.split("\n", 1)[0]


def _consent(kind: type[Event]) -> str:
    about_athlete = any(field.name == "athlete_id" for field in fields(kind))
    return kind.scope if about_athlete else "only the person who acted"


def _facts(kind: type[Event]) -> str:
    return ", ".join(f"`{field.name}`" for field in fields(kind))


def jobs_page() -> str:
    """Everything the worker does."""
    about = (
        "What the worker does. A job is queued in the transaction that asks for it, and runs again when a worker dies: "
        "each is written so that doing it twice changes nothing."
    )
    rows = [
        (f"`{job.name}`", _first(job.run), _when(job), str(job.retry.max_attempts if job.retry else 1))
        for job in sorted(jobs_of(slices()), key=lambda job: job.name)
    ]
    return page("Jobs", about, [table(("name", "what it does", "when", "tries"), rows)])


def _when(job: JobDefinition) -> str:
    alone = f"; one at a time for each `{job.one_running}`" if job.one_running else ""
    return (f"cron `{job.cron}`" if job.cron else "when asked for") + alone


def routes_page() -> str:
    """Every address and whom it answers."""
    about = (
        "Every address Paceline answers and who may call it. *Signed in* means a session cookie on pages and a bearer token "
        "under `/api`; what belongs to somebody else is not found, as if it never was."
    )
    found = routes_of(routed(slices()))
    parts = ["## Programs\n\n" + _routes(route for route in found if route.is_api)]
    parts.append("## People and operators\n\n" + _routes(route for route in found if not route.is_api))
    return page("Routes", about, parts)


def _routes(found: Iterable[Route]) -> str:
    rows = [
        (f"`{path}`", ", ".join(route.method for route in same), route.who, route.about)
        for path, on_path in groupby(found, key=lambda route: route.path)
        for same in _alike(list(on_path))
        for route in same[:1]
    ]
    return table(("path", "method", "who", "what"), rows)


def _alike(routes: list[Route]) -> Iterator[list[Route]]:
    for _, same in groupby(routes, key=lambda route: (route.who, route.about)):
        yield list(same)


if __name__ == "__main__":
    sys.exit(main())
