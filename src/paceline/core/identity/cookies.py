"""The session cookie, set and cleared."""

from datetime import timedelta
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from paceline.core.identity.types import IDLE
from paceline.core.identity.web import session_cookie

R = TypeVar("R", bound=Response)


def signed_in(answer: R, request: Request, token: str) -> R:
    """Hand the browser its session."""
    _set(answer, request, token, IDLE)
    return answer


def signed_out(answer: R, request: Request) -> R:
    """Take the session back, with everything the browser kept of the person."""
    _set(answer, request, "", timedelta(0))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _set(answer: Response, request: Request, value: str, life: timedelta) -> None:
    answer.set_cookie(
        session_cookie(request),
        value,
        max_age=int(life.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
