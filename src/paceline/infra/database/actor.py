"""On whose behalf a transaction runs: row-level security shows each actor only what is theirs or shared with them."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person by account id, nobody, or the system itself (schedules, sign-in, erasure)."""

    account_id: UUID | None = None
    is_system: bool = False
    roles: frozenset[str] = frozenset()

    @property
    def role(self) -> str:
        """The database role that runs this actor's statements."""
        return "paceline_system" if self.is_system else "paceline_app"


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True)
