"""Short messages that outlive a redirect (in a signed cookie) or ride along with an answer (as a toast)."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "flash"
Tone = Literal["positive", "caution", "critical", "accent", "neutral"]


@dataclass(frozen=True, slots=True)
class Flash:
    """One message; `undo` is where a POST takes the action back."""

    text: str
    tone: Tone = "positive"
    undo: str | None = None


class Signer:
    """Signs and reads flash cookies; a forged or stale one is simply no message."""

    def __init__(self, secret: str) -> None:
        """The salt keeps these signatures apart from every other use of the secret."""
        self._serializer = URLSafeSerializer(secret, salt="paceline.ui.flash")

    def dump(self, flash: Flash) -> str:
        """The cookie's value."""
        return self._serializer.dumps([flash.text, flash.tone, flash.undo])

    def load(self, value: str | None) -> Flash | None:
        """The message, if the signature is ours."""
        if not value:
            return None
        try:
            text, tone, undo = self._serializer.loads(value)
        except (BadSignature, ValueError, TypeError):
            return None
        if tone not in get_args(Tone):
            return None
        return Flash(str(text), cast("Tone", tone), str(undo) if undo else None)
