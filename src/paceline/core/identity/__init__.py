"""Identity: accounts, the people behind them, sessions and tokens; and the edge through which every request comes."""

from paceline.core.identity.entering import register_invited
from paceline.core.identity.events import ProfileChanged
from paceline.core.identity.model import Account, Person
from paceline.core.identity.queries import account_by_email, people, person
from paceline.core.identity.schemas import Register
from paceline.core.identity.types import BadgeSource
from paceline.core.identity.web import Gear, OpenTx, RequestTx, SystemTx, quick, require_role

__all__ = [
    "Account",
    "BadgeSource",
    "Gear",
    "OpenTx",
    "Person",
    "ProfileChanged",
    "Register",
    "RequestTx",
    "SystemTx",
    "account_by_email",
    "people",
    "person",
    "quick",
    "register_invited",
    "require_role",
]
