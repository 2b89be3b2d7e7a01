"""One log for everything: JSON lines in production, readable lines in a terminal, and never a secret in either."""

import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Literal, TextIO

import orjson
import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

from paceline.infra.redaction import redact

Format = Literal["auto", "json", "text"]
Level = Literal["debug", "info", "warning", "error"]

# Libraries that would repeat what our own lines say (uvicorn's access log), or that log values bound into SQL.
QUIET = {
    "uvicorn.access": "ERROR",
    "sqlalchemy.engine": "WARNING",
    "httpx2": "WARNING",
    "httpcore2": "WARNING",
    "asyncio": "WARNING",
    "procrastinate": "WARNING",
    "alembic": "WARNING",
}


def configure(format: Format = "auto", level: Level = "info", stream: TextIO | None = None) -> None:
    """Send structlog and the standard library's logging down one path; call once, at the start of a process."""
    out = stream or sys.stderr
    as_json = format == "json" or (format == "auto" and not out.isatty())
    threshold = logging.getLevelNamesMapping()[level.upper()]
    before = _before()
    ending = _ending(as_json, colors=out.isatty())
    structlog.configure(
        processors=[*before, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(out) if as_json else structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    _route_standard_logging(out, threshold, before, ending)


def _before() -> list[Processor]:
    """What every line gets, wherever it comes from."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _ending(as_json: bool, *, colors: bool) -> list[Processor]:
    """Exceptions become data or text first, so that their messages are cleaned like everything else."""
    if as_json:
        # Local variables stay out: they are where passwords are while they are being checked.
        tracebacks = ExceptionDictTransformer(show_locals=False, max_frames=20)
        return [structlog.processors.ExceptionRenderer(tracebacks), redact, _json_line]
    return [structlog.processors.format_exc_info, redact, structlog.dev.ConsoleRenderer(colors=colors)]


def _json_line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    try:
        return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # huge integers and broken Unicode; slower, but a line is never lost
        return json.dumps(event, default=str)


def _route_standard_logging(out: TextIO, threshold: int, before: list[Processor], ending: list[Processor]) -> None:
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[*before, structlog.stdlib.add_logger_name],
            processors=[ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(threshold)
    for name in list(logging.root.manager.loggerDict):
        _hand_over(name)
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(quiet)


def _hand_over(name: str) -> None:
    """A library that brought its own handlers (uvicorn does) must not write around ours."""
    logger = logging.getLogger(name)
    logger.handlers = []
    logger.propagate = True
