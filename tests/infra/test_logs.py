"""One stream for all lines, as JSON or as text, with exceptions as data and without secrets."""

import io
import json
import logging
from collections.abc import Iterator

import orjson
import pytest
import structlog

from paceline.infra import logs

CANARY = "c4n4ryS3cr3tV4lu3"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in out.getvalue().splitlines()]


def test_our_lines_and_the_libraries_lines_come_out_alike():
    out = io.StringIO()
    logs.configure("json", "info", out)
    structlog.contextvars.bind_contextvars(request_id="r1")
    structlog.get_logger().info("plan built", plan_id="p1", weeks=4)
    logging.getLogger("procrastinate.worker").warning("job %s failed", "j1")
    ours, theirs = lines(out)
    assert (ours["event"], ours["weeks"], ours["level"], ours["request_id"]) == ("plan built", 4, "info", "r1")
    assert (theirs["event"], theirs["level"], theirs["request_id"]) == ("job j1 failed", "warning", "r1")
    assert theirs["logger"] == "procrastinate.worker"
    assert all(str(line["timestamp"]).endswith("Z") for line in (ours, theirs))


@pytest.mark.parametrize("name", ["uvicorn", "uvicorn.error", "sqlalchemy.pool", "alembic.runtime.migration"])
def test_a_library_with_its_own_handler_is_brought_back(name: str):
    own, out = io.StringIO(), io.StringIO()
    logging.getLogger(name).addHandler(logging.StreamHandler(own))
    logging.getLogger(name).propagate = False
    logs.configure("json", "info", out)
    logging.getLogger(name).error("hello")
    assert own.getvalue() == ""
    assert [line["event"] for line in lines(out)] == ["hello"]


def test_levels_are_kept():
    out = io.StringIO()
    logs.configure("json", "warning", out)
    structlog.get_logger().info("quiet")
    logging.getLogger("x").info("quiet")
    structlog.get_logger().warning("loud")
    assert [line["event"] for line in lines(out)] == ["loud"]


def test_uvicorns_own_request_lines_are_left_out():
    out = io.StringIO()
    logs.configure("json", "debug", out)
    logging.getLogger("uvicorn.access").info('GET /reset/%s HTTP/1.1" 200', CANARY)
    assert out.getvalue() == ""


def check_password(typed: str) -> None:
    raise ValueError(f"cannot check password={typed}")


@pytest.mark.parametrize("format", ["json", "text"])
def test_exceptions_are_told_without_what_was_in_their_variables(format: logs.Format):
    out = io.StringIO()
    logs.configure(format, "info", out)
    try:
        check_password(CANARY)
    except ValueError:
        structlog.get_logger().exception("failed")
        logging.getLogger("lib").exception("failed too")
    written = out.getvalue()
    assert CANARY not in written
    assert written.count("ValueError") >= 2
    assert written.count("check_password") >= 2
    if format == "json":
        first, second = lines(out)
        assert first["exception"][0]["exc_type"] == second["exception"][0]["exc_type"] == "ValueError"  # type: ignore[index]


@pytest.mark.parametrize("format", ["json", "text"])
def test_a_canary_never_comes_out(format: logs.Format):
    out = io.StringIO()
    logs.configure(format, "debug", out)
    log = structlog.get_logger().bind(headers={"Authorization": f"Bearer {CANARY}", "Cookie": f"sid={CANARY}"})
    log.info("in", password=CANARY, nested={"a": [{"api_key": CANARY}]}, url=f"https://x/?token={CANARY}")
    log.error(f"could not reach https://user:{CANARY}@host/", body=CANARY.encode())
    structlog.contextvars.bind_contextvars(session_token=CANARY)
    log.warning("context")
    library = logging.getLogger("lib")
    library.error("Authorization: Bearer %s", CANARY)
    library.error("dsn %s", f"postgresql://u:{CANARY}@h/d", extra={"password": CANARY})
    assert len(out.getvalue().splitlines()) >= 5
    assert CANARY not in out.getvalue()


def test_a_newline_cannot_forge_a_line():
    out = io.StringIO()
    logs.configure("json", "info", out)
    structlog.get_logger().info('x\n{"event":"forged"}')
    assert [line["event"] for line in lines(out)] == ['x\n{"event":"forged"}']


def test_values_json_does_not_know_are_written_as_text():
    out = io.StringIO()
    logs.configure("json", "info", out)
    structlog.get_logger().info("odd", value=object, number=2**80, bad="\ud800")
    [line] = [json.loads(text) for text in out.getvalue().splitlines()]
    assert (line["value"], line["number"], line["bad"]) == ("<class 'object'>", 2**80, "\ud800")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_readable_lines_and_a_file_gets_json():
    terminal, file = Terminal(), io.StringIO()
    logs.configure("auto", "info", terminal)
    structlog.get_logger().info("hello", a=1)
    logs.configure("auto", "info", file)
    structlog.get_logger().info("hello", a=1)
    assert "hello" in terminal.getvalue()
    assert "{" not in terminal.getvalue()
    assert lines(file)[0]["a"] == 1
