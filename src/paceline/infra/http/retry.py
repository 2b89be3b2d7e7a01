"""When a failed call is tried again and how long it waits first: pure decisions."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# RFC 9110, 9.2.2: doing these twice has the effect of doing them once.
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
# Statuses that say "not now"; 501 and 505 say "never" and are not among them.
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


def wait_before(attempt: int, backoff: float, luck: float) -> float:
    """Full jitter: anywhere between nothing and the doubled backoff, so that many callers do not return together.

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (`luck` is uniform in 0..1).
    """
    return luck * backoff * 2.0 ** (attempt - 1)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds a Retry-After header asks for (RFC 9110, 10.2.3); None when it says nothing usable."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())
