"""`paceline openapi`: the REST interface as a document."""

import json
from argparse import Namespace
from typing import Any

from paceline.app.asgi import routed
from paceline.app.commands.telling import tell
from paceline.app.registry import slices


def openapi(_: Namespace) -> int:
    """Print it; needs neither a database nor settings."""
    tell(json.dumps(document(), indent=2))
    return 0


def document() -> dict[str, Any]:
    """The document, as the web server gives it."""
    return routed(slices()).openapi()
