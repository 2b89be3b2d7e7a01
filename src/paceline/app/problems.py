"""Refusals on their way out: a problem document for programs, a page or a toast for people."""

from typing import Any
from urllib.parse import quote

import orjson
import psycopg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy import exc
from starlette.exceptions import HTTPException
from starlette.responses import Response

from paceline.kit.errors import Limited, Problem, Unauthenticated
from paceline.ui.errors import error_page
from paceline.ui.page import say, see, toast, wants_fragment

log = structlog.get_logger("paceline.problems")
# How long a restarted database takes to be there again, in seconds.
BACK_SOON = 5
AWAY_TITLE = "Back in a moment"
AWAY = "Our database is not answering just now. Nothing is lost; try again in a few seconds."
# By which class an error of the database may arrive, whether the connection is to blame or not.
DATABASE = (psycopg.Error, exc.DBAPIError, exc.TimeoutError, exc.InvalidRequestError)
# SQLSTATE: connection exceptions, a server that ends or begins, and one that takes no more connections.
_AWAY_STATES = ("08", "57P", "53300")


def install(app: FastAPI) -> None:
    """Handle every refusal and every failure."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    for kind in DATABASE:
        app.add_exception_handler(kind, _database)
    app.add_exception_handler(Exception, _failure)


def is_program(request: Request) -> bool:
    """Whether a program asks rather than a person."""
    return request.url.path.startswith("/api/")


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Limited) else {}
    if is_program(request):
        return document(error.status, error.code, error.title, error.message, error.fields, headers)
    if isinstance(error, Unauthenticated):
        return see(f"/sign-in?next={quote(_here(request), safe='')}")
    if wants_fragment(request):
        answer: Response = say(toast(error.message, "critical"), status=error.status)
    else:
        answer = error_page(error.status, error.message, title=error.title)
    answer.headers.update(headers)
    return answer


def _here(request: Request) -> str:
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = {
        ".".join(str(part) for part in detail["loc"] if part != "body"): str(detail["msg"]) for detail in error.errors()
    }
    if is_program(request):
        return document(422, "malformed", "The request is not of the right form", "See the fields.", fields)
    if wants_fragment(request):
        return say(
            toast("Something in that request was not of the right form. Open the page again.", "critical"), status=422
        )
    # A malformed id in a path is somebody's mistyped address.
    return error_page(404 if request.method == "GET" else 422)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if is_program(request):
        return document(
            error.status_code, "http", str(error.detail), str(error.detail), headers=dict(error.headers or {})
        )
    if wants_fragment(request):
        return say(toast(str(error.detail), "critical"), status=error.status_code)
    answer = error_page(error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def is_away(error: BaseException | None) -> bool:
    """Whether an error, or one it came of, says that the database cannot be reached rather than that we asked wrongly."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if _says_away(error):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _says_away(error: BaseException) -> bool:
    if isinstance(error, exc.DBAPIError):
        return error.connection_invalidated or _says_away(error.orig or Exception())
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        # What the server refused has a state; without one there was no server to refuse it.
        return error.sqlstate is None or error.sqlstate.startswith(_AWAY_STATES)
    return isinstance(error, exc.TimeoutError | exc.DisconnectionError)


async def _database(request: Request, error: Exception) -> Response:
    if not is_away(error):
        raise error
    return _away(request, error)


def _away(request: Request, error: Exception) -> Response:
    log.warning("the database cannot be reached", error=type(error).__name__)
    headers = {"Retry-After": str(BACK_SOON)}
    if is_program(request):
        return document(503, "unavailable", AWAY_TITLE, AWAY, headers=headers)
    answer: Response = (
        say(toast(AWAY, "critical"), status=503) if wants_fragment(request) else error_page(503, AWAY, title=AWAY_TITLE)
    )
    answer.headers.update(headers)
    return answer


async def _failure(request: Request, error: Exception) -> Response:
    if is_away(error):
        return _away(request, error)
    log.error("request failed", exc_info=error)
    if is_program(request):
        return document(500, "failed", "Something broke on our side", "It has been recorded. Try again in a minute.")
    return error_page(500)


def document(
    status: int,
    code: str,
    title: str,
    detail: str,
    fields: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """An RFC 9457 problem document."""
    body: dict[str, Any] = {
        "type": f"urn:paceline:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if fields:
        body["fields"] = fields
    return Response(
        orjson.dumps(body),
        status,
        {"Cache-Control": "no-store", **(headers or {})},
        media_type="application/problem+json",
    )
