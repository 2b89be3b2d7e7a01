"""Pages for when something went wrong, in plain words with a way on."""

from dataclasses import dataclass

from paceline.ui.i18n import gettext as _
from paceline.ui.page import Page, page

# (title, message, icon)
WORDS = {
    400: ("That request did not make sense", "Go back, check what you entered and try again.", "circle-alert"),
    401: ("Please sign in", "You are not signed in, or your session has ended.", "lock"),
    403: ("You cannot open this", "Ask the owner or your coach to give you access.", "lock"),
    404: ("There is nothing here", "The page may have moved, or it is not shared with you.", "search"),
    405: ("That cannot be done here", "Go back and use the buttons on the page.", "circle-alert"),
    409: (
        "Someone else changed this first",
        "Open it again to see the newer version, then redo your change.",
        "history",
    ),
    413: ("That is too large", "Send a smaller file, or split it.", "upload"),
    422: (
        "Something in the form needs another look",
        "Go back, correct the marked fields and send it again.",
        "pencil",
    ),
    429: ("That was a lot at once", "Wait a minute, then try again.", "hourglass"),
    500: ("Something broke on our side", "Nothing you entered was wrong. The fault has been recorded.", "wrench"),
    503: ("Paceline is busy or being updated", "Try again in a minute. Your data is safe.", "hourglass"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """The error page's context."""

    status: int
    title: str
    message: str
    icon: str
    reference: str | None


def error_page(
    status: int, message: str | None = None, *, title: str | None = None, reference: str | None = None
) -> Page:
    """A whole page for a failed request; `reference` helps support to find the fault in the log."""
    heading, words, icon = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    context = Problem(status, title or _(heading), message or _(words), icon, reference)
    return page("ui/error.html", context, status=status)
