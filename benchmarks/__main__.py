"""Runs every measurement, ours and what it is compared to in turn, and prints them side by side."""

import argparse
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    calendar,
    desk,
    fitness,
    formats_fit,
    formats_text,
    imports,
    processes,
    report,
    science,
    streams,
    web,
    work,
)
from benchmarks.ground import Ground, prepared
from benchmarks.report import Line

# Rounds → lines, for what needs no database.
PURE: dict[str, Callable[[int], list[Line]]] = {
    "fit": formats_fit.measure,
    "text": formats_text.measure,
    "science": science.measure_all,
}
# The ground, rounds, seconds → lines.
GROUNDED: dict[str, Callable[[Ground, int, int], list[Line]]] = {
    "web": web.lines,
    "jobs": lambda ground, _rounds, _seconds: _jobs(ground),
    "processes": lambda ground, _rounds, _seconds: _processes(ground),
    "streams": lambda ground, _rounds, _seconds: streams.lines(ground),
    "calendar": lambda ground, _rounds, _seconds: calendar.lines(ground),
    "desk": lambda ground, _rounds, _seconds: desk.lines(ground),
    "fitness": lambda ground, _rounds, _seconds: fitness.lines(ground),
    "import": lambda ground, _rounds, _seconds: imports.lines(ground),
}


def main() -> int:
    """The exit status says whether every target was met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--only", choices=(*PURE, *GROUNDED))
    parser.add_argument("--write", type=Path, metavar="FILE", help="Write the table as a page of the documentation.")
    chosen = parser.parse_args()
    about = report.machine()
    lines: list[Line] = []
    for name, measure in PURE.items():
        if chosen.only in (None, name):
            lines += _measured(name, lambda measure=measure: measure(chosen.rounds))
            _written(chosen.write, lines, about)
    if chosen.only not in PURE:
        with prepared() as ground:
            for name, take in GROUNDED.items():
                if chosen.only in (None, name):
                    lines += _measured(name, lambda take=take: take(ground, chosen.rounds, chosen.seconds))
                    _written(chosen.write, lines, about)
    print(report.show(lines, about))
    print(f"kept in {report.keep(lines, about)}")
    return 0 if all(line.met is not False for line in lines) else 1


def _written(page: Path | None, lines: list[Line], about: dict[str, str]) -> None:
    """After every part, so that a run that is broken off leaves what it has."""
    if page is not None:
        page.write_text(report.page(lines, about))


def _measured(name: str, measure: Callable[[], list[Line]]) -> list[Line]:
    """One part that breaks must not take the others' figures with it."""
    try:
        return measure()
    except Exception:
        traceback.print_exc()
        return [Line(f"{name}: could not be measured", "", met=False)]


def _jobs(ground: Ground) -> list[Line]:
    p50, p99 = work.waits(ground)
    return [
        Line("job, asked for to started, p50", f"{p50:.1f} ms", target="<= 25 ms", met=p50 <= 25),
        Line("job, asked for to started, p99", f"{p99:.1f} ms", target="<= 50 ms", met=p99 <= 50),
    ]


def _processes(ground: Ground) -> list[Line]:
    own = processes.database_start(ground)
    whole, memory = processes.everything_start(ground)
    helped = processes.help_time()
    return [
        Line("database, warm start", f"{own:.2f} s", target="<= 0.25 s", met=own <= 0.25),
        Line("everything, warm start to first answer", f"{whole:.2f} s", target="<= 4 s", met=whole <= 4),
        Line("everything, memory at rest (PSS)", f"{memory:.0f} MiB", target="<= 400 MiB", met=memory <= 400),
        Line("paceline --help", f"{helped:.2f} s", target="<= 0.2 s", met=helped <= 0.2),
    ]


if __name__ == "__main__":
    sys.exit(main())
