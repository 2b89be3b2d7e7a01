"""Refusals on their way out: a problem document for programs, a page or a toast for people."""

from typing import Any
from urllib.parse import quote

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from paceline.kit.errors import Limited, Problem, Unauthenticated
from paceline.ui.errors import error_page
from paceline.ui.page import say, see, toast, wants_fragment

log = structlog.get_logger("paceline.problems")


def install(app: FastAPI) -> None:
    """Handle every refusal and every failure."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
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


async def _failure(request: Request, error: Exception) -> Response:
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
