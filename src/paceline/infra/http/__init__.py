"""Calls to the outside: one client with limits, retries and a guard that keeps it away from inner networks."""

from paceline.infra.http.client import Outbound
from paceline.infra.http.errors import OutboundFailed, OutboundRefused, OutboundTooLarge
from paceline.infra.http.guard import Guard, Resolver, why_refused
from paceline.infra.http.reply import Reply
from paceline.infra.http.settings import OutboundSettings
from paceline.infra.http.transport import GuardedTransport

__all__ = [
    "Guard",
    "GuardedTransport",
    "Outbound",
    "OutboundFailed",
    "OutboundRefused",
    "OutboundSettings",
    "OutboundTooLarge",
    "Reply",
    "Resolver",
    "why_refused",
]
