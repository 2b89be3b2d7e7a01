"""The table people read and the file machines compare."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from paceline.infra.clock import SystemClock
from paceline.infra.postgres import find_binaries

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("paceline", "fastapi", "sqlalchemy", "psycopg", "uvicorn", "pydantic", "procrastinate")


@dataclass(frozen=True)
class Line:
    """One measurement: ours, what it is compared to, and what was promised."""

    what: str
    ours: str
    beside: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None


def machine() -> dict[str, str]:
    """What it was measured on."""
    postgres = ".".join(str(part) for part in find_binaries().version)
    names = {name: version(name) for name in PACKAGES}
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "load before": load,
        "python": platform.python_version(),
        "postgresql": postgres,
        **names,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def show(lines: list[Line], about: dict[str, str]) -> str:
    """A table in text."""
    head = Line("", "Paceline", "beside it", "ratio", "target")
    rows = [(one.what, one.ours, one.beside, one.ratio, one.target, _mark(one)) for one in [head, *lines]]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    table = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return table + "\n\n" + ", ".join(f"{name} {value}" for name, value in about.items())


def _mark(line: Line) -> str:
    return "" if line.met is None else "yes" if line.met else "NO"


def page(lines: list[Line], about: dict[str, str]) -> str:
    """The same as a page of the documentation."""
    rows = [(one.what, one.ours, one.beside, one.ratio, one.target, _mark(one)) for one in lines]
    missed = [f"- {one.what}: {one.ours} ({one.target})" for one in lines if one.met is False]
    parts = {
        "when": f"{SystemClock().now():%d %B %Y}",
        "machine": "\n".join(f"| {name} | {value} |" for name, value in about.items()),
        "rows": "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows),
        "missed": "\n".join(missed) or "Every target was met in this run.",
    }
    return (Path(__file__).parent / "page.md").read_text().format(**parts)


def keep(lines: list[Line], about: dict[str, str]) -> Path:
    """The results as a file."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{SystemClock().now():%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps({"machine": about, "lines": [asdict(line) for line in lines]}, indent=2) + "\n")
    return path
