"""The parts a process is given at start, built once in the composition root."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from paceline.infra.clock import Clock
from paceline.infra.database import Database
from paceline.infra.http import Outbound
from paceline.infra.jobs.definition import JobDefinition
from paceline.infra.limits import Limiter
from paceline.infra.mail import Mailer
from paceline.infra.sandbox import Sandbox
from paceline.infra.secrets import Vault
from paceline.infra.settings import InstanceSettings
from paceline.infra.storage import Storage
from paceline.infra.tx import Transactions

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Machinery:
    """Everything outside the process that the process may use."""

    settings: InstanceSettings
    clock: Clock
    database: Database
    transactions: Transactions
    storage: Storage
    mailer: Mailer
    outbound: Outbound
    vault: Vault
    limiter: Limiter
    dailies: Mapping[str, JobDefinition] = field(default_factory=dict[str, JobDefinition])
    plugs: Sequence[object] = ()
    sandbox: Sandbox = field(default_factory=Sandbox)
    _plugged: dict[type[Any], list[Any]] = field(
        default_factory=dict[type[Any], "list[Any]"], init=False, repr=False, compare=False
    )

    def plugged(self, kind: type[P]) -> list[P]:
        """Everything the slices plug in for a Protocol (which must be runtime-checkable)."""
        # Looking through a Protocol costs more than most of what a request does, and the answer never changes.
        found = self._plugged.get(kind)
        if found is None:
            found = self._plugged[kind] = [plug for plug in self.plugs if isinstance(plug, kind)]
        return found
