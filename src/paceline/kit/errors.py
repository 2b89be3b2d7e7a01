"""What can go wrong, in words for the person it happens to; the edge turns each into a page, a toast or a problem document."""

from collections.abc import Mapping


class Problem(Exception):
    """A refusal with a stable code for programs and a sentence for people."""

    status = 500
    code = "problem"
    title = "Something went wrong"

    def __init__(self, message: str, *, code: str | None = None, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.fields = dict(fields or {})


class Invalid(Problem):
    """The input has the right form and cannot be true."""

    status = 422
    code = "invalid"
    title = "That cannot be right"


class Unauthenticated(Problem):
    """Nobody is signed in, or the token is no longer good."""

    status = 401
    code = "unauthenticated"
    title = "Sign in first"


class Forbidden(Problem):
    """The person is known and may never do this."""

    status = 403
    code = "forbidden"
    title = "That is not yours to do"


class NotFound(Problem):
    """It does not exist, or the person may not know that it does."""

    status = 404
    code = "not_found"
    title = "Not found"

    def __init__(self, message: str = "There is nothing here, or it is not shared with you.", **more: str) -> None:
        super().__init__(message, code=more.get("code"))


class Conflict(Problem):
    """Somebody else was first, or the state does not allow it."""

    status = 409
    code = "conflict"
    title = "That no longer fits"


class Limited(Problem):
    """Too many tries; says how many seconds to wait."""

    status = 429
    code = "limited"
    title = "Slow down"

    def __init__(self, message: str, *, retry_after: int, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after


class Unavailable(Problem):
    """A part that is needed cannot be reached now."""

    status = 503
    code = "unavailable"
    title = "Not available just now"
